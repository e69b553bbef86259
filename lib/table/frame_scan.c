#include "table/frame_parts.h"

#include "base/mem.h"
#include "table/marks.h"

#include <string.h>

#include "base/banned.h"

/*
 * From one comma, quote or newline to the next: where they are is marked for a block of bytes at
 * once.
 */

static void take_marks(struct frame *f, struct marks m)
{
	/* Those past the end are left out. */
	if (f->end - f->block < MARKS_BLOCK) {
		const uint64_t inside = (UINT64_C(1) << (f->end - f->block)) - 1;

		m.stops &= inside;
		m.breaks &= inside;
		m.odd &= inside;
	}
	f->stops = m.stops;
	f->breaks = m.breaks;
	f->odd = m.odd;
}

#ifdef __SSE2__
__attribute__((target("avx2")))
#endif
static void
mark_block_avx2(struct frame *f)
{
	take_marks(f, marks_avx2(f->bytes + f->block));
}

/* The marks of the block that begins at `block`. */
static void mark(struct frame *f, size_t block)
{
	f->block = block;
	if (block >= f->end)
		f->stops = f->breaks = f->odd = 0;
	else if (f->avx2)
		mark_block_avx2(f);
	else
		take_marks(f, marks_sse2(f->bytes + block));
}

/* Room for as many fields more as a block may have. */
static void grow_fields(struct frame *f, size_t count)
{
	while (f->fields_capacity < count + MARKS_BLOCK + 1)
		f->fields = mem_grow(
		    f->fields, f->fields_capacity, &f->fields_capacity, sizeof(*f->fields));
}

/* From one comma, quote or newline to the next. What changes with each is held here, and not in the
 * frame: the compiler cannot know that the fields do not lie over it. */
struct scan {
	struct frame *f;
	const char *block;
	uint64_t stops, breaks; /* of the block, those not passed yet */
	uint64_t odd;		/* of the blocks that were passed */
};

static inline bool next_block(struct scan *s)
{
	s->odd |= s->f->odd;
	if (s->f->block + MARKS_BLOCK >= s->f->end)
		return false;
	mark(s->f, s->f->block + MARKS_BLOCK);
	s->block = s->f->bytes + s->f->block;
	s->stops = s->f->stops;
	s->breaks = s->f->breaks;
	return true;
}

/* NULL: there is none in the buffer. */
static inline const char *next_stop(struct scan *s)
{
	const char *at;

	while (s->stops == 0)
		if (!next_block(s))
			return NULL;
	at = s->block + __builtin_ctzll(s->stops);
	s->breaks &= ~s->stops | (s->stops - 1);
	s->stops &= s->stops - 1;
	return at;
}

/* The quote that closes a field, whose first one is passed. Past the end of the buffer is a NUL. */
static const char *closing_quote(struct scan *s, struct record *r)
{
	const char *at;

	while ((at = next_stop(s))) {
		if (*at == '"' && at[1] != '"')
			return at;
		if (*at == '"')
			(void)next_stop(s);
		r->folded |= *at != ',';
	}
	return NULL;
}

/* The record ends at the newline. */
static void end_record(struct scan *s, const char *newline, struct record *r)
{
	struct frame *f = s->f;
	const uint64_t before = (UINT64_C(1) << (newline - s->block)) - 1;

	f->stops = s->stops;
	f->breaks = s->breaks;
	r->odd = (s->odd | (f->odd & before)) != 0;
	f->odd &= ~before;
	r->text.p = f->bytes + f->start;
	r->text.n = (size_t)(newline - r->text.p);
}

enum scanned {
	SCAN_DONE,
	SCAN_MORE, /* its end is not in the buffer */
	SCAN_STRAY /* a quote does not stand round a whole field */
};

/* The fields that end at these commas of a block; *field is where the next one begins. */
static inline size_t take_commas(
    const char *block, uint64_t commas, struct slice *fields, size_t n, const char **field)
{
	const char *from = *field;

	for (; commas != 0; commas &= commas - 1) {
		const char *at = block + (unsigned)__builtin_ctzll(commas);

		fields[n++] = (struct slice){from, (size_t)(at - from)};
		from = at + 1;
	}
	*field = from;
	return n;
}

/* The stops before the first break, which are commas. */
static inline uint64_t commas_before(uint64_t stops, uint64_t breaks)
{
	return stops & (breaks - 1) & ~breaks;
}

