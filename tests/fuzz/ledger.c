/*
 * Ledgers. Rows as most are, told apart where they are read, against each row looked at as a whole:
 * the same reminders, ageing and messages. And what the reminders charge, part by part and as a
 * whole. The first byte chooses the policy; then the customer
 * file, the history and the items, each to a NUL.
 */
#include "fuzz.h"

#include "rules/charge.h"
#include "stage/aged.h"
#include "stage/billing.h"
#include "stage/selector.h"

#include "base/banned.h"

enum { AS_OF = 20779 /* 2026-11-22 */, POLICIES = 32, POLICY_MOST = 2000 };

struct input {
	struct policy *policy;
	struct options options;
	char *items;
	char *proposal; /* of those items */
};

/* What came of it. */
struct result {
	struct diag d;
	struct patched out;
};

static struct policy *make_policy(unsigned bits)
{
	struct diag d = {0};
	char text[POLICY_MOST];
	struct policy *p;
	const int n = snprintf(text, sizeof text,
	    "company: {name: V, country: NL}\n"
	    "defaults: {currency: EUR, language: nl, terms: plain, delivery: email, term_days: "
	    "14}\n"
	    "terms_for: [{where: [\"type = consumer\"], terms: other}]\n"
	    "terms:\n"
	    "  plain: {letter_per: %s, escalate: %s, include: %s, credits: %s, credit_limit: %s,\n"
	    "    min_amount: 5.00, levels: [{id: a, name: A, after_due: 7, pay_within: 14},\n"
	    "      {id: b, name: B, after_due: 14, after_last: 7, pay_within: 8, charges:\n"
	    "        {reminder_fee: 10.00, interest: {rate: 12, from: due, min: 5.00},\n"
	    "        damages: {percent: 10, min: 40.00, of: amount}}}]}\n"
	    "  other: {levels: [{id: a, name: A, after_due: 1, pay_within: 14}]}\n",
	    bits & 1 ? "invoice" : "customer", bits & 2 ? "jump" : "step",
	    bits & 4 ? "open" : "overdue", bits & 8 ? "ignore" : "net",
	    bits & 16 ? "also_above" : "ignore");
	struct fuzz_file file = fuzz_file((struct slice){text, (size_t)n});

	p = policy_load(&d, file.path);
	HOLDS(p != NULL && !diag_failed(&d));
	fuzz_close(&file);
	return p;
}

/* Read once: they are the same for each input. */
static struct policy *policy_of(unsigned bits)
{
	static struct policy *all[POLICIES];

	if (all[bits] == NULL)
		all[bits] = make_policy(bits);
	return all[bits];
}

static void select_overdue(
    struct selector *s, const struct input *in, bool judged, struct result *r)
{
	if (!ledger_open(&s->ledger, &r->d, s->ledger.book, &in->items, 1, NULL))
		return;
	HOLDS(criteria_bind(&s->scope.where, NULL, 0, in->policy, s->ledger.table,
		  s->ledger.book->customers) == NULL);
	ledger_find_day(&s->ledger, AS_OF);
	selector_open(s);
	s->judges = s->judges && judged;
	selector_take(s);
	if (!diag_failed(&r->d))
		selector_decide(s);
	if (!diag_failed(&r->d))
		selector_write(s, &r->out.spool);
}

static void selected(const struct input *in, bool judged, struct result *r)
{
	struct book book = {.policy = in->policy};
	struct selector s = {.ledger.book = &book, .mode = PROPOSE_LETTERS, .delivery = -1};

	if (book_open(&book, &r->d, &in->options,
		BOOK_CUSTOMERS | BOOK_TERMS | BOOK_HISTORY | BOOK_REMINDERS))
		select_overdue(&s, in, judged, r);
	selector_free(&s);
	book.policy = NULL; /* it stays */
	book_close(&book);
}

