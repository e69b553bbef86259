#include "book/strips.h"

#include "base/mem.h"
#include "base/turns.h"

#include <stdlib.h>
#include <string.h>

#include "base/banned.h"

enum { OVERHANG = 64 << 10 }; /* a record that begins in a strip may be so much longer than it */

struct strips {
	const char *at, *end; /* what no strip has yet */
	size_t size;
	struct strip ring[TURNS_ROOM];
	struct turns *turns;
};

static bool begin(void *context, size_t place)
{
	struct strips *all = context;
	struct strip *s = &all->ring[place];
	const size_t left = (size_t)(all->end - all->at);
	const char *newline = NULL;

	if (left > all->size)
		newline = memchr(all->at + all->size, '\n', left - all->size);
	s->from = all->at;
	s->end = newline != NULL ? newline + 1 : all->end;
	all->at = s->end;
	return all->at < all->end;
}

/* Whether the row that the walk stands at is an item of which no more is to be known. */
static bool convert(struct strip *s)
{
	struct export_item *e = &s->item;

	if (!walk_is_whole(&s->walk))
		return false;
	export_item_take_keys(e);
	export_item_take_rest(e);
	export_item_check(e);
	/* An amount that names its currency is held against the rows before. */
	if (e->cells.named[0] != '\0') {
		e->cells.named[0] = '\0';
		return false;
	}
	return !s->walk.faulty && !export_item_is_overpaid(e) &&
	       export_item_text(e, e->layout->invoice).n > 0;
}

/* Whether the text lies in the export, and not where the next row's will. */
static bool stays(const struct strip *s, struct slice text)
{
	return text.p >= s->from && text.p < s->walk.foreign.end;
}

static void add_row(struct strip *s, const char *at, unsigned long line, bool item)
{
	struct strip_row *row;
	const struct export_item *e = &s->item;

	s->rows = mem_grow(s->rows, s->count, &s->capacity, sizeof *s->rows);
	row = &s->rows[s->count++];
	row->at = at;
	row->line = (uint32_t)line;
	row->plain = item && convert(s);
	row->keys = e->keys;
	if (!row->plain)
		return;
	row->customer = e->cells.cells[e->layout->customer].raw;
	row->plain = stays(s, row->customer);
	row->sums = export_item_sums(e);
	if (row->plain)
		cells_write(&e->cells, &s->table);
	row->written = s->table.length;
}

/* Only blank lines were left before the record that was read, which is not of this strip. */
static void end_blank(struct strip *s, const char *at, unsigned long line)
{
	for (; at < s->end; at++)
		line += *at == '\n';
	foreign_seek(&s->walk.foreign, s->end, line);
}

/* One record of the strip. False: it cannot be read here, or is none of it. */
static bool take_record(struct strip *s)
{
	struct walk *w = &s->walk;
	const char *at = w->foreign.at;
	const unsigned long line = w->foreign.line, part = w->part;
	const enum walk_row kind = walk_read(w);

	if (kind == WALK_END)
		return true;
	if (w->foreign.record >= s->end) {
		end_blank(s, at, line);
		return false;
	}
	if (w->row.fault != NULL || !w->row.ended) {
		foreign_seek(&w->foreign, at, line);
		return false;
	}
	if (kind == WALK_PASSED && w->part == part)
		return true;
	if (kind == WALK_ROW && (cells_are_no_item(&s->item.cells, w->fields) || walk_is_lone(w)))
		w->passed++;
	else
		add_row(s, at, line, kind == WALK_ROW);
	return true;
}

static void work(void *context, size_t place)
{
	struct strips *all = context;
	struct strip *s = &all->ring[place];
	const size_t left = (size_t)(all->end - s->end);
	const char *limit = s->end + (left < OVERHANG ? left : OVERHANG);

	walk_set_part(&s->walk, (struct slice){s->from, (size_t)(limit - s->from)});
	s->count = 0;
	buf_truncate(&s->table, 0);
	while (s->walk.foreign.at < s->end && take_record(s))
		;
	s->ended = s->walk.foreign.at;
	s->lines = s->walk.foreign.line - 1;
	s->passed = s->walk.passed;
}

struct strips *strips_open(
    const struct walk *w, const struct layout *l, date ledger_date, size_t size)
{
	struct strips *all = mem_lines(1, sizeof *all);

	all->at = w->foreign.at;
	all->end = w->foreign.end;
	all->size = size;
	for (size_t i = 0; i < TURNS_ROOM; i++) {
		struct strip *s = &all->ring[i];

		walk_open_part(&s->walk, w);
		export_item_open(&s->item, &s->walk, l, ledger_date);
	}
	all->turns = turns_open(&(struct turns_work){begin, work, all});
	return all;
}

const struct strip *strips_next(struct strips *all)
{
	size_t place;

	return turns_next(all->turns, &place) ? &all->ring[place] : NULL;
}

void strips_close(struct strips *all)
{
	turns_close(all->turns);
	for (size_t i = 0; i < TURNS_ROOM; i++) {
		struct strip *s = &all->ring[i];

		export_item_free(&s->item);
		walk_close_part(&s->walk);
		buf_free(&s->table);
		free(s->rows);
	}
	free(all);
}
