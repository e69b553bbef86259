#include "base/mem.h"
#include "book/reader.h"

#include <stdlib.h>
#include <string.h>

#include "base/banned.h"

/*
 * The log: of each reminder its entry, its number and customer, then of each item that it reminds
 * of its line, invoice and instalment. Texts end with a NUL, which no field has.
 */
struct entry {
	unsigned long line;
	size_t rows, items;
};

/* From where in the log on the rows are of this file. */
struct past_file {
	size_t from;
	const char *file;
};

static void add_text(struct buf *b, struct slice text)
{
	buf_add_slice(b, text);
	buf_add_char(b, '\0');
}

static void enter_file(struct past *past, const char *file)
{
	if (past->nfiles > 0 && past->files[past->nfiles - 1].file == file)
		return;
	past->files = mem_grow(past->files, past->nfiles, &past->capacity, sizeof(*past->files));
	past->files[past->nfiles++] = (struct past_file){past->log.length, file};
}

/* Rows are added to the log in the order of the input but for those of one customer. */
static void add_item(struct past *past, const struct proposal_row *row)
{
	enter_file(past, row->file);
	buf_add(&past->log, &row->line, sizeof(row->line));
	add_text(&past->log, row->item.invoice);
	add_text(&past->log, row->item.instalment);
}

void past_add(struct past *past, const struct reminder *reminder)
{
	const struct proposal_row *first = reminder->rows[0];
	struct entry e = {.line = first->line, .rows = reminder->count};

	for (size_t i = 0; i < reminder->count; i++)
		e.items += reminder->rows[i]->section == SECTION_OVERDUE;
	enter_file(past, first->file);
	buf_add(&past->log, &e, sizeof(e));
	add_text(&past->log, reminder->number);
	add_text(&past->log, first->item.customer);
	for (size_t i = 0; i < reminder->count; i++)
		if (reminder->rows[i]->section == SECTION_OVERDUE)
			add_item(past, reminder->rows[i]);
}

/* Reading it again. */

struct reading {
	const struct past *past;
	size_t at, file;
};

static const char *file_at(struct reading *r)
{
	const struct past *past = r->past;

	while (r->file + 1 < past->nfiles && past->files[r->file + 1].from <= r->at)
		r->file++;
	return past->files[r->file].file;
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
	struct slice invoice, instalment;
	struct buf key = {0};

	*place = (struct earlier_place){.reminder = reminder, .file = file_at(r)};
	memcpy(&place->line, r->past->log.data + r->at, sizeof(place->line));
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
		struct slice customer;
		struct entry e;

		*place = (struct earlier_place){.file = file_at(&r)};
		memcpy(&e, past->log.data + r.at, sizeof(e));
		r.at += sizeof(e);
		place->reminder = take_text(&r);
		place->line = e.line;
		place->count = place->wanted = e.rows;
		customer = take_text(&r);
		*map_at(reminders, place->reminder) = place;
		for (size_t i = 0; i < e.items; i++)
			find_item(&r, a, items, place->reminder, customer);
	}
}

void past_free(struct past *past)
{
	buf_free(&past->log);
	free(past->files);
	*past = (struct past){0};
}
