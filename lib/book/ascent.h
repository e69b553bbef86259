/*
 * Names that ascend: a shorter one comes before a longer one, and of the same length it goes by
 * their bytes. As long as they do, none stands twice, and nobody need remember them.
 */
#ifndef BOOK_ASCENT_H
#define BOOK_ASCENT_H

#include "base/mem.h"
#include "base/slice.h"
#include "base/word.h"

#include <stdbool.h>
#include <stddef.h>

struct ascent {
	_Alignas(CACHE_LINE) struct slice first; /* their text is the caller's */
	struct slice last;
	size_t count;
	bool broken; /* one of them did not come after the one before */
};

static inline bool ascends(struct slice a, struct slice b)
{
	enum { WORD = sizeof(uint64_t) };

	if (a.n != b.n || a.n < WORD || a.n > 2 * WORD)
		return a.n < b.n || (a.n == b.n && slice_compare(a, b) < 0);
	const uint64_t begins[] = {word_in_order(word_load(a.p)), word_in_order(word_load(b.p))};

	if (begins[0] != begins[1])
		return begins[0] < begins[1];
	return word_in_order(word_load(a.p + a.n - WORD)) <
	       word_in_order(word_load(b.p + b.n - WORD));
}

static inline void ascent_add(struct ascent *a, struct slice name)
{
	if (a->count++ == 0)
		a->first = name;
	else
		a->broken |= !ascends(a->last, name);
	a->last = name;
}

#endif
