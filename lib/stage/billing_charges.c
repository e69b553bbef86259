#include "base/mem.h"
#include "stage/billing.h"

#include <stdlib.h>

#include "base/banned.h"

static bool tell_fault(struct billing *b, const struct bill *bill, const struct charge_fault *fault)
{
	const struct proposal_row *row = bill->of->rows[fault->row];
	struct row place = {.file = row->file, .line = row->line};

	if (billing_defers(b))
		return false;
	if (fault->policy)
		return billing_refuse_rule(b, fault->line, fault->col, row, fault->text);
	place.fields = proposal_fields(b->proposal, row);
	table_fault_at(b->proposal->table, &place, -1, "%s", fault->text);
	billing_hold_back(b, row);
	return false;
}

/* What the history says of the item before this reminder. */
static bool read_state(struct billing *b, const struct bill *bill, const struct proposal_row *row,
    struct charge_row *out)
{
	const struct reminded before =
	    earlier_reminded(&b->earlier, row, bill->terms, bill->out.as_of);
	struct event_list shared;

	if (before.overflow)
		return billing_refuse(b, row, "invoice",
		    "has charges in the history that are no amounts "
		    "of its currency, or too large");
	out->last_reminded = before.last;
	out->earlier = before.charged;
	shared = earlier_shared(&b->earlier, row, bill->terms, bill->out.as_of);
	out->shared = shared.events;
	out->nshared = shared.count;
	return true;
}

static bool fill_rows(struct billing *b, const struct bill *bill)
{
	if (bill->of->count > b->capacity) {
		free(b->rows);
		b->rows = mem_array(bill->of->count, sizeof *b->rows);
		b->capacity = bill->of->count;
	}
	for (size_t i = 0; i < bill->of->count; i++) {
		const struct proposal_row *row = bill->of->rows[i];

		b->rows[i] = (struct charge_row){.item = &row->item,
		    .section = row->section,
		    .level = b->levels[row - b->proposal->rows],
		    .due_date = row->due_date};
		if (!read_state(b, bill, row, &b->rows[i]) ||
		    !billing_add_payments(b, bill, row, &b->rows[i]))
			return false;
	}
	return true;
}

/* The results, where the proposal keeps what it read. */
static bool keep_row(struct billing *b, const struct charge_row *from, struct proposal_row *to)
{
	const bool booked = b->book->policy->defaults.fees_booked;
	money fees, earlier = 0, due;

	if (!charged_sum(&from->now, &fees) ||
	    (!booked && !charged_sum(&from->earlier, &earlier)) ||
	    !money_sum(to->item.open_amount, earlier, &due) || !money_sum(due, fees, &due))
		return billing_refuse(
		    b, to, "open_amount", "and its charges are too large together");
	to->interest_days = from->interest_days;
	to->fee[F_INTEREST] = from->now.interest;
	to->fee[F_LINE_FEE] = from->now.line_fee;
	to->fee[F_DAMAGES] = from->now.damages;
	to->fee[F_REMINDER_FEE] = from->now.reminder_fee;
	to->fee[F_COST] = from->now.cost;
	to->fee[F_VAT] = from->now.vat;
	to->fee[F_FEES] = fees;
	to->fee[F_EARLIER_FEES] = earlier;
	to->fee[F_TOTAL_DUE] = due;
	return true;
}

/* What another day adds to each row. */
static bool keep_per_day(struct billing *b, const struct bill *bill,
    const struct charge_facts *facts, struct charge_fault *fault)
{
	for (size_t i = 0; b->per_day && i < bill->of->count; i++)
		if (!charge_interest_per_day(
			facts, &b->rows[i], 1, &bill->of->rows[i]->per_day, fault)) {
			fault->row = i;
			return false;
		}
	return true;
}

/* Who books charges and does not say so asks for them twice: as items, and as earlier fees. */
static void tell_asked_twice(struct billing *b, const struct bill *bill)
{
	const struct proposal_row *booked = NULL;
	bool earlier = false;

	for (size_t i = 0; i < bill->of->count; i++) {
		const struct proposal_row *row = bill->of->rows[i];

		if (booked == NULL && row->item.kind == KIND_FEE)
			booked = row;
		earlier = earlier || row->fee[F_EARLIER_FEES] > 0;
	}
	if (booked == NULL || !earlier || b->told_twice || billing_defers(b))
		return;
	b->told_twice = true;
	diag_note(b->d,
	    (struct place){.file = booked->file, .line = booked->line, .column = "kind"},
	    "the ledger has a booked charge, and earlier_fees asks for charges once more: "
	    "where charges are booked, the policy says \"fees_booked: yes\"");
}

static bool charge_bill(struct billing *b, const struct bill *bill)
{
	struct charge_facts facts = {
	    .policy = b->book->policy,
	    .rates = b->book->rates,
	    .terms = bill->terms,
	    .level = bill->level,
	    .as_of = bill->out.as_of,
	    .explain = b->explain ? &b->explained : NULL,
	};
	struct charge_fault found; /* filled where there is one */

	if (!fill_rows(b, bill))
		return false;
	if (!charge_reminder(&facts, b->rows, bill->of->count, &found))
		return tell_fault(b, bill, &found);
	facts.explain = NULL;
	if (!keep_per_day(b, bill, &facts, &found))
		return tell_fault(b, bill, &found);
	for (size_t i = 0; i < bill->of->count; i++)
		if (!keep_row(b, &b->rows[i], bill->of->rows[i]))
			return false;
	billing_tell_old_rates(b, bill);
	tell_asked_twice(b, bill);
	return true;
}

void billing_charge(struct billing *b)
{
	for (size_t i = 0; i < b->nbills; i++) {
		struct bill *bill = &b->bills[i];

		if (!bill->left_out && !charge_bill(b, bill))
			bill->left_out = true;
		bill->explained = b->explained.length;
	}
}
