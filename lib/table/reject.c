#include "table/reject.h"

#include "base/file.h"
#include "base/mem.h"

#include <stdlib.h>

#include "base/banned.h"

struct reject {
	struct buf row, reason;
};

static void add_fields(
    const struct rejects *r, struct buf *b, const struct slice *fields, size_t count)
{
	bool first = true;

	for (size_t i = 0; i < count; i++)
		if ((int)i != r->own)
			csv_add(b, &first, fields[i]);
}

void rejects_header(struct rejects *r, const struct slice *names, size_t count)
{
	r->own = -1;
	for (size_t i = 0; i < count; i++)
		if (slice_is(names[i], "reason"))
			r->own = (int)i;
	add_fields(r, &r->header, names, count);
	buf_add_string(&r->header, ",reason\n");
}

/* The rejects are a canonical table, so what is not UTF-8 cannot stand in it. */
static void make_utf8(struct buf *b, size_t from)
{
	if (slice_is_utf8((struct slice){b->data + from, b->length - from}))
		return;
	for (size_t i = from; i < b->length; i++)
		if ((unsigned char)b->data[i] >= 0x80 || b->data[i] == '\0')
			b->data[i] = '?';
}

static void **place_of(struct rejects *r, const struct row *row)
{
	struct buf key = {0};

	buf_printf(&key, "%lu:%s", row->line, row->file);
	void **place = map_at(&r->rows, buf_slice(&key));

	buf_free(&key);
	return place;
}

void rejects_add(struct rejects *r, const struct row *row, size_t count, struct slice reason)
{
	void **place = place_of(r, row);

	if (*place == NULL) {
		struct reject *new = *place = mem_alloc(sizeof(struct reject));

		add_fields(r, &new->row, row->fields, count);
		buf_add_string(&new->row, "");
		make_utf8(&new->row, 0);
	}
	struct reject *reject = *place;
	const size_t from = reject->reason.length;

	if (from > 0)
		buf_add_string(&reject->reason, "; ");
	buf_add_slice(&reject->reason, reason);
	make_utf8(&reject->reason, from);
}

void rejects_hold_back(struct rejects *r, const struct row *row, size_t count)
{
	if (*place_of(r, row) == NULL)
		rejects_add(r, row, count, slice_of("held back: the customer has a faulty row"));
}

bool rejects_write(struct rejects *r, struct diag *d)
{
	struct buf all = {0};

	buf_add_slice(&all, buf_slice(&r->header));
	for (size_t i = 0; i < r->rows.count; i++) {
		const struct reject *reject = r->rows.entries[i].value;
		bool first = false;

		buf_add_slice(&all, buf_slice(&reject->row));
		csv_add(&all, &first, buf_slice(&reject->reason));
		csv_end(&all);
	}
	const bool ok = file_rewrite(d, r->path, buf_slice(&all), 0666);

	buf_free(&all);
	return ok;
}

void rejects_free(struct rejects *r)
{
	for (size_t i = 0; i < r->rows.count; i++) {
		struct reject *reject = r->rows.entries[i].value;

		buf_free(&reject->row);
		buf_free(&reject->reason);
		free(reject);
	}
	map_free(&r->rows);
	buf_free(&r->header);
	*r = (struct rejects){0};
}
