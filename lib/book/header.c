#include "book/header.h"

#include "base/nearest.h"
#include "book/fields.h"

#include <stdlib.h>

#include "base/banned.h"

/* Longer texts are no names, and many commands would be slow with them. */
enum { NAME_MOST = 1024 };

static struct slice keep(struct arena *a, struct slice text)
{
	return (struct slice){arena_copy(a, text.p, text.n), text.n};
}

void header_take(struct header *h, const struct foreign_row *row)
{
	struct buf b = {0};

	header_free(h);
	h->count = row->count;
	h->line = row->line;
	h->names = arena_alloc(&h->arena, (row->count + 1) * sizeof *h->names);
	h->plain = arena_alloc(&h->arena, (row->count + 1) * sizeof *h->plain);
	for (size_t i = 0; i < row->count; i++) {
		h->names[i] = row->fields[i];
		field_plain_name(&b, h->names[i].n <= NAME_MOST ? h->names[i] : SLICE_LIT(""));
		h->plain[i] = keep(&h->arena, buf_slice(&b));
		/* A name without letters or digits is none. */
		if (b.length == 0) {
			buf_printf(&b, "column %zu", i + 1);
			h->names[i] = buf_slice(&b);
		}
		h->names[i] = keep(&h->arena, h->names[i]);
	}
	buf_free(&b);
}

void header_free(struct header *h)
{
	arena_free(&h->arena);
	*h = (struct header){0};
}

bool header_same(const struct header *a, const struct header *b)
{
	if (a->count != b->count)
		return false;
	for (size_t i = 0; i < a->count; i++)
		if (!slice_equal(a->names[i], b->names[i]))
			return false;
	return true;
}

bool header_is_again(const struct header *h, const struct foreign_row *row)
{
	for (size_t i = 0; i < h->count; i++)
		if (h->plain[i].n > 0 &&
		    (i >= row->count || !slice_equal(h->names[i], row->fields[i])))
			return false;
	return true;
}

static int find_exact(const struct header *h, struct slice name)
{
	int place = HEADER_NONE;

	for (size_t i = 0; i < h->count; i++)
		if (slice_equal(h->names[i], name))
			place = place == HEADER_NONE ? (int)i : HEADER_TWICE;
	return place;
}

int header_find(const struct header *h, struct slice name)
{
	int place = find_exact(h, name);

	if (place != HEADER_NONE)
		return place;
	for (size_t i = 0; i < h->count; i++)
		if (h->plain[i].n > 0 && field_is_plain_name(h->plain[i], name))
			place = place == HEADER_NONE ? (int)i : HEADER_TWICE;
	return place;
}

int header_place(const struct header *h, const struct profile_column *c)
{
	for (size_t i = 0; i < c->nfrom; i++) {
		int place = header_find(h, c->from[i]);

		if (place != HEADER_NONE)
			return place;
	}
	return HEADER_NONE;
}

/* What a profile needs: a column that has a meaning must not go missing unseen. */
static bool is_needed(const struct profile *p, const struct profile_column *c)
{
	const struct field *f = field_find(c->to);

	if (p->relations)
		return c->nfrom > 0 && field_word("customer name last_name", c->to) >= 0;
	return c->nfrom > 0 && f && f->type != FIELD_TEXT;
}

enum { NOT_NEEDED = -3 };

/* What may be needed, one after the other: columns, then those of conditions. */
static size_t needs_most(const struct profile *p)
{
	return p->ncolumns + p->nskip + p->ntotal;
}

/* The place of what may be needed as the i-th, and its name. */
static int find_need(const struct header *h, const struct profile *p, size_t i, struct slice *name)
{
	const size_t skip = i - p->ncolumns;

	if (i < p->ncolumns && !is_needed(p, &p->columns[i]))
		return NOT_NEEDED;
	if (i < p->ncolumns) {
		*name = p->columns[i].from[0];
		return header_place(h, &p->columns[i]);
	}
	*name = slice_of(skip < p->nskip ? p->skip[skip].column : p->total[skip - p->nskip].column);
	return header_find(h, *name);
}

static bool has_all(const struct header *h, const struct profile *p)
{
	struct slice name;

	for (size_t i = 0; i < needs_most(p); i++) {
		const int place = find_need(h, p, i, &name);

		if (place < 0 && place != NOT_NEEDED)
			return false;
	}
	return true;
}

