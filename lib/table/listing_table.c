#include "table/grid.h"
#include "table/listing.h"
#include "table/listing_walk.h"
#include "table/width.h"

#include <stdlib.h>
#include <string.h>

#include "base/banned.h"

/* Wider labels stand on a line of their own. */
enum { WIDEST_LABEL = 60 };
/* About so many characters stand beside each other on A4. */
enum { PAGE = 110 };

static const char bold[] = "1";

struct drawing {
	const struct listing *l;
	struct diag *d;
	struct spool *out;
	size_t width;
	bool color;
	struct listing_shown shown;
	struct grid_column *columns; /* one a shown column */
	size_t label;		     /* how wide the widest one is */
	bool totals;		     /* they have begun */
};

static struct slice cell_of(const struct drawing *g, size_t column, struct slice cell)
{
	return g->l->columns[g->shown.from[column]].kind == LISTING_TICK ? SLICE_LIT("[ ]") : cell;
}

/* The columns. */

static struct grid_column column_of(const struct listing_column *column)
{
	const enum listing_kind kind = column->kind;
	const bool amount = kind == LISTING_AMOUNT || kind == LISTING_MONEY;

	return (struct grid_column){
	    .heading = slice_of(kind == LISTING_TICK ? "" : column->name),
	    .right = amount || kind == LISTING_NUMBER,
	    .cut = amount		  ? GRID_AMOUNT
		   : kind == LISTING_TEXT ? GRID_TEXT
					  : GRID_WORD,
	};
}

static void open_columns(struct drawing *g)
{
	listing_show(g->l, &g->shown);
	g->columns = mem_array(g->shown.count, sizeof(*g->columns));
	for (size_t i = 0; i < g->shown.count; i++)
		g->columns[i] = column_of(&g->l->columns[g->shown.from[i]]);
}

static void drop_column(struct drawing *g, size_t column, struct buf *dropped)
{
	const size_t after = --g->shown.count - column;

	buf_printf(dropped, "%s%s", dropped->length > 0 ? ", " : "",
	    g->l->columns[g->shown.from[column]].name);
	memmove(&g->shown.from[column], &g->shown.from[column + 1], after * sizeof(*g->shown.from));
	memmove(&g->columns[column], &g->columns[column + 1], after * sizeof(*g->columns));
}

/* The column that can be spared most; `count` when there is none. */
static size_t most_spare(const struct drawing *g)
{
	const struct listing_column *columns = g->l->columns;
	size_t worst = g->shown.count;
	int spare = 0;

	for (size_t i = 0; i < g->shown.count; i++)
		if (columns[g->shown.from[i]].spare > spare) {
			spare = columns[g->shown.from[i]].spare;
			worst = i;
		}
	return worst;
}

/* Spare columns go before all texts are cut to stumps. */
static void drop_spare(struct drawing *g, size_t width, struct buf *dropped)
{
	while (
	    grid_good_width(g->columns, g->shown.count) > width && most_spare(g) < g->shown.count)
		drop_column(g, most_spare(g), dropped);
}

/* Where even stumps have no room the last columns go. */
static void drop_last(struct drawing *g, struct buf *dropped)
{
	while (g->shown.count > 1 && grid_least_width(g->columns, g->shown.count) > g->width)
		drop_column(g, g->shown.count - 1, dropped);
}

/* Measuring. */

static void measure_group(void *paper, struct slice name)
{
	(void)paper;
	(void)name;
}

static void measure_cells(struct drawing *g, const struct slice *cells)
{
	for (size_t i = 0; i < g->shown.count; i++)
		grid_measure(&g->columns[i], cell_of(g, i, cells[i]));
}

static bool measure_row(void *paper, const struct listing_line *line, const struct slice *cells)
{
	(void)line;
	measure_cells(paper, cells);
	return true;
}

static void measure_sums(
    void *paper, enum listing_sum kind, struct slice label, const struct slice *cells, bool last)
{
	struct drawing *g = paper;
	const size_t width = text_width(label);

	(void)kind;
	(void)last;
	for (size_t i = 0; i < g->shown.count; i++)
		grid_measure(&g->columns[i], cells[i]);
	if (width > g->label && width <= WIDEST_LABEL)
		g->label = width;
}

static const struct listing_paper measure = {measure_group, measure_row, measure_sums};

/* The columns with the widths of their cells. */
static bool measure_all(struct drawing *g)
{
	open_columns(g);
	return listing_walk(g->l, g->d, &g->shown, &measure, g);
}

