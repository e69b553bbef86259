#include "table/foreign.h"

#include "base/mem.h"

#include <stdlib.h>

#include "base/banned.h"

enum { RECORD_MOST = 16 << 20 };

void foreign_open(struct foreign *f, struct slice text, const struct dialect *t)
{
	*f = (struct foreign){
	    .at = text.p,
	    .end = text.p + text.n,
	    .line = 1,
	    .delimiter = t->delimiter,
	    .quote = t->quote == 0 ? '"' : t->quote,
	    /* Never longer than the record that it is of; memory is taken as it is touched. */
	    .scratch_size = text.n < RECORD_MOST ? text.n : RECORD_MOST,
	};
	f->scratch = mem_alloc(f->scratch_size + 1);
}

void foreign_free(struct foreign *f)
{
	free(f->fields);
	free(f->scratch);
	*f = (struct foreign){0};
}

static void add_field(struct foreign *f, struct foreign_row *row, struct slice field)
{
	if (row->count == f->fields_capacity)
		f->fields = mem_grow(f->fields, row->count, &f->fields_capacity, sizeof *f->fields);
	f->fields[row->count++] = slice_trim(field);
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
	while (p < f->end && (*p == ' ' || *p == '\t') && *p != f->delimiter)
		p++;
	return p;
}

/* The rest of the line that is passed over behind a fault. */
static const char *next_line(const struct foreign *f, const char *p)
{
	const char *newline = p < f->end ? memchr(p, '\n', (size_t)(f->end - p)) : NULL;

	return newline ? newline : f->end;
}

/* A field that begins with a quote at p. Returns where it ends; NULL after a fault. */
static const char *quoted_field(struct foreign *f, struct foreign_row *row, const char *p)
{
	struct slice raw = {p + 1, 0};
	bool plain = true;

	for (p++;; p += 2) {
		const char *quote = p < f->end ? memchr(p, f->quote, (size_t)(f->end - p)) : NULL;

		if (!quote || quote - f->record > RECORD_MOST) {
			row->fault = "a quote opens here and is never closed";
			f->at = f->end;
			return NULL;
		}
		p = quote;
		if (p + 1 == f->end || p[1] != f->quote)
			break;
		plain = false;
	}
	raw.n = (size_t)(p - raw.p);
	if (!plain || memchr(raw.p, '\n', raw.n)) {
		for (const char *n = raw.p; (n = memchr(n, '\n', (size_t)(p - n))); n++)
			f->line++;
		raw = unquote(f, raw);
	}
	p = skip_blanks(f, p + 1);
	if (p + 1 < f->end && p[0] == '\r' && p[1] == '\n')
		p++;
	if (p < f->end && *p != f->delimiter && *p != '\n') {
		row->fault =
		    "text behind a closing quote (a quote inside a field is written twice)";
		f->at = next_line(f, p);
		return NULL;
	}
	add_field(f, row, raw);
	return p;
}

static const char *plain_field(struct foreign *f, struct foreign_row *row, const char *p)
{
	struct slice field = {p, 0};

	while (p < f->end && *p != f->delimiter && *p != '\n')
		p++;
	field.n = (size_t)(p - field.p);
	if (field.n > 0 && field.p[field.n - 1] == '\r' && (p == f->end || *p == '\n'))
		field.n--;
	add_field(f, row, field);
	return p;
}

/* One record into row; f->at then stands at its line end. */
static void read_record(struct foreign *f, struct foreign_row *row)
{
	const char *p = f->at;

	*row = (struct foreign_row){.line = f->line};
	f->scratch_used = 0;
	f->record = p;
	for (;;) {
		const char *content = skip_blanks(f, p);

		if (content < f->end && *content == f->quote)
			p = quoted_field(f, row, content);
		else
			p = plain_field(f, row, p);
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

bool foreign_next(struct foreign *f, struct foreign_row *row)
{
	while (f->at < f->end) {
		read_record(f, row);
		row->fields = f->fields;
		if (f->at < f->end) {
			f->at++;
			f->line++;
		}
		if (row->fault || row->count > 1 || row->fields[0].n > 0)
			return true;
	}
	return false;
}
