/*
 * rates.yaml: dated interest tables and collection-cost scales, data with
 * sources. See dun-policy(5).
 */
#ifndef BOOK_RATES_H
#define BOOK_RATES_H

#include "base/diag.h"
#include "base/mem.h"
#include "base/slice.h"
#include "book/policy.h"
#include "value/date.h"
#include "value/money.h"

#include <stdbool.h>
#include <stddef.h>

struct rate_step {
	date from;
	decimal percent;
};

struct rate_table {
	const char *name;
	struct rate_step *steps; /* by date, at least one */
	size_t count;
	bool has_compound, compound;
	bool has_day_count;
	enum day_count day_count;
	bool has_from; /* its key is days_from: `from` holds the steps */
	enum interest_from from;
	bool has_round, round_period;
	bool has_rate_on, rate_on_start;
	date valid_until; /* DATE_NONE when not given */
};

struct scale_tier {
	bool last;   /* no up_to */
	money up_to; /* inclusive */
	money base;
	decimal percent;
};

struct scale {
	const char *name;
	char currency[4];	  /* "" when it names none: any */
	struct amount min, max;	  /* in the scale's own currency: by_currency[0] */
	struct scale_tier *tiers; /* by up_to, at least one; the last has none */
	size_t count;
	int decimals; /* of its amounts */
};

struct rates {
	const char *path;
	struct rate_table *tables;
	size_t ntables;
	struct scale *scales;
	size_t nscales;
	struct arena arena;
};

/*
 * NULL after faults were reported (78; 66 not there). The amounts of a scale
 * that names no currency are read with `decimals`.
 */
struct rates *rates_load(struct diag *d, const char *path, int decimals);
const struct rate_table *rates_table(const struct rates *r, const char *name);
const struct scale *rates_scale(const struct rates *r, const char *name);
void rates_free(struct rates *r);

/* Whether any level of the policy names a table or a scale. */
bool rates_needed(const struct policy *p);
/* Report (78) each rule of the policy whose table or scale is not in r; false then. */
bool rates_check(struct diag *d, const struct policy *p, const struct rates *r);

#endif
