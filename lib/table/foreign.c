#include "table/foreign.h"

#include "base/mem.h"
#include "table/marks.h"

#include <stdlib.h>

#include "base/banned.h"

enum { RECORD_MOST = 16 << 20, FIELDS_MOST = 4096 };

void foreign_open(struct foreign *f, struct slice text, const struct dialect *t)
{
	*f = (struct foreign){
	    .delimiter = t->delimiter,
	    .quote = t->quote == 0 ? '"' : t->quote,
	};
	foreign_again(f, text);
}

void foreign_again(struct foreign *f, struct slice text)
{
	/* Never longer than the record that it is of; memory is taken as it is touched. */
	const size_t size = (text.n < RECORD_MOST ? text.n : RECORD_MOST) + 1;

	f->at = text.p;
	f->end = text.p + text.n;
	f->line = 1;
	if (size <= f->scratch_size)
		return;
	free(f->scratch);
	f->scratch = mem_resize(NULL, size, 1);
	f->scratch_size = size;
}

void foreign_seek(struct foreign *f, const char *at, unsigned long line)
{
	f->at = at;
	f->line = line;
}

void foreign_free(struct foreign *f)
{
	free(f->fields);
	free(f->scratch);
	*f = (struct foreign){0};
}

static bool is_blank(char c)
{
	return c == ' ' || c == '\t';
}

/* ="0010", by which exports keep a spreadsheet from changing a text. */
static bool is_text_formula(struct slice s)
{
	return s.n >= 3 && s.p[0] == '=' && s.p[1] == '"' && s.p[s.n - 1] == '"';
}

static struct slice strip(struct slice s)
{
	s = slice_trim(s);
	return is_text_formula(s) ? (struct slice){s.p + 2, s.n - 3} : s;
}

/* Most have nothing that strip would take off. */
static inline bool may_have_more(struct slice s)
{
	return s.n > 0 && ((unsigned char)s.p[0] <= ' ' || (unsigned char)s.p[s.n - 1] <= ' ' ||
			      s.p[0] == '=');
}

static void make_room(struct foreign *f, size_t count)
{
	while (f->fields_capacity < count)
		f->fields =
		    mem_grow(f->fields, f->fields_capacity, &f->fields_capacity, sizeof *f->fields);
}

static void add_field(struct foreign *f, struct foreign_row *row, struct slice field)
{
	make_room(f, row->count + 1);
	f->fields[row->count++] = may_have_more(field) ? strip(field) : field;
}

/* The text of a quoted field that has doubled quotes or line breaks. */
static struct slice unquote(struct foreign *f, struct slice raw)
{
	char *to = f->scratch + f->scratch_used, *start = to;

	for (size_t i = 0; i < raw.n; i++) {
		char c = raw.p[i];

		if (c == f->quote)
			i++;
		else if (c == '\r' && i + 1 < raw.n && raw.p[i + 1] == '\n')
			continue;
		*to++ = c == '\n' || c == '\r' ? ' ' : c;
	}
	f->scratch_used += (size_t)(to - start);
	return (struct slice){start, (size_t)(to - start)};
}

static const char *skip_blanks(const struct foreign *f, const char *p)
{
	while (p < f->end && is_blank(*p) && *p != f->delimiter)
		p++;
	return p;
}

/* The first line end from p on; the end of all where there is none. */
static const char *next_line(const struct foreign *f, const char *p)
{
	const char *newline = p < f->end ? memchr(p, '\n', (size_t)(f->end - p)) : NULL;

	return newline ? newline : f->end;
}

/* The quote that closes the field whose text begins at p; NULL when there is none. */
static const char *closing_quote(const struct foreign *f, const char *p, bool *doubled)
{
	for (*doubled = false;; *doubled = true, p += 2) {
		p = p < f->end ? memchr(p, f->quote, (size_t)(f->end - p)) : NULL;
		if (!p || p - f->record > RECORD_MOST)
			return NULL;
		if (p + 1 == f->end || p[1] != f->quote)
			return p;
	}
}

/* A field that begins with a quote at p. Returns where it ends; NULL after a fault. */
static const char *quoted_field(struct foreign *f, struct foreign_row *row, const char *p)
{
	struct slice raw = {p + 1, 0};
	bool doubled;

	p = closing_quote(f, raw.p, &doubled);
	if (!p) {
		row->fault = "a quote opens here and is never closed";
		f->at = f->end;
		return NULL;
	}
	raw.n = (size_t)(p - raw.p);
	if (doubled || p > f->newline) {
		for (; f->newline < p; f->newline = next_line(f, f->newline + 1))
			f->line++;
		raw = unquote(f, raw);
	}
	p = skip_blanks(f, p + 1);
	if (p + 1 < f->end && p[0] == '\r' && p[1] == '\n')
		p++;
	if (p < f->end && *p != f->delimiter && *p != '\n') {
		row->fault =
		    "text behind a closing quote (a quote inside a field is written twice)";
		f->at = f->newline;
		return NULL;
	}
	add_field(f, row, raw);
	return p;
}

static const char *plain_field(struct foreign *f, struct foreign_row *row, const char *p)
{
	const char *end = memchr(p, f->delimiter, (size_t)(f->newline - p));
	struct slice field = {p, 0};

	if (!end)
		end = f->newline;
	field.n = (size_t)(end - p);
	if (field.n > 0 && field.p[field.n - 1] == '\r' && end == f->newline)
		field.n--;
	add_field(f, row, field);
	return end;
}

/*
 * A field that begins with a quote at p, and has nothing to it but its quotes: most programs
 * write all of theirs so. NULL: it is another, which quoted_field reads, as it would this one.
 */
