/*
 * A set of characters: what a letter writes in one face.
 */
#ifndef LETTER_CHARSET_H
#define LETTER_CHARSET_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { CHARSET_LIMIT = 0x20000, CHARSET_WORDS = CHARSET_LIMIT / 64 };

/* Zero-initialize it. */
struct charset {
	uint64_t words[CHARSET_WORDS];
	size_t last; /* the highest word that is not 0, for quick iteration */
};

static inline void charset_add(struct charset *s, uint32_t ch)
{
	if (ch >= CHARSET_LIMIT)
		return;
	s->words[ch / 64] |= UINT64_C(1) << ch % 64;
	if (ch / 64 > s->last)
		s->last = ch / 64;
}

/* The next character from *ch on; false when there is none. */
static inline bool charset_next(const struct charset *s, uint32_t *ch)
{
	uint32_t word = *ch / 64;
	if (word > s->last)
		return false;
	uint64_t bits = s->words[word] >> *ch % 64;
	if (bits == 0) {
		while (++word <= s->last && s->words[word] == 0)
			;
		if (word > s->last)
			return false;
		*ch = word * 64;
		bits = s->words[word];
	}
	*ch += (uint32_t)__builtin_ctzll(bits);
	return true;
}

#endif
