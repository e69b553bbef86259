/*
 * A hash map from bytes to a pointer. Keys are copied. Zero-initialize it.
 * Iteration goes in the order of insertion, so output does not depend on the
 * hash.
 */
#ifndef BASE_MAP_H
#define BASE_MAP_H

#include "base/mem.h"
#include "base/slice.h"

#include <stddef.h>
#include <stdint.h>

struct map_entry {
	struct slice key;
	uint64_t hash;
	void *value;
};

/* Most other keys are told apart by half of their hash, without a look at them. */
struct map_slot {
	uint32_t entry; /* index into entries, plus one; 0 is free */
	uint32_t half;
};

struct map {
	struct arena keys;
	struct map_entry *entries; /* in the order of insertion */
	size_t count;
	size_t entries_capacity;
	struct map_slot *slots;
	size_t slots_count;
};

/* The entry of `key`, which may be new, until the next one is asked for; the bytes of its key
 * stay, with a NUL after them. */
struct map_entry *map_entry_at(struct map *m, struct slice key);
/* The place of the value of `key`; a new one holds NULL. */
void **map_at(struct map *m, struct slice key);
/* The value of `key`, or NULL. */
void *map_get(const struct map *m, struct slice key);
/* The values of many keys: a large map is waited for once, and not once a key. */
void map_get_all(const struct map *m, const struct slice *keys, void **values, size_t count);
void map_free(struct map *m);

/* The hash that maps use: stable over runs, not over versions. */
uint64_t hash_bytes(uint64_t seed, const void *bytes, size_t length);

#endif
