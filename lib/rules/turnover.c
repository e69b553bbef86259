#include "rules/turnover.h"

#include "base/mem.h"
#include "rules/open_on.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "base/banned.h"

enum { LEAD = TURNOVER_WINDOW - 1 };

void turnover_begin(
    struct turnover *t, size_t count, date as_of, const char *currency, int decimals)
{
	const struct civil day = date_civil(as_of);
	const date this_month = date_from_civil(day.year, day.month, 1);

	*t = (struct turnover){.count = count, .decimals = decimals, .earliest = DATE_NONE};
	memcpy(t->currency, currency, sizeof t->currency);
	t->months = mem_array(count + LEAD, sizeof *t->months);
	for (size_t i = 0; i < count + LEAD; i++) {
		const int back = (int)(count + LEAD - 1 - i);

		t->months[i].first = date_add_months(this_month, -back);
		t->months[i].last = back == 0 ? as_of : date_add_months(this_month, 1 - back) - 1;
	}
}

/* The month that the day lies in, NULL when it is none of them. */
static struct turnover_month *month_of(struct turnover *t, date day)
{
	for (size_t i = t->count + LEAD; i-- > 0 && day != DATE_NONE;)
		if (day >= t->months[i].first)
			return day <= t->months[i].last ? &t->months[i] : NULL;
	return NULL;
}

static bool add_invoiced(struct turnover *t, const struct item *item)
{
	struct turnover_month *month = month_of(t, item->invoice_date);

	if (item->kind != KIND_INVOICE && item->kind != KIND_CREDIT)
		return true;
	if (item->invoice_date != DATE_NONE &&
	    (t->earliest == DATE_NONE || item->invoice_date < t->earliest))
		t->earliest = item->invoice_date;
	return month == NULL || money_sum(month->invoiced, item->amount, &month->invoiced);
}

static bool add_paid(struct turnover *t, const struct item *item, date due)
{
	struct turnover_month *month = month_of(t, item->paid_date);

	if (item->kind != KIND_INVOICE || item->open_amount != 0 || item->paid_date == DATE_NONE)
		return true;
	t->paid_items++;
	if (month == NULL || due == DATE_NONE)
		return true;
	month->paid_items++;
	if (!money_sum(month->paid, item->amount, &month->paid))
		return false;
	if (item->paid_date <= due)
		return true;
	month->late_items++;
	return money_sum(month->late, item->amount, &month->late);
}

bool turnover_add(struct turnover *t, const struct item *item, date due)
{
	static const struct paid_by unknown = {0};

	t->items++;
	for (size_t i = 0; i < t->count + LEAD; i++) {
		struct turnover_month *m = &t->months[i];
		const struct open_on open = item_open_on(item, m->last, &unknown);

		if (!money_sum(m->open, open.amount, &m->open))
			return false;
	}
	return add_invoiced(t, item) && add_paid(t, item, due);
}

bool turnover_known(const struct turnover *t)
{
	return t->paid_items > 0;
}

const struct turnover_month *turnover_month(const struct turnover *t, size_t i)
{
	return &t->months[LEAD + i];
}

/* a * b / c in tenths, half away from zero; c above zero. */
static bool tenths_of(money a, long b, money c, long *tenths)
{
	const wide product = (wide)a * b * 10;
	const wide rounded = (2 * product + (product < 0 ? -(wide)c : (wide)c)) / (2 * (wide)c);

	*tenths = (long)rounded;
	return rounded >= LONG_MIN && rounded <= LONG_MAX;
}

bool turnover_days(const struct turnover *t, size_t i, long *tenths)
{
	const struct turnover_month *last = turnover_month(t, i), *first = last - LEAD;
	money invoiced = 0;

	/* The ledger's first month may have begun before it. */
	if (!turnover_known(t) || t->earliest == DATE_NONE || t->earliest >= first->first)
		return false;
	for (const struct turnover_month *m = first; m <= last; m++)
		if (!money_sum(invoiced, m->invoiced, &invoiced))
			return false;
	return invoiced > 0 &&
	       tenths_of(last->open, (long)last->last - first->first + 1, invoiced, tenths);
}

bool turnover_late(const struct turnover *t, size_t i, long *tenths)
{
	const struct turnover_month *m = turnover_month(t, i);

	return m->paid > 0 && tenths_of(m->late, 100, m->paid, tenths);
}

void turnover_free(struct turnover *t)
{
	free(t->months);
	*t = (struct turnover){0};
}
