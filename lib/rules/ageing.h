/*
 * An ageing: amounts summed by group, currency and bucket. Every sum is
 * exact and checked; the sums of a currency are kept beside those of its groups, so that the two
 * can be held against each other. Zero-initialize, then set the first two.
 */
#ifndef RULES_AGEING_H
#define RULES_AGEING_H

#include "base/buf.h"
#include "base/map.h"
#include "base/mem.h"
#include "base/slice.h"
#include "value/money.h"

#include <stdbool.h>
#include <stddef.h>

struct ageing_sums {
	char currency[4];
	int decimals;
	unsigned long items;
	money total;
	money *buckets;
};

struct ageing_group {
	const struct slice *values; /* one a column of the grouping */
	struct ageing_sums sums;
};

struct ageing {
	size_t ncolumns; /* that items are grouped by */
	size_t nbuckets;

	struct ageing_group **groups;
	size_t ngroups, groups_capacity;
	struct ageing_sums **totals; /* one a currency, by its code */
	size_t ntotals, totals_capacity;
	struct map by_key;
	struct buf key;
	struct arena arena;
};

/* Add an item. False when a sum does not fit. */
bool ageing_add(struct ageing *a, const struct slice *values, const char *currency, int decimals,
    size_t bucket, money amount);

/* NULL: there is none. */
const struct ageing_group *ageing_find(
    struct ageing *a, const struct slice *values, const char *currency);

enum ageing_order {
	AGEING_BY_KEY, /* by the values, then the currency, bytewise */
	AGEING_BY_SIZE /* by currency, then by all values but the last, then the largest first */
};
void ageing_sort(struct ageing *a, enum ageing_order order);

/* Whether the groups add up to the totals, bucket by bucket. */
bool ageing_adds_up(const struct ageing *a);
void ageing_free(struct ageing *a);

#endif
