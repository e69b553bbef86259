#include "rules/decide.h"

#include "base/banned.h"

const char *const reason_names[REASONS] = {
    [REASON_FILTERED] = "filtered",
    [REASON_PAYABLE] = "payable",
    [REASON_FEE] = "fee",
    [REASON_CREDIT] = "credit",
    [REASON_PAID] = "paid",
    [REASON_UNKNOWN_CUSTOMER] = "unknown-customer",
    [REASON_CUSTOMER_BLOCKED] = "customer-blocked",
    [REASON_ITEM_BLOCKED] = "item-blocked",
    [REASON_PAUSED] = "paused",
    [REASON_ARRANGED] = "arranged",
    [REASON_NOT_DUE] = "not-due",
    [REASON_MAX_REMINDERS] = "max-reminders",
    [REASON_UNKNOWN_LEVEL] = "unknown-level",
    [REASON_LAST_LEVEL] = "last-level",
    [REASON_GRACE] = "grace",
    [REASON_RECENTLY_REMINDED] = "recently-reminded",
    [REASON_CREDIT_LIMIT] = "credit-limit",
    [REASON_BELOW_MINIMUM] = "below-minimum",
    [REASON_NO_ADDRESS] = "no-address",
    [REASON_PICKED] = "picked",
    [REASON_SELECTED] = "selected",
};

static date later(date a, date b)
{
	return a > b ? a : b;
}

/* The day after which a formula's time has passed; past every as-of when it is out of range. */
static date after(const struct formula *f, date from)
{
	date day;

	return formula_apply(f, from, &day) ? day : DATE_MOST + 1;
}

static date due_condition(const struct level *l, date due)
{
	return l->has_after_due ? after(&l->after_due, due) : DATE_LEAST;
}

/*
 * What the level asks of the reminder before. An item never reminded has none,
 * and what another program did not tell cannot hold it back.
 */
static date reminder_condition(const struct level *l, const struct item_state *s)
{
	date day = DATE_LEAST;

	if (l->has_after_last && s->last_reminded != DATE_NONE)
		day = later(day, after(&l->after_last, s->last_reminded));
	if (l->has_after_pay_by && s->pay_by != DATE_NONE)
		day = later(day, after(&l->after_pay_by, s->pay_by));
	return day;
}

/* The first day on which all conditions of the level hold. Only a level that says so is reached
 * before the due date. */
static date level_day(const struct level *l, date due, const struct item_state *s)
{
	date by_due = due_condition(l, due);

	if (!l->has_after_due || by_due >= due)
		by_due = later(by_due, due);
	return later(by_due, reminder_condition(l, s));
}

/* The levels that may come next: first to last, in the policy's order. None: false. */
static bool coming_levels(
    const struct terms *terms, const struct item_state *s, int *first, int *last)
{
	int top = (int)terms->nlevels - 1;

	if (s->level < top) {
		*first = s->level + 1;
		*last = terms->escalate == ESCALATE_JUMP ? top : *first;
		return true;
	}
	*first = *last = top;
	return terms->escalate == ESCALATE_STEP && top >= 0 && terms->levels[top].has_after_last;
}

static bool past_maximum(const struct terms *terms, const struct item_state *s)
{
	return terms->max_reminders > 0 && s->reminders >= (unsigned)terms->max_reminders;
}

/* The highest level reached on as_of, else -1 with the reason why none is. */
static int reach(const struct facts *f, enum reason *why)
{
	const struct terms *terms = f->terms;
	int first, last;

	*why = REASON_MAX_REMINDERS;
	if (past_maximum(terms, f->state))
		return -1;
	*why = REASON_UNKNOWN_LEVEL;
	if (f->state->level_unknown)
		return -1;
	*why = REASON_LAST_LEVEL;
	if (!coming_levels(terms, f->state, &first, &last))
		return -1;
	*why = REASON_GRACE;
	for (int i = last; i >= first; i--) {
		if (level_day(&terms->levels[i], f->due_date, f->state) <= f->as_of)
			return i;
		if (due_condition(&terms->levels[i], f->due_date) <= f->as_of)
			*why = REASON_RECENTLY_REMINDED;
	}
	return -1;
}

/* The level of an item that a person asked for, though it reaches none. */
static int picked_level(const struct facts *f)
{
	int first, last;

	return coming_levels(f->terms, f->state, &first, &last) ? first
								: (int)f->terms->nlevels - 1;
}

static bool is_picked(const struct facts *f)
{
	return f->picked == PICKED_ITEM ||
	       (f->picked == PICKED_CUSTOMER && f->due_date <= f->as_of);
}

/* Above the credit limit the first reminder does not wait for the due date. */
static bool first_above_limit(const struct facts *f, enum reason why)
{
	return f->terms->credit_limit == LIMIT_ALSO_ABOVE && f->state->reminders == 0 &&
	       (why == REASON_NOT_DUE || why == REASON_GRACE);
}

/* The reason by the levels, and the level. Nothing else stands in the way. */
static enum reason judge_level(const struct facts *f, struct decision *d)
{
	enum reason why;

	d->level = reach(f, &why);
	if (is_picked(f) && !f->state->level_unknown) {
		if (d->level < 0)
			d->level = picked_level(f);
		return REASON_PICKED;
	}
	if (d->level >= 0)
		return REASON_SELECTED;
	if (f->due_date > f->as_of)
		why = REASON_NOT_DUE;
	if (first_above_limit(f, why))
		d->level_above = 0;
	return why;
}

static bool is_credit(const struct item *item)
{
	return item->kind == KIND_CREDIT || item->kind == KIND_PAYMENT || item->open_amount < 0;
}

