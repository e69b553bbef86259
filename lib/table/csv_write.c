#include "table/csv.h"

#include "base/word.h"

#include <string.h>

#include "base/banned.h"

static bool is_blank(char c)
{
	return c == ' ' || c == '\t';
}

static bool ends_blank(struct slice field)
{
	return field.n > 0 && (is_blank(field.p[0]) || is_blank(field.p[field.n - 1]));
}

/* At the begin of a file it would be taken for the file's. */
static bool begins_with_mark(struct slice field)
{
	return field.n >= 3 && memcmp(field.p, "\xef\xbb\xbf", 3) == 0;
}

/* Whether one of eight bytes is a comma, a quote or a line break. */
static bool has_special(uint64_t word)
{
	return word_has(word, ',') || word_has(word, '"') || word_has(word, '\n') ||
	       word_has(word, '\r');
}

/*
 * Copy the field. False when something in it must be quoted, or is a line break: then nothing is
 * copied for good.
 */
static bool copy_plain(char *to, struct slice field)
{
	bool special = false;
	size_t i = 0;

	for (; field.n - i >= sizeof(uint64_t); i += sizeof(uint64_t)) {
		special |= has_special(word_load(field.p + i));
		memcpy(to + i, field.p + i, sizeof(uint64_t));
	}
	if (i < field.n) {
		special |= has_special(word_load_few(field.p + i, field.n - i));
		memcpy(to + i, field.p + i, field.n - i);
	}
	return !special && !ends_blank(field) && !begins_with_mark(field);
}

/*
 * Copy it in quotes, those inside it doubled; where it ends then. One record is one line: a line
 * break becomes a blank.
 */
static char *copy_quoted(char *to, struct slice field)
{
	*to++ = '"';
	for (size_t i = 0; i < field.n; i++) {
		const char c = field.p[i];

		if (c == '\r' && i + 1 < field.n && field.p[i + 1] == '\n')
			continue;
		if (c == '"')
			*to++ = '"';
		*to++ = c == '\r' || c == '\n' ? ' ' : c;
	}
	*to++ = '"';
	return to;
}

/* There is room for it: twice as much, two quotes and a NUL. */
static void put_field(struct buf *b, struct slice field)
{
	char *to = b->data + b->length;

	if (copy_plain(to, field))
		to += field.n;
	else
		to = copy_quoted(to, field);
	*to = '\0';
	b->length = (size_t)(to - b->data);
}

void csv_add_field(struct buf *b, struct slice field)
{
	buf_reserve(b, 2 * field.n + 2);
	put_field(b, field);
}

void csv_add(struct buf *b, bool *first, struct slice field)
{
	buf_reserve(b, 2 * field.n + 3);
	if (!*first)
		b->data[b->length++] = ',';
	*first = false;
	put_field(b, field);
}

void csv_end(struct buf *b)
{
	buf_add_char(b, '\n');
}
