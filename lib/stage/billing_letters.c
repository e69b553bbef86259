#include "rules/decide.h"
#include "rules/renew.h"
#include "stage/billing.h"

#include "base/banned.h"

/* A row's level in the policy; NULL where it has none. False after a fault. */
static bool read_level(struct billing *b, const struct bill *bill, const struct proposal_row *row,
    const struct level **out)
{
	int level;

	*out = NULL;
	if (row->section != SECTION_OVERDUE)
		return true;
	if (!slice_is(row->terms, bill->terms->name))
		return billing_refuse(
		    b, row, "terms", "are not the terms of the reminder's first row");
	level = terms_level(bill->terms, row->level);
	if (level < 0)
		return billing_refuse(b, row, "level", "is not a level of its terms in the policy");
	*out = &bill->terms->levels[level];
	return true;
}

static bool same_level(const struct proposal_row *a, const struct proposal_row *b)
{
	return a->section == SECTION_OVERDUE && b->section == SECTION_OVERDUE &&
	       slice_equal(a->level, b->level) && slice_equal(a->terms, b->terms);
}

/* The terms, and the highest level of the rows that are reminded. */
static bool read_letter(struct billing *b, struct bill *bill)
{
	const struct proposal_row *first = bill->of->rows[0];
	const struct level *last = NULL;
	bool ok = true;

	bill->out.as_of = first->as_of;
	bill->out.pay_by = first->pay_by;
	bill->out.number = bill->of->number;
	bill->out.rows = b->renew ? (int)bill->of->count : first->rows;
	bill->terms = policy_terms(b->book->policy, first->terms);
	if (bill->terms == NULL)
		return billing_refuse(b, first, "terms", "are not among the terms of the policy");
	for (size_t i = 0; i < bill->of->count; i++) {
		const struct proposal_row *row = bill->of->rows[i];
		const struct level **level = &b->levels[row - b->proposal->rows];

		/* Most are at the level of the row before. */
		if (last != NULL && same_level(row, bill->of->rows[i - 1]))
			*level = last;
		else
			ok &= read_level(b, bill, row, level);
		last = *level;
		if (last != NULL && (bill->level == NULL || last > bill->level))
			bill->level = last;
	}
	return ok;
}

/* Whether the events are of this reminder: they tell of the first item that it reminds of. */
static bool tell_of(const struct bill *bill, struct event_list named)
{
	size_t first = 0;

	while (bill->of->rows[first]->section != SECTION_OVERDUE)
		first++;
	for (size_t i = 0; i < named.count; i++) {
		const struct event *e = named.events[i];
		const struct item *item = &bill->of->rows[first]->item;

		if (e->kind != EVENT_LISTED && e->kind != EVENT_UNDONE &&
		    slice_equal(e->field[H_CUSTOMER], item->customer) &&
		    slice_equal(e->field[H_INVOICE], item->invoice) &&
		    slice_equal(e->field[H_INSTALMENT], item->instalment))
			return true;
	}
	return false;
}

/* Numbers hold their day and level; what the history has is another reminder, or this one. */
static void want_number(struct billing *b, struct bill *bill, struct slice suffix)
{
	struct event_list named;

	bill->wanted = numbers_want(&b->numbers, bill->out.as_of, bill->of->rows[0]->item.customer,
	    bill->level->id, suffix);
	named = history_named(b->book->history, slice_of(bill->wanted));
	if (named.count > 0)
		numbers_take(&b->numbers, slice_of(bill->wanted));
	bill->keeps_number =
	    slice_is(bill->out.number, bill->wanted) && (named.count == 0 || tell_of(bill, named));
}

/* What is left asks for nothing: the credits that it nets cover it. */
static bool is_covered(const struct bill *bill)
{
	wide sum = 0;

	for (size_t i = 0; i < bill->of->count; i++) {
		const struct proposal_row *row = bill->of->rows[i];

		if (row->section == SECTION_OVERDUE || row->section == SECTION_REMINDED ||
		    row->section == SECTION_CREDIT)
			sum += row->item.open_amount;
	}
	return bill->terms->credits == CREDITS_NET && sum <= 0;
}

static void leave_out(struct billing *b, struct bill *bill, const char *why)
{
	const struct proposal_row *first = bill->of->rows[0];

	diag_note(b->d, AT_LINE(first->file, first->line), "reminder \"%.*s\" %s; it is left out",
	    SLICE_ARG(bill->out.number), why);
	bill->left_out = true;
}

/* What follows from its level and its day: template, when to pay, and its number. */
static bool renew_letter(struct billing *b, struct bill *bill)
{
	const struct proposal_row *first = bill->of->rows[0];
	const struct level *before;
	struct slice suffix;

	if (bill->level == NULL || (b->renew && is_covered(bill))) {
		leave_out(b, bill,
		    bill->level == NULL ? "has no overdue row any more"
					: "asks for nothing any more, for credits cover it");
		return true;
	}
	before = renew_former_level(bill->of, bill->terms, &suffix);
	if (bill->level != before) {
		bill->out.template = bill->level->template;
		bill->out.former_template = before != NULL ? before->template : NULL;
	}
	if (b->as_of != DATE_NONE)
		bill->out.as_of = b->as_of;
	if ((bill->level != before || bill->out.as_of != first->as_of) &&
	    !decide_pay_by(
		bill->level, delivery_named(first->delivery), bill->out.as_of, &bill->out.pay_by))
		return billing_refuse_rule(b, bill->level->line, bill->level->col, first,
		    "transit_days and pay_within of this level give no date");
	want_number(b, bill, suffix);
	return true;
}

static void settle_numbers(struct billing *b)
{
	for (size_t i = 0; i < b->nbills; i++) {
		struct bill *bill = &b->bills[i];

		if (bill->wanted == NULL || bill->keeps_number)
			continue;
		bill->out.number =
		    slice_of(numbers_settle(&b->numbers, bill->wanted, renew_identity(bill->of)));
		bill->out.renumbered = true;
	}
}

void billing_make_letters(struct billing *b)
{
	const bool renew = b->renew || b->as_of != DATE_NONE;

	for (size_t i = 0; i < b->nbills; i++) {
		struct bill *bill = &b->bills[i];

		if (!read_letter(b, bill) || (renew && !renew_letter(b, bill)))
			bill->left_out = true;
	}
	if (renew)
		settle_numbers(b);
}
