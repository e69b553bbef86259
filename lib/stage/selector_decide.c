#include "stage/selector_parts.h"

#include "base/buf.h"
#include "base/mem.h"
#include "base/plural.h"

#include <stdlib.h>

#include "base/banned.h"

/* Somebody named it, and would wait for its letter. */
void selector_tell_not_taken(const struct selector *s, struct place at, struct slice customer,
    struct slice invoice, enum reason why)
{
	diag_note(s->ledger.d, at,
	    "customer \"%.*s\", invoice \"%.*s\" is picked, but not reminded: %s",
	    SLICE_ARG(customer), SLICE_ARG(invoice), reason_names[why]);
}

static void check_pay_by(const struct selector *s)
{
	const struct policy *p = s->ledger.book->policy;

	for (size_t i = 0; i < s->selection.nletters; i++) {
		const struct letter *l = &s->selection.letters[i];
		const struct level *level = &l->account->terms->levels[l->level];

		if (l->pay_by == DATE_NONE)
			diag_error(s->ledger.d, STATUS_POLICY,
			    policy_place(p, level->line, level->col),
			    "transit_days and pay_within of this level give no date");
	}
}

static void tell_no_address(struct selector *s, const struct debtor *debtor, struct place at)
{
	struct debtors *debtors = &s->selection.debtors;
	const struct customer *customer =
	    debtors_customer(debtors, debtor, &debtors->room.customer);
	const struct slice key = debtors_key(debtors, debtor);
	const int delivery = debtors_delivery(debtors, customer);
	struct slice address;
	const char *why =
	    delivery == DELIVERY_EMAIL ? account_wrong_address(customer, &address) : NULL;

	at.column = "customer";
	if (why != NULL)
		diag_warn(s->ledger.d, at, "\"%.*s\": the e-mail address \"%.*s\" %s; left out",
		    SLICE_ARG(key), SLICE_ARG(address), why);
	else
		diag_warn(s->ledger.d, at,
		    "\"%.*s\" has no %s, and its reminders go by %s; left out", SLICE_ARG(key),
		    delivery == DELIVERY_EMAIL ? "e-mail address" : "postal address",
		    delivery_names[delivery]);
}

/* For all rows in order. Once a customer, whose rows follow each other. */
static void warn_no_address(void *context, const struct kept *k)
{
	struct selector *s = context;

	if (k->decision.reason != REASON_NO_ADDRESS || k->debtor == s->told)
		return;
	s->told = k->debtor;
	tell_no_address(s, k->debtor, AT_LINE(k->file, k->line));
}

/* Those that only the customer's other items keep from a letter. */
static void tell_picked(void *context, const struct kept *k)
{
	const struct selector *s = context;

	if (k->asked_for && !k->debtor->held_back && !reason_reminds(k->decision.reason))
		selector_tell_not_taken(s, AT_LINE(k->file, k->line),
		    debtors_key(&s->selection.debtors, k->debtor), kept_cell(k, k->invoice),
		    k->decision.reason);
}

static void reject_held_back(void *context, const struct kept *k)
{
	struct selector *s = context;
	const size_t ncolumns = s->selection.ncolumns;
	struct slice *fields;

	if (!k->debtor->held_back)
		return;
	fields = mem_array(ncolumns + KEPT_EXTRAS, sizeof *fields);
	kept_unpack(k, fields, ncolumns);
	table_hold_back(
	    s->ledger.table, &(struct row){.fields = fields, .file = k->file, .line = k->line});
	free(fields);
}

static void summarize(const struct selector *s)
{
	const struct selection *selection = &s->selection;
	struct buf b = {0};
	size_t items = 0;

	if (!s->ledger.d->verbose || s->mode == PROPOSE_ALL)
		return;
	for (size_t i = 0; i < REASONS; i++)
		items += selection->reasons[i];
	buf_printf(&b, "%zu item%s, %zu reminder%s", items, plural(items), selection->nletters,
	    plural(selection->nletters));
	for (size_t i = 0; i < REASONS; i++)
		if (selection->reasons[i] > 0)
			buf_printf(&b, ", %s %zu", reason_names[i], selection->reasons[i]);
	diag_note(s->ledger.d, NOWHERE, "%s", buf_string(&b));
	buf_free(&b);
}

void selector_decide(struct selector *s)
{
	const struct scope *scope = &s->scope;

	if (s->mode != PROPOSE_ALL)
		selection_decide(&s->selection);
	check_pay_by(s);
	if (s->selection.reasons[REASON_NO_ADDRESS] > 0)
		selection_walk(&s->selection, warn_no_address, s);
	if (scope->pick != NULL) {
		selection_walk(&s->selection, tell_picked, s);
		picks_tell_unfound(scope->pick, s->ledger.d, NULL);
	}
	if (scope->skip != NULL)
		picks_tell_unfound(scope->skip, s->ledger.d, s->ledger.book->customers);
	if (s->rejects)
		selection_walk(&s->selection, reject_held_back, s);
	summarize(s);
	(void)selection_check(&s->selection, s->ledger.d);
}
