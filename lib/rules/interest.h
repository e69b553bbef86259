/*
 * Interest on an amount over a stretch of days: pure and exact.
 *
 * The days run from `start` (exclusive) to `end` (inclusive). Rounding is half away from zero,
 * once at the end, or each piece of one rate and one principal when the rule says round: period.
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

/*
 * How a principal goes down: from the day after `on` it is less by an amount. In the order of the
 * days, each after the start; all in all no more than the principal and what joined it by then.
 */
struct drop {
	date on;
	money amount;
};
struct course {
	money amount; /* at the start */
	const struct drop *drops;
	size_t ndrops;
};

/*
 * The interest on what was left of the principal, while it was; 0 when the principal or the number
 * of days is not above zero.
 */
enum interest_fault interest_over(
    const struct interest_terms *t, const struct course *course, date start, date end, money *out);

/* What the day after `end` adds, rounded: the day's rate on what is left and what has joined it. */
enum interest_fault interest_of_next_day(
    const struct interest_terms *t, const struct course *course, date start, date end, money *out);

/* The end of the last full year that is over on `end`; start when there is none. */
date interest_last_joined(date start, date end);
/* The end of the full year that runs on the day after `end`; DATE_NONE past the last date. */
date interest_next_joined(date start, date end);

/* The last day for which a table is trusted: its valid_until, else 8 months after its last rate. */
date interest_known_until(const struct rate_table *table);

/* The first day on which a newer rate is likely: half a year after its last; DATE_MOST: never. */
date interest_newer_from(const struct rate_table *table);

/*
 * The sum of interest_over in words: rates and their days. Only after that said INTEREST_FINE.
 * In interest_words.c.
 */
void interest_explain(const struct interest_terms *t, const struct course *course, date start,
    date end, int decimals, struct buf *out);

#endif
