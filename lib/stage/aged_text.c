#include "stage/aged.h"

#include "base/plural.h"
#include "table/grid.h"
#include "table/width.h"

#include <stdlib.h>
#include <string.h>

#include "base/banned.h"

/*
 * For a terminal: for each currency its buckets with bars, then its groups. Where the groups with
 * all their amounts are too wide for the lines, the cents are left out, and where that does not do
 * the amounts of a group stand below each other.
 */

struct screen {
	struct aged *a;
	struct buf *b;
	size_t width;
	size_t from, to; /* the groups of the currency at hand */
	const struct ageing_sums *total;
	unsigned long items; /* that are summed in it */
	size_t nkeys;	     /* columns before the amounts */
	size_t ncolumns;     /* with them */
	bool whole;	     /* without cents */
	struct grid_column *columns;
	struct slice *cells;
	char (*texts)[MONEY_TEXT]; /* of the amounts */
};

/* --- bars --- */

/* So many eighths of a column of the terminal. */
static void add_bar(struct buf *b, unsigned long eighths)
{
	static const char *const parts[] = {"", "\xe2\x96\x8f", "\xe2\x96\x8e", "\xe2\x96\x8d",
	    "\xe2\x96\x8c", "\xe2\x96\x8b", "\xe2\x96\x8a", "\xe2\x96\x89"};

	for (unsigned long i = 0; i < eighths / 8; i++)
		buf_add_string(b, "\xe2\x96\x88");
	buf_add_string(b, parts[eighths % 8]);
}

static void add_percent(struct buf *b, money part, money whole)
{
	char text[MONEY_TEXT];

	money_format(aged_share(part, whole), 1, text);
	buf_printf(b, "%6s%%", text);
}

static size_t label_width(const struct aged *a)
{
	size_t width = sizeof "total" - 1;

	for (size_t i = 0; i < a->buckets.count; i++)
		if (strlen(a->buckets.names[i]) > width)
			width = strlen(a->buckets.names[i]);
	return width;
}

static void add_line(struct screen *v, const char *label, money amount, const struct ageing_sums *s,
    int amounts, money most)
{
	char text[MONEY_TEXT];
	const int labels = (int)label_width(v->a);
	const size_t used = (size_t)labels + (size_t)amounts + sizeof "    100.0%   " - 1;

	money_format(amount, s->decimals, text);
	buf_printf(v->b, "  %-*s  %*s", labels, label, amounts, text);
	add_percent(v->b, amount, s->total);
	if (most > 0 && amount > 0 && used < v->width) {
		buf_add_string(v->b, "  ");
		add_bar(v->b, (unsigned long)((wide)amount * 8 * (v->width - used) / most));
	}
	buf_add_char(v->b, '\n');
}

/* A line a bucket with a bar, and the total. */
static void add_profile(struct screen *v, const struct ageing_sums *s, bool empty_too)
{
	char text[MONEY_TEXT];
	size_t amounts = money_format(s->total, s->decimals, text);

	for (size_t i = 0; i < v->a->buckets.count; i++) {
		const size_t n = money_format(s->buckets[i], s->decimals, text);

		amounts = n > amounts ? n : amounts;
	}
	for (size_t i = 0; i < v->a->buckets.count; i++)
		if (empty_too || s->buckets[i] != 0)
			add_line(v, buckets_label(&v->a->buckets, i), s->buckets[i], s,
			    (int)amounts, aged_largest(v->a, s));
	add_line(v, "total", s->total, s, (int)amounts, 0);
}

/* --- groups --- */

static money whole_units(money amount, int decimals)
{
	money rounded;

	return wide_round(amount, money_unit(decimals), &rounded) ? rounded : amount;
}

static void fill_amount(struct screen *v, size_t i, money amount)
{
	const int decimals = v->total->decimals;
	const size_t n = money_format(v->whole ? whole_units(amount, decimals) : amount,
	    v->whole ? 0 : decimals, v->texts[i]);

	v->cells[v->nkeys + i] = amount == 0 ? SLICE_LIT("-") : (struct slice){v->texts[i], n};
}

static void fill_amounts(struct screen *v, const struct ageing_sums *s)
{
	for (size_t i = 0; i < v->a->buckets.count; i++)
		fill_amount(v, i, s->buckets[i]);
	fill_amount(v, v->a->buckets.count, s->total);
}

static void fill_group(struct screen *v, const struct ageing_group *g)
{
	for (size_t i = 0; i < v->a->nby; i++)
		v->cells[i] = g->values[i].n > 0 ? g->values[i] : aged_unnamed;
	if (v->nkeys > v->a->nby)
		v->cells[v->nkeys - 1] = aged_name(v->a, g);
	fill_amounts(v, g->sums);
}

static void fill_sums(struct screen *v, const struct ageing_sums *s)
{
	for (size_t i = 0; i < v->nkeys; i++)
		v->cells[i] = (struct slice){"", 0};
	fill_amounts(v, s);
}

