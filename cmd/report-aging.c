/*
 * report-aging: how old the open amounts are, by customer or by any columns.
 * See report-aging(1).
 */
#include "base/confine.h"
#include "base/diag.h"
#include "base/mem.h"
#include "base/opt.h"
#include "base/spool.h"
#include "base/terminal.h"
#include "book/book.h"
#include "book/options.h"
#include "letter/aged_pdf.h"
#include "stage/aged.h"
#include "text/aged_html.h"

#include <stdlib.h>
#include <string.h>

#include "base/banned.h"

enum {
	OPT_BY = OPT_LONG_ONLY,
	OPT_BUCKETS,
	OPT_DATE,
	OPT_SIDE,
	OPT_FORMAT,
	OPT_MONTHS,
	OPT_TOTAL,
	OPT_PAYMENTS
};
enum { WIDTH = 80 };

static const struct opt options[] = {
    OPTION_AS_OF,
    {OPT_BY, "by", "COLUMN", "by this column of items or customers (repeatable)"},
    {OPT_BUCKETS, "buckets", "DAYS", "where the buckets end (default: " BUCKETS_USUAL ")"},
    {OPT_DATE, "date", "DATE", "age from the due (default) or the invoice date"},
    {OPT_SIDE, "side", "SIDE", "receivable (default) or payable"},
    {OPT_WHERE, "where", "CONDITION", "only items with \"COLUMN OP VALUE\" (repeatable)"},
    {OPT_FORMAT, "format", "FORMAT", "text (default), csv, html or pdf"},
    {OPT_MONTHS, "months", "N", "days outstanding and what was paid late, for N months"},
    {OPT_TOTAL, "total", "AMOUNT", "what the ledger's account has (CURRENCY=AMOUNT)"},
    {OPT_PAYMENTS, "payments", "FILE", "part payments by day, for a day that has passed"},
    OPTION_POLICY,
    OPTION_CUSTOMERS,
    OPTION_REJECTS,
    {0},
};

enum format { FORMAT_TEXT, FORMAT_CSV, FORMAT_HTML, FORMAT_PDF, FORMATS };
static const char *const format_names[FORMATS] = {"text", "csv", "html", "pdf"};

/* "EUR=1234.50", or of the policy's currency "1234.50". */
struct control {
	char currency[4]; /* "": the policy's */
	struct slice amount;
};

/* What was asked for. */
struct request {
	struct options common;
	struct slice *by;
	size_t nby, by_capacity;
	struct control *controls;
	size_t ncontrols, controls_capacity;
	const char *buckets, *payments;
	bool by_invoice_date, payable;
	int format; /* of enum format, -1: not told */
	size_t months;
};

/* --- options --- */

static void add_by(struct request *r, const char *name)
{
	if (name[0] == '\0')
		usage_error("option --by: the name of a column must stand here");
	r->by = mem_grow(r->by, r->nby, &r->by_capacity, sizeof *r->by);
	r->by[r->nby++] = slice_of(name);
}

static void add_control(struct request *r, const char *text)
{
	struct control c = {.amount = slice_of(text)};
	struct slice currency = {0};

	if (strchr(text, '=') != NULL) {
		(void)slice_cut(&c.amount, '=', &currency);
		if (currency_decimals(currency) < 0)
			usage_error("option --total: \"%.*s\" is not a currency (EUR=1234.50)",
			    SLICE_ARG(currency));
		memcpy(c.currency, currency.p, 3);
	}
	r->controls =
	    mem_grow(r->controls, r->ncontrols, &r->controls_capacity, sizeof *r->controls);
	r->controls[r->ncontrols++] = c;
}

/* Which of the words; another one is a usage error. */
static int word_option(
    const char *option, const char *value, const char *const *words, size_t count)
{
	const int found = slice_among(slice_of(value), words, count);
	struct buf all = {0};

	if (found >= 0)
		return found;
	buf_add_names(&all, words, count);
	usage_error("option --%s: \"%s\" is not %s", option, value, buf_string(&all));
}

