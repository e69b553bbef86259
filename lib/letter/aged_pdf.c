#include "letter/aged_pdf.h"

#include "letter/report.h"
#include "table/pack.h"
#include "text/aged_cells.h"

#include <stdlib.h>

#include "base/banned.h"

enum { LARGEST = 10 };

struct paper {
	struct aged *a;
	struct report *r;
	struct locale *locale;
	struct aged_cells cells;
	struct arena arena; /* what is laid out when all of it is known */
};

/* --- charts --- */

/* The buckets of some sums as stacked bars that lie, a row for each. */
static void add_rows(struct paper *p, const char *title, const struct ageing_sums *const *sums,
    const struct slice *labels, size_t count)
{
	const struct buckets *buckets = &p->a->buckets;
	struct chart_series *series = mem_array(buckets->count, sizeof *series);

	for (size_t b = 0; b < buckets->count; b++) {
		money *values = arena_alloc(&p->arena, count * sizeof *values);

		for (size_t i = 0; i < count; i++)
			values[i] = sums[i]->buckets[b];
		series[b] = (struct chart_series){
		    .name = slice_of(buckets_label(buckets, b)), .values = values};
	}
	report_chart(p->r, &(struct chart){.kind = CHART_ROWS,
			       .title = slice_of(title),
			       .labels = labels,
			       .count = count,
			       .series = series,
			       .nseries = buckets->count,
			       .currency = sums[0]->currency,
			       .decimals = sums[0]->decimals,
			       .shades = true});
	free(series);
}

/* The groups that owe most, the largest first, whatever the order of the table. */
static size_t find_largest(
    const struct aged *a, size_t from, size_t to, const struct ageing_group *largest[LARGEST])
{
	size_t count = 0;

	for (size_t i = from; i < to; i++) {
		const struct ageing_group *g = a->ageing.groups[i];
		size_t k = count;

		while (k > 0 && g->sums->total > largest[k - 1]->sums->total)
			k--;
		if (g->sums->total <= 0 || k == LARGEST)
			continue;
		count += count < LARGEST;
		for (size_t m = count - 1; m > k; m--)
			largest[m] = largest[m - 1];
		largest[k] = g;
	}
	return count;
}

static struct slice label_of(struct paper *p, const struct ageing_group *g)
{
	struct buf label = {0};
	struct slice kept;

	aged_label(p->a, g, &label);
	kept = (struct slice){arena_copy(&p->arena, label.data, label.length), label.length};
	buf_free(&label);
	return kept;
}

static const char *largest_title(const struct aged *a)
{
	if (a->nby > 1 || !slice_is(a->by[0], "customer"))
		return "The largest";
	return a->payable ? "The largest creditors" : "The largest debtors";
}

static void add_charts(struct paper *p, size_t from, size_t to, const struct ageing_sums *total)
{
	const struct ageing_group *largest[LARGEST];
	const struct ageing_sums *sums[LARGEST];
	struct slice labels[LARGEST];
	const size_t count = find_largest(p->a, from, to, largest);

	add_rows(p,
	    p->a->buckets.by_due ? "All, by days overdue" : "All, by days since the invoice",
	    &total, &SLICE_LIT("all"), 1);
	for (size_t i = 0; i < count; i++) {
		sums[i] = largest[i]->sums;
		labels[i] = label_of(p, largest[i]);
	}
	if (count > 0)
		add_rows(p, largest_title(p->a), sums, labels, count);
}

/* --- tables --- */

/* Rows that are kept until the table is whole. */
struct rows {
	struct report_row *all;
	size_t count, capacity;
};

static void keep_row(struct paper *p, struct rows *rows, enum report_row_kind kind,
    const struct slice *cells, size_t n)
{
	rows->all = mem_grow(rows->all, rows->count, &rows->capacity, sizeof *rows->all);
	rows->all[rows->count++] = (struct report_row){kind, fields_copy(&p->arena, cells, n)};
}

static void add_buckets(struct paper *p, const struct ageing_sums *s)
{
	const struct report_column columns[] = {
	    {slice_of(p->a->buckets.by_due ? "days overdue" : "days old"), REPORT_LEFT},
	    {slice_of(s->currency), REPORT_RIGHT}, {SLICE_LIT("share"), REPORT_RIGHT}};
	struct rows rows = {0};
	struct buf amount = {0}, share = {0};

	for (size_t i = 0; i <= p->a->buckets.count; i++) {
		const bool last = i == p->a->buckets.count;
		const money value = last ? s->total : s->buckets[i];

		buf_truncate(&amount, 0);
		buf_truncate(&share, 0);
		locale_plain_amount(p->locale, value, s->decimals, &amount);
		aged_percent(p->locale, value, s->total, &share);
		const struct slice cells[] = {
		    slice_of(last ? "total" : buckets_label(&p->a->buckets, i)), buf_slice(&amount),
		    buf_slice(&share)};

		keep_row(p, &rows, last ? REPORT_TOTAL : REPORT_ROW, cells, 3);
	}
	report_table(p->r, &(struct report_table){columns, 3, rows.all, rows.count});
	buf_free(&amount);
	buf_free(&share);
	free(rows.all);
}

