#include "text/aged_cells.h"

#include <stdlib.h>

#include "base/banned.h"

const char *const aged_month_headings[AGED_MONTH_COLUMNS] = {
    "month", "invoiced", "open at end", "days outstanding", "paid", "paid late", "late %"};

/* "account manager" */
static void add_name(struct slice name, struct buf *b)
{
	for (size_t i = 0; i < name.n; i++)
		buf_add_char(b, name.p[i] == '_' ? ' ' : name.p[i]);
}

static void add_headings(struct aged_cells *c)
{
	const struct aged *a = c->a;
	struct buf *texts = c->texts + c->count;

	for (size_t i = 0; i < c->count; i++) {
		if (i < a->nby)
			add_name(a->by[i], &texts[i]);
		else if (i < c->nkeys)
			buf_add_string(&texts[i], "name");
		else if (i + 1 < c->count)
			buf_add_string(&texts[i], buckets_label(&a->buckets, i - c->nkeys));
		else
			buf_add_string(&texts[i], "total");
		c->headings[i] = buf_slice(&texts[i]);
	}
}

void aged_cells_open(struct aged_cells *c)
{
	c->nkeys = c->a->nby + (aged_has_names(c->a) ? 1 : 0);
	c->count = c->nkeys + c->a->buckets.count + 1;
	c->headings = mem_array(c->count, sizeof *c->headings);
	c->cells = mem_array(c->count, sizeof *c->cells);
	c->texts = mem_array(2 * c->count, sizeof *c->texts);
	add_headings(c);
}

/* Nothing is a dash, so that the eye finds what there is. */
static void set_amount(struct aged_cells *c, size_t i, money amount, int decimals)
{
	struct buf *text = &c->texts[i];

	buf_truncate(text, 0);
	if (amount == 0)
		buf_add_string(text, "\xe2\x80\x93");
	else
		locale_plain_amount(c->locale, amount, decimals, text);
	c->cells[i] = buf_slice(text);
}

static void set_amounts(struct aged_cells *c, const struct ageing_sums *s)
{
	for (size_t i = 0; i < c->a->buckets.count; i++)
		set_amount(c, c->nkeys + i, s->buckets[i], s->decimals);
	set_amount(c, c->count - 1, s->total, s->decimals);
}

void aged_cells_group(struct aged_cells *c, const struct ageing_group *g)
{
	for (size_t i = 0; i < c->a->nby; i++)
		c->cells[i] = g->values[i].n > 0 ? g->values[i] : aged_unnamed;
	if (c->nkeys > c->a->nby)
		c->cells[c->nkeys - 1] = aged_name(c->a, g);
	set_amounts(c, g->sums);
}

void aged_cells_sums(struct aged_cells *c, struct slice label, const struct ageing_sums *s)
{
	for (size_t i = 0; i < c->nkeys; i++)
		c->cells[i] = i == 0 ? label : (struct slice){"", 0};
	set_amounts(c, s);
}

void aged_cells_free(struct aged_cells *c)
{
	for (size_t i = 0; i < 2 * c->count; i++)
		buf_free(&c->texts[i]);
	free(c->texts);
	free(c->cells);
	free(c->headings);
}

static void add_tenths(struct locale *l, bool known, long tenths, struct buf *b)
{
	if (known)
		locale_plain_amount(l, tenths, 1, b);
	else
		buf_add_string(b, "\xe2\x80\x93");
}

void aged_month_cells(struct locale *l, const struct turnover *t, size_t i,
    struct buf texts[AGED_MONTH_COLUMNS], struct slice cells[AGED_MONTH_COLUMNS])
{
	const struct turnover_month *m = turnover_month(t, i);
	char month[DATE_TEXT];
	long tenths = 0;
	bool known;

	for (size_t c = 0; c < AGED_MONTH_COLUMNS; c++)
		buf_truncate(&texts[c], 0);
	date_format(m->first, month);
	buf_add(&texts[0], month, sizeof "2026-11" - 1);
	locale_plain_amount(l, m->invoiced, t->decimals, &texts[1]);
	locale_plain_amount(l, m->open, t->decimals, &texts[2]);
	known = turnover_days(t, i, &tenths);
	add_tenths(l, known, tenths, &texts[3]);
	locale_plain_amount(l, m->paid, t->decimals, &texts[4]);
	locale_plain_amount(l, m->late, t->decimals, &texts[5]);
	known = turnover_late(t, i, &tenths);
	add_tenths(l, known, tenths, &texts[6]);
	for (size_t c = 0; c < AGED_MONTH_COLUMNS; c++)
		cells[c] = buf_slice(&texts[c]);
}

void aged_percent(struct locale *l, money part, money whole, struct buf *b)
{
	locale_plain_amount(l, aged_share(part, whole), 1, b);
	buf_add_char(b, '%');
}
