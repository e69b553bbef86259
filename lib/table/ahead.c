#include "table/ahead.h"

#include "base/buf.h"
#include "base/mem.h"
#include "base/turns.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/banned.h"

struct ahead {
	int fd;
	size_t columns;
	struct table_judge judge;
	struct table_work work;
	struct turns *turns;
	struct ahead_block ring[TURNS_ROOM];
	struct ahead_block *last; /* the one that was taken last */
	struct buf rest;	  /* the begin of a record that the next block ends */
	unsigned long line;	  /* on which the next one to be taken begins */
	off_t at;		  /* where the next one to be read does, -1: it is no file */
};

/* Reading. */

/* Fill the block from *n on; true when the file may have more. */
static bool read_more(struct ahead *a, struct ahead_block *b, size_t *n)
{
	while (*n < b->frame.capacity) {
		const ssize_t got = read(a->fd, b->frame.bytes + *n, b->frame.capacity - *n);

		if (got == 0)
			b->end = FRAME_END;
		if (got < 0 && errno != EINTR) {
			b->end = FRAME_UNREADABLE;
			b->error = errno;
		}
		if (b->end != FRAME_RECORD)
			return false;
		*n += got > 0 ? (size_t)got : 0;
	}
	return true;
}

/* Whole records; at the end of the file all that is left. */
static bool read_block(void *context, size_t place)
{
	struct ahead *a = context;
	struct ahead_block *b = &a->ring[place];
	struct frame *f = &b->frame;
	size_t n = a->rest.length, whole = 0;

	b->end = FRAME_RECORD;
	while (f->capacity < n)
		frame_grow(f);
	if (n > 0)
		memcpy(f->bytes, a->rest.data, n);
	while (read_more(a, b, &n) && (whole = frame_whole(f->bytes, n)) == 0) {
		if (n > FRAME_RECORD_MOST) {
			b->end = FRAME_TOO_LONG;
			break;
		}
		frame_grow(f);
	}
	if (b->end != FRAME_RECORD)
		whole = b->end == FRAME_END ? n : frame_whole(f->bytes, n);
	buf_truncate(&a->rest, 0);
	buf_add(&a->rest, f->bytes + whole, n - whole);
	b->at = a->at;
	if (a->at >= 0)
		a->at += (off_t)whole;
	frame_restart(f, whole);
	return b->end == FRAME_RECORD;
}

/* Judging. */

/* The record's fields, if it is well-formed. */
static bool take_apart(
    const struct ahead *a, struct ahead_block *b, const struct record *r, struct row *row)
{
	size_t count = r->nfields;

	*row = (struct row){.fields = r->fields, .line = r->line, .bare = !r->quoted};
	if (r->folded)
		row->fields = quoted_unfold(&b->quoted, row->fields, count);
	if (r->unsplit) {
		if (quoted_split_next(&b->quoted, r->text) != NULL)
			return false;
		row->fields = b->quoted.fields;
		count = b->quoted.nfields;
		return count == a->columns && slice_is_utf8(r->text);
	}
	return count == a->columns && !r->odd;
}

/* Whoever looks at the row later need not take it apart again. */
static void keep_fields(const struct ahead *a, struct ahead_block *b, const struct row *row)
{
	struct ahead_row *kept = &b->rows[b->count];

	if (b->fields_capacity < b->nfields + a->columns) {
		b->fields_capacity = 2 * b->fields_capacity + a->columns + 1;
		b->fields = mem_resize(b->fields, b->fields_capacity, sizeof *b->fields);
	}
	kept->fields = (uint32_t)b->nfields;
	kept->bare = row->bare;
	memcpy(b->fields + b->nfields, row->fields, a->columns * sizeof *b->fields);
	b->nfields += a->columns;
}

