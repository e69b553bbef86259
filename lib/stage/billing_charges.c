#include "base/mem.h"
#include "stage/billing.h"

#include <stdlib.h>
#include <string.h>

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
static bool read_before(struct billing *b, const struct bill *bill, const struct proposal_row *row,
    struct reminded *out)
{
	earlier_reminded(&b->earlier, row, bill->terms, bill->out.as_of, out);
	return !out->overflow || billing_refuse(b, row, "invoice",
				     "has charges in the history that are no amounts "
				     "of its currency, or too large");
}

static bool read_state(struct billing *b, const struct bill *bill, const struct proposal_row *row,
    struct charge_row *out)
{
	struct reminded before;
	struct event_list shared;

	if (!read_before(b, bill, row, &before))
		return false;
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

/* What the row charges, and what follows from it. */
static bool keep_row(struct billing *b, struct proposal_row *to, int interest_days,
    const struct charged *now, const struct charged *before)
{
	const bool booked = b->book->policy->defaults.fees_booked;
	money fees, earlier = 0, due;

	if (!charged_sum(now, &fees) || (!booked && !charged_sum(before, &earlier)) ||
	    !money_sum(to->item.open_amount, earlier, &due) || !money_sum(due, fees, &due))
		return billing_refuse(
		    b, to, "open_amount", "and its charges are too large together");
	to->interest_days = interest_days;
	to->fee[F_INTEREST] = now->interest;
	to->fee[F_LINE_FEE] = now->line_fee;
	to->fee[F_DAMAGES] = now->damages;
	to->fee[F_REMINDER_FEE] = now->reminder_fee;
	to->fee[F_COST] = now->cost;
	to->fee[F_VAT] = now->vat;
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

/* No level of its rows charges anything, and no credits are added up. */
static bool is_free(const struct billing *b, const struct bill *bill)
{
	const struct item *first = &bill->of->rows[0]->item;
	bool is_free = b->payments == NULL && !b->per_day;

	for (size_t i = 0; is_free && i < bill->of->count; i++) {
		const struct proposal_row *row = bill->of->rows[i];
		const struct level *level = b->levels[row - b->proposal->rows];

		is_free = (level == NULL || !level->charges.given) &&
			  (row->section != SECTION_CREDIT || bill->terms->credits != CREDITS_NET) &&
			  memcmp(row->item.currency, first->currency, sizeof first->currency) == 0;
	}
	return is_free;
}

/* Most are: what was charged before is all that counts. */
static bool charge_nothing(struct billing *b, const struct bill *bill)
{
	static const struct charged nothing;
	struct reminded before = {.last = DATE_NONE};
	const bool known = earlier_knows(&b->earlier, bill->of->rows[0]->item.customer);

	for (size_t i = 0; i < bill->of->count; i++) {
		struct proposal_row *row = bill->of->rows[i];

		if ((known && !read_before(b, bill, row, &before)) ||
		    !keep_row(b, row, 0, &nothing, &before.charged))
			return false;
	}
	tell_asked_twice(b, bill);
	return true;
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
		if (!keep_row(b, bill->of->rows[i], b->rows[i].interest_days, &b->rows[i].now,
			&b->rows[i].earlier))
			return false;
	billing_tell_old_rates(b, bill);
	tell_asked_twice(b, bill);
	return true;
}

void billing_charge(struct billing *b)
{
	for (size_t i = 0; i < b->nbills; i++) {
		struct bill *bill = &b->bills[i];

		if (!bill->left_out &&
		    !(is_free(b, bill) ? charge_nothing(b, bill) : charge_bill(b, bill)))
			bill->left_out = true;
		bill->explained = b->explained.length;
	}
}
