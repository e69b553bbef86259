#include "table/quoted.h"

#include "base/mem.h"
#include "table/csv.h"
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
	q->bytes = mem_resize(q->bytes, room + ROW_BEHIND, 1);
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

/* The common form, without libcsv. The tests hold it against libcsv. */

static struct slice unfold(struct quoted *q, struct slice field)
{
	char *to = q->bytes + q->used;
	size_t n = 0;

	for (size_t i = 0; i < field.n; i++) {
		to[n++] = field.p[i] == '\n' ? ' ' : field.p[i];
		i += field.p[i] == '"';
	}
	q->used += n;
	return (struct slice){to, n};
}

/* Only what stands in quotes may be; before all fields but the first there is a byte to look at. */
static bool is_folded(const struct slice *fields, size_t i)
{
	const struct slice f = fields[i];

	return f.n > 0 && (i == 0 || f.p[-1] == '"') &&
	       (memchr(f.p, '"', f.n) != NULL || memchr(f.p, '\n', f.n) != NULL);
}

const struct slice *quoted_unfold(struct quoted *q, const struct slice *fields, size_t count)
{
	while (q->fields_capacity < count)
		q->fields = mem_grow(
		    q->fields, q->fields_capacity, &q->fields_capacity, sizeof(*q->fields));
	for (size_t i = 0; i < count; i++)
		q->fields[i] = is_folded(fields, i) ? unfold(q, fields[i]) : fields[i];
	q->nfields = count;
	return q->fields;
}

const char *quoted_split(struct quoted *q, struct slice text)
{
	quoted_begin(q, text.n);
	return quoted_split_next(q, text);
}

const char *quoted_split_next(struct quoted *q, struct slice text)
{
	const char *why = prepare(q);

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
