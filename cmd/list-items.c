/*
 * list-items: open items, or a proposal, to look at. See list-items(1).
 */
#include "base/confine.h"
#include "base/diag.h"
#include "base/opt.h"
#include "base/spool.h"
#include "base/terminal.h"
#include "book/book.h"
#include "book/options.h"
#include "letter/listing_pdf.h"
#include "letter/report.h"
#include "stage/choice.h"
#include "stage/lister.h"

#include "base/banned.h"

enum {
	OPT_COLUMNS = OPT_LONG_ONLY,
	OPT_SORT,
	OPT_GROUP_BY,
	OPT_VIEW,
	OPT_FORMAT,
	OPT_COLOR,
	OPT_PLANNED,
	OPT_CHECK_LIST
};

static const struct opt options[] = {
    OPTION_AS_OF,
    OPTION_POLICY,
    OPTION_CUSTOMERS,
    OPTION_HISTORY,
    {OPT_FORMAT, "format", "FORMAT", "csv, table, html or pdf (default: table on a terminal)"},
    {OPT_PLANNED, "planned", NULL, "a row for each reminder to come, if nobody pays"},
    {OPT_CHECK_LIST, "check-list", NULL, "boxes to tick off, by customer, with totals by level"},
    {OPT_COLUMNS, "columns", "NAMES", "the columns to show, separated by commas"},
    {OPT_WHERE, "where", "CONDITION", "only rows with \"COLUMN OP VALUE\" (repeatable)"},
    {OPT_SORT, "sort", "NAMES", "sort by these columns; -NAME: descending"},
    {OPT_GROUP_BY, "group-by", "NAMES", "put rows together by these columns, with subtotals"},
    {OPT_VIEW, "view", "NAME", "columns, conditions and order of a view of the policy"},
    {OPT_COLOR, "color", "WHEN", "colours in a table: auto (default), always or never"},
    OPTION_REJECTS,
    {0},
};

enum format { FORMAT_CSV, FORMAT_TABLE, FORMAT_HTML, FORMAT_PDF, FORMATS };
static const char *const format_names[FORMATS] = {"csv", "table", "html", "pdf"};

struct request {
	struct options common;
	struct choice choice;
	int format; /* of enum format, -1: not told */
	enum color color;
	bool planned;
};

static void take_option(struct request *r, int letter, const char *value)
{
	switch (letter) {
	case OPT_FORMAT:
		r->format = slice_among(slice_of(value), format_names, FORMATS);
		if (r->format < 0)
			usage_error(
			    "option --format: \"%s\" is not csv, table, html or pdf", value);
		break;
	case OPT_PLANNED:
		r->planned = true;
		break;
	case OPT_CHECK_LIST:
		r->choice.check_list = true;
		break;
	case OPT_COLUMNS:
		names_add(&r->choice.columns, "columns", value);
		break;
	case OPT_SORT:
		names_add(&r->choice.sort, "sort", value);
		break;
	case OPT_GROUP_BY:
		names_add(&r->choice.groups, "group-by", value);
		break;
	case OPT_VIEW:
		r->choice.view = value;
		break;
	case OPT_COLOR:
		if (!color_named(value, &r->color))
			usage_error("option --color: \"%s\" is not auto, always or never", value);
		break;
	}
}

/* Where nobody says: a table for a person, CSV for another program. */
static void choose_format(struct request *r)
{
	if (r->format < 0)
		r->format = r->choice.check_list || terminal_here() ? FORMAT_TABLE : FORMAT_CSV;
	if (r->choice.check_list && r->format == FORMAT_CSV)
		usage_error("a check list is for people: --format table, html or pdf");
	if (r->format == FORMAT_PDF)
		terminal_no_pdf();
	r->choice.for_person = r->format != FORMAT_CSV;
}

static void write_pdf(const struct lister *l, struct spool *out)
{
	struct diag *d = l->ledger.d;
	struct buf title = {0}, subtitle = {0};
	struct report *report;
	bool ok;

	lister_title(l, &title);
	lister_subtitle(l, &subtitle);
	report = report_open(d, &(struct report_info){
				    .title = buf_slice(&title),
				    .subtitle = buf_slice(&subtitle),
				    .company = slice_of(l->ledger.book->policy->company.name),
				    .language = "en",
				    .created = l->ledger.as_of.day,
				});
	if (report != NULL) {
		ok = listing_report(&l->sheet.listing, d, report);
		if (l->sheet.listing.headings)
			report_paragraph(report, slice_of(lister_checked_by));
		(void)report_close(report, ok ? &out->memory : NULL);
	}
	buf_free(&title);
	buf_free(&subtitle);
}

static void write_table(const struct lister *l, const struct request *r, struct spool *out)
{
	enum { PAPER = 80 };
	const size_t width = terminal_width();

	lister_table(
	    l, width == 0 && r->choice.check_list ? PAPER : width, color_wanted(r->color), out);
}

static void write_list(struct lister *l, const struct request *r, struct spool *out)
{
	lister_order(l, r->choice.for_person);
	if (r->format == FORMAT_TABLE)
		write_table(l, r, out);
	else if (r->format == FORMAT_HTML)
		lister_html(l, out);
	else if (r->format == FORMAT_PDF)
		write_pdf(l, out);
	else
		(void)listing_csv(&l->sheet.listing, l->ledger.d, out);
}

/* The spool holds the whole output, if nothing failed. */
static void list(struct lister *l, const struct request *r, struct spool *out)
{
	struct diag *d = l->ledger.d;

	ledger_find_day(&l->ledger, r->common.as_of);
	l->rejects = r->common.rejects != NULL;
	l->planned = r->planned;
	if (!lister_open(l) ||
	    !choice_make(&r->choice, d, l->ledger.book->policy, &r->common.where, &l->sheet))
		return;
	lister_take(l);
	if (diag_failed(d))
		return;
	lister_finish(l);
	write_list(l, r, out);
}

static void work(
    const struct request *r, struct diag *d, char *const *paths, size_t count, struct spool *out)
{
	struct book book = {0};
	struct lister lister = {0};

	if (book_open(&book, d, &r->common, BOOK_CUSTOMERS | BOOK_HISTORY) &&
	    ledger_open(&lister.ledger, d, &book, paths, count, r->common.rejects))
		list(&lister, r, out);
	lister_free(&lister);
	book_close(&book);
}

int main(int argc, char **argv)
{
	struct diag d = {0};
	struct request request = {.common = OPTIONS_NONE, .format = -1};
	struct spool out = {0};
	struct opts o = {
	    .usage = "[FILE ...]",
	    .about = "List open items, or a proposal, to look at.",
	    .table = options,
	};

	diag_program(argv[0]);
	confine(terminal_here() ? CONFINE_NETWORK : CONFINE_ALL); /* a terminal may get a pager */
	for (int c; (c = opts_next(&o, &d, argc, argv)) != 0;)
		if (!options_take(&request.common, c, o.value))
			take_option(&request, c, o.value);
	choose_format(&request);
	work(&request, &d, argv + o.first, (size_t)(argc - o.first), &out);
	options_free(&request.common);
	choice_free(&request.choice);
	return request.format == FORMAT_TABLE ? terminal_finish(&d, &out) : spool_finish(&d, &out);
}
