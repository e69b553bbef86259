#include "table/quoted.h"

#include "base/mem.h"
#include "table/frame.h"

#include <stdlib.h>
#include <string.h>

#include "base/banned.h"

/* RFC 4180: blanks are part of a field. libcsv would strip them. */
static int no_blank(unsigned char c)
{
	(void)c;
	return 0;
}

void quoted_begin(struct quoted *q, size_t room)
{
	q->used = 0;
	if (room <= q->capacity)
		return;
	q->bytes = mem_resize(q->bytes, room, 1);
	q->capacity = room;
}

static const char *prepare(struct quoted *q)
{
	if (!q->ready) {
		if (csv_init(&q->parser, CSV_STRICT | CSV_STRICT_FINI | CSV_REPALL_NL) != 0)
			return "the CSV parser does not start";
		csv_set_space_func(&q->parser, no_blank);
		q->ready = true;
	}
	q->nfields = 0;
	q->ends = 0;
	q->bare_cr = false;
	return NULL;
}

static size_t copy_unbroken(char *to, const char *from, size_t n)
{
	size_t length = 0;

	for (size_t i = 0; i < n; i++) {
		if (from[i] == '\r' && i + 1 < n && from[i + 1] == '\n')
			continue;
		to[length++] = from[i] == '\n' || from[i] == '\r' ? ' ' : from[i];
	}
	return length;
}

static void take_field(void *bytes, size_t n, void *context)
{
	struct quoted *q = context;
	char *to = q->bytes + q->used;

	if (q->nfields == FRAME_FIELDS_MOST)
		return;
	/* Fields are never longer than the record that they are of, for which there is room. */
	if (n > q->capacity - q->used)
		n = q->capacity - q->used;
	n = copy_unbroken(to, bytes, n);
	q->used += n;
	q->fields = mem_grow(q->fields, q->nfields, &q->fields_capacity, sizeof(*q->fields));
	q->fields[q->nfields++] = (struct slice){to, n};
}

static void take_end(int c, void *context)
{
	struct quoted *q = context;

	q->ends++;
	q->bare_cr |= c == '\r';
}

/* The common form, without libcsv. */

static void end_field(struct quoted *q, const char *to)
{
	const char *from = q->bytes + q->used;

	q->fields = mem_grow(q->fields, q->nfields, &q->fields_capacity, sizeof(*q->fields));
	q->fields[q->nfields++] = (struct slice){from, (size_t)(to - from)};
	q->used = (size_t)(to - q->bytes);
}

/* The field that begins at p, copied to q, with what is doubled in quotes once. Returns where it
 * ends; NULL: it is not of the common form. */
static const char *common_field(struct quoted *q, const char *p, const char *end)
{
	char *to = q->bytes + q->used;
	const bool quotes = p < end && *p == '"';

	for (p += quotes; p < end && (quotes || *p != ','); p++) {
		if (*p == '"') {
			if (!quotes)
				return NULL;
			p++;
			if (p == end || *p == ',') {
				end_field(q, to);
				return p;
			}
			if (*p != '"')
				return NULL;
		}
		*to++ = *p == '\n' ? ' ' : *p;
	}
	if (quotes)
		return NULL;
	end_field(q, to);
	return p;
}

/* False: libcsv shall judge it. The tests hold this against libcsv. */
static bool split_common(struct quoted *q, struct slice text)
{
	const char *p = text.p, *end = text.p + text.n;

	if (text.n > q->capacity - q->used || memchr(p, '\r', text.n) != NULL)
		return false;
	for (q->nfields = 0; q->nfields < FRAME_FIELDS_MOST; p++) {
		p = common_field(q, p, end);
		if (p == NULL || p == end)
			return p == end;
	}
	return false;
}

const char *quoted_split(struct quoted *q, struct slice text)
{
	quoted_begin(q, text.n);
	return quoted_split_next(q, text);
}

const char *quoted_split_next(struct quoted *q, struct slice text)
{
	const size_t used = q->used;
	const char *why;

	if (split_common(q, text))
		return NULL;
	q->used = used;
	why = prepare(q);
	if (why != NULL)
		return why;
	if (csv_parse(&q->parser, text.p, text.n, take_field, take_end, q) == text.n &&
	    csv_fini(&q->parser, take_field, take_end, q) == 0 && q->ends == 1 && !q->bare_cr)
		return NULL;
	/* libcsv keeps its state after an error. */
	csv_free(&q->parser);
	q->ready = false;
	return q->bare_cr ? "a carriage return outside quotes"
			  : "a quote that does not stand around a whole field, or is not doubled "
			    "inside one";
}

void quoted_free(struct quoted *q)
{
	if (q->ready)
		csv_free(&q->parser);
	free(q->bytes);
	free(q->fields);
	*q = (struct quoted){0};
}
