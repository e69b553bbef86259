#include "book/customers_parts.h"

#include <stdlib.h>

#include "table/pack.h"

#include "base/banned.h"

/* 0 is no hash. */
static uint64_t hash_in_slot(uint64_t hash)
{
	return hash > 0 ? hash : 1;
}

static size_t next_slot(const struct customer_store *s, size_t slot)
{
	return (slot + 1) & (s->nslots - 1);
}

size_t customers_slot(const struct customers *all, struct slice key, uint64_t hash)
{
	const struct customer_store *s = all->store;
	const uint64_t wanted = hash_in_slot(hash);
	size_t i = hash & (s->nslots - 1);

	while (s->hashes[i] != 0 &&
	       (s->hashes[i] != wanted || !slice_equal(customers_key(all, s->places[i]), key)))
		i = next_slot(s, i);
	return i;
}

void customers_put(struct customer_store *s, size_t slot, uint64_t hash, uint32_t place)
{
	s->hashes[slot] = hash_in_slot(hash);
	s->places[slot] = place;
}

void customers_make_room(struct customers *all)
{
	struct customer_store *s = all->store;
	struct customer_store old = *s;

	if (5 * (all->count + 1) <= 4 * old.nslots)
		return;
	s->nslots = old.nslots > 0 ? 2 * old.nslots : 64;
	s->hashes = mem_array(s->nslots, sizeof(*s->hashes));
	s->places = mem_array(s->nslots, sizeof(*s->places));
	for (size_t i = 0; i < old.nslots; i++) {
		size_t at = old.hashes[i] & (s->nslots - 1);
		if (old.hashes[i] == 0)
			continue;
		while (s->hashes[at] != 0)
			at = next_slot(s, at);
		customers_put(s, at, old.hashes[i], old.places[i]);
	}
	free(old.hashes);
	free(old.places);
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
	return c->store->hashes[slot] != 0 ? (long)c->store->places[slot] : -1;
}

/* The slot of the hash; -1: there is none. */
static long slot_of_hash(const struct customers *c, uint64_t hash)
{
	const struct customer_store *s = c->store;
	const uint64_t wanted = hash_in_slot(hash);

	if (c->count == 0)
		return -1;
	for (size_t i = hash & (s->nslots - 1); s->hashes[i] != 0; i = next_slot(s, i))
		if (s->hashes[i] == wanted)
			return (long)i;
	return -1;
}

/* Mostly it is in one of the first four slots, of which no processor can foretell which. */
bool customers_have(const struct customers *c, uint64_t hash)
{
	const struct customer_store *s = c->store;
	const uint64_t wanted = hash_in_slot(hash), *hashes = s->hashes;
	const size_t mask = s->nslots - 1;

	if (c->count == 0)
		return false;
	if ((hashes[hash & mask] == wanted) | (hashes[(hash + 1) & mask] == wanted) |
	    (hashes[(hash + 2) & mask] == wanted) | (hashes[(hash + 3) & mask] == wanted))
		return true;
	return slot_of_hash(c, hash) >= 0;
}

/* First the slot, then its place, then what stands by that, then its text. */
long customers_soon(const struct customers *c, uint64_t hash, unsigned step)
{
	enum { CACHE_LINE = 64 };
	const struct customer_store *s = c->store;
	long slot;
	uint32_t place;

	if (step == 0 && c->count > 0)
		__builtin_prefetch(&s->hashes[hash & (s->nslots - 1)]);
	if (step == 0 || (slot = slot_of_hash(c, hash)) < 0)
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