/* Of how many needs the header has something. */
static size_t count_met(const struct header *h, const struct profile *p)
{
	struct slice name;
	size_t met = 0;

	for (size_t i = 0; i < needs_most(p); i++)
		met += find_need(h, p, i, &name) >= 0;
	return met;
}

bool header_seek(struct header *h, const struct profile *p, struct foreign *f)
{
	struct foreign_row row;

	for (int i = 0; i < HEADER_ROWS && foreign_next(f, &row); i++) {
		header_take(h, &row);
		if (!row.fault && has_all(h, p))
			return true;
	}
	return false;
}

void headings_read(struct headings *all, struct slice text, const struct dialect *t)
{
	enum { CELLS_MOST = 32 * 1024 };
	struct foreign f;
	struct foreign_row row;
	size_t cells = 0, capacity = 0;

	*all = (struct headings){.delimiter = t->delimiter, .quote = t->quote};
	foreign_open(&f, text, t);
	for (int i = 0; i < HEADER_ROWS && cells < CELLS_MOST && foreign_next(&f, &row); i++) {
		if (row.fault)
			continue;
		cells += row.count;
		all->rows = mem_grow(all->rows, all->count, &capacity, sizeof *all->rows);
		all->rows[all->count] = (struct header){0};
		header_take(&all->rows[all->count++], &row);
	}
	foreign_free(&f);
}

bool headings_have(const struct headings *all, const struct profile *p)
{
	for (size_t i = 0; i < all->count; i++)
		if (has_all(&all->rows[i], p))
			return true;
	return false;
}

void headings_free(struct headings *all)
{
	for (size_t i = 0; i < all->count; i++)
		header_free(&all->rows[i]);
	free(all->rows);
	*all = (struct headings){0};
}

struct lack {
	struct diag *d;
	const char *file;
	const struct profile *p;
	const struct header *h;
};

static void report_lack(const struct lack *l, struct slice name, int place)
{
	struct nearest near = nearest_to(name);

	for (size_t i = 0; i < l->h->count; i++)
		nearest_offer(&near, l->h->names[i]);
	if (place == HEADER_TWICE)
		diag_error(l->d, STATUS_DATA, AT_LINE(l->file, l->h->line),
		    "the column \"%.*s\" stands twice", SLICE_ARG(name));
	else
		diag_error(l->d, STATUS_DATA, AT_LINE(l->file, l->h->line),
		    "there is no column \"%.*s\", which the profile %.*s needs%s", SLICE_ARG(name),
		    SLICE_ARG(l->p->name), did_you_mean(near.name).text);
}

static void report_lacks(const struct lack *l)
{
	struct slice name;

	for (size_t i = 0; i < needs_most(l->p); i++) {
		const int place = find_need(l->h, l->p, i, &name);

		if (place == HEADER_NONE || place == HEADER_TWICE)
			report_lack(l, name, place);
	}
}

void header_report(struct diag *d, const char *file, struct slice text, const struct profile *p,
    const struct dialect *t)
{
	struct foreign f;
	struct foreign_row row;
	struct header best = {0}, h = {0};
	const char *fault = NULL;
	unsigned long line = 0;
	size_t most = 0;

	foreign_open(&f, text, t);
	for (int i = 0; i < HEADER_ROWS && foreign_next(&f, &row); i++) {
		header_take(&h, &row);
		size_t met = count_met(&h, p);

		if (row.fault && row.count > 0 && !fault) {
			fault = row.fault;
			line = row.line;
		}

		if (met <= most)
			continue;
		most = met;
		header_take(&best, &row);
	}
	if (most == 0 && fault)
		diag_error(d, STATUS_DATA, AT_LINE(file, line),
		    "%s; and no other row names a column of the profile %.*s", fault,
		    SLICE_ARG(p->name));
	else if (most == 0)
		diag_error(d, STATUS_DATA, AT_FILE(file),
		    "no row names a column of the profile %.*s, with \"%c\" as the delimiter; is "
		    "it the export of another package, or was it saved anew by a spreadsheet "
		    "program? (without --profile the layout is guessed)",
		    SLICE_ARG(p->name), t->delimiter ? t->delimiter : ',');
	else
		report_lacks(&(struct lack){.d = d, .file = file, .p = p, .h = &best});
	header_free(&best);
	header_free(&h);
	foreign_free(&f);
}
