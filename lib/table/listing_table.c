#include "table/grid.h"
#include "table/listing.h"
#include "table/width.h"
#include "value/money.h"

#include <stdlib.h>
#include <string.h>

#include "base/banned.h"

/* The sums of one currency. */
struct sums {
	char currency[4];
	int decimals;
	size_t count;
	money *amounts; /* one a column of the listing */
};

struct totals {
	struct sums *all; /* by currency */
	size_t count, capacity;
};

struct drawing {
	const struct listing *l;
	struct diag *d;
	struct spool *out;
	size_t *from; /* which column of the listing each of the grid is */
	struct grid_column *columns;
	size_t count;
	struct slice *cells;
	char (*texts)[MONEY_TEXT];
};

static bool is_empty(const struct listing *l, size_t column)
{
	for (size_t i = 0; i < l->count; i++)
		if (l->lines[i].cells[column].n > 0)
			return false;
	return true;
}

static void choose_columns(struct drawing *g)
{
	const struct listing *l = g->l;

	g->from = mem_array(l->ncolumns, sizeof(*g->from));
	g->columns = mem_array(l->ncolumns, sizeof(*g->columns));
	g->cells = mem_array(l->ncolumns, sizeof(*g->cells));
	g->texts = mem_array(l->ncolumns, sizeof(*g->texts));
	for (size_t i = 0; i < l->ncolumns; i++) {
		const struct listing_column *column = &l->columns[i];

		if (column->hidden || (column->spare > 0 && l->count > 0 && is_empty(l, i)))
			continue;
		g->from[g->count] = i;
		g->columns[g->count++] = (struct grid_column){
		    .heading = slice_of(column->name),
		    .right = column->kind == LISTING_NUMBER || column->kind == LISTING_AMOUNT,
		    .whole = column->kind != LISTING_TEXT,
		};
	}
}

static bool is_amount(const struct drawing *g, size_t column)
{
	return g->l->columns[g->from[column]].kind == LISTING_AMOUNT;
}

static void drop_column(struct drawing *g, size_t column)
{
	const size_t after = --g->count - column;

	memmove(&g->from[column], &g->from[column + 1], after * sizeof(*g->from));
	memmove(&g->columns[column], &g->columns[column + 1], after * sizeof(*g->columns));
}

/* Where the table is too wide, spare columns go before all texts are cut to stumps. */
static void drop_spare_columns(struct drawing *g, size_t width)
{
	struct buf dropped = {0};

	while (width > 0 && grid_least_width(g->columns, g->count) > width) {
		size_t worst = 0;

		for (size_t i = 1; i < g->count; i++)
			if (g->l->columns[g->from[i]].spare > g->l->columns[g->from[worst]].spare)
				worst = i;
		const struct listing_column *column = &g->l->columns[g->from[worst]];

		if (column->spare == 0)
			break;
		buf_printf(&dropped, "%s%s", dropped.length > 0 ? ", " : "", column->name);
		drop_column(g, worst);
	}
	if (dropped.length > 0)
		diag_note(g->d, NOWHERE, "to fit %zu columns these are not shown: %s", width,
		    buf_string(&dropped));
	buf_free(&dropped);
}

/* The cells of a line as they are shown: amounts with all their decimals. */
static void fill_cells(struct drawing *g, const struct listing_line *line)
{
	for (size_t i = 0; i < g->count; i++) {
		money amount;

		g->cells[i] = line->cells[g->from[i]];
		if (is_amount(g, i) && money_parse(g->cells[i], line->decimals, &amount)) {
			const size_t n = money_format(amount, line->decimals, g->texts[i]);

			g->cells[i] = (struct slice){g->texts[i], n};
		}
	}
}

static struct sums *sums_of(
    struct drawing *g, struct totals *totals, const struct listing_line *line)
{
	size_t i = 0;

	while (i < totals->count && strcmp(totals->all[i].currency, line->currency) < 0)
		i++;
	if (i < totals->count && strcmp(totals->all[i].currency, line->currency) == 0)
		return &totals->all[i];
	totals->all = mem_grow(totals->all, totals->count, &totals->capacity, sizeof(*totals->all));
	memmove(&totals->all[i + 1], &totals->all[i], (totals->count++ - i) * sizeof(*totals->all));
	totals->all[i] = (struct sums){.decimals = line->decimals,
	    .amounts = mem_array(g->l->ncolumns, sizeof(*totals->all->amounts))};
	memcpy(totals->all[i].currency, line->currency, sizeof(line->currency));
	return &totals->all[i];
}

static bool add_sums(struct drawing *g, struct totals *totals, const struct listing_line *line)
{
	struct sums *sums = sums_of(g, totals, line);

	sums->count++;
	for (size_t i = 0; i < g->count; i++) {
		const size_t column = g->from[i];
		money amount;

		if (!is_amount(g, i) ||
		    !money_parse(line->cells[column], line->decimals, &amount) ||
		    money_sum(sums->amounts[column], amount, &sums->amounts[column]))
			continue;
		diag_error(g->d, STATUS_DATA, NOWHERE, "%s: the amounts are too large to be added",
		    g->l->columns[column].name);
		return false;
	}
	return true;
}