static void take_option(struct request *r, const struct opts *o, int letter)
{
	static const char *const dates[] = {"due", "invoice"};
	static const char *const sides[] = {"receivable", "payable"};

	switch (letter) {
	case OPT_BY:
		add_by(r, o->value);
		break;
	case OPT_BUCKETS:
		r->buckets = o->value;
		break;
	case OPT_DATE:
		r->by_invoice_date = word_option("date", o->value, dates, 2) == 1;
		break;
	case OPT_SIDE:
		r->payable = word_option("side", o->value, sides, 2) == 1;
		break;
	case OPT_FORMAT:
		r->format = word_option("format", o->value, format_names, FORMATS);
		break;
	case OPT_MONTHS:
		r->months = (size_t)opts_number(o, "months", 1, TURNOVER_MOST);
		break;
	case OPT_PAYMENTS:
		r->payments = o->value;
		break;
	case OPT_TOTAL:
		add_control(r, o->value);
		break;
	}
}

/* What is not told: lines for a person, CSV for another program. */
static void settle(struct request *r)
{
	if (r->format < 0)
		r->format = terminal_here() ? FORMAT_TEXT : FORMAT_CSV;
	if (r->format == FORMAT_PDF)
		terminal_no_pdf();
	if (r->nby == 0)
		add_by(r, "customer");
}

static void take_buckets(const struct request *r, struct buckets *out)
{
	const char *why;

	if (!buckets_parse(out, slice_of(r->buckets), !r->by_invoice_date, &why))
		usage_error("option --buckets: \"%s\": %s", r->buckets, why);
}

/* --- the work --- */

/* Hold the control totals against the report's. */
static void compare_totals(const struct request *r, const struct aged *a)
{
	for (size_t i = 0; i < r->ncontrols; i++) {
		const struct control *c = &r->controls[i];
		const char *currency = c->currency[0] != '\0'
					   ? c->currency
					   : a->ledger.book->policy->defaults.currency;
		money wanted;

		if (!money_parse(c->amount, currency_decimals(slice_of(currency)), &wanted))
			usage_error("option --total: \"%.*s\" is not an amount of %s (1234.50)",
			    SLICE_ARG(c->amount), currency);
		aged_compare(a, currency, wanted);
	}
}

static void write_report(struct aged *a, const struct request *r, struct spool *out)
{
	const size_t width = terminal_width();

	switch ((enum format)r->format) {
	case FORMAT_CSV:
		(void)aged_csv(a, out);
		break;
	case FORMAT_HTML:
		(void)aged_html(a, out);
		break;
	case FORMAT_PDF:
		(void)aged_pdf(a, out);
		break;
	case FORMAT_TEXT:
	case FORMATS:
		(void)aged_text(a, width > 0 ? width : WIDTH, out);
		break;
	}
}

/* The spool holds the whole output, if nothing failed. */
static void age(struct aged *a, const struct request *r, struct spool *out)
{
	ledger_find_day(&a->ledger, r->common.as_of);
	aged_open(a);
	if (!aged_take(a))
		return;
	aged_warn(a, r->format == FORMAT_CSV);
	compare_totals(r, a);
	write_report(a, r, out);
}

static void work(
    const struct request *r, struct diag *d, char *const *paths, size_t count, struct spool *out)
{
	struct book book = {0};
	struct aged aged = {.by = r->by,
	    .nby = r->nby,
	    .where = &r->common.where,
	    .payable = r->payable,
	    .rejects = r->common.rejects != NULL,
	    .months = r->months};

	take_buckets(r, &aged.buckets);
	if (r->payments != NULL)
		aged.receipts = receipts_load(d, r->payments);
	if (book_open(&book, d, &r->common, BOOK_CUSTOMERS | BOOK_LATER) &&
	    ledger_open(&aged.ledger, d, &book, paths, count, r->common.rejects))
		age(&aged, r, out);
	aged_free(&aged);
	receipts_free(aged.receipts);
	book_close(&book);
}

int main(int argc, char **argv)
{
	struct diag d = {0};
	struct request request = {.common = OPTIONS_NONE, .buckets = BUCKETS_USUAL, .format = -1};
	struct spool out = {0};
	struct opts o = {
	    .usage = "[FILE ...]",
	    .about = "Tell how old the open amounts are, by customer or by any columns.",
	    .table = options,
	};

	diag_program(argv[0]);
	confine(terminal_here() ? CONFINE_NETWORK : CONFINE_ALL); /* a terminal may get a pager */
	for (int c; (c = opts_next(&o, &d, argc, argv)) != 0;)
		if (!options_take(&request.common, c, o.value))
			take_option(&request, &o, c);
	settle(&request);
	work(&request, &d, argv + o.first, (size_t)(argc - o.first), &out);
	options_free(&request.common);
	free(request.by);
	free(request.controls);
	return terminal_finish(&d, &out);
}
