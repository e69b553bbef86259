#include "table/csv_put.h"

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

/* Whether something in it must be quoted, or is a line break. */
static bool is_special(struct slice field)
{
	size_t i = 0;

	for (; field.n - i >= sizeof(uint64_t); i += sizeof(uint64_t))
		if (has_special(word_load(field.p + i)))
			return true;
	return has_special(word_load_few(field.p + i, field.n - i)) || ends_blank(field) ||
	       begins_with_mark(field);
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

char *csv_put_special(char *to, struct slice field)
{
	return is_special(field) ? copy_quoted(to, field) : to + field.n;
}

static void end_at(struct buf *b, char *to)
{
	*to = '\0';
	b->length = (size_t)(to - b->data);
}

void csv_add_field(struct buf *b, struct slice field)
{
	buf_reserve(b, csv_room(field));
	end_at(b, csv_put(b->data + b->length, field));
}

void csv_add(struct buf *b, bool *first, struct slice field)
{
	char *to;

	buf_reserve(b, csv_room(field));
	to = b->data + b->length;
	if (!*first)
		*to++ = ',';
	*first = false;
	end_at(b, csv_put(to, field));
}

void csv_end(struct buf *b)
{
	buf_add_char(b, '\n');
}
