/*
 * compute-fees: what each reminder charges, by its rows' levels; and reminders
 * made anew, after rows were left out or for another day. See compute-fees(1).
 */
#include "base/confine.h"
#include "base/diag.h"
#include "base/opt.h"
#include "base/patched.h"
#include "book/book.h"
#include "book/options.h"
#include "book/proposal.h"
#include "rules/charge.h"
#include "stage/billing.h"

#include "base/banned.h"

enum { OPT_RENEW = OPT_LONG_ONLY, OPT_PAYMENTS, OPT_EXPLAIN };

static const struct opt options[] = {
    {OPT_AS_OF, "as-of", "DATE", "make the reminders for this day (default: the rows')"},
    {OPT_RENEW, "renew", NULL, "rows were left out on purpose: make the reminders anew"},
    {OPT_PAYMENTS, "payments", "FILE", "part payments by date: interest over what was open"},
    {OPT_EXPLAIN, "explain", NULL, "say on standard error how each charge comes about"},
    OPTION_POLICY,
    OPTION_HISTORY,
    OPTION_REJECTS,
    {0},
};

struct request {
	struct options common;
	bool renew, explain;
	const char *payments;
};

/* Of whom no reminder charged anything, the history tells when the last one was, and its number. */
static unsigned history_asked(const struct request *r, const struct book *book)
{
	return r->renew || r->common.as_of != DATE_NONE ||
		       charge_asks_last(book->policy, book->rates)
		   ? BOOK_CHARGES
		   : BOOK_CHARGED;
}

static bool open_book(const struct request *r, struct diag *d, struct book *book)
{
	(void)book_open(book, d, &r->common, BOOK_RATES);
	return book->policy != NULL &&
	       book_open(book, d, &r->common, BOOK_HISTORY | history_asked(r, book));
}

static void work(
    const struct request *r, struct diag *d, char *const *paths, size_t count, struct patched *out)
{
	struct book book = {0};
	struct billing billing = {
	    .d = d,
	    .book = &book,
	    .renew = r->renew,
	    .as_of = r->common.as_of,
	    .rejects = r->common.rejects != NULL,
	    .explain = r->explain,
	};
	const unsigned whole = billing_reads(&billing, r->payments);

	if (open_book(r, d, &book))
		billing.proposal = proposal_open(d, paths, count, book.policy->defaults.currency,
		    (r->renew ? PROPOSAL_PARTIAL : 0U) | whole, r->common.rejects);
	if (billing.proposal != NULL) {
		const struct table *t = billing.proposal->table;

		/* Lines stay as they are in parts alone. */
		patched_open(out, whole ? -1 : table_file(t), table_place(t, NULL).file);
		billing_run(&billing, r->payments, out);
		(void)proposal_close(billing.proposal);
	}
	billing_free(&billing);
	book_close(&book);
}

int main(int argc, char **argv)
{
	struct diag d = {0};
	struct request request = {.common = OPTIONS_NONE};
	struct patched out = {0};
	struct opts o = {
	    .usage = "[FILE ...]",
	    .about = "Add to each row of a proposal what its reminder charges.",
	    .table = options,
	};

	diag_program(argv[0]);
	confine(CONFINE_ALL);
	for (int c; (c = opts_next(&o, &d, argc, argv)) != 0;) {
		if (options_take(&request.common, c, o.value))
			continue;
		request.renew = request.renew || c == OPT_RENEW;
		if (c == OPT_PAYMENTS)
			request.payments = o.value;
		request.explain = request.explain || c == OPT_EXPLAIN;
	}
	work(&request, &d, argv + o.first, (size_t)(argc - o.first), &out);
	options_free(&request.common);
	return patched_finish(&d, &out);
}
