#include "base/map.h"

#include "base/hash.h"

#include <stdlib.h>
#include <string.h>

#include "base/banned.h"

/* So many keys are looked up at once. */
enum { TOGETHER = 32 };

/*
 * Sixteen bytes a step, of which the last ones may be looked at twice; enough for tables whose keys
 * are a user's own data. (After Wang Yi's wyhash.) No text in UTF-8 has the constants' bytes, so
 * that no factor becomes zero.
 */
uint64_t hash_bytes(uint64_t seed, const void *bytes, size_t length)
{
	const char *p = bytes;
	uint64_t a, b = 0;

	seed ^= HASH_SEED;
	for (size_t left = length; left > 16; left -= 16, p += 16)
		seed = word_fold(word_load(p) ^ HASH_ONE, word_load(p + 8) ^ seed);
	if (length < 8) {
		a = word_load_few(p, length);
	} else {
		const char *end = (const char *)bytes + length;

		a = word_load(length < 16 ? p : end - 16);
		b = word_load(end - 8);
	}
	return word_fold(HASH_TWO ^ length, word_fold(a ^ HASH_ONE, b ^ seed));
}

/* The half that does not say where the slot is. */
static uint32_t half_of(uint64_t hash)
{
	return (uint32_t)(hash >> 32);
}

/* The first slot of that hash, or the free one where it would stand. */
static size_t first_slot(const struct map *m, size_t i, uint64_t hash)
{
	const size_t mask = m->slots_count - 1;

	i &= mask;
	while (m->slots[i].entry != 0 && m->slots[i].half != half_of(hash))
		i = (i + 1) & mask;
	return i;
}

/* The slot of the key, or the free one where it would stand. */
static size_t find(const struct map *m, struct slice key, uint64_t hash)
{
	size_t i = first_slot(m, hash, hash);

	while (m->slots[i].entry != 0 && !slice_equal(m->entries[m->slots[i].entry - 1].key, key))
		i = first_slot(m, i + 1, hash);
	return i;
}

static void rehash(struct map *m)
{
	size_t count = m->slots_count == 0 ? 64 : m->slots_count * 2;
	free(m->slots);
	m->slots = mem_array(count, sizeof *m->slots);
	m->slots_count = count;
	for (size_t n = 0; n < m->count; n++) {
		size_t i = m->entries[n].hash & (count - 1);
		while (m->slots[i].entry != 0)
			i = (i + 1) & (count - 1);
		m->slots[i] = (struct map_slot){(uint32_t)(n + 1), half_of(m->entries[n].hash)};
	}
}

struct map_entry *map_entry_at(struct map *m, struct slice key)
{
	if (m->count * 4 >= m->slots_count * 3)
		rehash(m);
	uint64_t hash = hash_bytes(0, key.p, key.n);
	size_t i = find(m, key, hash);
	if (m->slots[i].entry != 0)
		return &m->entries[m->slots[i].entry - 1];
	m->entries = mem_grow(m->entries, m->count, &m->entries_capacity, sizeof *m->entries);
	m->entries[m->count] =
	    (struct map_entry){.key = {arena_copy(&m->keys, key.p, key.n), key.n}, .hash = hash};
	m->slots[i] = (struct map_slot){(uint32_t)++m->count, half_of(hash)};
	return &m->entries[m->count - 1];
}

void **map_at(struct map *m, struct slice key)
{
	return &map_entry_at(m, key)->value;
}

static void *get(const struct map *m, struct slice key, uint64_t hash)
{
	size_t i = find(m, key, hash);
	return m->slots[i].entry != 0 ? m->entries[m->slots[i].entry - 1].value : NULL;
}

void *map_get(const struct map *m, struct slice key)
{
	return m->slots_count == 0 ? NULL : get(m, key, hash_bytes(0, key.p, key.n));
}

/* What is read of the map later is on its way from memory for all keys at once. */
static void get_few(const struct map *m, const struct slice *keys, void **values, size_t count)
{
	uint64_t hashes[TOGETHER];
	const struct map_entry *first[TOGETHER];
	size_t n = 0;

	for (size_t i = 0; i < count; i++) {
		hashes[i] = hash_bytes(0, keys[i].p, keys[i].n);
		__builtin_prefetch(&m->slots[hashes[i] & (m->slots_count - 1)]);
	}
	for (size_t i = 0; i < count; i++) {
		const struct map_slot slot = m->slots[first_slot(m, hashes[i], hashes[i])];

		if (slot.entry == 0)
			continue;
		first[n] = &m->entries[slot.entry - 1];
		__builtin_prefetch(first[n++]);
	}
	for (size_t i = 0; i < n; i++)
		__builtin_prefetch(first[i]->key.p);
	for (size_t i = 0; i < count; i++)
		values[i] = get(m, keys[i], hashes[i]);
}

void map_get_all(const struct map *m, const struct slice *keys, void **values, size_t count)
{
	for (size_t i = 0, n; i < count; i += n) {
		n = count - i < TOGETHER ? count - i : TOGETHER;
		if (m->slots_count > 0)
			get_few(m, keys + i, values + i, n);
		else
			memset(values + i, 0, n * sizeof *values);
	}
}

void map_free(struct map *m)
{
	arena_free(&m->keys);
	free(m->entries);
	free(m->slots);
	*m = (struct map){0};
}
