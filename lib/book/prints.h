/*
 * Fingerprints of items, each with the place of its row: a set of them, in which the second of two
 * that are the same is found. Zero-initialize it.
 */
#ifndef BOOK_PRINTS_H
#define BOOK_PRINTS_H

#include <stddef.h>
#include <stdint.h>

struct print {
	uint64_t hash;
	uint32_t place;
	uint8_t part;
};

/* The prints in the order in which they came, and a table of where they are by their hash. */
struct print_set {
	struct print *all;
	size_t count, capacity;
	uint32_t *slots; /* the number of one, from 1; 0: free */
	size_t size;	 /* a power of two, at least twice the count */
};

/* The earlier print of the same item, or NULL after this one was added. */
struct print *prints_add(struct print_set *s, const struct print *print);
/* One of this hash comes soon. */
void prints_soon(const struct print_set *s, uint64_t hash);
void prints_free(struct print_set *s);

#endif
