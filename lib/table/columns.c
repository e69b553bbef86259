#include "table/columns.h"

#include "base/mem.h"
#include "table/csv_put.h"

#include <stdlib.h>

#include "base/banned.h"

/* Add a column, once, where the input or the command has it. */
static void add(struct columns *c, struct slice name, int from, int added)
{
	if (from < 0 && added < 0)
		return;
	for (size_t i = 0; i < c->count; i++)
		if (slice_equal(c->out[i].name, name))
			return;
	c->out[c->count++] = (struct column_out){name, from, added};
}

void columns_plan(struct columns *c, const struct table *t, const char *const *first, size_t nfirst,
    const char *const *added, size_t nadded)
{
	*c = (struct columns){0};
	c->out = mem_array(nfirst + table_columns(t) + nadded, sizeof(*c->out));
	for (size_t i = 0; i < nfirst; i++) {
		const struct slice name = slice_of(first[i]);

		add(c, name, table_find(t, first[i]), slice_among(name, added, nadded));
	}
	for (size_t i = 0; i < table_columns(t); i++) {
		const struct slice name = table_column_name(t, i);

		add(c, name, (int)i, slice_among(name, added, nadded));
	}
	for (size_t i = 0; i < nadded; i++)
		add(c, slice_of(added[i]), -1, (int)i);
}

void columns_leave_out(struct columns *c, const char *const *names, size_t count)
{
	size_t kept = 0;

	for (size_t i = 0; i < c->count; i++)
		if (c->out[i].added >= 0 || slice_among(c->out[i].name, names, count) < 0)
			c->out[kept++] = c->out[i];
	c->count = kept;
}

void columns_header(const struct columns *c, struct buf *b)
{
	bool first = true;

	for (size_t i = 0; i < c->count; i++)
		csv_add(b, &first, c->out[i].name);
	csv_end(b);
}

int columns_find(const struct columns *c, const char *name)
{
	for (size_t i = 0; i < c->count; i++)
		if (slice_is(c->out[i].name, name))
			return (int)i;
	return -1;
}

void columns_row(
    const struct columns *c, struct buf *b, const struct slice *fields, const struct slice *values)
{
	const char *end;
	char *to;

	buf_reserve(b, 1);
	to = b->data + b->length;
	end = b->data + b->capacity;
	for (size_t i = 0; i < c->count; i++) {
		const struct slice field = columns_value(c, (int)i, fields, values);
		const size_t room = csv_room(field);

		if ((size_t)(end - to) < room) {
			b->length = (size_t)(to - b->data);
			buf_reserve(b, room);
			to = b->data + b->length;
			end = b->data + b->capacity;
		}
		to = csv_put(to, field);
		*to++ = i + 1 < c->count ? ',' : '\n';
	}
	*to = '\0';
	b->length = (size_t)(to - b->data);
}

void columns_free(struct columns *c)
{
	free(c->out);
	*c = (struct columns){0};
}
