#include "book/customers_parts.h"

#include <stdlib.h>

#include "table/pack.h"

#include "base/banned.h"

/* 0 is no tag. */
static inline uint32_t tag_of(uint64_t hash)
{
	const uint32_t high = (uint32_t)(hash >> 32);

	return high > 0 ? high : 1;
}

static inline size_t first_slot(const struct customer_store *s, uint64_t hash)
{
	return hash & (s->nslots - 1);
}

static inline size_t next_slot(const struct customer_store *s, size_t slot)
{
	return (slot + 1) & (s->nslots - 1);
}

size_t customers_slot(const struct customers *all, struct slice key, uint64_t hash)
{
	const struct customer_store *s = all->store;
	const uint32_t wanted = tag_of(hash);
	size_t i = first_slot(s, hash);

	while (s->tags[i] != 0 &&
	       (s->tags[i] != wanted || !slice_equal(customers_key(all, s->places[i]), key)))
		i = next_slot(s, i);
	return i;
}

static void put(struct customer_store *s, size_t slot, size_t place)
{
	s->tags[slot] = tag_of(s->hashes[place]);
	s->places[slot] = (uint32_t)place;
}

void customers_put(struct customers *all, size_t slot, uint64_t hash)
{
	struct customer_store *s = all->store;

	s->hashes = mem_grow(s->hashes, all->count, &s->hashes_capacity, sizeof *s->hashes);
	s->hashes[all->count] = hash;
	put(s, slot, all->count);
}

void customers_make_room(struct customers *all)
{
	struct customer_store *s = all->store;

	if (5 * (all->count + 1) <= 4 * s->nslots)
		return;
	free(s->tags);
	free(s->places);
	s->nslots = s->nslots > 0 ? 2 * s->nslots : 64;
	s->tags = mem_array(s->nslots, sizeof(*s->tags));
	s->places = mem_array(s->nslots, sizeof(*s->places));
	for (size_t place = 0; place < all->count; place++) {
		size_t at = first_slot(s, s->hashes[place]);

		while (s->tags[at] != 0)
			at = next_slot(s, at);
		put(s, at, place);
	}
}

struct slice customers_key(const struct customers *c, size_t place)
{
	const int column = c->store->columns.customer;
	const char *from = c->store->all[place].fields;
	struct slice field = {0};

	for (int i = 0; i <= column; i++)
		from = fields_unpack(from, &field, 1);
	return field;
}

long customers_place(const struct customers *c, struct slice key, uint64_t hash)
{
	if (c->count == 0)
		return -1;
	const size_t slot = customers_slot(c, key, hash);
	return c->store->tags[slot] != 0 ? (long)c->store->places[slot] : -1;
}

/* The slot of the hash, as far as its tag tells it; -1: there is none. */
static long slot_of_hash(const struct customer_store *s, uint64_t hash)
{
	const uint32_t wanted = tag_of(hash);

	for (size_t i = first_slot(s, hash); s->tags[i] != 0; i = next_slot(s, i))
		if (s->tags[i] == wanted)
			return (long)i;
	return -1;
}

/* Mostly it is in one of the first four slots, of which no processor can foretell which. */
static inline bool has_hash(const struct customer_store *s, uint64_t hash)
{
	const uint32_t wanted = tag_of(hash), *tags = s->tags;
	const size_t mask = s->nslots - 1;

	return (tags[hash & mask] == wanted) | (tags[(hash + 1) & mask] == wanted) |
		   (tags[(hash + 2) & mask] == wanted) | (tags[(hash + 3) & mask] == wanted) ||
	       slot_of_hash(s, hash) >= 0;
}

void customers_have(const struct customers *c, const uint64_t *hashes, size_t count, bool *have)
{
	enum { FAR = 24 };
	const struct customer_store *s = c->store;

	for (size_t i = 0; i < count && c->count == 0; i++)
		have[i] = false;
	for (size_t i = 0; i < count && c->count > 0; i++) {
		if (count - i > FAR)
			__builtin_prefetch(&s->tags[first_slot(s, hashes[i + FAR])]);
		have[i] = has_hash(s, hashes[i]);
	}
}

/* First the slot, then its place, then what stands by that, then its text. */
long customers_soon(const struct customers *c, uint64_t hash, unsigned step)
{
	const struct customer_store *s = c->store;
	long slot;
	uint32_t place;

	if (step == 0 && c->count > 0)
		__builtin_prefetch(&s->tags[first_slot(s, hash)]);
	if (step == 0 || c->count == 0 || (slot = slot_of_hash(s, hash)) < 0)
		return -1;
	if (step == 1) {
		__builtin_prefetch(&s->places[slot]);
		return -1;
	}
	place = s->places[slot];
	if (step == 2) {
		__builtin_prefetch(&s->all[place]);
	} else if (step == 3) {
		__builtin_prefetch(s->all[place].fields);
		__builtin_prefetch(s->all[place].fields + CACHE_LINE);
	}
	return (long)place;
}
