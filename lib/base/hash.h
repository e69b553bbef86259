/*
 * The hash of short texts, in line.
 */
#ifndef BASE_HASH_H
#define BASE_HASH_H

#include "base/map.h"
#include "base/slice.h"
#include "base/word.h"

#define HASH_SEED UINT64_C(0x9e3779b97f4a7c15)
#define HASH_ONE UINT64_C(0xa0761d6478bd642f)
#define HASH_TWO UINT64_C(0xe7037ed1a0b428db)

/* hash_bytes of a text behind which eight bytes can be read, as behind a row's fields. */
static inline uint64_t hash_field(uint64_t seed, struct slice text)
{
	uint64_t a, b = 0;

	if (text.n > 16)
		return hash_bytes(seed, text.p, text.n);
	a = word_load(text.p);
	if (text.n < sizeof a)
		a &= (UINT64_C(1) << 8 * text.n) - 1;
	else
		b = word_load(text.p + text.n - sizeof b);
	return word_fold(HASH_TWO ^ text.n, word_fold(a ^ HASH_ONE, b ^ seed ^ HASH_SEED));
}

#endif
