/*
 * post-fees: the entries that book what a proposal charges. See post-fees(1).
 */
#include "base/confine.h"
#include "base/diag.h"
#include "base/mem.h"
#include "base/opt.h"
#include "base/spool.h"
#include "book/book.h"
#include "book/options.h"
#include "book/proposal.h"
#include "stage/books.h"

#include "base/banned.h"

enum {
	OPT_FORMAT = OPT_LONG_ONLY,
	OPT_POSTING_DATE,
	OPT_VAT_DATE,
	OPT_REVERSE,
	OPT_UNDONE,
	OPT_REMINDER,
	OPT_NO_OPEN
};

static const struct opt options[] = {
    {OPT_FORMAT, "format", "FORMAT", "csv (default), ledger, hledger or beancount"},
    {OPT_POSTING_DATE, "posting-date", "DATE", "book on this day (default: the reminder's)"},
    {OPT_VAT_DATE, "vat-date", "DATE", "the day of the VAT return (default: the posting's)"},
    {OPT_REVERSE, "reverse", NULL, "the entries that take the others back"},
    {OPT_UNDONE, "undone", NULL, "with --reverse: only what the history says was undone"},
    {OPT_REMINDER, "reminder", "NUMBER", "only the reminder of that number (repeatable)"},
    {OPT_NO_OPEN, "no-open", NULL, "leave out the lines that open accounts"},
    {OPT_AS_OF, "as-of", "DATE", "the day that the rows are of"},
    OPTION_POLICY,
    OPTION_HISTORY,
    OPTION_REJECTS,
    {0},
};

static void add_reminder(struct books *b, const char *number)
{
	struct books_wanted *all =
	    mem_resize(b->wanted, b->nwanted + 1, sizeof(struct books_wanted));

	all[b->nwanted++] = (struct books_wanted){.number = number};
	b->wanted = all;
}

static void take_option(struct books *b, int letter, const char *value)
{
	switch (letter) {
	case OPT_FORMAT:
		b->format = books_format(value);
		if (b->format == NULL)
			usage_error(
			    "option --format: \"%s\" is not csv, ledger, hledger or beancount",
			    value);
		break;
	case OPT_POSTING_DATE:
		b->posted = options_date("posting-date", value);
		break;
	case OPT_VAT_DATE:
		b->vat_date = options_date("vat-date", value);
		break;
	case OPT_REMINDER:
		add_reminder(b, value);
		break;
	}
	b->reverse = b->reverse || letter == OPT_REVERSE;
	b->undone = b->undone || letter == OPT_UNDONE;
	b->opened = b->opened || letter == OPT_NO_OPEN;
}

static void work(
    struct books *b, const struct options *o, char *const *paths, size_t count, struct spool *out)
{
	const unsigned what = b->undone ? BOOK_HISTORY : BOOK_POLICY;
	struct book book = {0};
	struct proposal *p = NULL;

	if (book_open(&book, b->d, o, what))
		p = proposal_read(b->d, paths, count, book.policy->defaults.currency,
		    PROPOSAL_FEES | PROPOSAL_RUNS, o->rejects);
	if (p != NULL) {
		b->book = &book;
		b->proposal = p;
		if (proposal_is_of(p, o->as_of) && books_make(b))
			books_write(b, &out->memory);
		(void)proposal_close(p);
	}
	books_free(b);
	book_close(&book);
}

int main(int argc, char **argv)
{
	struct diag d = {0};
	struct options common = OPTIONS_NONE;
	struct books books = {
	    .d = &d, .format = &books_csv, .posted = DATE_NONE, .vat_date = DATE_NONE};
	struct spool out = {0};
	struct opts o = {
	    .usage = "[FILE ...]",
	    .about = "Book what a proposal charges, as entries for a program that keeps books.",
	    .table = options,
	};

	diag_program(argv[0]);
	confine(CONFINE_ALL);
	for (int c; (c = opts_next(&o, &d, argc, argv)) != 0;)
		if (!options_take(&common, c, o.value))
			take_option(&books, c, o.value);
	if (books.undone && !books.reverse)
		usage_error("option --undone goes with --reverse");
	work(&books, &common, argv + o.first, (size_t)(argc - o.first), &out);
	options_free(&common);
	return spool_finish(&d, &out);
}