static void add_groups(struct paper *p, size_t from, size_t to, const struct ageing_sums *total)
{
	struct aged_cells *c = &p->cells;
	struct report_column *columns = mem_array(c->count, sizeof *columns);
	struct rows rows = {0};

	for (size_t i = 0; i < c->count; i++)
		columns[i] = (struct report_column){
		    c->headings[i], i < c->nkeys ? REPORT_LEFT : REPORT_RIGHT};
	for (size_t i = from; i < to; i++) {
		const struct ageing_sums *subtotals = aged_subtotals(p->a, i);

		aged_cells_group(c, p->a->ageing.groups[i]);
		keep_row(p, &rows, REPORT_ROW, c->cells, c->count);
		if (subtotals == NULL)
			continue;
		aged_cells_sums(c, SLICE_LIT("subtotal"), subtotals);
		keep_row(p, &rows, REPORT_SUM, c->cells, c->count);
	}
	aged_cells_sums(c, SLICE_LIT("total"), total);
	keep_row(p, &rows, REPORT_TOTAL, c->cells, c->count);
	report_table(p->r, &(struct report_table){columns, c->count, rows.all, rows.count});
	free(rows.all);
	free(columns);
}

static void add_currencies(struct paper *p)
{
	size_t from = 0;

	for (size_t i = 0; i < p->a->ageing.ntotals; i++) {
		const struct ageing_sums *total = p->a->ageing.totals[i].sums;
		const size_t to = aged_currency_end(p->a, from);

		if (p->a->ageing.ntotals > 1)
			report_heading(p->r, slice_of(total->currency));
		add_charts(p, from, to, total);
		add_buckets(p, total);
		add_groups(p, from, to, total);
		from = to;
	}
	if (p->a->ageing.ntotals == 0)
		report_paragraph(p->r, SLICE_LIT("Nothing is open."));
}

/* --- the months, the notes --- */

static void add_month_chart(struct paper *p, const struct turnover *t)
{
	money *invoiced = mem_array(2 * t->count, sizeof *invoiced), *open = invoiced + t->count;
	struct slice *labels = mem_array(t->count, sizeof *labels);
	const struct chart_series series[] = {{SLICE_LIT("invoiced in the month"), invoiced, false},
	    {SLICE_LIT("open at its end"), open, true}};

	for (size_t i = 0; i < t->count; i++) {
		const struct turnover_month *m = turnover_month(t, i);
		char *text = arena_alloc(&p->arena, DATE_TEXT);

		date_format(m->first, text);
		labels[i] = (struct slice){text, sizeof "2026-11" - 1};
		invoiced[i] = m->invoiced;
		open[i] = m->open;
	}
	report_chart(p->r, &(struct chart){.kind = CHART_BARS,
			       .labels = labels,
			       .count = t->count,
			       .series = series,
			       .nseries = 2,
			       .currency = t->currency,
			       .decimals = t->decimals});
	free(labels);
	free(invoiced);
}

static void add_months(struct paper *p, const struct turnover *t)
{
	struct report_column columns[AGED_MONTH_COLUMNS];
	struct buf texts[AGED_MONTH_COLUMNS] = {{0}}, title = {0};
	struct slice cells[AGED_MONTH_COLUMNS];
	struct rows rows = {0};

	buf_printf(&title, "%s by month", t->currency);
	report_heading(p->r, buf_slice(&title));
	add_month_chart(p, t);
	for (size_t c = 0; c < AGED_MONTH_COLUMNS; c++)
		columns[c] = (struct report_column){
		    slice_of(aged_month_headings[c]), c > 0 ? REPORT_RIGHT : REPORT_LEFT};
	for (size_t i = 0; i < t->count; i++) {
		aged_month_cells(p->locale, t, i, texts, cells);
		keep_row(p, &rows, REPORT_ROW, cells, AGED_MONTH_COLUMNS);
	}
	report_table(
	    p->r, &(struct report_table){columns, AGED_MONTH_COLUMNS, rows.all, rows.count});
	for (size_t c = 0; c < AGED_MONTH_COLUMNS; c++)
		buf_free(&texts[c]);
	buf_free(&title);
	free(rows.all);
}

static void add_notes(struct paper *p, void (*notes)(const struct aged *a, struct buf *b))
{
	struct buf text = {0};
	struct slice rest, line;

	notes(p->a, &text);
	rest = buf_slice(&text);
	while (slice_cut(&rest, '\n', &line))
		if (line.n > 0)
			report_note(p->r, line);
	buf_free(&text);
}

static void add_all(struct paper *p)
{
	const struct aged *a = p->a;

	add_currencies(p);
	add_notes(p, aged_notes);
	for (size_t i = 0; i < a->nbridges && a->months > 0; i++)
		if (turnover_known(&a->bridges[i].turnover))
			add_months(p, &a->bridges[i].turnover);
	if (a->months > 0)
		add_notes(p, aged_month_notes);
}

bool aged_pdf(struct aged *a, struct spool *out)
{
	struct locales *locales = locales_new();
	struct paper p = {.a = a, .locale = locales_get(locales, SLICE_LIT(AGED_LANGUAGE))};
	struct buf title = {0}, subtitle = {0};
	bool ok;

	a->marks = true;
	aged_sort(a, AGEING_BY_SIZE);
	aged_title(a, &title);
	aged_subtitle(a, &subtitle);
	p.cells = (struct aged_cells){.a = a, .locale = p.locale};
	aged_cells_open(&p.cells);
	p.r =
	    report_open(a->ledger.d, &(struct report_info){.title = buf_slice(&title),
					 .subtitle = buf_slice(&subtitle),
					 .company = slice_of(a->ledger.book->policy->company.name),
					 .language = AGED_LANGUAGE,
					 .created = a->ledger.as_of.day});
	ok = p.r != NULL;
	if (ok) {
		add_all(&p);
		ok = report_close(p.r, &out->memory);
	}
	aged_cells_free(&p.cells);
	arena_free(&p.arena);
	buf_free(&title);
	buf_free(&subtitle);
	locales_free(locales);
	return ok;
}
