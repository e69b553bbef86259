/*
 * Things sorted by what their names begin with: the first eight bytes of a text as a number in the
 * order of the bytes, which of most pairs tells all, so that no thing need be looked at.
 */
#ifndef BASE_BEGINS_H
#define BASE_BEGINS_H

#include "base/slice.h"
#include "base/word.h"

#include <stddef.h>
#include <stdint.h>

struct begin {
	uint64_t number;
	const void *what;
};

static inline uint64_t begin_of(struct slice name)
{
	return word_in_order(
	    name.n < sizeof(uint64_t) ? word_load_few(name.p, name.n) : word_load(name.p));
}

/* Those with the same number stay in their order. The spare array is as long. */
void begins_sort(struct begin *all, size_t count, struct begin *spare);
/* The end of those with the same number as the one at `from`. */
size_t begins_end(const struct begin *all, size_t count, size_t from);

#endif