static void judge_record(const struct ahead *a, struct ahead_block *b, const struct record *r)
{
	void *kept = (char *)b->kept + b->count * a->judge.size;
	bool *settled = &b->settled[b->count];
	struct row row;

	b->rows[b->count] = (struct ahead_row){
	    .at = (uint32_t)(r->text.p - b->frame.bytes), .line = (uint32_t)r->line};
	*settled = false;
	if (!take_apart(a, b, r, &row)) {
		memset(kept, 0, a->judge.size);
		return;
	}
	*settled = a->judge.judge(a->judge.context, (size_t)(b - a->ring), &row, kept);
	if (!*settled)
		keep_fields(a, b, &row);
}

static void grow_rows(struct ahead_block *b, size_t size)
{
	b->capacity = b->capacity > 0 ? 2 * b->capacity : 1024;
	b->rows = mem_resize(b->rows, b->capacity, sizeof *b->rows);
	b->settled = mem_resize(b->settled, b->capacity, sizeof *b->settled);
	b->kept = mem_resize(b->kept, b->capacity, size);
}

static void judge_block(void *context, size_t place)
{
	struct ahead *a = context;
	struct ahead_block *b = &a->ring[place];
	enum frame_result result;
	struct record r;

	b->count = 0;
	b->nfields = 1; /* none is number 0 */
	quoted_begin(&b->quoted, b->frame.capacity);
	while ((result = frame_next(&b->frame, &r)) == FRAME_RECORD) {
		if (b->count == b->capacity)
			grow_rows(b, a->judge.size);
		judge_record(a, b, &r);
		b->count++;
	}
	b->lines = b->frame.line - 1;
	b->last_line = result == FRAME_END ? b->frame.line : r.line;
	if (result != FRAME_END)
		b->end = result;
	if (a->work.work != NULL) {
		const struct table_rows rows = ahead_rows(a, b);

		a->work.work(a->work.context, &rows);
	}
}

_Static_assert((int)TABLE_PLACES == (int)TURNS_ROOM, "a block has a place");

struct table_rows ahead_rows(const struct ahead *a, const struct ahead_block *b)
{
	return (struct table_rows){
	    .settled = b->settled,
	    .kept = b->kept,
	    .count = b->count,
	    .place = (size_t)(b - a->ring),
	    .block = b,
	};
}

struct ahead *ahead_open(struct frame *from, size_t columns, const struct table_judge *judge,
    const struct table_work *work)
{
	struct ahead *a = mem_lines(1, sizeof *a);

	a->fd = from->fd;
	a->columns = columns;
	a->judge = *judge;
	a->work = *work;
	a->line = from->line;
	a->at = lseek(a->fd, 0, SEEK_CUR);
	if (a->at >= 0)
		a->at -= (off_t)(from->end - from->start);
	buf_add(&a->rest, from->bytes + from->start, from->end - from->start);
	from->start = from->end;
	for (size_t i = 0; i < TURNS_ROOM; i++)
		frame_open(&a->ring[i].frame, -1, from->capacity);
	a->turns = turns_open(&(struct turns_work){read_block, judge_block, a});
	return a;
}

struct ahead_block *ahead_next(struct ahead *a)
{
	size_t place;

	if ((a->last != NULL && a->last->end != FRAME_RECORD) || !turns_next(a->turns, &place))
		return NULL;
	a->last = &a->ring[place];
	a->last->line = a->line;
	a->line += a->last->lines;
	return a->last;
}

enum frame_result ahead_end(const struct ahead *a, struct record *r)
{
	*r = (struct record){.line = a->last->line + a->last->last_line - 1};
	errno = a->last->error;
	return a->last->end;
}

void ahead_close(struct ahead *a)
{
	turns_close(a->turns);
	for (size_t i = 0; i < TURNS_ROOM; i++) {
		frame_free(&a->ring[i].frame);
		quoted_free(&a->ring[i].quoted);
		free(a->ring[i].rows);
		free(a->ring[i].fields);
		free(a->ring[i].settled);
		free(a->ring[i].kept);
	}
	buf_free(&a->rest);
	free(a);
}