static void age(struct aged *a, const struct input *in, bool judged, struct result *r)
{
	const char *why;

	HOLDS(buckets_parse(&a->buckets, slice_of(BUCKETS_USUAL), true, &why));
	if (!ledger_open(&a->ledger, &r->d, a->ledger.book, &in->items, 1, NULL))
		return;
	ledger_find_day(&a->ledger, AS_OF);
	aged_open(a);
	a->judges = a->judges && judged;
	if (!aged_take(a))
		return;
	aged_warn(a, true);
	(void)aged_csv(a, &r->out.spool);
}

static void aged(const struct input *in, bool judged, struct result *r)
{
	const struct conditions where = {0};
	struct slice by = SLICE_LIT("customer");
	struct book book = {.policy = in->policy};
	struct aged a = {.ledger.book = &book, .by = &by, .nby = 1, .where = &where};

	if (book_open(&book, &r->d, &in->options, BOOK_CUSTOMERS | BOOK_LATER))
		age(&a, in, judged, r);
	aged_free(&a);
	book.policy = NULL;
	book_close(&book);
}

static void bill(struct billing *b, const struct input *in, bool parts, struct result *r)
{
	char *path = in->proposal;

	b->proposal = proposal_open(&r->d, &path, 1, in->policy->defaults.currency,
	    billing_reads(b, NULL) | (parts ? 0U : (unsigned)PROPOSAL_WHOLE), NULL);
	if (b->proposal == NULL)
		return;
	billing_run(b, NULL, &r->out);
	(void)proposal_close(b->proposal);
}

static void billed(const struct input *in, bool parts, struct result *r)
{
	struct book book = {.policy = in->policy};
	struct billing b = {.d = &r->d, .book = &book, .as_of = DATE_NONE};

	if (book_open(&book, &r->d, &in->options,
		BOOK_HISTORY |
		    (parts && !charge_asks_last(in->policy, NULL) ? BOOK_CHARGED : BOOK_CHARGES)))
		bill(&b, in, parts, r);
	billing_free(&b);
	book.policy = NULL;
	book_close(&book);
}

/* Both ways; what came of it the slow way, to be freed. */
static struct result hold_against(
    const struct input *in, void (*work)(const struct input *in, bool quickly, struct result *r))
{
	struct result quick = {0}, slow = {0};

	work(in, true, &quick);
	work(in, false, &slow);
	HOLDS(quick.d.status == slow.d.status);
	HOLDS(quick.d.errors == slow.d.errors && quick.d.warnings == slow.d.warnings);
	HOLDS(diag_failed(&slow.d) ||
	      slice_equal(buf_slice(&quick.out.spool.memory), buf_slice(&slow.out.spool.memory)));
	spool_free(&quick.out.spool);
	return slow;
}

static void each_stage(struct input *in)
{
	struct result ageing = hold_against(in, aged), proposal = hold_against(in, selected), bills;
	struct fuzz_file file;

	if (!diag_failed(&proposal.d)) {
		file = fuzz_file(buf_slice(&proposal.out.spool.memory));
		in->proposal = file.path;
		bills = hold_against(in, billed);
		spool_free(&bills.out.spool);
		in->proposal = NULL;
		fuzz_close(&file);
	}
	spool_free(&ageing.out.spool);
	spool_free(&proposal.out.spool);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct slice rest = fuzz_input(data, size);
	struct input in = {.options = OPTIONS_NONE};
	struct fuzz_file customers, history, items;

	if (size == 0)
		return 0;
	rest = (struct slice){rest.p + 1, rest.n - 1};
	customers = fuzz_file(fuzz_part(&rest));
	history = fuzz_file(fuzz_part(&rest));
	items = fuzz_file(rest);
	in.policy = policy_of(data[0] % POLICIES);
	in.options.customers = customers.path;
	in.options.history = history.path;
	in.items = items.path;
	each_stage(&in);
	fuzz_close(&customers);
	fuzz_close(&history);
	fuzz_close(&items);
	return 0;
}
