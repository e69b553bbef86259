#include "book/key.h"

#include "base/banned.h"

static bool is_odd(char c)
{
	return (unsigned char)c <= ' ' || c == ',' || c == '"';
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

	while (
	    plus && i < s.n && ((s.p[i] >= '0' && s.p[i] <= '9') || s.p[i] == '.' || s.p[i] == ','))
		i++;
	return i > 0 && i + 2 < s.n && (s.p[i] == 'E' || s.p[i] == 'e') && s.p + i + 1 == plus;
}
