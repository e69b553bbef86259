#include "table/csv.h"

#include <csv.h>

#include "base/banned.h"

/* What must be quoted, and the line breaks that must not be written. */
static const bool special[256] = {[','] = true, ['"'] = true, ['\n'] = true, ['\r'] = true};

static bool is_blank(char c)
{
	return c == ' ' || c == '\t';
}

static bool is_plain(struct slice field)
{
	if (field.n == 0)
		return true;
	if (is_blank(field.p[0]) || is_blank(field.p[field.n - 1]))
		return false;
	for (size_t i = 0; i < field.n; i++)
		if (special[(unsigned char)field.p[i]])
			return false;
	return true;
}

/* One record is one line: a line break becomes a blank. */
static void unbreak(struct buf *b, size_t from)
{
	size_t to = from;

	for (size_t i = from; i < b->length; i++) {
		if (b->data[i] == '\r' && b->data[i + 1] == '\n')
			continue;
		b->data[to++] = b->data[i] == '\r' || b->data[i] == '\n' ? ' ' : b->data[i];
	}
	buf_truncate(b, to);
}

void csv_add_field(struct buf *b, struct slice field)
{
	if (is_plain(field)) {
		buf_add_slice(b, field);
		return;
	}
	const size_t from = b->length;

	buf_reserve(b, 2 * field.n + 2);
	b->length += csv_write(b->data + from, 2 * field.n + 2, field.p, field.n);
	b->data[b->length] = '\0';
	unbreak(b, from);
}

void csv_add(struct buf *b, bool *first, struct slice field)
{
	if (!*first)
		buf_add_char(b, ',');
	*first = false;
	csv_add_field(b, field);
}

void csv_end(struct buf *b)
{
	buf_add_char(b, '\n');
}
