#include "rules/ageing.h"

#include "base/map.h"
#include "base/word.h"

#include <stdlib.h>
#include <string.h>

#include "base/banned.h"

enum { SHELF = 1024 /* sums */, LINE = 64 /* of the cache */ };

static size_t size_of_sums(const struct ageing *a)
{
	return sizeof(struct ageing_sums) + a->nbuckets * sizeof(money);
}

static void sums_begin(struct ageing_sums *s, const struct ageing_item *item)
{
	memcpy(s->currency, item->currency, sizeof s->currency);
	s->decimals = item->decimals;
}

static bool sums_add(struct ageing_sums *s, const struct ageing_item *item)
{
	money *bucket = &s->buckets[item->bucket];

	return money_sum(s->total, item->amount, &s->total) &&
	       money_sum(*bucket, item->amount, bucket);
}

/* Of the group of this number. */
static struct ageing_sums *sums_of(const struct ageing *a, size_t number)
{
	return (
	    struct ageing_sums *)(void *)(a->shelves[number / SHELF] + number % SHELF * a->stride);
}

/* --- groups --- */

/* Each value's hash is the seed of the next, and knows its length: no two names are run together.
 */
uint64_t ageing_hash(const struct slice *values, size_t count, const char *currency)
{
	uint64_t hash = 0;

	for (size_t i = 0; i < count; i++)
		hash = hash_bytes(hash, values[i].p, values[i].n);
	return ageing_hash_of(hash, currency);
}

uint64_t ageing_hash_of(uint64_t values, const char *currency)
{
	return word_fold(values ^ UINT64_C(0xa0761d6478bd642f),
	    word_load_few(currency, 3) ^ UINT64_C(0xe7037ed1a0b428db));
}

/* A name of one value of at most eight bytes is kept with the sums; 0: another one. No text has a
 * NUL. */
static uint64_t short_name(const struct ageing *a, const struct slice *values)
{
	if (a->ncolumns != 1 || values->n > sizeof(uint64_t))
		return 0;
	return values->n < sizeof(uint64_t) ? word_load_few(values->p, values->n)
					    : word_load(values->p);
}

static bool has_values(
    const struct ageing *a, const struct ageing_group *g, const struct slice *values)
{
	for (size_t i = 0; i < a->ncolumns; i++)
		if (!slice_equal(g->values[i], values[i]))
			return false;
	return true;
}

static bool is_named(const struct ageing *a, size_t number, const struct slice *values,
    uint64_t name, const char *currency)
{
	const struct ageing_sums *s = sums_of(a, number);

	return s->name == name && memcmp(s->currency, currency, sizeof s->currency) == 0 &&
	       (name != 0 || has_values(a, a->numbered[number], values));
}

/* The slot of the group, or the free one where it would stand. */
static struct ageing_slot *slot_of(
    const struct ageing *a, uint64_t hash, const struct slice *values, const char *currency)
{
	const size_t mask = a->size - 1;
	const uint64_t name = short_name(a, values);
	size_t i = (size_t)hash & mask;

	while (a->slots[i].number != 0 &&
	       !(a->slots[i].hash == (uint32_t)hash &&
		   is_named(a, a->slots[i].number - 1, values, name, currency)))
		i = (i + 1) & mask;
	return &a->slots[i];
}

static void make_room(struct ageing *a)
{
	const struct ageing_slot *old = a->slots;
	const size_t size = a->size, mask = size > 0 ? 2 * size - 1 : 1023;

	a->size = mask + 1;
	a->slots = mem_table(a->size, sizeof *a->slots);
	for (size_t n = 0; n < size; n++) {
		size_t i = old[n].hash & mask;

		if (old[n].number == 0)
			continue;
		while (a->slots[i].number != 0)
			i = (i + 1) & mask;
		a->slots[i] = old[n];
	}
	free((void *)old);
}

/* Whole lines of the cache for each. */
static struct ageing_sums *new_sums(struct ageing *a, size_t number)
{
	a->stride = (size_of_sums(a) + LINE - 1) / LINE * LINE;
	if (number % SHELF == 0) {
		const size_t shelf = number / SHELF;

		a->shelves = mem_grow(a->shelves, shelf, &a->shelves_capacity, sizeof *a->shelves);
		a->shelves[shelf] = arena_lines(&a->arena, SHELF * a->stride);
	}
	return sums_of(a, number);
}

