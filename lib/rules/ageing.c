#include "rules/ageing.h"

#include <stdlib.h>
#include <string.h>

#include "base/banned.h"

static void sums_begin(struct ageing *a, struct ageing_sums *s, const char *currency, int decimals)
{
	memcpy(s->currency, currency, sizeof s->currency);
	s->decimals = decimals;
	s->buckets = arena_alloc(&a->arena, a->nbuckets * sizeof *s->buckets);
}

static bool sums_add(struct ageing_sums *s, size_t bucket, money amount)
{
	s->items++;
	return money_sum(s->total, amount, &s->total) &&
	       money_sum(s->buckets[bucket], amount, &s->buckets[bucket]);
}

/* Each value with its length before it, so that no two groups have the same key. */
static struct slice key_of(struct ageing *a, const struct slice *values, const char *currency)
{
	buf_truncate(&a->key, 0);
	buf_add(&a->key, currency, 3);
	for (size_t i = 0; i < a->ncolumns; i++) {
		buf_add(&a->key, &values[i].n, sizeof values[i].n);
		buf_add_slice(&a->key, values[i]);
	}
	return buf_slice(&a->key);
}

static const struct slice *keep_values(struct ageing *a, const struct slice *values)
{
	struct slice *kept = arena_alloc(&a->arena, a->ncolumns * sizeof *kept);

	for (size_t i = 0; i < a->ncolumns; i++)
		kept[i] =
		    (struct slice){arena_copy(&a->arena, values[i].p, values[i].n), values[i].n};
	return kept;
}

static struct ageing_group *group_of(
    struct ageing *a, const struct slice *values, const char *currency, int decimals)
{
	void **place = map_at(&a->by_key, key_of(a, values, currency));
	struct ageing_group *new;

	if (*place != NULL)
		return *place;
	*place = new = arena_alloc(&a->arena, sizeof *new);
	new->values = keep_values(a, values);
	sums_begin(a, &new->sums, currency, decimals);
	a->groups = mem_grow(a->groups, a->ngroups, &a->groups_capacity, sizeof *a->groups);
	a->groups[a->ngroups++] = new;
	return new;
}

const struct ageing_group *ageing_find(
    struct ageing *a, const struct slice *values, const char *currency)
{
	return map_get(&a->by_key, key_of(a, values, currency));
}

static struct ageing_sums *total_of(struct ageing *a, const char *currency, int decimals)
{
	struct ageing_sums *new;
	size_t i;

	for (i = 0; i < a->ntotals; i++)
		if (memcmp(a->totals[i]->currency, currency, 3) == 0)
			return a->totals[i];
	for (i = 0; i < a->ntotals && memcmp(a->totals[i]->currency, currency, 3) < 0;)
		i++;
	new = arena_alloc(&a->arena, sizeof *new);
	sums_begin(a, new, currency, decimals);
	a->totals = mem_grow(a->totals, a->ntotals, &a->totals_capacity, sizeof *a->totals);
	memmove(&a->totals[i + 1], &a->totals[i], (a->ntotals++ - i) * sizeof *a->totals);
	a->totals[i] = new;
	return new;
}

bool ageing_add(struct ageing *a, const struct slice *values, const char *currency, int decimals,
    size_t bucket, money amount)
{
	return sums_add(&group_of(a, values, currency, decimals)->sums, bucket, amount) &&
	       sums_add(total_of(a, currency, decimals), bucket, amount);
}

/* --- order: a merge sort of our own, since qsort(3) gives its comparison no context --- */

static int compare_values(const struct ageing_group *x, const struct ageing_group *y, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		const int order = slice_compare(x->values[i], y->values[i]);

		if (order != 0)
			return order;
	}
	return 0;
}

static int compare(const struct ageing *a, enum ageing_order order, const struct ageing_group *x,
    const struct ageing_group *y)
{
	const int currency = memcmp(x->sums.currency, y->sums.currency, 3);
	int by_values;

	if (order == AGEING_BY_SIZE && currency != 0)
		return currency;
	if (order == AGEING_BY_SIZE && a->ncolumns > 0) {
		by_values = compare_values(x, y, a->ncolumns - 1);
		if (by_values != 0)
			return by_values;
		if (x->sums.total != y->sums.total)
			return x->sums.total > y->sums.total ? -1 : 1;
	}
	by_values = compare_values(x, y, a->ncolumns);
	return by_values != 0 ? by_values : currency;
}

static void merge(const struct ageing *a, enum ageing_order order, struct ageing_group **from,
    size_t middle, size_t count, struct ageing_group **to)
{
	size_t left = 0, right = middle;

	for (size_t i = 0; i < count; i++) {
		const bool take_left =
		    left < middle &&
		    (right == count || compare(a, order, from[left], from[right]) <= 0);

		to[i] = take_left ? from[left++] : from[right++];
	}
}

void ageing_sort(struct ageing *a, enum ageing_order order)
{
	struct ageing_group **from = a->groups;
	struct ageing_group **to = mem_array(a->ngroups, sizeof *to);

	a->groups_capacity = a->ngroups;
	for (size_t width = 1; width < a->ngroups; width *= 2) {
		struct ageing_group **spare = from;

		for (size_t i = 0; i < a->ngroups; i += 2 * width) {
			const size_t left = a->ngroups - i;
			const size_t middle = width < left ? width : left;

			merge(a, order, from + i, middle, left < 2 * width ? left : 2 * width,
			    to + i);
		}
		from = to;
		to = spare;
	}
	a->groups = from;
	free(to);
}

/* --- the check --- */

/* The groups of a currency against its total. Sums that were made once fit again. */
static bool total_adds_up(const struct ageing *a, const struct ageing_sums *total, money *sums)
{
	money across = 0;
	bool ok = true;

	memset(sums, 0, a->nbuckets * sizeof *sums);
	for (size_t i = 0; i < a->ngroups; i++) {
		const struct ageing_sums *s = &a->groups[i]->sums;
		money group = 0;

		if (memcmp(s->currency, total->currency, 3) != 0)
			continue;
		for (size_t b = 0; b < a->nbuckets && ok; b++)
			ok = money_sum(sums[b], s->buckets[b], &sums[b]) &&
			     money_sum(group, s->buckets[b], &group);
		ok = ok && group == s->total;
	}
	for (size_t b = 0; b < a->nbuckets && ok; b++)
		ok = sums[b] == total->buckets[b] && money_sum(across, sums[b], &across);
	return ok && across == total->total;
}

bool ageing_adds_up(const struct ageing *a)
{
	money *sums = mem_array(a->nbuckets, sizeof *sums);
	bool ok = true;

	for (size_t i = 0; i < a->ntotals && ok; i++)
		ok = total_adds_up(a, a->totals[i], sums);
	free(sums);
	return ok;
}

void ageing_free(struct ageing *a)
{
	free(a->groups);
	free(a->totals);
	map_free(&a->by_key);
	buf_free(&a->key);
	arena_free(&a->arena);
	*a = (struct ageing){0};
}
