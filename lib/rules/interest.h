/*
 * Interest on an amount over a stretch of days: pure and exact.
 *
 * The days run from `start` (exclusive) to `end` (inclusive). A stretch is cut
 * into pieces where the rate changes and, when it compounds, where a full year
 * from the start ends (a start on 29 February has its year end on the 28th of
 * a common year). Rounding is half away from zero, once at the end, or each
 * piece when the rule says round: period.
 */
#ifndef RULES_INTEREST_H
#define RULES_INTEREST_H

#include "base/buf.h"
#include "book/policy.h"
#include "book/rates.h"
#include "value/date.h"
#include "value/money.h"

#include <stdbool.h>

/* How interest runs: each key is the rule's own, else its table's, else the default. */
struct interest_terms {
	const struct rate_table *table; /* NULL: one fixed rate */
	decimal rate;
	enum interest_from from;
	enum day_count day_count;
	bool compound;
	bool round_period;
	bool rate_on_start;
};

/* False when the rule names a table that is not there. rates may be NULL. */
bool interest_terms_of(
    const struct interest_rule *rule, const struct rates *rates, struct interest_terms *out);

enum interest_fault {
	INTEREST_FINE,
	INTEREST_TOO_EARLY, /* the first day lies before the table's first rate */
	INTEREST_TOO_LATE,  /* the last day lies after interest_known_until */
	INTEREST_TOO_LARGE  /* it does not fit, or compounds for more than 100 years */
};

/* The interest on principal; 0 when that or the number of days is not above zero. */
enum interest_fault interest_on(
    const struct interest_terms *t, money principal, date start, date end, money *out);

/* The same sum in words: rates and their days. Only after interest_on said INTEREST_FINE. */
void interest_explain(const struct interest_terms *t, money principal, date start, date end,
    int decimals, struct buf *out);

/* The days that count, by the day count; 0 when end is not after start. */
int interest_days(enum day_count count, date start, date end);

/* What the day after `end` adds, rounded: the day's rate on principal and what was compounded. */
enum interest_fault interest_of_next_day(
    const struct interest_terms *t, money principal, date start, date end, money *out);

/* The last day for which a table is trusted: its valid_until, else 8 months after its last rate. */
date interest_known_until(const struct rate_table *table);

#endif
