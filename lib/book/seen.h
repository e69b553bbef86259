/*
 * The names of items seen so far: customer, invoice and instalment name an item, and
 * the second one is bad data. Memory is bounded: beyond SEEN_LIMIT items their
 * fingerprints are compared at the end, and beyond four times as many they lie in an
 * unlinked temporary file.
 *
 * A fingerprint has 72 bits: among ten million items two different ones have the same with a
 * chance of one to 10^8.
 */
#ifndef BOOK_SEEN_H
#define BOOK_SEEN_H

#include "book/item.h"
#include "table/csv.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { SEEN_LIMIT = 1 << 18 };

struct fingerprint {
	uint64_t hash;
	uint8_t part;
};
/* customer_hash: hash_bytes of the customer, with seed 0. */
struct fingerprint fingerprint_of(const struct item *item, uint64_t customer_hash);

struct seen;
struct seen *seen_new(void);
/* With a limit of one's own: a test lowers it. */
struct seen *seen_new_limit(size_t limit);
/* Remember the item that stands there; false, and nothing is remembered, when it is known already.
 * Past the limit it may be known all the same. `file` lives as long as s. */
bool seen_take(struct seen *s, const char *file, unsigned long line, struct fingerprint f);
/* The same of the item of the current row of t, of which a repetition is a fault. */
bool seen_add(struct seen *s, struct table *t, const struct row *row, const struct item *item);
/* An item of this name comes soon. */
void seen_soon(const struct seen *s, struct fingerprint f);
/* At the end of the input: the repetitions that were not told yet are reported as errors. */
bool seen_finish(struct seen *s, struct diag *d);
void seen_free(struct seen *s);

#endif
