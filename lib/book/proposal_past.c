#include "base/mem.h"
#include "book/reader.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/banned.h"

/*
 * The log: of each reminder its entry, its number and customer, then of each item that it reminds
 * of its line, invoice and instalment. Texts end with a NUL, which no field has.
 */
struct entry {
	unsigned long line;
	uint32_t rows, items;
};

/* From where in the log on the rows are of this file, and so many lines before those they have. */
struct past_file {
	size_t from;
	const char *file;
	unsigned long before;
};

static void enter_file(struct past *past, const char *file, unsigned long before)
{
	const struct past_file *last = past->nfiles > 0 ? &past->files[past->nfiles - 1] : NULL;

	if (last != NULL && last->file == file && last->before == before)
		return;
	past->files = mem_grow(past->files, past->nfiles, &past->capacity, sizeof(*past->files));
	past->files[past->nfiles++] = (struct past_file){past->log.length, file, before};
}

static char *put_text(char *to, struct slice text)
{
	if (text.n > 0)
		memcpy(to, text.p, text.n);
	to[text.n] = '\0';
	return to + text.n + 1;
}

/* What stands together: bytes of a fixed size, then two texts. */
static void add(
    struct past *past, const void *fixed, size_t size, struct slice first, struct slice second)
{
	struct buf *log = &past->log;
	char *to;

	buf_reserve(log, size + first.n + second.n + 2);
	to = log->data + log->length;
	memcpy(to, fixed, size);
	to = put_text(put_text(to + size, first), second);
	log->length = (size_t)(to - log->data);
}

static uint32_t count_items(const struct reminder *reminder)
{
	uint32_t count = 0;

	for (size_t i = 0; i < reminder->count; i++)
		count += reminder->rows[i]->section == SECTION_OVERDUE;
	return count;
}

void past_add(struct past *past, const struct reminder *reminder)
{
	const struct proposal_row *first = reminder->rows[0];
	const struct entry e = {
	    .line = first->line,
	    .rows = (uint32_t)reminder->count,
	    .items = count_items(reminder),
	};
	const char *file = first->file;

	enter_file(past, file, 0);
	add(past, &e, sizeof(e), reminder->number, first->item.customer);
	for (size_t i = 0; i < reminder->count; i++) {
		const struct proposal_row *row = reminder->rows[i];

		if (row->section != SECTION_OVERDUE)
			continue;
		if (row->file != file)
			enter_file(past, file = row->file, 0);
		add(past, &row->line, sizeof(row->line), row->item.invoice, row->item.instalment);
	}
}

void past_append(
    struct past *past, const struct past *other, const char *file, unsigned long before)
{
	enter_file(past, file, before);
	buf_add_slice(&past->log, buf_slice(&other->log));
}

void past_clear(struct past *past)
{
	buf_truncate(&past->log, 0);
	past->nfiles = 0;
}

/* Reading it again. */

struct reading {
	const struct past *past;
	size_t at, file;
};

static const struct past_file *file_at(struct reading *r)
{
	const struct past *past = r->past;

	while (r->file + 1 < past->nfiles && past->files[r->file + 1].from <= r->at)
		r->file++;
	return &past->files[r->file];
}

static struct slice take_text(struct reading *r)
{
	const struct slice text = slice_of(r->past->log.data + r->at);

	r->at += text.n + 1;
	return text;
}

static void find_item(struct reading *r, struct arena *a, struct map *items, struct slice reminder,
    struct slice customer)
{
	struct earlier_place *place = arena_alloc(a, sizeof(*place));
	const struct past_file *of = file_at(r);
	struct slice invoice, instalment;
	struct buf key = {0};

	*place = (struct earlier_place){.reminder = reminder, .file = of->file};
	memcpy(&place->line, r->past->log.data + r->at, sizeof(place->line));
	place->line += of->before;
	r->at += sizeof(place->line);
	invoice = take_text(r);
	instalment = take_text(r);
	item_key(&key, customer, invoice, instalment);
	*map_at(items, buf_slice(&key)) = place;
	buf_free(&key);
}

void past_find(const struct past *past, struct arena *a, struct map *reminders, struct map *items)
{
	struct reading r = {.past = past};

	while (r.at < past->log.length) {
		struct earlier_place *place = arena_alloc(a, sizeof(*place));
		const struct past_file *of = file_at(&r);
		struct slice customer;
		struct entry e;

		*place = (struct earlier_place){.file = of->file};
		memcpy(&e, past->log.data + r.at, sizeof(e));
		r.at += sizeof(e);
		place->reminder = take_text(&r);
		place->line = of->before + e.line;
		place->count = place->wanted = e.rows;
		customer = take_text(&r);
		*map_at(reminders, place->reminder) = place;
		for (uint32_t i = 0; i < e.items; i++)
			find_item(&r, a, items, place->reminder, customer);
	}
}

void past_free(struct past *past)
{
	buf_free(&past->log);
	free(past->files);
	*past = (struct past){0};
}
