/*
 * Interest against a sum that is made day by day in exact fractions. The input's bytes are numbers:
 * the rule, the principal, rates with their days, part payments with theirs.
 */
#include "fuzz.h"

#include "rules/interest.h"

#include <string.h>

#include "base/banned.h"

enum { STEPS = 4, DROPS = 3, START = 19000 /* 2022-01-08 */ };

struct bytes {
	const uint8_t *p;
	size_t n;
};

static uint64_t take(struct bytes *b, int count)
{
	uint64_t value = 0;

	for (; count > 0; count--) {
		value = value << 8 | (b->n > 0 ? *b->p : 0);
		b->p += b->n > 0;
		b->n -= b->n > 0;
	}
	return value;
}

struct claim {
	struct interest_terms terms;
	struct rate_table table;
	struct rate_step steps[STEPS];
	struct drop drops[DROPS];
	struct course course;
	date end;
};

static void make_claim(struct bytes *b, struct claim *c)
{
	const unsigned flags = (unsigned)take(b, 1);
	date day = START - 400;
	money left;

	memset(c, 0, sizeof *c);
	c->terms = (struct interest_terms){
	    .rate = (decimal)take(b, 4),
	    .day_count = (enum day_count)(flags & 3),
	    .compound = (flags & 4) != 0,
	    .round_period = (flags & 8) != 0,
	    .rate_on_start = (flags & 16) != 0,
	};
	for (size_t i = 0; i < STEPS; i++) {
		c->steps[i] = (struct rate_step){day, (decimal)take(b, 3)};
		day += 1 + (date)(take(b, 2) % 700);
	}
	c->table = (struct rate_table){
	    .name = "t", .steps = c->steps, .count = STEPS, .valid_until = START + 100000};
	if (flags & 32)
		c->terms.table = &c->table;
	c->course.amount = (money)(take(b, 6) >> (flags & 64 ? 24 : 0));
	left = c->course.amount;
	day = START;
	for (size_t i = 0; i < DROPS; i++) {
		const money amount = left > 0 ? (money)(take(b, 4) % (uint64_t)left) : 0;

		day += 1 + (date)(take(b, 2) % 900);
		if (amount == 0)
			break;
		c->drops[c->course.ndrops++] = (struct drop){day, amount};
		left -= amount;
	}
	c->course.drops = c->drops;
	c->end = START + (date)(take(b, 2) % 4000);
}

static bool is_leap_day_in(int year)
{
	return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
}

/* Days from 1970 by the calendar, counted on from START's. */
struct walk {
	int year, month, day;
};

static void step(struct walk *w)
{
	static const int lengths[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};

	if (++w->day <= lengths[w->month - 1] + (w->month == 2 && is_leap_day_in(w->year)))
		return;
	w->day = 1;
	if (++w->month > 12) {
		w->month = 1;
		w->year++;
	}
}

static int thirty(const struct walk *w)
{
	return w->year * 360 + w->month * 30 + (w->day == 31 ? 30 : w->day);
}

/* What each day is of a year, in parts of 365 * 366 * 360. */
static int64_t parts_of_day(enum day_count count, const struct walk *before, const struct walk *w)
{
	switch (count) {
	case ACT_365:
		return 366 * 360;
	case ACT_360:
		return 366 * 365;
	case ACT_ACT:
		return is_leap_day_in(w->year) ? 365 * 360 : 366 * 360;
	case E30_360:
		return (int64_t)(thirty(w) - thirty(before)) * 366 * 365;
	}
	return 0;
}

static decimal rate_on(const struct claim *c, date day)
{
	decimal rate = c->steps[0].percent;

	if (c->terms.table == NULL)
		return c->terms.rate;
	for (size_t i = 0; i < STEPS; i++)
		if (c->steps[i].from <= (c->terms.rate_on_start ? START + 1 : day))
			rate = c->steps[i].percent;
	return rate;
}

static money left_on(const struct claim *c, date day)
{
	money left = c->course.amount;

	for (size_t i = 0; i < c->course.ndrops; i++)
		if (c->drops[i].on < day)
			left -= c->drops[i].amount;
	return left;
}

/* Simple interest rounded once: the sum over the days. False where it does not fit. */
static bool by_days(const struct claim *c, money *out)
{
	struct walk w = {2022, 1, 8}, before;
	wide sum = 0, product;

	for (date day = START + 1; day <= c->end; day++) {
		before = w;
		step(&w);
		if (__builtin_mul_overflow((wide)left_on(c, day) * rate_on(c, day),
			(wide)parts_of_day(c->terms.day_count, &before, &w), &product) ||
		    __builtin_add_overflow(sum, product, &sum))
			return false;
	}
	return wide_round(sum, (wide)100 * DECIMAL_ONE * 365 * 366 * 360, out);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct bytes bytes = {data, size};
	struct claim c;
	money got = 0, want = 0, more = 0;
	enum interest_fault fault;

	make_claim(&bytes, &c);
	fault = interest_over(&c.terms, &c.course, START, c.end, &got);
	HOLDS(fault == INTEREST_FINE || fault == INTEREST_TOO_LARGE);
	if (fault != INTEREST_FINE)
		return 0;
	HOLDS(got >= 0);
	if (!c.terms.compound && !c.terms.round_period && by_days(&c, &want))
		HOLDS(got == want);
	if (interest_over(&c.terms, &c.course, START, c.end + 1, &more) == INTEREST_FINE)
		HOLDS(more >= got);
	if (c.terms.compound && !c.terms.round_period) {
		c.terms.compound = false;
		if (interest_over(&c.terms, &c.course, START, c.end, &want) == INTEREST_FINE)
			HOLDS(got >= want);
	}
	return 0;
}