static struct ageing_group *new_group(struct ageing *a, const struct ageing_item *item)
{
	struct ageing_group *g = arena_alloc(&a->arena, sizeof *g);
	struct slice *values = arena_alloc(&a->arena, a->ncolumns * sizeof *values);

	for (size_t i = 0; i < a->ncolumns; i++)
		values[i] = (struct slice){
		    arena_copy(&a->arena, item->values[i].p, item->values[i].n), item->values[i].n};
	g->values = values;
	g->sums = new_sums(a, a->ngroups);
	g->sums->name = short_name(a, values);
	sums_begin(g->sums, item);
	a->numbered = mem_grow(a->numbered, a->ngroups, &a->numbered_capacity, sizeof *a->numbered);
	a->groups = mem_grow(a->groups, a->ngroups, &a->groups_capacity, sizeof *a->groups);
	a->numbered[a->ngroups] = a->groups[a->ngroups] = g;
	a->ngroups++;
	return g;
}

static struct ageing_sums *sums_of_item(
    struct ageing *a, const struct ageing_item *item, uint64_t hash)
{
	struct ageing_slot *slot;

	if (2 * a->ngroups >= a->size)
		make_room(a);
	slot = slot_of(a, hash, item->values, item->currency);
	if (slot->number != 0)
		return sums_of(a, slot->number - 1);
	*slot = (struct ageing_slot){(uint32_t)hash, (uint32_t)a->ngroups + 1};
	return new_group(a, item)->sums;
}

const struct ageing_group *ageing_find(
    const struct ageing *a, const struct slice *values, const char *currency)
{
	size_t number;

	if (a->size == 0)
		return NULL;
	number = slot_of(a, ageing_hash(values, a->ncolumns, currency), values, currency)->number;
	return number != 0 ? a->numbered[number - 1] : NULL;
}

void ageing_soon(const struct ageing *a, uint64_t hash)
{
	if (a->size > 0)
		__builtin_prefetch(&a->slots[(size_t)hash & (a->size - 1)]);
}

void ageing_near(const struct ageing *a, uint64_t hash)
{
	const size_t mask = a->size - 1;
	size_t i = (size_t)hash & mask;

	if (a->size == 0)
		return;
	while (a->slots[i].number != 0 && a->slots[i].hash != (uint32_t)hash)
		i = (i + 1) & mask;
	if (a->slots[i].number != 0)
		__builtin_prefetch(sums_of(a, a->slots[i].number - 1));
}

/* --- items --- */

static struct ageing_total *total_of(struct ageing *a, const struct ageing_item *item)
{
	struct ageing_total *new;
	size_t i;

	for (i = 0; i < a->ntotals; i++)
		if (memcmp(a->totals[i].sums->currency, item->currency, 3) == 0)
			return &a->totals[i];
	for (i = 0; i < a->ntotals && memcmp(a->totals[i].sums->currency, item->currency, 3) < 0;)
		i++;
	a->totals = mem_grow(a->totals, a->ntotals, &a->totals_capacity, sizeof *a->totals);
	new = &a->totals[i];
	memmove(new + 1, new, (a->ntotals++ - i) * sizeof *new);
	*new = (struct ageing_total){0, arena_alloc(&a->arena, size_of_sums(a))};
	sums_begin(new->sums, item);
	return new;
}

bool ageing_add_hashed(struct ageing *a, const struct ageing_item *item, uint64_t hash)
{
	struct ageing_total *total = total_of(a, item);

	total->items++;
	return sums_add(sums_of_item(a, item, hash), item) && sums_add(total->sums, item);
}

bool ageing_add(struct ageing *a, const struct ageing_item *item)
{
	return ageing_add_hashed(a, item, ageing_hash(item->values, a->ncolumns, item->currency));
}

/* --- the check --- */

/* The groups of a currency against its total. Sums that were made once fit again. */
static bool total_adds_up(const struct ageing *a, const struct ageing_sums *total, money *sums)
{
	money across = 0;
	bool ok = true;

	memset(sums, 0, a->nbuckets * sizeof *sums);
	for (size_t i = 0; i < a->ngroups; i++) {
		const struct ageing_sums *s = a->groups[i]->sums;
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
		ok = total_adds_up(a, a->totals[i].sums, sums);
	free(sums);
	return ok;
}

void ageing_free(struct ageing *a)
{
	free(a->groups);
	free(a->numbered);
	free(a->shelves);
	free(a->totals);
	free(a->slots);
	arena_free(&a->arena);
	*a = (struct ageing){0};
}
