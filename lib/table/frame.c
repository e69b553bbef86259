#include "table/frame.h"

#include "base/mem.h"
#include "table/marks.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/banned.h"

void frame_open(struct frame *f, int fd, size_t capacity)
{
	*f = (struct frame){.fd = fd, .line = 1, .capacity = capacity};
	f->bytes = mem_alloc(f->capacity + MARKS_BLOCK);
}

void frame_free(struct frame *f)
{
	free(f->bytes);
	free(f->fields);
	*f = (struct frame){.fd = -1};
}

/* The marks of the block that begins at `block`, those past the end left out. */
static void mark_block(struct frame *f, size_t block)
{
	struct marks m = {0, 0};

	f->block = block;
	if (block < f->end) {
		const size_t left = f->end - block;
		const uint64_t inside = left < MARKS_BLOCK ? (UINT64_C(1) << left) - 1 : UINT64_MAX;

		m = marks_of(f->bytes + block);
		m.cuts &= inside;
		m.odd &= inside;
	}
	f->cuts = m.cuts;
	f->odd = m.odd;
}

/* A byte order mark says nothing of UTF-8, and would hide a quote behind it. Some write two. */
static void skip_mark(struct frame *f)
{
	static const char mark[] = "\xef\xbb\xbf";

	f->begun = true;
	while (f->end - f->start >= 3 && memcmp(f->bytes + f->start, mark, 3) == 0)
		f->start += 3;
}

void frame_grow(struct frame *f)
{
	f->capacity *= 2;
	f->bytes = mem_resize(f->bytes, f->capacity + MARKS_BLOCK, 1);
}

/*
 * Read more: what is left of the last record moves to the front, the buffer
 * grows when that fills it, and is filled, so that a long record is looked at
 * only as often as the buffer doubles.
 */
static enum frame_result fill(struct frame *f)
{
	const size_t left = f->end - f->start;

	if (left > FRAME_RECORD_MOST)
		return FRAME_TOO_LONG;
	if (left > 0)
		memmove(f->bytes, f->bytes + f->start, left);
	f->start = 0;
	f->end = left;
	if (left > f->capacity / 2)
		frame_grow(f);
	while (f->end < f->capacity && !f->at_end) {
		const ssize_t got = read(f->fd, f->bytes + f->end, f->capacity - f->end);

		if (got < 0 && errno != EINTR)
			return FRAME_UNREADABLE;
		if (got > 0)
			f->end += (size_t)got;
		f->at_end = got == 0;
	}
	memset(f->bytes + f->end, 0, MARKS_BLOCK);
	if (!f->begun)
		skip_mark(f);
	mark_block(f, f->start);
	return FRAME_RECORD;
}

/* Room for one field more, at least. */
static void grow_fields(struct frame *f)
{
	f->fields =
	    mem_grow(f->fields, f->fields_capacity, &f->fields_capacity, sizeof(*f->fields));
}

/*
 * Split up to the next newline. False when there is none in the buffer. What
 * changes with each comma is held in variables of its own: the compiler cannot
 * know that the fields do not lie over the frame.
 */
static bool scan_plain(struct frame *f, struct record *r)
{
	const char *bytes = f->bytes, *field = bytes + f->start;
	uint64_t cuts = f->cuts, odd = 0;
	struct slice *fields = f->fields;
	size_t n = 0, room = f->fields_capacity;

	for (;;) {
		while (cuts == 0) {
			odd |= f->odd;
			if (f->block + MARKS_BLOCK >= f->end)
				return false;
			mark_block(f, f->block + MARKS_BLOCK);
			cuts = f->cuts;
		}
		const int bit = __builtin_ctzll(cuts);
		const char *at = bytes + f->block + bit;

		cuts &= cuts - 1;
		if (n == FRAME_FIELDS_MOST - 1 && *at == ',')
			continue;
		if (n == room) {
			grow_fields(f);
			fields = f->fields;
			room = f->fields_capacity;
		}
		fields[n++] = (struct slice){field, (size_t)(at - field)};
		field = at + 1;
		if (*at == '\n') {
			const uint64_t before = (UINT64_C(1) << bit) - 1;

			f->cuts = cuts;
			r->odd = (odd | (f->odd & before)) != 0;
			f->odd &= ~before;
			r->text = (struct slice){bytes + f->start, (size_t)(at - bytes) - f->start};
			r->nfields = n;
			return true;
		}
	}
}

