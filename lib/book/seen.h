/*
 * The names of items seen so far: customer, invoice and instalment name an item, and
 * the second one is bad data. Up to a number of items that is told at once; beyond it their
 * fingerprints are compared at the end, and beyond another number they lie in an
 * unlinked temporary file, so that memory is bounded.
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

enum {
	SEEN_AT_ONCE = 1 << 16,
	SEEN_REJECTED = 1 << 18, /* at once, where only a row that is current can be rejected */
	SEEN_MEMORY = 1 << 20
};

struct fingerprint {
	uint64_t hash;
	uint8_t part;
};
/* customer_hash: hash_bytes of the customer, with seed 0. */
struct fingerprint fingerprint_of(const struct item *item, uint64_t customer_hash);

struct seen;
struct seen *seen_new(size_t at_once, size_t memory);
/* Remember the item that stands there; false, and nothing is remembered, when it is known already.
 * Past `at_once` it may be known all the same. `file` lives as long as s. */
bool seen_take(struct seen *s, const char *file, unsigned long line, struct fingerprint f);
/*
 * The same of many rows, in any order, whose lines are counted from `before` lines on. False, and
 * nothing is remembered, as long as repetitions are told at once.
 */
struct seen_row {
	uint64_t hash; /* its fingerprint */
	uint32_t line;
	uint8_t part;
};
bool seen_take_rows(struct seen *s, const char *file, unsigned long before,
    const struct seen_row *rows, size_t count);
/* The same of the item of the current row of t, of which a repetition is a fault. */
bool seen_add(struct seen *s, struct table *t, const struct row *row, const struct item *item);
/* An item of this name comes soon. */
void seen_soon(const struct seen *s, struct fingerprint f);
/* At the end of the input: the repetitions that were not told yet are reported as errors. */
bool seen_finish(struct seen *s, struct diag *d);
void seen_free(struct seen *s);

#endif
