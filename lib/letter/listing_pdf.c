#include "letter/listing_pdf.h"

#include "base/mem.h"
#include "table/listing_walk.h"
#include "table/pack.h"

#include <stdlib.h>

#include "base/banned.h"

struct paper {
	const struct listing *l;
	struct listing_shown shown;
	struct report_column *columns;
	struct report_row *rows;
	size_t count, capacity;
	struct slice *cells; /* of a row that is not the listing's own */
	size_t label;	     /* the column that names sums; `count` of the shown: none does */
	struct arena arena;
};

static enum listing_kind kind_of(const struct paper *p, size_t column)
{
	return p->l->columns[p->shown.from[column]].kind;
}

/* "days overdue" */
static struct slice heading_of(struct paper *p, size_t column)
{
	const struct slice name = slice_of(p->l->columns[p->shown.from[column]].name);
	char *text = arena_copy(&p->arena, name.p, name.n);

	for (size_t i = 0; i < name.n; i++)
		if (text[i] == '_')
			text[i] = ' ';
	return (struct slice){text, name.n};
}

/* A text has the most room for a label, else a word. */
static size_t label_column(const struct paper *p)
{
	size_t found = p->shown.count;

	for (size_t i = 0; i < p->shown.count; i++) {
		if (kind_of(p, i) == LISTING_TEXT)
			return i;
		if (kind_of(p, i) == LISTING_FIXED && found == p->shown.count)
			found = i;
	}
	return found;
}

static void open_columns(struct paper *p)
{
	static const enum report_align aligns[] = {[LISTING_TEXT] = REPORT_LEFT,
	    [LISTING_FIXED] = REPORT_LEFT,
	    [LISTING_NUMBER] = REPORT_RIGHT,
	    [LISTING_AMOUNT] = REPORT_RIGHT,
	    [LISTING_MONEY] = REPORT_RIGHT,
	    [LISTING_TICK] = REPORT_TICK};

	p->columns = mem_array(p->shown.count, sizeof(*p->columns));
	p->cells = mem_array(p->shown.count, sizeof(*p->cells));
	for (size_t i = 0; i < p->shown.count; i++)
		p->columns[i] = (struct report_column){heading_of(p, i), aligns[kind_of(p, i)]};
	p->label = label_column(p);
}

static void keep(struct paper *p, enum report_row_kind kind, const struct slice *cells)
{
	p->rows = mem_grow(p->rows, p->count, &p->capacity, sizeof(*p->rows));
	p->rows[p->count++] =
	    (struct report_row){kind, fields_copy(&p->arena, cells, p->shown.count)};
}

static void keep_group(void *paper, struct slice name)
{
	struct paper *p = paper;

	for (size_t i = 0; i < p->shown.count; i++)
		p->cells[i] = i == 0 ? name : (struct slice){"", 0};
	keep(p, REPORT_GROUP, p->cells);
}

static bool keep_row(void *paper, const struct listing_line *line, const struct slice *cells)
{
	(void)line;
	keep(paper, REPORT_ROW, cells);
	return true;
}

static void keep_sums(
    void *paper, enum listing_sum kind, struct slice label, const struct slice *cells, bool last)
{
	struct paper *p = paper;

	(void)last;
	if (p->label == p->shown.count)
		keep_group(p, label);
	for (size_t i = 0; i < p->shown.count; i++)
		p->cells[i] = i == p->label ? label : cells[i];
	keep(p, kind == SUM_OF_ALL ? REPORT_TOTAL : REPORT_SUM, p->cells);
}

static void write_table(const struct paper *p, struct report *r)
{
	struct buf nothing = {0};

	report_table(r, &(struct report_table){p->columns, p->shown.count, p->rows, p->count});
	if (p->l->count == 0) {
		buf_printf(&nothing, "no %ss", p->l->noun);
		report_note(r, buf_slice(&nothing));
	}
	buf_free(&nothing);
}

bool listing_report(const struct listing *l, struct diag *d, struct report *r)
{
	static const struct listing_paper how = {keep_group, keep_row, keep_sums};
	struct paper p = {.l = l};
	bool ok = listing_show_page(l, d, &p.shown);

	if (ok) {
		open_columns(&p);
		ok = listing_walk(l, d, &p.shown, &how, &p);
	}
	if (ok)
		write_table(&p, r);
	listing_shown_free(&p.shown);
	free(p.columns);
	free(p.cells);
	free(p.rows);
	arena_free(&p.arena);
	return ok;
}