/*
 * The end of a record that has quotes: its newline. NULL when there is none in
 * the buffer; *open then says whether the bytes end inside quotes.
 */
static const char *quoted_end(const char *p, const char *end, bool *open)
{
	*open = false;
	while (p < end) {
		if (*p == '"') {
			do {
				p = memchr(p + 1, '"', (size_t)(end - p) - 1);
				*open = p == NULL;
				if (*open)
					return NULL;
				p++;
			} while (p < end && *p == '"');
		}
		while (p < end && *p != ',' && *p != '\n')
			p++;
		if (p < end && *p == '\n')
			return p;
		p++;
	}
	return NULL;
}

static unsigned long count_newlines(struct slice s)
{
	unsigned long count = 0;

	for (const char *p = s.p, *end = s.p + s.n; (p = memchr(p, '\n', (size_t)(end - p))); p++)
		count++;
	return count;
}

static bool scan_quoted(struct frame *f, struct record *r)
{
	const char *from = f->bytes + f->start;
	bool open;
	const char *newline = quoted_end(from, f->bytes + f->end, &open);

	if (newline == NULL)
		return false;
	r->text = (struct slice){from, (size_t)(newline - from)};
	r->quoted = true;
	mark_block(f, f->start + r->text.n + 1);
	return true;
}

/* A line end may be CRLF: its CR belongs to the last field as the scanner cuts it. */
static void drop_cr(struct frame *f, struct record *r)
{
	if (r->text.n == 0 || r->text.p[r->text.n - 1] != '\r')
		return;
	r->text.n--;
	if (!r->quoted)
		f->fields[r->nfields - 1].n--;
}

static bool scan(struct frame *f, struct record *r)
{
	*r = (struct record){.line = f->line};
	if (!scan_plain(f, r))
		return false;
	if (r->odd && memchr(r->text.p, '"', r->text.n) && !scan_quoted(f, r))
		return false;
	f->start += r->text.n + 1;
	f->line += 1 + (r->quoted ? count_newlines(r->text) : 0);
	if (r->odd)
		drop_cr(f, r);
	return r->text.n <= FRAME_RECORD_MOST;
}

/* Nothing more can be read: what is left has no line end. */
static enum frame_result tail(struct frame *f, struct record *r)
{
	bool open;

	if (f->start == f->end)
		return FRAME_END;
	*r = (struct record){.line = f->line, .odd = true};
	r->text = (struct slice){f->bytes + f->start, f->end - f->start};
	quoted_end(r->text.p, r->text.p + r->text.n, &open);
	return open ? FRAME_UNCLOSED : FRAME_TORN;
}

enum frame_result frame_next(struct frame *f, struct record *r)
{
	while (!scan(f, r)) {
		if (r->text.n > FRAME_RECORD_MOST)
			return FRAME_TOO_LONG;
		if (f->at_end)
			return tail(f, r);
		const enum frame_result result = fill(f);

		if (result != FRAME_RECORD)
			return result;
	}
	return FRAME_RECORD;
}

/* A part of a file in memory. */

void frame_restart(struct frame *f, size_t n)
{
	f->begun = f->at_end = true;
	f->end = n;
	memset(f->bytes + n, 0, MARKS_BLOCK);
	frame_seek(f, 0, 1);
}

void frame_seek(struct frame *f, size_t at, unsigned long line)
{
	f->start = at;
	f->line = line;
	mark_block(f, at);
}

static const char *line_start(const char *from, const char *p)
{
	while (p > from && p[-1] != '\n')
		p--;
	return p;
}

/* Where no quote is, each newline ends a record; so only those with quotes are looked at. */
size_t frame_whole(const char *bytes, size_t n)
{
	const char *p = bytes, *end = bytes + n, *quote, *newline;
	bool open;

	while ((quote = memchr(p, '"', (size_t)(end - p)))) {
		p = line_start(p, quote);
		newline = quoted_end(p, end, &open);
		if (newline == NULL)
			return (size_t)(p - bytes);
		p = newline + 1;
	}
	return (size_t)(line_start(p, end) - bytes);
}