static void fill_sums(struct drawing *g, const struct sums *sums)
{
	for (size_t i = 0; i < g->count; i++) {
		g->cells[i] = (struct slice){"", 0};
		if (!is_amount(g, i))
			continue;
		const size_t n =
		    money_format(sums->amounts[g->from[i]], sums->decimals, g->texts[i]);

		g->cells[i] = (struct slice){g->texts[i], n};
	}
}

static bool same_group(const struct listing *l, size_t a, size_t b)
{
	for (size_t i = 0; i < l->ngroups; i++)
		if (!slice_equal(
			l->lines[a].cells[l->keys[i].column], l->lines[b].cells[l->keys[i].column]))
			return false;
	return true;
}

/* What the rows of a group have in common. */
static void add_group_name(const struct listing *l, size_t line, struct buf *b)
{
	for (size_t i = 0; i < l->ngroups; i++) {
		const struct slice cell = l->lines[line].cells[l->keys[i].column];

		buf_add_string(b, i > 0 ? ", " : "");
		buf_add_slice(b, cell.n > 0 ? cell : SLICE_LIT("(none)"));
	}
}

static void add_label(const struct listing *l, const char *currency, size_t count, struct buf *b)
{
	buf_printf(b, " %s, %zu %s%s", currency, count, l->noun, count == 1 ? "" : "s");
}

/* The columns before the first amount have room for the longest label over them. */
static void measure_labels(struct drawing *g)
{
	const struct listing *l = g->l;
	struct buf label = {0};
	size_t widest = 0;

	for (size_t i = 0; i < l->count && l->ngroups > 0; i++) {
		if (i > 0 && same_group(l, i - 1, i))
			continue;
		buf_truncate(&label, 0);
		add_group_name(l, i, &label);
		if (text_width(buf_slice(&label)) > widest)
			widest = text_width(buf_slice(&label));
	}
	buf_truncate(&label, 0);
	add_label(l, "EUR", l->count, &label);
	if (widest < strlen("total"))
		widest = strlen("total");

	size_t before = 0;

	while (before < g->count && !is_amount(g, before))
		before++;
	if (before < g->count)
		grid_make_room(g->columns, before, widest + label.length);
	buf_free(&label);
}

static void measure_sums(struct drawing *g, const struct totals *totals)
{
	for (size_t n = 0; n < totals->count; n++) {
		fill_sums(g, &totals->all[n]);
		for (size_t i = 0; i < g->count; i++)
			grid_measure(&g->columns[i], g->cells[i]);
	}
}

/* A line a currency: "total EUR, 12 items". */
static void write_sums(struct drawing *g, const struct totals *totals, struct slice what)
{
	struct buf label = {0};

	for (size_t n = 0; n < totals->count; n++) {
		const struct sums *sums = &totals->all[n];

		fill_sums(g, sums);
		buf_truncate(&label, 0);
		buf_add_slice(&label, what);
		add_label(g->l, sums->currency, sums->count, &label);
		grid_sums(&g->out->memory, g->columns, g->count, buf_slice(&label), g->cells);
	}
	buf_free(&label);
}

static void totals_free(struct totals *totals)
{
	for (size_t i = 0; i < totals->count; i++)
		free(totals->all[i].amounts);
	free(totals->all);
	*totals = (struct totals){0};
}

/* After the last line of a group: its sums, and a line of space. */
static void end_group(struct drawing *g, struct totals *group, size_t line)
{
	struct buf what = {0};

	add_group_name(g->l, line, &what);
	write_sums(g, group, buf_slice(&what));
	buf_add_char(&g->out->memory, '\n');
	buf_free(&what);
	totals_free(group);
}

static bool write_lines(struct drawing *g)
{
	const struct listing *l = g->l;
	struct totals group = {0};
	bool ok = true;

	for (size_t i = 0; i < l->count && ok; i++) {
		fill_cells(g, &l->lines[i]);
		grid_row(&g->out->memory, g->columns, g->count, g->cells);
		if (l->ngroups > 0) {
			ok = add_sums(g, &group, &l->lines[i]);
			if (i + 1 == l->count || !same_group(l, i, i + 1))
				end_group(g, &group, i);
		}
		ok = ok && spool_check(g->d, g->out);
	}
	totals_free(&group);
	return ok;
}

bool listing_table(const struct listing *l, struct diag *d, size_t width, struct spool *out)
{
	struct drawing g = {.l = l, .d = d, .out = out};
	struct totals all = {0};
	bool ok = true;

	choose_columns(&g);
	for (size_t n = 0; n < l->count && ok; n++) {
		fill_cells(&g, &l->lines[n]);
		for (size_t i = 0; i < g.count; i++)
			grid_measure(&g.columns[i], g.cells[i]);
		ok = add_sums(&g, &all, &l->lines[n]);
	}
	if (ok) {
		measure_sums(&g, &all);
		drop_spare_columns(&g, width);
		measure_labels(&g);
		grid_fit(g.columns, g.count, width);
		grid_heading(&out->memory, g.columns, g.count);
		ok = write_lines(&g);
		if (l->ngroups == 0 && l->count > 0)
			grid_rule(&out->memory, g.columns, g.count);
		write_sums(&g, &all, SLICE_LIT("total"));
		if (l->count == 0)
			buf_printf(&out->memory, "no %ss\n", l->noun);
	}
	totals_free(&all);
	free(g.from);
	free(g.columns);
	free(g.cells);
	free(g.texts);
	return ok;
}
