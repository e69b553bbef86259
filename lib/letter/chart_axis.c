#include "letter/chart_parts.h"

#include <stdint.h>

#include "base/banned.h"

money chart_sum(money a, money b)
{
	money sum;

	if (money_sum(a, b, &sum))
		return sum;
	return a > 0 ? INT64_MAX : -INT64_MAX;
}

static void widen(money value, money *below, money *above)
{
	*below = value < *below ? value : *below;
	*above = value > *above ? value : *above;
}

void chart_extent(const struct chart *c, size_t category, bool stacked, money *below, money *above)
{
	money under = 0, over = 0;

	for (size_t s = 0; s < c->nseries; s++) {
		const money value = c->series[s].values[category];

		if (c->series[s].line || !stacked)
			widen(value, below, above);
		else if (value < 0)
			under = chart_sum(under, value);
		else
			over = chart_sum(over, value);
	}
	widen(under, below, above);
	widen(over, below, above);
}

/* The least of 1, 2 and 5 times a power of ten that is not below `least`, which is 5e18 at the
 * most. */
static money round_step(wide least)
{
	static const int digits[] = {1, 2, 5};

	for (wide power = 1;; power *= 10)
		for (size_t i = 0; i < 3; i++)
			if (digits[i] * power >= least)
				return (money)(digits[i] * power);
}

/* The multiple of step at or beyond the amount, away from zero; the amount where that is too far.
 */
static money outward(money amount, money step)
{
	const wide steps = ((wide)(amount < 0 ? -amount : amount) + step - 1) / step;
	const wide end = steps * step;

	if (end > INT64_MAX)
		return amount;
	return (money)(amount < 0 ? -end : end);
}

void axis_choose(struct drawing *d, money least, money most)
{
	enum { STEPS = 5, BIG = 10 * 1000 * 1000, HUGE_BIG = 1000 };
	const money whole = money_unit(d->c->decimals);
	const money low = least < 0 ? least : 0, high = most > 0 ? most : 0;
	const wide range = (wide)high - low;
	const money larger = high > -low ? high : -low;

	d->step = round_step(range / STEPS > whole ? range / STEPS : whole);
	d->low = outward(low, d->step);
	d->high = outward(high, d->step);
	if (d->low == d->high)
		d->high = d->step;
	d->unit = whole;
	if (larger / whole >= BIG)
		d->unit *= larger / whole / BIG >= HUGE_BIG ? 1000 * 1000 : 1000;
}

length axis_place(const struct drawing *d, money amount, length whole)
{
	const wide range = (wide)d->high - d->low;

	return (length)(((wide)amount - d->low) * whole / range);
}

void axis_text(const struct drawing *d, money amount, struct buf *out)
{
	locale_plain_amount(d->locale, amount / d->unit, 0, out);
}

void axis_title(const struct drawing *d, struct buf *out)
{
	const money times = d->unit / money_unit(d->c->decimals);

	buf_add_string(out, d->c->currency);
	if (times == 1)
		return;
	buf_add_string(out, " \xc3\x97 ");
	locale_plain_amount(d->locale, times, 0, out);
}
