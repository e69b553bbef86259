#include "text/aged_html.h"

#include "table/html.h"
#include "text/aged_cells.h"

#include <stdlib.h>

#include "base/banned.h"

struct page {
	struct aged *a;
	struct buf *b;
	struct locale *locale;
	struct aged_cells cells;
};

static void add_text(struct page *p, const char *tag, const char *class, const char *text)
{
	html_element(p->b, tag, class, slice_of(text));
}

static void begin_row(struct page *p, const char *class)
{
	if (class != NULL)
		buf_printf(p->b, "<tr class=\"%s\">\n", class);
	else
		buf_add_string(p->b, "<tr>\n");
}

/* --- the buckets of a currency --- */

static void add_bar(struct page *p, money amount, money most)
{
	char width[MONEY_TEXT];

	money_format(amount > 0 ? aged_share(amount, most) : 0, 1, width);
	buf_printf(p->b,
	    "<td class=\"bars\"><span class=\"bar\" style=\"width:%s%%\"></span></td>\n", width);
}

static void add_bucket(
    struct page *p, const char *class, const char *label, money amount, const struct ageing_sums *s)
{
	struct buf text = {0};

	begin_row(p, class);
	add_text(p, "td", NULL, label);
	locale_plain_amount(p->locale, amount, s->decimals, &text);
	html_element(p->b, "td", "number", buf_slice(&text));
	buf_truncate(&text, 0);
	aged_percent(p->locale, amount, s->total, &text);
	html_element(p->b, "td", "number", buf_slice(&text));
	if (class == NULL)
		add_bar(p, amount, aged_largest(p->a, s));
	else
		add_text(p, "td", NULL, "");
	buf_add_string(p->b, "</tr>\n");
	buf_free(&text);
}

static void add_buckets(struct page *p, const struct ageing_sums *s)
{
	buf_add_string(p->b, "<table>\n<thead><tr>\n");
	add_text(p, "th", NULL, p->a->buckets.by_due ? "days overdue" : "days old");
	add_text(p, "th", "number", s->currency);
	add_text(p, "th", "number", "share");
	add_text(p, "th", NULL, "");
	buf_add_string(p->b, "</tr></thead>\n<tbody>\n");
	for (size_t i = 0; i < p->a->buckets.count; i++)
		add_bucket(p, NULL, buckets_label(&p->a->buckets, i), s->buckets[i], s);
	add_bucket(p, "total", "total", s->total, s);
	buf_add_string(p->b, "</tbody>\n</table>\n");
}

/* --- the groups --- */

static void add_cells(struct page *p, const char *class, const char *tag, const struct slice *cells)
{
	begin_row(p, class);
	for (size_t i = 0; i < p->cells.count; i++)
		html_element(p->b, tag, i < p->cells.nkeys ? NULL : "number", cells[i]);
	buf_add_string(p->b, "</tr>\n");
}

static bool add_groups(
    struct page *p, size_t from, size_t to, const struct ageing_sums *total, struct spool *out)
{
	bool ok = true;

	buf_add_string(p->b, "<table>\n<thead>\n");
	add_cells(p, NULL, "th", p->cells.headings);
	buf_add_string(p->b, "</thead>\n<tbody>\n");
	for (size_t i = from; i < to && ok; i++) {
		const struct ageing_sums *subtotals = aged_subtotals(p->a, i);

		aged_cells_group(&p->cells, p->a->ageing.groups[i]);
		add_cells(p, NULL, "td", p->cells.cells);
		if (subtotals != NULL) {
			aged_cells_sums(&p->cells, SLICE_LIT("subtotal"), subtotals);
			add_cells(p, "sum", "td", p->cells.cells);
		}
		ok = spool_check(p->a->ledger.d, out);
	}
	aged_cells_sums(&p->cells, SLICE_LIT("total"), total);
	add_cells(p, "total", "td", p->cells.cells);
	buf_add_string(p->b, "</tbody>\n</table>\n");
	return ok;
}

static bool add_currencies(struct page *p, struct spool *out)
{
	bool ok = true;
	size_t from = 0;

	for (size_t i = 0; i < p->a->ageing.ntotals && ok; i++) {
		const struct ageing_sums *total = p->a->ageing.totals[i].sums;
		const size_t to = aged_currency_end(p->a, from);

		add_text(p, "h2", NULL, total->currency);
		add_buckets(p, total);
		ok = add_groups(p, from, to, total, out);
		from = to;
	}
	if (p->a->ageing.ntotals == 0)
		add_text(p, "p", NULL, "Nothing is open.");
	return ok;
}

/* --- the months, the notes --- */

static void add_months(struct page *p, const struct turnover *t)
{
	struct buf texts[AGED_MONTH_COLUMNS] = {{0}};
	struct slice cells[AGED_MONTH_COLUMNS];

	buf_printf(p->b, "<h2>%s by month</h2>\n<table>\n<thead><tr>\n", t->currency);
	for (size_t c = 0; c < AGED_MONTH_COLUMNS; c++)
		add_text(p, "th", c > 0 ? "number" : NULL, aged_month_headings[c]);
	buf_add_string(p->b, "</tr></thead>\n<tbody>\n");
	for (size_t i = 0; i < t->count; i++) {
		aged_month_cells(p->locale, t, i, texts, cells);
		buf_add_string(p->b, "<tr>\n");
		for (size_t c = 0; c < AGED_MONTH_COLUMNS; c++)
			html_element(p->b, "td", c > 0 ? "number" : NULL, cells[c]);
		buf_add_string(p->b, "</tr>\n");
	}
	buf_add_string(p->b, "</tbody>\n</table>\n");
	for (size_t c = 0; c < AGED_MONTH_COLUMNS; c++)
		buf_free(&texts[c]);
}

static void add_notes(struct page *p, void (*notes)(const struct aged *a, struct buf *b))
{
	struct buf text = {0};
	struct slice rest, line;

	notes(p->a, &text);
	rest = buf_slice(&text);
	while (slice_cut(&rest, '\n', &line))
		if (line.n > 0)
			html_element(p->b, "p", "note", line);
	buf_free(&text);
}

bool aged_html(struct aged *a, struct spool *out)
{
	struct locales *locales = locales_new();
	struct page p = {
	    .a = a, .b = &out->memory, .locale = locales_get(locales, SLICE_LIT(AGED_LANGUAGE))};
	struct buf title = {0};
	bool ok;

	a->marks = true;
	p.cells = (struct aged_cells){.a = a, .locale = p.locale};
	aged_cells_open(&p.cells);
	aged_sort(a, AGEING_BY_SIZE);
	aged_title(a, &title);
	html_begin(p.b, buf_slice(&title), AGED_LANGUAGE);
	add_text(&p, "p", NULL, a->ledger.book->policy->company.name);
	buf_truncate(&title, 0);
	aged_subtitle(a, &title);
	if (title.length > 0)
		html_element(p.b, "p", NULL, buf_slice(&title));
	ok = add_currencies(&p, out);
	add_notes(&p, aged_notes);
	for (size_t i = 0; i < a->nbridges && a->months > 0; i++)
		if (turnover_known(&a->bridges[i].turnover))
			add_months(&p, &a->bridges[i].turnover);
	if (a->months > 0)
		add_notes(&p, aged_month_notes);
	html_end(p.b);
	buf_free(&title);
	aged_cells_free(&p.cells);
	locales_free(locales);
	return ok;
}
