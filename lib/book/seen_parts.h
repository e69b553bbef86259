/*
 * The names of items seen so far, as seen.c, which keeps them, and seen_search.c, which finds those
 * that stand twice, share them. Private to them.
 */
#ifndef BOOK_SEEN_PARTS_H
#define BOOK_SEEN_PARTS_H

#include "base/mem.h"
#include "book/prints.h"
#include "book/seen.h"

/* A fingerprint and its row's place, in twelve bytes. */
struct dealt {
	uint32_t hash[2]; /* its low half and its high one */
	uint32_t place;
};

/* A block fills whole pages of the file. In memory it has room for one line of the cache more: the
 * lines that are filled, one a partition, then lie in all parts of it. */
enum {
	PARTITIONS = 256,
	BLOCK_SIZE = 8192,
	BLOCK_ROOM = BLOCK_SIZE + 64,
	BLOCK = BLOCK_SIZE / sizeof(struct dealt)
};

/* Where an item stands: the lines of all files are counted through. */
struct input {
	const char *file;
	uint64_t before; /* lines of the files before it */
	unsigned long lines;
};

/* Fingerprints of one partition, nearly in the order of the rows. */
struct block {
	struct dealt all[BLOCK];
	char rest[BLOCK_SIZE - BLOCK * sizeof(struct dealt)];
};

static inline uint64_t hash_of(const struct dealt *d)
{
	return d->hash[0] | (uint64_t)d->hash[1] << 32;
}

struct seen {
	struct print_set memory;
	size_t at_once, most_blocks;
	struct input *inputs;
	size_t ninputs, inputs_capacity;
	bool many;   /* more than the limit: `memory` is given up */
	bool broken; /* the file cannot be written: told by seen_finish */
	int fd, error;
	struct arena blocks;
	struct block *filling[PARTITIONS];
	size_t filled[PARTITIONS];
	/* The full ones, those of a partition one after the other. */
	struct full {
		struct block *block; /* NULL: in the file, which has `number` blocks before it */
		size_t number;
		size_t next; /* of the same partition, from 1; 0: it is the last */
	} * full;
	size_t nfull, full_capacity, in_file;
	size_t first[PARTITIONS], last[PARTITIONS]; /* from 1; 0: none */
};

struct place seen_place(const struct seen *s, uint32_t place);

#endif
