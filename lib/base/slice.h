/*
 * A slice: bytes that somebody else owns, with their length. Not NUL-terminated.
 * The empty slice may have a NULL pointer.
 */
#ifndef BASE_SLICE_H
#define BASE_SLICE_H

#include "base/word.h"

#include <stdbool.h>
#include <stddef.h>
#include <string.h>

struct slice {
	const char *p;
	size_t n;
};

#define SLICE_LIT(s) ((struct slice){(s), sizeof(s) - 1})
/* For "%.*s". */
#define SLICE_ARG(s) slice_width(s), slice_text(s)
static inline int slice_width(struct slice s)
{
	return s.n < 4096 ? (int)s.n : 4096;
}
static inline const char *slice_text(struct slice s)
{
	return s.p != NULL ? s.p : "";
}

static inline struct slice slice_of(const char *s)
{
	return (struct slice){s, s ? strlen(s) : 0};
}

/* Names are short: up to sixteen bytes are two numbers, which may have some in common. */
static inline bool slice_equal(struct slice a, struct slice b)
{
	if (a.n != b.n)
		return false;
	if (a.n < 8)
		return word_load_few(a.p, a.n) == word_load_few(b.p, b.n);
	if (a.n <= 16)
		return word_load(a.p) == word_load(b.p) &&
		       word_load(a.p + a.n - 8) == word_load(b.p + b.n - 8);
	return memcmp(a.p, b.p, a.n) == 0;
}

static inline bool slice_is(struct slice a, const char *s)
{
	return slice_equal(a, slice_of(s));
}

/* The place of the text among names[0..count), -1 when it is none of them. */
int slice_among(struct slice s, const char *const *names, size_t count);
/* Bytewise, a shorter one before a longer one with the same beginning. */
int slice_compare(struct slice a, struct slice b);
bool slice_begins(struct slice s, struct slice with);
/* Without blanks and tabs at both ends. */
struct slice slice_trim(struct slice s);
/* Cut off the part before `separator` and return it; *rest becomes what follows. False at the end.
 */
bool slice_cut(struct slice *rest, char separator, struct slice *part);
/* Whether the bytes are UTF-8 (RFC 3629: no surrogates, no overlong forms, no NUL). */
bool slice_is_utf8(struct slice s);
/* How many bytes its first character has; 0: it is not well-formed, or NUL. Not of an empty one. */
size_t slice_character(struct slice s);

#endif