static enum reason hold_reason(enum hold h)
{
	return h == HOLD_BLOCKED  ? REASON_ITEM_BLOCKED
	       : h == HOLD_PAUSED ? REASON_PAUSED
				  : REASON_ARRANGED;
}

/* Why no letter can go to this customer at all, or REASONS. */
static enum reason customer_reason(const struct facts *f)
{
	if (f->customer == NULL)
		return REASON_UNKNOWN_CUSTOMER;
	if (f->customer->blocked || f->state->customer_hold == HOLD_BLOCKED)
		return REASON_CUSTOMER_BLOCKED;
	return REASONS;
}

/* The holds, the customer's as well as the item's; the one that comes first, or REASONS. */
static enum reason held_reason(const struct facts *f)
{
	enum reason why = REASONS;
	const enum hold holds[] = {f->state->hold, f->state->customer_hold};

	if (f->item->blocked)
		return REASON_ITEM_BLOCKED;
	for (size_t i = 0; i < sizeof holds / sizeof *holds; i++)
		if (holds[i] != HOLD_NONE && hold_reason(holds[i]) < why)
			why = hold_reason(holds[i]);
	return why;
}

/* What the item is to its customer's letters, whether or not it may cause one. */
static enum role role_of(const struct facts *f)
{
	if (f->item->payable || f->item->open_amount == 0 || customer_reason(f) != REASONS ||
	    f->state->customer_hold != HOLD_NONE)
		return ROLE_NONE;
	if (is_credit(f->item))
		return ROLE_CREDIT;
	if (f->item->blocked || f->state->hold != HOLD_NONE)
		return ROLE_HELD;
	return ROLE_OPEN;
}

struct decision decide_item(const struct facts *f)
{
	struct decision d = {
	    .role = role_of(f),
	    .level = -1,
	    .level_above = -1,
	    .due = f->due_date <= f->as_of,
	};

	if (f->item->payable)
		d.reason = REASON_PAYABLE;
	else if (f->item->kind == KIND_FEE)
		d.reason = REASON_FEE;
	else if (is_credit(f->item))
		d.reason = REASON_CREDIT;
	else if (f->item->open_amount == 0)
		d.reason = REASON_PAID;
	else if (customer_reason(f) != REASONS)
		d.reason = customer_reason(f);
	else if (held_reason(f) != REASONS)
		d.reason = held_reason(f);
	else
		d.reason = judge_level(f, &d);
	if (f->filtered)
		d.reason = REASON_FILTERED;
	return d;
}

/* An instalment is due as its own plan says: by one term all of them would be due at once. */
static bool term_overrides(
    const struct policy *p, const struct customer *c, const struct item *item)
{
	return p->customer_term_overrides && c != NULL && c->has_term_days &&
	       item->invoice_date != DATE_NONE && item->instalment.n == 0;
}

bool decide_due_date(
    const struct policy *p, const struct customer *c, const struct item *item, date *out)
{
	const bool own_term = c != NULL && c->has_term_days;

	if (item->due_date != DATE_NONE && !term_overrides(p, c, item)) {
		*out = item->due_date;
		return true;
	}
	if (item->invoice_date == DATE_NONE)
		return false;
	return formula_apply(
	    own_term ? &c->term_days : &p->defaults.term_days, item->invoice_date, out);
}

/* The first day on which no hold is left; DATE_MOST + 1: never. */
static date free_day(const struct facts *f)
{
	const struct item_state *s = f->state;
	date day = f->as_of;

	if (f->customer == NULL || f->customer->blocked || f->item->blocked)
		return DATE_MOST + 1;
	if (s->hold != HOLD_NONE)
		day = s->hold_until == DATE_NONE ? DATE_MOST + 1 : later(day, s->hold_until + 1);
	if (s->customer_hold != HOLD_NONE)
		day = s->customer_hold_until == DATE_NONE ? DATE_MOST + 1
							  : later(day, s->customer_hold_until + 1);
	return day;
}

bool decide_next(const struct facts *f, int *level, date *on)
{
	date start = free_day(f), day = DATE_MOST + 1;
	int first, last;

	if (f->item->payable || f->item->kind == KIND_FEE || is_credit(f->item) ||
	    f->item->open_amount == 0)
		return false;
	if (past_maximum(f->terms, f->state) || f->state->level_unknown ||
	    !coming_levels(f->terms, f->state, &first, &last))
		return false;
	for (int i = first; i <= last; i++) {
		date reached = level_day(&f->terms->levels[i], f->due_date, f->state);

		/* On the first day that any is reached the highest of them is taken. */
		if (later(reached, start) <= day) {
			day = later(reached, start);
			*level = i;
		}
	}
	*on = day;
	return day <= DATE_MOST;
}

void decide_advance(
    struct item_state *state, const struct terms *terms, int level, int delivery, date on)
{
	state->n = level == state->level ? state->n + 1 : 1;
	state->level = level;
	state->level_id = slice_of(terms->levels[level].id);
	state->reminders++;
	state->last_reminded = on;
	if (!decide_pay_by(&terms->levels[level], delivery, on, &state->pay_by))
		state->pay_by = DATE_NONE;
}

int decide_delivery(const struct policy *p, const struct customer *c)
{
	return c != NULL && c->delivery >= 0 ? c->delivery : p->defaults.delivery;
}

bool decide_pay_by(const struct level *level, int delivery, date on, date *out)
{
	date received;

	return formula_apply(&level->transit[delivery], on, &received) &&
	       formula_apply(&level->pay_within, received, out);
}
