/*
 * What an import has taken so far: its items, none of which may come twice, and
 * under which of the export's names each customer came.
 *
 * Kept as fingerprints of 80 and of 64 bits: an import of a million items costs
 * 16 bytes and one place in memory an item, and would take two different ones
 * for the same with a chance of one to 10^12.
 */
#ifndef BOOK_TAKEN_H
#define BOOK_TAKEN_H

#include "base/mem.h"
#include "base/slice.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct taken_item {
	uint64_t hash;
	uint32_t line; /* where it came first; 0: a free place */
	uint16_t file; /* its place among the files */
	uint16_t more; /* the rest of the fingerprint */
};

struct taken_name {
	uint64_t key, raw; /* fingerprints; key 0: a free place */
};

/* Zero-initialize. */
struct taken {
	struct taken_item *items;
	uint64_t *sums; /* one an item, where sums are kept */
	size_t size, count;
	struct taken_name *names;
	struct slice *raws; /* one a name */
	size_t names_size, names_count;
	struct arena arena; /* the raws */
	bool keep_sums;
};

/* The keys of a row: fingerprints of the customer's key and name, and of the whole item. */
struct taken_row {
	struct taken_name name;
	struct taken_item item;
};

/* The keys of a row, of which any thread may ask. `raw`: the customer as the export has it. */
void taken_keys(struct taken_row *row, struct slice customer, struct slice raw,
    struct slice invoice, struct slice instalment);

/* There will be about so many items: room is made for them at once, and not step by step. */
void taken_expect(struct taken *t, size_t count);

/*
 * This row will be taken soon: the places in memory where it may stand are asked for, to be there
 * then, and there will be room for it. As often as rows are taken, and a little before at the most.
 */
void taken_soon(struct taken *t, const struct taken_row *row);

/*
 * Take the row's customer, who is named `raw` in the export. The name that the
 * same key was taken under first: this one, or another.
 */
struct slice taken_name(struct taken *t, const struct taken_row *row, struct slice raw);

/*
 * Take the row's item. The one that was taken before under the same keys; NULL:
 * it is new.
 */
const struct taken_item *taken_add(
    struct taken *t, const struct taken_row *row, size_t file, unsigned long line, uint64_t sum);
/* The sum that an item was taken with. */
uint64_t taken_sum(const struct taken *t, const struct taken_item *item);

void taken_free(struct taken *t);

#endif