static void name_columns(struct screen *v)
{
	const struct aged *a = v->a;

	for (size_t i = 0; i < v->ncolumns; i++)
		v->columns[i] = (struct grid_column){.cut = GRID_AMOUNT, .right = true};
	for (size_t i = 0; i < v->nkeys; i++)
		v->columns[i] = (struct grid_column){
		    .heading = i < a->nby ? a->by[i] : SLICE_LIT("name"), .cut = GRID_TEXT};
	for (size_t i = 0; i < a->buckets.count; i++)
		v->columns[v->nkeys + i].heading = slice_of(buckets_label(&a->buckets, i));
	v->columns[v->ncolumns - 1].heading = SLICE_LIT("total");
}

static void measure(struct screen *v)
{
	name_columns(v);
	for (size_t i = v->from; i < v->to; i++) {
		fill_group(v, v->a->ageing.groups[i]);
		for (size_t c = 0; c < v->ncolumns; c++)
			grid_measure(&v->columns[c], v->cells[c]);
	}
	fill_sums(v, v->total);
	for (size_t c = 0; c < v->ncolumns; c++)
		grid_measure(&v->columns[c], v->cells[c]);
}

/* Whether the groups go into the lines, at the worst without their cents. */
static bool fits(struct screen *v)
{
	v->whole = false;
	measure(v);
	if (grid_good_width(v->columns, v->ncolumns) <= v->width || v->total->decimals == 0)
		return grid_good_width(v->columns, v->ncolumns) <= v->width;
	v->whole = true;
	measure(v);
	return grid_good_width(v->columns, v->ncolumns) <= v->width;
}

/* After the last of the groups that share their first value: their sums, and a line of space. */
static void add_subtotals(struct screen *v, size_t i)
{
	const struct ageing_sums *s = aged_subtotals(v->a, i);

	if (s == NULL)
		return;
	fill_sums(v, s);
	grid_sums(v->b, v->columns, v->ncolumns, SLICE_LIT("subtotal"), v->cells, v->width);
	buf_add_char(v->b, '\n');
}

static bool add_table(struct screen *v, struct spool *out)
{
	bool ok = true;

	grid_fit(v->columns, v->ncolumns, v->width);
	grid_heading(v->b, v->columns, v->ncolumns);
	for (size_t i = v->from; i < v->to && ok; i++) {
		fill_group(v, v->a->ageing.groups[i]);
		grid_row(v->b, v->columns, v->ncolumns, v->cells);
		add_subtotals(v, i);
		ok = spool_check(v->a->ledger.d, out);
	}
	grid_rule(v->b, v->columns, v->ncolumns);
	fill_sums(v, v->total);
	grid_sums(v->b, v->columns, v->ncolumns, SLICE_LIT("total"), v->cells, v->width);
	if (v->whole)
		buf_printf(v->b, "(in whole %s, rounded; with a wider COLUMNS, or as CSV, exact)\n",
		    v->total->currency);
	return ok;
}

static void add_group_label(struct screen *v, const struct ageing_group *g)
{
	struct buf label = {0};

	aged_label(v->a, g, &label);
	(void)text_add(v->b, buf_slice(&label), v->width);
	buf_add_char(v->b, '\n');
	buf_free(&label);
}

static bool add_profiles(struct screen *v, struct spool *out)
{
	bool ok = true;

	for (size_t i = v->from; i < v->to && ok; i++) {
		const struct ageing_group *g = v->a->ageing.groups[i];

		add_group_label(v, g);
		add_profile(v, g->sums, false);
		ok = spool_check(v->a->ledger.d, out);
	}
	return ok;
}

static bool add_currency(struct screen *v, struct spool *out)
{
	const struct aged *a = v->a;
	const char *noun = a->nby == 1 && slice_is(a->by[0], "customer") ? "customer" : "group";

	buf_printf(v->b, "\n%s, %lu item%s of %zu %s%s\n", v->total->currency, v->items,
	    plural(v->items), v->to - v->from, noun, plural(v->to - v->from));
	add_profile(v, v->total, true);
	buf_add_char(v->b, '\n');
	return fits(v) ? add_table(v, out) : add_profiles(v, out);
}

/* --- months --- */

static const char *const month_headings[] = {"month", "invoiced", "open_at_end", "days_outstanding",
    "paid_amount", "late_amount", "late_percent"};
enum { MONTH_COLUMNS = sizeof month_headings / sizeof *month_headings };

static void fill_month(const struct turnover *t, size_t i, char texts[][MONEY_TEXT])
{
	const struct turnover_month *m = turnover_month(t, i);
	long tenths;

	for (size_t c = 0; c < MONTH_COLUMNS; c++)
		texts[c][0] = '\0';
	date_format(m->first, texts[0]);
	texts[0][sizeof "2026-11" - 1] = '\0';
	money_format(m->invoiced, t->decimals, texts[1]);
	money_format(m->open, t->decimals, texts[2]);
	if (turnover_days(t, i, &tenths))
		money_format(tenths, 1, texts[3]);
	money_format(m->paid, t->decimals, texts[4]);
	money_format(m->late, t->decimals, texts[5]);
	if (turnover_late(t, i, &tenths))
		money_format(tenths, 1, texts[6]);
}

