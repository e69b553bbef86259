/*
 * forecast-cash: expected receipts and payments by week or month. See forecast-cash(1).
 */
#include "base/confine.h"
#include "base/diag.h"
#include "base/file.h"
#include "base/opt.h"
#include "base/spool.h"
#include "base/terminal.h"
#include "book/book.h"
#include "book/options.h"
#include "letter/cashreport.h"
#include "stage/cash.h"

#include <string.h>

#include "base/banned.h"

enum {
	OPT_FORMAT = OPT_LONG_ONLY,
	OPT_BY,
	OPT_PERIODS,
	OPT_MIN_PAID,
	OPT_HOLD,
	OPT_EXPLAIN,
	OPT_BACKTEST
};

static const struct opt options[] = {
    OPTION_AS_OF,
    {OPT_BY, "by", "PERIOD", "week (default) or month"},
    {OPT_PERIODS, "periods", "N", "how many of them (default: 8 weeks or 6 months)"},
    {OPT_FORMAT, "format", "FORMAT", "text (default), csv or pdf"},
    {OPT_WHERE, "where", "CONDITION", "only open items with \"COLUMN OP VALUE\" (repeatable)"},
    {OPT_HOLD, "hold", "CONDITION", "hold these items apart too (repeatable)"},
    {OPT_MIN_PAID, "min-paid", "N", "so many paid items tell a customer's delay (default: 3)"},
    {OPT_EXPLAIN, "explain", NULL, "list each open item with what is expected of it, as CSV"},
    {OPT_BACKTEST, "backtest", NULL, "how far off the forecast was for the paid items"},
    OPTION_POLICY,
    OPTION_CUSTOMERS,
    OPTION_HISTORY,
    OPTION_REJECTS,
    {0},
};

enum { WEEKS = 8, MONTHS = 6, MIN_PAID = 3, MIN_PAID_MOST = 1000 };

enum format { FORMAT_TEXT, FORMAT_CSV, FORMAT_PDF };

struct request {
	struct options common;
	enum format format;
	bool monthly, explain, backtest;
	long periods, least; /* periods 0: not told */
	struct conditions holds;
};

/* The place of the text among the names. */
static int choice(const char *option, const char *text, const char *const *names, size_t count)
{
	const int place = slice_among(slice_of(text), names, count);
	struct buf list = {0};

	if (place >= 0)
		return place;
	buf_add_names(&list, names, count);
	usage_error("option --%s: \"%s\" is not %s", option, text, list.data);
}

static void take_option(struct request *r, int letter, const struct opts *o)
{
	static const char *const formats[] = {"text", "csv", "pdf"};
	static const char *const periods[] = {"week", "month"};

	switch (letter) {
	case OPT_FORMAT:
		r->format = (enum format)choice("format", o->value, formats, 3);
		break;
	case OPT_BY:
		r->monthly = choice("by", o->value, periods, 2) == 1;
		break;
	case OPT_PERIODS:
		r->periods = opts_number(o, "periods", 1, FORECAST_MOST);
		break;
	case OPT_MIN_PAID:
		r->least = opts_number(o, "min-paid", 1, MIN_PAID_MOST);
		break;
	case OPT_HOLD:
		options_condition(&r->holds, "hold", o->value);
		break;
	}
	r->explain = r->explain || letter == OPT_EXPLAIN;
	r->backtest = r->backtest || letter == OPT_BACKTEST;
}

/* A history that is not there is no hindrance, unless it was asked for. */
static bool open_book(struct book *book, struct diag *d, const struct options *o)
{
	if (!book_open(book, d, o, BOOK_CUSTOMERS))
		return false;
	if (o->history == NULL &&
	    !file_exists(policy_path(book->policy, book->policy->files.history)))
		return true;
	return book_open(book, d, o, BOOK_HISTORY);
}

static void report(struct cash *c, const struct request *r, struct spool *out)
{
	if (r->backtest)
		cash_backtest(c, r->format == FORMAT_TEXT, &out->memory);
	else if (r->explain)
		(void)cash_explain(c, out);
	else if (r->format == FORMAT_CSV)
		cash_csv(c, &out->memory);
	else if (r->format == FORMAT_PDF)
		cash_report(c, &out->memory);
	else
		cash_text(c, &out->memory);
}

static void work(
    const struct request *r, struct diag *d, char *const *paths, size_t count, struct spool *out)
{
	struct book book = {0};
	struct cash cash = {
	    .rejects = r->common.rejects != NULL,
	    .where = r->common.where.all,
	    .nwhere = r->common.where.count,
	    .holds = r->holds.all,
	    .nholds = r->holds.count,
	    .plan = {.as_of = r->common.as_of, .monthly = r->monthly},
	    .least = (unsigned long)r->least,
	};

	cash.plan.count = r->periods > 0 ? (size_t)r->periods : r->monthly ? MONTHS : WEEKS;
	if (open_book(&book, d, &r->common) &&
	    ledger_open(&cash.ledger, d, &book, paths, count, r->common.rejects)) {
		cash_open(&cash);
		if (cash_take(&cash))
			report(&cash, r, out);
	}
	cash_free(&cash);
	book_close(&book);
}

int main(int argc, char **argv)
{
	struct diag d = {0};
	struct request request = {.common = OPTIONS_NONE, .least = MIN_PAID};
	struct spool out = {0};
	struct opts o = {
	    .usage = "[FILE ...]",
	    .about = "Tell which receipts and payments are expected, week by week.",
	    .table = options,
	};

	diag_program(argv[0]);
	confine(CONFINE_ALL);
	options_condition(&request.holds, "hold", "status = disputed");
	for (int c; (c = opts_next(&o, &d, argc, argv)) != 0;)
		if (!options_take(&request.common, c, o.value))
			take_option(&request, c, &o);
	if (request.explain && request.backtest)
		usage_error("options --explain and --backtest: only one of them");
	if (request.format == FORMAT_PDF && (request.explain || request.backtest))
		usage_error("option --format: pdf is for the forecast itself");
	if (request.format == FORMAT_PDF)
		terminal_no_pdf();
	work(&request, &d, argv + o.first, (size_t)(argc - o.first), &out);
	options_free(&request.common);
	conditions_free(&request.holds);
	return terminal_finish(&d, &out);
}
