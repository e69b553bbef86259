#include "rules/forecast.h"

#include <stdio.h>

#include "base/banned.h"

const char *const basis_names[BASES] = {
    "own", "ledger", "due", "arranged", "credit", "paused", "blocked", "hold"};

static date later(date a, date b)
{
	return a > b ? a : b;
}

static date add_days(date from, int days)
{
	const int64_t day = (int64_t)from + days;

	return day > DATE_MOST ? DATE_MOST : day < DATE_LEAST ? DATE_LEAST : (date)day;
}

struct expectation forecast_expect(const struct forecast_facts *f)
{
	const date due = f->due != DATE_NONE ? f->due : f->as_of;

	if (f->hold >= BASIS_PAUSED)
		return (struct expectation){.basis = f->hold, .on = DATE_NONE};
	if (f->open < 0)
		return (struct expectation){.basis = BASIS_CREDIT, .on = later(due, f->as_of)};
	if (f->arranged && f->arranged_until == DATE_NONE)
		return (struct expectation){.basis = BASIS_PAUSED, .on = DATE_NONE};
	if (f->arranged)
		return (struct expectation){.basis = BASIS_ARRANGED, .on = f->arranged_until};
	if (f->own.count >= f->least)
		return (struct expectation){BASIS_OWN, f->own, add_days(due, f->own.days)};
	if (f->all.count >= f->least)
		return (struct expectation){BASIS_LEDGER, f->all, add_days(due, f->all.days)};
	return (struct expectation){.basis = BASIS_DUE, .on = due};
}

/* Periods. */

static date monday(date day)
{
	return day - (date_weekday(day) - 1);
}

static int month_number(date day)
{
	const struct civil c = date_civil(day);

	return c.year * 12 + c.month - 1;
}

size_t forecast_period(const struct forecast_plan *p, date day)
{
	size_t period;

	if (day <= p->as_of)
		return 0;
	period = p->monthly ? (size_t)(month_number(day) - month_number(p->as_of))
			    : (size_t)(monday(day) - monday(p->as_of)) / 7;
	return period < p->count ? period : p->count;
}

/* The Monday, or the first of the month, with which the period would begin. */
static date begin(const struct forecast_plan *p, size_t period)
{
	date day;

	if (!p->monthly)
		return add_days(monday(p->as_of), (int)period * 7);
	const int month = month_number(p->as_of) + (int)period;

	day = date_from_civil(month / 12, month % 12 + 1, 1);
	return day == DATE_NONE ? DATE_MOST : day;
}

date forecast_first(const struct forecast_plan *p, size_t period)
{
	return later(begin(p, period), p->as_of);
}

date forecast_last(const struct forecast_plan *p, size_t period)
{
	const date next = begin(p, period + 1);

	return next == DATE_MOST ? next : next - 1;
}

void forecast_label(const struct forecast_plan *p, size_t period, char label[FORECAST_LABEL])
{
	const date first = begin(p, period);
	struct civil c = date_civil(first);

	if (p->monthly) {
		snprintf(label, FORECAST_LABEL, "%04d-%02d", c.year, c.month);
		return;
	}
	/* ISO 8601: a week is of the year that its Thursday is in. */
	c = date_civil(add_days(first, 3));
	const date thursday = add_days(first, 3), new_year = date_from_civil(c.year, 1, 1);

	snprintf(label, FORECAST_LABEL, "%04d-W%02d", c.year, (int)(thursday - new_year) / 7 + 1);
}

/* Sums. */

static bool add_to(struct forecast_cell *cell, bool payable, money amount)
{
	money *sum = payable ? &cell->payments : &cell->receipts;

	cell->items++;
	return money_sum(*sum, amount, sum);
}

bool forecast_add(struct forecast_sums *s, size_t cell, bool payable, money amount)
{
	return add_to(&s->cells[cell], payable, amount) && add_to(&s->total, payable, amount);
}

bool forecast_adds_up(const struct forecast_sums *s)
{
	struct forecast_cell sum = {0};
	money cumulative = 0, net;

	for (size_t i = 0; i < forecast_cells(s->count); i++) {
		const struct forecast_cell *cell = &s->cells[i];

		if (!money_sum(sum.receipts, cell->receipts, &sum.receipts) ||
		    !money_sum(sum.payments, cell->payments, &sum.payments) ||
		    !money_sum(cell->receipts, -cell->payments, &net) ||
		    !money_sum(cumulative, net, &cumulative))
			return false;
		sum.items += cell->items;
	}
	return sum.receipts == s->total.receipts && sum.payments == s->total.payments &&
	       sum.items == s->total.items;
}