struct month_grid {
	struct grid_column columns[MONTH_COLUMNS];
	char texts[MONTH_COLUMNS][MONEY_TEXT];
	struct slice cells[MONTH_COLUMNS];
};

static void set_month(struct month_grid *g, const struct turnover *t, size_t i)
{
	fill_month(t, i, g->texts);
	for (size_t c = 0; c < MONTH_COLUMNS; c++)
		g->cells[c] = slice_of(g->texts[c]);
}

static void measure_months(struct month_grid *g, const struct turnover *t)
{
	for (size_t c = 0; c < MONTH_COLUMNS; c++)
		g->columns[c] = (struct grid_column){
		    .heading = slice_of(month_headings[c]), .right = c > 0, .cut = GRID_AMOUNT};
	for (size_t i = 0; i < t->count; i++) {
		set_month(g, t, i);
		for (size_t c = 0; c < MONTH_COLUMNS; c++)
			grid_measure(&g->columns[c], g->cells[c]);
	}
	grid_fit(g->columns, MONTH_COLUMNS, 0);
}

static void add_months(struct screen *v, const struct turnover *t)
{
	struct month_grid g;

	measure_months(&g, t);
	buf_printf(v->b, "\n%s by month\n", t->currency);
	grid_heading(v->b, g.columns, MONTH_COLUMNS);
	for (size_t i = 0; i < t->count; i++) {
		set_month(&g, t, i);
		grid_row(v->b, g.columns, MONTH_COLUMNS, g.cells);
	}
}

/* --- the whole --- */

/* Broken at blanks to the width. */
static void add_wrapped(struct screen *v, struct slice text)
{
	struct slice word;
	size_t used = 0;

	while (slice_cut(&text, ' ', &word)) {
		const size_t width = text_width(word);

		if (used > 0 && used + 1 + width > v->width) {
			buf_add_char(v->b, '\n');
			used = 0;
		}
		buf_add_string(v->b, used > 0 ? " " : "");
		used += (used > 0 ? 1 : 0) + text_add(v->b, word, v->width);
	}
	buf_add_char(v->b, '\n');
}

static void add_notes(struct screen *v, void (*notes)(const struct aged *a, struct buf *b))
{
	struct buf text = {0};
	struct slice rest, line;

	notes(v->a, &text);
	rest = buf_slice(&text);
	buf_add_string(v->b, rest.n > 0 ? "\n" : "");
	while (slice_cut(&rest, '\n', &line))
		if (line.n > 0)
			add_wrapped(v, line);
	buf_free(&text);
}

static void add_title(struct screen *v)
{
	const struct slice company = slice_of(v->a->ledger.book->policy->company.name);
	struct buf text = {0};

	aged_title(v->a, &text);
	add_wrapped(v, buf_slice(&text));
	(void)text_add(v->b, company, v->width);
	buf_add_char(v->b, '\n');
	buf_truncate(&text, 0);
	aged_subtitle(v->a, &text);
	if (text.length > 0)
		add_wrapped(v, buf_slice(&text));
	buf_free(&text);
}

static bool add_currencies(struct screen *v, struct spool *out)
{
	bool ok = true;

	for (size_t i = 0; i < v->a->ageing.ntotals && ok; i++) {
		v->total = v->a->ageing.totals[i].sums;
		v->items = v->a->ageing.totals[i].items;
		v->from = v->to;
		v->to = aged_currency_end(v->a, v->from);
		ok = add_currency(v, out);
	}
	if (v->a->ageing.ntotals == 0)
		buf_add_string(v->b, "\nnothing is open\n");
	return ok;
}

bool aged_text(struct aged *a, size_t width, struct spool *out)
{
	struct screen v = {.a = a, .b = &out->memory, .width = width};
	bool ok;

	v.nkeys = a->nby + (aged_has_names(a) ? 1 : 0);
	v.ncolumns = v.nkeys + a->buckets.count + 1;
	v.columns = mem_array(v.ncolumns, sizeof *v.columns);
	v.cells = mem_array(v.ncolumns, sizeof *v.cells);
	v.texts = mem_array(a->buckets.count + 1, sizeof *v.texts);
	aged_sort(a, AGEING_BY_SIZE);
	add_title(&v);
	ok = add_currencies(&v, out);
	add_notes(&v, aged_notes);
	for (size_t i = 0; i < a->nbridges && a->months > 0; i++)
		if (turnover_known(&a->bridges[i].turnover))
			add_months(&v, &a->bridges[i].turnover);
	if (a->months > 0)
		add_notes(&v, aged_month_notes);
	free(v.columns);
	free(v.cells);
	free(v.texts);
	return ok;
}