/* Split up to the next newline outside quotes. */
static enum scanned scan_fields(struct frame *f, struct record *r)
{
	struct scan s = {f, f->bytes + f->block, f->stops, f->breaks, 0}, inside;
	size_t n = 0;
	const char *field = f->bytes + f->start, *at, *end;

	for (;;) {
		if (f->fields_capacity - n <= MARKS_BLOCK)
			grow_fields(f, n);
		n = take_commas(s.block, commas_before(s.stops, s.breaks), f->fields, n, &field);
		s.stops &= ~commas_before(s.stops, s.breaks);
		if (n >= FRAME_FIELDS_MOST) {
			if (r->quoted)
				return SCAN_STRAY;
			n = FRAME_FIELDS_MOST - 1;
			field = f->fields[n].p;
		}
		if (s.breaks == 0) {
			if (!next_block(&s))
				return SCAN_MORE;
			continue;
		}
		at = end = s.block + __builtin_ctzll(s.breaks);
		s.breaks &= s.breaks - 1; /* as that is also the first of the stops */
		s.stops &= s.stops - 1;
		if (*at == '"') {
			if (at != field)
				return SCAN_STRAY;
			r->quoted = true;
			field++;
			inside =
			    s; /* whose address nobody takes, so that it can lie in registers */
			end = closing_quote(&inside, r);
			s = inside;
			at = end != NULL ? next_stop(&s) : NULL;
			if (at == NULL)
				return SCAN_MORE;
			if (at != end + 1)
				return SCAN_STRAY;
		}
		f->fields[n++] = (struct slice){field, (size_t)(end - field)};
		field = at + 1;
		if (*at == '\n')
			break;
	}
	r->fields = f->fields;
	r->nfields = n;
	end_record(&s, at, r);
	return SCAN_DONE;
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
	const char *newline = frame_quoted_end(from, f->bytes + f->end, &open);

	if (newline == NULL)
		return false;
	*r = (struct record){.line = f->line, .odd = true, .quoted = true, .unsplit = true};
	r->text = (struct slice){from, (size_t)(newline - from)};
	mark(f, f->start + r->text.n + 1);
	return true;
}

static bool scan_other(struct frame *f, struct record *r)
{
	enum scanned found;

	if (!f->marked)
		mark(f, f->start);
	f->marked = true;
	*r = (struct record){.line = f->line};
	found = scan_fields(f, r);
	if (found == SCAN_MORE)
		return false;
	/* A return beside quotes is for libcsv, too. */
	if ((found == SCAN_STRAY || (r->quoted && r->odd && memchr(r->text.p, '\r', r->text.n))) &&
	    !scan_quoted(f, r))
		return false;
	f->start += r->text.n + 1;
	f->line += 1 + (r->unsplit || r->folded ? count_newlines(r->text) : 0);
	f->columns = r->unsplit || r->nfields > FRAME_COMMON_MOST ? 0 : r->nfields;
	if (r->text.n > FRAME_RECORD_MOST)
		return false;
	frame_drop_cr(r);
	if (r->odd && !r->unsplit)
		r->odd = !slice_is_utf8(r->text) || memchr(r->text.p, '\r', r->text.n) != NULL;
	return true;
}

/* A line end may be CRLF: its CR belongs to the last field as the scanner cuts it. */
void frame_drop_cr(struct record *r)
{
	if (!r->odd || r->text.n == 0 || r->text.p[r->text.n - 1] != '\r')
		return;
	r->text.n--;
	if (!r->unsplit)
		r->fields[r->nfields - 1].n--;
}

/* Nothing more can be read: what is left has no line end. */
static enum frame_result tail(struct frame *f, struct record *r)
{
	bool open;

	if (f->start == f->end)
		return FRAME_END;
	*r = (struct record){.line = f->line, .odd = true};
	r->text = (struct slice){f->bytes + f->start, f->end - f->start};
	frame_quoted_end(r->text.p, r->text.p + r->text.n, &open);
	return open ? FRAME_UNCLOSED : FRAME_TORN;
}

enum frame_result frame_next_other(struct frame *f, struct record *r)
{
	if (frame_noted(f, r))
		return FRAME_RECORD;
	while (!scan_other(f, r)) {
		if (r->text.n > FRAME_RECORD_MOST)
			return FRAME_TOO_LONG;
		if (f->at_end)
			return tail(f, r);
		const enum frame_result result = frame_fill(f);

		if (result != FRAME_RECORD)
			return result;
	}
	return FRAME_RECORD;
}
