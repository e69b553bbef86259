#include "base/slice.h"

#include "base/ascii.h"

#include <stdint.h>
#include <string.h>

#include "base/banned.h"

int slice_among(struct slice s, const char *const *names, size_t count)
{
	const char first = s.n > 0 ? s.p[0] : '\0';

	for (size_t i = 0; i < count; i++)
		if (names[i][0] == first && slice_is(s, names[i]))
			return (int)i;
	return -1;
}

int slice_compare(struct slice a, struct slice b)
{
	size_t n = a.n < b.n ? a.n : b.n;
	int order = n > 0 ? memcmp(a.p, b.p, n) : 0;
	if (order != 0)
		return order;
	return a.n < b.n ? -1 : a.n > b.n;
}

bool slice_begins(struct slice s, struct slice with)
{
	return s.n >= with.n && slice_equal((struct slice){s.p, with.n}, with);
}

static bool is_blank(char c)
{
	return c == ' ' || c == '\t';
}

struct slice slice_trim(struct slice s)
{
	while (s.n > 0 && is_blank(s.p[0])) {
		s.p++;
		s.n--;
	}
	while (s.n > 0 && is_blank(s.p[s.n - 1]))
		s.n--;
	return s;
}

bool slice_cut(struct slice *rest, char separator, struct slice *part)
{
	if (rest->p == NULL)
		return false;
	const char *at = rest->n > 0 ? memchr(rest->p, separator, rest->n) : NULL;
	if (at == NULL) {
		*part = *rest;
		*rest = (struct slice){NULL, 0};
		return true;
	}
	*part = (struct slice){rest->p, (size_t)(at - rest->p)};
	rest->n -= part->n + 1;
	rest->p = at + 1;
	return true;
}

/* Length of the well-formed character (RFC 3629, table 3-7 of Unicode) that begins at p, or 0. */
size_t slice_character(struct slice s)
{
	const unsigned char *p = (const unsigned char *)s.p;
	unsigned char c = p[0];
	if (c < 0x80)
		return c != 0;
	size_t n = c >= 0xc2 && c <= 0xdf   ? 2
		   : c >= 0xe0 && c <= 0xef ? 3
		   : c >= 0xf0 && c <= 0xf4 ? 4
					    : 0;
	if (n == 0 || n > s.n)
		return 0;
	unsigned char least = c == 0xe0 ? 0xa0 : c == 0xf0 ? 0x90 : 0x80;
	unsigned char most = c == 0xed ? 0x9f : c == 0xf4 ? 0x8f : 0xbf;
	if (p[1] < least || p[1] > most)
		return 0;
	for (size_t i = 2; i < n; i++)
		if ((p[i] & 0xc0) != 0x80)
			return 0;
	return n;
}

/* How many of eight bytes stand before the first that is not ASCII, or NUL. (What is borrowed for a
 * NUL changes only bytes behind it.) */
static size_t plain_bytes(const char *p)
{
	const uint64_t high = UINT64_C(0x8080808080808080), ones = UINT64_C(0x0101010101010101);
	const uint64_t w = word_load(p), odd = (w | (w - ones)) & high;

	return odd == 0 ? 8 : (size_t)__builtin_ctzll(odd) / 8;
}

enum { BLOCK = 64 };

/* The same of a block, all at once. */
static bool plain_block(const char *p)
{
	const uint64_t high = UINT64_C(0x8080808080808080), ones = UINT64_C(0x0101010101010101);
	uint64_t odd = 0;
	for (int i = 0; i < BLOCK; i += 8) {
		uint64_t w;
		memcpy(&w, p + i, sizeof w);
		odd |= w | (w - ones);
	}
	return (odd & high) == 0;
}

/*
 * How much of a block are whole characters, each of them well-formed: all of it, but for one that
 * goes on behind it. 0: there is another. It begins with a character, and there are three bytes
 * before it. Without a branch, so that the compiler can look at many bytes at once.
 */
static size_t block_characters(const unsigned char *p)
{
	unsigned char bad = 0;
	for (int i = 0; i < BLOCK; i++) {
		const unsigned char c = p[i], one = p[i - 1], two = p[i - 2], three = p[i - 3];
		const unsigned char follows = (c & 0xc0) == 0x80;
		const unsigned char must = (one >= 0xc2) | (two >= 0xe0) | (three >= 0xf0);
		bad |= (follows ^ must) | (c == 0) | ((c & 0xfe) == 0xc0) | (c > 0xf4);
		bad |= ((one == 0xe0) & (c < 0xa0)) | ((one == 0xed) & (c > 0x9f)) |
		       ((one == 0xf0) & (c < 0x90)) | ((one == 0xf4) & (c > 0x8f));
	}
	if (bad)
		return 0;
	return (size_t)BLOCK - (p[BLOCK - 1] >= 0xc2	  ? 1
				   : p[BLOCK - 2] >= 0xe0 ? 2
				   : p[BLOCK - 3] >= 0xf0 ? 3
							  : 0);
}

bool slice_is_utf8(struct slice s)
{
	const unsigned char *p = (const unsigned char *)s.p;
	size_t i = 0, n;
	for (; i < s.n; i += n) {
		const size_t left = s.n - i;
		if (left >= BLOCK && plain_block(s.p + i))
			n = BLOCK;
		else if (left >= BLOCK && i >= 3)
			n = block_characters(p + i);
		else if (left < 8 || (n = plain_bytes(s.p + i)) == 0)
			n = slice_character((struct slice){s.p + i, left});
		if (n == 0)
			return false;
	}
	return true;
}
