/*
 * An ageing: amounts summed by group, currency and bucket. Every sum is
 * exact and checked; the sums of a currency are kept beside those of its groups, so that the two
 * can be held against each other. Zero-initialize, then set the first two.
 */
#ifndef RULES_AGEING_H
#define RULES_AGEING_H

#include "base/mem.h"
#include "base/slice.h"
#include "value/money.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Of an ageing by five buckets, all of it in one line of the cache. */
struct ageing_sums {
	uint64_t name; /* private: a short name of a group */
	char currency[4];
	int decimals;
	money total;
	money buckets[];
};

struct ageing_group {
	const struct slice *values; /* one a column of the grouping */
	struct ageing_sums *sums;
};

struct ageing_total { /* of a currency */
	unsigned long items;
	struct ageing_sums *sums;
};

struct ageing {
	size_t ncolumns; /* that items are grouped by */
	size_t nbuckets;

	struct ageing_group **groups;
	size_t ngroups, groups_capacity;
	struct ageing_total *totals; /* by currency */
	size_t ntotals, totals_capacity;
	/* Private: the groups by number, as they came, and their sums, a shelf for so many. */
	struct ageing_group **numbered;
	size_t numbered_capacity;
	char **shelves;
	size_t shelves_capacity;
	size_t stride; /* of the sums on a shelf, in bytes */
	/* The groups by the hash of their names: a table of a power of two, at most half full. */
	struct ageing_slot {
		uint32_t hash;	 /* its lower half */
		uint32_t number; /* of the group, from 1 on; 0: free */
	} * slots;
	size_t size;
	struct arena arena;
};

/* An item to be added: what its group is named by, and what it adds. */
struct ageing_item {
	const struct slice *values; /* one a column of the grouping */
	char currency[4];
	int decimals;
	size_t bucket;
	money amount;
};

/* Add an item. False when a sum does not fit. */
bool ageing_add(struct ageing *a, const struct ageing_item *item);
/* The same where the hash of its group is known, which any thread may find. */
bool ageing_add_hashed(struct ageing *a, const struct ageing_item *item, uint64_t hash);
uint64_t ageing_hash(const struct slice *values, size_t count, const char *currency);
/* Of one value, by its hash_bytes with seed 0. */
uint64_t ageing_hash_of(uint64_t value, const char *currency);
/* An item of this group comes soon; it comes next. */
void ageing_soon(const struct ageing *a, uint64_t hash);
void ageing_near(const struct ageing *a, uint64_t hash);

/* NULL: there is none. */
const struct ageing_group *ageing_find(
    const struct ageing *a, const struct slice *values, const char *currency);

enum ageing_order {
	AGEING_BY_KEY, /* by the values, then the currency, bytewise */
	AGEING_BY_SIZE /* by currency, then by all values but the last, then the largest first */
};
void ageing_sort(struct ageing *a, enum ageing_order order);

/* Whether the groups add up to the totals, bucket by bucket. */
bool ageing_adds_up(const struct ageing *a);
void ageing_free(struct ageing *a);

#endif
