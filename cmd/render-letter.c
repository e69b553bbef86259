/*
 * render-letter: the letters of a proposal's reminders, or statements of what is open, as PDF. See
 * render-letter(1).
 */
#include "base/confine.h"
#include "base/diag.h"
#include "base/opt.h"
#include "base/spool.h"
#include "base/terminal.h"
#include "book/book.h"
#include "book/options.h"
#include "book/proposal.h"
#include "letter/letters.h"
#include "letter/proof.h"
#include "letter/sample.h"
#include "stage/statement.h"

#include "base/banned.h"

enum {
	OPT_LETTERS = OPT_LONG_ONLY,
	OPT_STATEMENT,
	OPT_ARREARS,
	OPT_MERGE,
	OPT_ALL,
	OPT_DUPLEX,
	OPT_JOBS,
	OPT_PREVIEW,
	OPT_LANGUAGE,
	OPT_PROOF
};
enum { MOST_JOBS = 64 };

static const struct opt options[] = {
    {OPT_LETTERS, "letters", "DIR", "put the letters there, instead of the policy's folder"},
    {OPT_STATEMENT, "statement", NULL, "of open items: an overview that reminds of nothing"},
    {OPT_ARREARS, "arrears", NULL, "with --statement: only what is overdue"},
    {OPT_MERGE, "merge", "FILE", "put the letters by post into one PDF, in post order"},
    {OPT_ALL, "all", NULL, "with --merge: all letters, not only those by post"},
    {OPT_DUPLEX, "duplex", NULL, "with --merge: letters begin on the front of a sheet"},
    {OPT_JOBS, "jobs", "N", "make so many letters at once (default: 1)"},
    {OPT_PREVIEW, "preview", "TEMPLATE", "a letter with sample data, on standard output"},
    {OPT_LANGUAGE, "language", "LANGUAGE", "with --preview: in this language, or for this group"},
    {OPT_PROOF, "proof", NULL, "a page a layout, with its window, on standard output"},
    {OPT_AS_OF, "as-of", "DATE", "the day of the rows, or of the letter of --preview"},
    OPTION_POLICY,
    OPTION_CUSTOMERS,
    OPTION_HISTORY,
    OPTION_REJECTS,
    {0},
};

/* What was asked for. */
struct request {
	struct options common;
	struct letters_wish wish;
	const char *preview, *language;
	bool proof, arrears;
};

static void take_option(struct request *r, const struct opts *o, int letter)
{
	switch (letter) {
	case OPT_LETTERS:
		r->wish.folder = o->value;
		break;
	case OPT_STATEMENT:
		r->wish.statements = true;
		break;
	case OPT_ARREARS:
		r->arrears = true;
		break;
	case OPT_MERGE:
		r->wish.merge = o->value;
		break;
	case OPT_ALL:
		r->wish.merge_all = true;
		break;
	case OPT_DUPLEX:
		r->wish.duplex = true;
		break;
	case OPT_JOBS:
		r->wish.jobs = (unsigned)opts_number(o, "jobs", 1, MOST_JOBS);
		break;
	case OPT_PREVIEW:
		r->preview = o->value;
		break;
	case OPT_LANGUAGE:
		r->language = o->value;
		break;
	case OPT_PROOF:
		r->proof = true;
		break;
	}
}

static void check_request(const struct request *r, int operands)
{
	const bool look = r->preview != NULL || r->proof;

	if (r->arrears && !r->wish.statements)
		usage_error("--arrears goes with --statement alone");
	if ((r->wish.merge_all || r->wish.duplex) && r->wish.merge == NULL)
		usage_error("%s goes with --merge alone", r->wish.merge_all ? "--all" : "--duplex");
	if (r->language != NULL && r->preview == NULL)
		usage_error("--language goes with --preview alone");
	if (r->preview != NULL && r->proof)
		usage_error("--preview and --proof do not go together");
	if (look && operands > 0)
		usage_error("%s reads no input", r->proof ? "--proof" : "--preview");
	if (look)
		terminal_no_pdf();
}

/* The spool holds the PDF, if nothing failed. */
static void show(const struct request *r, struct diag *d, struct spool *out)
{
	struct book book = {0};

	if (r->preview != NULL)
		(void)sample_make(d, &r->common, r->preview, r->language, &out->memory);
	else if (book_open(&book, d, &r->common, BOOK_POLICY))
		(void)proof_make(d, book.policy, &out->memory);
	book_close(&book);
}

/* Without rows nothing is foretold, and no rates are needed. */
static struct proposal *read_rows(
    const struct request *r, struct diag *d, struct book *b, char *const *paths, size_t count)
{
	struct proposal *p = proposal_read(d, paths, count, b->policy->defaults.currency,
	    r->wish.statements ? PROPOSAL_LOOSE : PROPOSAL_FEES, r->common.rejects);

	if (p != NULL && proposal_is_of(p, r->common.as_of) && r->wish.statements)
		(void)statement_make(d, p, b, r->arrears ? STATEMENT_ARREARS : 0);
	if (p != NULL && p->count > 0)
		(void)book_open(b, d, &r->common, BOOK_RATES);
	return p;
}

/* The spool holds the rows, if nothing failed. */
static void work(
    const struct request *r, struct diag *d, char *const *paths, size_t count, struct spool *out)
{
	struct book book = {0};
	struct letters letters = {.d = d, .book = &book, .wish = r->wish};

	letters.wish.rejects = r->common.rejects != NULL;
	if (table_check_output(d, "merge", r->wish.merge, paths, count) &&
	    book_open(&book, d, &r->common, BOOK_CUSTOMERS | BOOK_HISTORY))
		letters.proposal = read_rows(r, d, &book, paths, count);
	if (letters.proposal != NULL) {
		if (letters.wish.folder == NULL)
			letters.wish.folder = policy_path(book.policy, book.policy->files.letters);
		if (!diag_failed(d))
			letters_make(&letters);
		if (!diag_failed(d))
			letters_write(&letters, out);
		letters_close(&letters);
		(void)proposal_close(letters.proposal);
	}
	book_close(&book);
}

int main(int argc, char **argv)
{
	struct diag d = {0};
	struct request request = {.common = OPTIONS_NONE, .wish = {.jobs = 1}};
	struct spool out = {0};
	struct opts o = {
	    .usage = "[FILE ...]",
	    .about = "Make the letter of each reminder of a proposal, as a PDF.",
	    .table = options,
	};

	diag_program(argv[0]);
	confine(CONFINE_NETWORK | CONFINE_PROGRAMS); /* --jobs needs processes */
	for (int c; (c = opts_next(&o, &d, argc, argv)) != 0;)
		if (!options_take(&request.common, c, o.value))
			take_option(&request, &o, c);
	check_request(&request, argc - o.first);
	if (request.preview != NULL || request.proof)
		show(&request, &d, &out);
	else
		work(&request, &d, argv + o.first, (size_t)(argc - o.first), &out);
	options_free(&request.common);
	return spool_finish(&d, &out);
}