/* The columns before the first amount have room for the labels over them. */
static void make_room(struct drawing *g)
{
	size_t before = 0;

	while (
	    before < g->shown.count && g->l->columns[g->shown.from[before]].kind != LISTING_AMOUNT)
		before++;
	if (before < g->shown.count)
		grid_make_room(g->columns, g->shown.count, before, g->label, g->width);
}

/* Drawing. */

static void paint(const struct drawing *g, size_t from, const char *how)
{
	if (g->color)
		grid_paint(&g->out->memory, from, how);
}

static void draw_heading(struct drawing *g)
{
	const size_t from = g->out->memory.length;

	grid_heading(&g->out->memory, g->columns, g->shown.count);
	paint(g, from, bold);
}

static void draw_group(void *paper, struct slice name)
{
	struct drawing *g = paper;
	const size_t from = g->out->memory.length;

	(void)text_add(&g->out->memory, name, g->width > 0 ? g->width : name.n);
	buf_add_char(&g->out->memory, '\n');
	paint(g, from, bold);
}

static bool draw_row(void *paper, const struct listing_line *line, const struct slice *cells)
{
	static const char *const tones[] = {[LISTING_PLAIN] = NULL,
	    [LISTING_PALE] = "2",
	    [LISTING_LATE] = "33",
	    [LISTING_VERY_LATE] = "31"};
	struct drawing *g = paper;

	for (size_t i = 0; i < g->shown.count; i++) {
		const bool toned = g->l->columns[g->shown.from[i]].toned;

		g->shown.cells[i] = cell_of(g, i, cells[i]);
		g->columns[i].paint = NULL;
		if (g->color && (toned || line->tone == LISTING_PALE))
			g->columns[i].paint = tones[line->tone];
	}
	grid_row(&g->out->memory, g->columns, g->shown.count, g->shown.cells);
	return spool_check(g->d, g->out);
}

static void draw_sums(
    void *paper, enum listing_sum kind, struct slice label, const struct slice *cells, bool last)
{
	struct drawing *g = paper;
	struct buf *b = &g->out->memory;

	for (size_t i = 0; i < g->shown.count; i++)
		g->columns[i].paint = NULL;
	if (kind != SUM_OF_GROUP && !g->totals && g->l->ngroups == 0)
		grid_rule(b, g->columns, g->shown.count);
	g->totals = kind != SUM_OF_GROUP;
	const size_t from = b->length;

	grid_sums(b, g->columns, g->shown.count, label, cells, g->width);
	if (kind != SUM_BY_COLUMN)
		paint(g, from, bold);
	if (last && kind == SUM_OF_GROUP)
		buf_add_char(b, '\n');
}

static void draw_all(struct drawing *g)
{
	static const struct listing_paper draw = {draw_group, draw_row, draw_sums};
	struct buf dropped = {0};

	if (g->width > 0) {
		drop_spare(g, g->width, &dropped);
		drop_last(g, &dropped);
	}
	if (dropped.length > 0)
		diag_note(g->d, NOWHERE, "to fit %zu columns these are not shown: %s", g->width,
		    buf_string(&dropped));
	buf_free(&dropped);
	grid_fit(g->columns, g->shown.count, g->width);
	make_room(g);
	draw_heading(g);
	(void)listing_walk(g->l, g->d, &g->shown, &draw, g);
	if (g->l->count == 0)
		buf_printf(&g->out->memory, "no %ss\n", g->l->noun);
}

bool listing_table(
    const struct listing *l, struct diag *d, size_t width, bool color, struct spool *out)
{
	struct drawing g = {.l = l, .d = d, .out = out, .width = width, .color = color};
	const bool ok = measure_all(&g);

	if (ok)
		draw_all(&g);
	listing_shown_free(&g.shown);
	free(g.columns);
	return ok;
}

bool listing_show_page(const struct listing *l, struct diag *d, struct listing_shown *s)
{
	struct drawing g = {.l = l, .d = d};
	struct buf dropped = {0};
	const bool ok = measure_all(&g);

	if (ok)
		drop_spare(&g, PAGE, &dropped);
	if (dropped.length > 0)
		diag_note(
		    d, NOWHERE, "to fit the page these are not shown: %s", buf_string(&dropped));
	buf_free(&dropped);
	free(g.columns);
	*s = g.shown;
	return ok;
}
