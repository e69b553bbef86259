/*
 * Compound interest, exact: an amount grows year by year by a fraction, and
 * only what it has become at the end is rounded. The fractions' product does
 * not fit any machine word, so it is kept in a long number of fixed size.
 */
#ifndef RULES_GROWTH_H
#define RULES_GROWTH_H

#include "value/money.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* 63 bits of money and 100 years of factors below 2 to the 63rd. */
enum { GROWTH_YEARS = 100, GROWTH_LIMBS = GROWTH_YEARS + 4 };

/* A number of `count` limbs of 64 bits, the least first. */
struct big {
	uint64_t limb[GROWTH_LIMBS];
	size_t count;
};

struct growth {
	struct big top, bottom; /* the amount now is top / bottom */
	struct big less;	/* what falls out of the year at hand, over the next bottom */
	uint64_t unit;
	unsigned years;
	bool failed;
};

/* Begin with an amount (not negative) that grows in parts of `unit` (below 2 to the 62nd). */
void growth_begin(struct growth *g, money amount, uint64_t unit);
/*
 * An amount is not there in `parts` of the time at hand, which growth_add ends; with parts of a
 * whole unit it is there no more. All in all no more than what has grown.
 */
void growth_take(struct growth *g, money amount, wide parts);
/* Grow by parts / unit. */
void growth_add(struct growth *g, wide parts);
/* What it has grown to, rounded half away from zero. False when that does not fit. */
bool growth_amount(const struct growth *g, money *out);

#endif
