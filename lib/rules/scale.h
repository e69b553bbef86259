/*
 * A cost scale: of a principal P the tier that holds P gives its base plus a
 * percentage of what P has above the tier's lower bound. The scale's min and
 * max bound the whole. Exact, rounded once, half away from zero.
 */
#ifndef RULES_SCALE_H
#define RULES_SCALE_H

#include "book/rates.h"
#include "value/money.h"

#include <stdbool.h>
#include <stddef.h>

/* The tier that holds principal; *lower is what lies below it. */
const struct scale_tier *scale_tier_of(const struct scale *s, money principal, money *lower);

/* The cost; 0 of a principal that is not above zero. False when it does not fit. */
bool scale_cost(const struct scale *s, money principal, money *cost);

#endif