static const char *plainly_quoted_field(struct foreign *f, struct foreign_row *row, const char *p)
{
	const char *text = p + 1;
	const char *quote = memchr(text, f->quote, (size_t)(f->newline - text));

	if (!quote || (quote + 1 < f->newline && quote[1] != f->delimiter))
		return NULL;
	add_field(f, row, (struct slice){text, (size_t)(quote - text)});
	return quote + 1;
}

/* The field that begins at p. Returns where it ends; NULL after a fault. */
static const char *read_field(struct foreign *f, struct foreign_row *row, const char *p)
{
	const char *content = skip_blanks(f, p), *end = NULL;

	if (content == f->end || *content != f->quote)
		return plain_field(f, row, p);
	if (content < f->newline)
		end = plainly_quoted_field(f, row, content);
	return end ? end : quoted_field(f, row, content);
}

static void begin_record(struct foreign *f, struct foreign_row *row)
{
	*row = (struct foreign_row){.line = f->line};
	f->scratch_used = 0;
	f->record = f->at;
}

/* One record into row; f->at then stands at its line end. */
static void read_any_record(struct foreign *f, struct foreign_row *row)
{
	const char *p = f->at;

	begin_record(f, row);
	f->newline = next_line(f, p);
	for (;;) {
		if (row->count == FIELDS_MOST) {
			row->fault = "more than 4096 fields";
			f->at = f->newline;
			return;
		}
		p = read_field(f, row, p);
		if (!p)
			return;
		f->at = p;
		if (p - f->record > RECORD_MOST) {
			row->fault = "a record of more than 16 MiB";
			f->at = f->end;
			return;
		}
		if (p == f->end || *p == '\n')
			return;
		p++;
	}
}

/*
 * The common record: it is on one line, and its quotes stand round whole fields, or are doubled
 * there. It is read by blocks, each of them as numbers with a bit for each of its bytes. Where it
 * is another, and where the text ends, read_any_record reads it, which reads all of them the same.
 */

struct scan {
	uint64_t quoted; /* all bits, where the block begins inside quotes */
	bool starts;	 /* the block begins with a field */
	bool closed;	 /* there is a closing quote before it */
	bool doubled;	 /* there was a doubled one */
};

/* Each bit with all those below it, added up without a carry. */
static inline uint64_t parity_below(uint64_t bits)
{
	bits ^= bits << 1;
	bits ^= bits << 2;
	bits ^= bits << 4;
	bits ^= bits << 8;
	bits ^= bits << 16;
	return bits ^ bits << 32;
}

/* Where fields end in the block, up to the record's end. False: the record is another. */
static inline bool find_ends(
    struct scan *s, const struct foreign *f, const char *block, uint64_t *out)
{
	uint64_t quotes = marks_like(block, (char)f->quote);
	uint64_t newlines = marks_like(block, '\n');
	/* From each quote that opens up to the one that closes, which is left out. */
	const uint64_t quoted = parity_below(quotes) ^ s->quoted;
	uint64_t ends = (marks_like(block, f->delimiter) | newlines) & ~quoted;
	uint64_t opening, behind, starts;

	if (newlines != 0) {
		const uint64_t record = newlines ^ (newlines - 1);

		if ((newlines & -newlines & quoted) != 0)
			return false;
		ends &= record;
		quotes &= record;
	}
	starts = ends << 1 | s->starts;
	opening = quotes & quoted;
	behind = (quotes & ~quoted) << 1 | s->closed;
	s->doubled |= (opening & behind) != 0;
	s->quoted = 0 - (quoted >> (MARKS_BLOCK - 1));
	s->starts = ends >> (MARKS_BLOCK - 1);
	s->closed = (quotes & ~quoted) >> (MARKS_BLOCK - 1);
	*out = ends;
	return (opening & ~starts & ~behind) == 0 && (behind & ~ends & ~opening) == 0;
}

static inline struct slice common_field(
    const struct scan *s, struct foreign *f, const char *p, const char *end)
{
	struct slice field = {p, (size_t)(end - p)};

	if (*p == f->quote) {
		field = (struct slice){p + 1, field.n - 2};
		if (s->doubled && memchr(field.p, f->quote, field.n))
			field = unquote(f, field);
	}
	return may_have_more(field) ? strip(field) : field;
}

/* False: it is another. */
static bool read_common_record(struct foreign *f, struct foreign_row *row)
{
	struct scan s = {.starts = true};
	const char *p = f->at, *end = p;
	struct slice *to;
	uint64_t ends;

	begin_record(f, row);
	for (const char *block = p; f->end - block >= MARKS_BLOCK; block += MARKS_BLOCK) {
		if (row->count + MARKS_BLOCK > FIELDS_MOST || block - f->at > RECORD_MOST ||
		    !find_ends(&s, f, block, &ends))
			return false;
		make_room(f, row->count + MARKS_BLOCK);
		for (to = f->fields + row->count; ends != 0; ends &= ends - 1, p = end + 1) {
			end = block + __builtin_ctzll(ends);
			*to++ = common_field(
			    &s, f, p, end - (*end == '\n' && end > p && end[-1] == '\r'));
		}
		row->count = (size_t)(to - f->fields);
		if (*end == '\n') {
			f->at = end;
			return true;
		}
	}
	return false;
}

static void read_record(struct foreign *f, struct foreign_row *row)
{
	if (!read_common_record(f, row))
		read_any_record(f, row);
}

bool foreign_next(struct foreign *f, struct foreign_row *row)
{
	while (f->at < f->end) {
		read_record(f, row);
		row->fields = f->fields;
		row->ended = f->at < f->end;
		if (row->ended) {
			f->at++;
			f->line++;
		}
		if (row->fault || row->count > 1 || row->fields[0].n > 0)
			return true;
	}
	return false;
}
