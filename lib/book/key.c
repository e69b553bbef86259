#include "book/key.h"

#include "base/ascii.h"
#include "base/word.h"

#include "base/banned.h"

static bool is_odd(char c)
{
	return (unsigned char)c <= ' ' || c == ',' || c == '"';
}

/* Whether one of eight bytes is odd, or a plus. */
static bool has_odd_word(uint64_t word)
{
	const uint64_t ones = UINT64_C(0x0101010101010101), high = ones << 7;
	/* What is above a blank gets the highest bit, which bytes above ASCII have. */
	const uint64_t above = (word & ~high) + ones * (0x7f - ' ');

	return (~(above | word) & high) != 0 || word_has(word, ',') || word_has(word, '"') ||
	       word_has(word, '+');
}

bool key_is_plain(struct slice s)
{
	size_t i = 0;

	for (; s.n - i >= 8; i += 8)
		if (has_odd_word(word_load(s.p + i)))
			return false;
	return i == s.n || !has_odd_word(word_load_few(s.p + i, s.n - i) |
					 UINT64_C(0x7878787878787878) << (s.n - i) * 8);
}

static bool has_odd(struct slice s)
{
	bool odd = false;

	for (size_t i = 0; i < s.n; i++)
		odd |= is_odd(s.p[i]);
	return odd;
}

/* Single blanks inside are all that is odd. */
static bool has_words(struct slice s)
{
	char before = ' ';

	for (size_t i = 0; i < s.n; i++) {
		if (is_odd(s.p[i]) && (s.p[i] != ' ' || before == ' '))
			return false;
		before = s.p[i];
	}
	return before != ' ';
}

bool key_is_clean(struct slice s)
{
	return !has_odd(s) || has_words(s);
}

struct slice key_clean(struct buf *b, struct slice s)
{
	buf_truncate(b, 0);
	for (size_t i = 0; i < s.n; i++) {
		bool blank = (unsigned char)s.p[i] <= ' ' || s.p[i] == ',';

		if (s.p[i] == '"' || (blank && (b->length == 0 || b->data[b->length - 1] == ' ')))
			continue;
		buf_add_char(b, blank ? ' ' : s.p[i]);
	}
	if (b->length > 0 && b->data[b->length - 1] == ' ')
		buf_truncate(b, b->length - 1);
	return buf_slice(b);
}

struct slice key_without_zeros(struct slice s)
{
	/* Eight of them at once, where they are many. */
	while (s.n > 8 && word_load(s.p) == UINT64_C(0x3030303030303030) && s.p[8] != ' ')
		s = (struct slice){s.p + 8, s.n - 8};
	while (s.n > 1 && s.p[0] == '0' && s.p[1] != ' ') {
		s.p++;
		s.n--;
	}
	return s;
}

bool key_is_scientific(struct slice s)
{
	const char *plus = s.n > 0 ? memchr(s.p, '+', s.n) : NULL;
	size_t i = 0;

	while (plus && i < s.n && (is_digit(s.p[i]) || s.p[i] == '.' || s.p[i] == ','))
		i++;
	return i > 0 && i + 2 < s.n && (s.p[i] == 'E' || s.p[i] == 'e') && s.p + i + 1 == plus;
}
