/*
 * A forecast as text, 80 columns wide: the periods with bars, what is assumed,
 * and who pays how late.
 */
#include "stage/cash.h"
#include "table/width.h"

#include <stdlib.h>
#include <string.h>

#include "base/banned.h"

enum { WIDTH = 80, LABEL = 10, LEAST_BAR = 6, MOST_PAYERS = 12 };

/* The columns of figures. */
enum { RECEIPTS, PAYMENTS, NET, CUMULATIVE, FIGURES };

struct page {
	const struct forecast_sums *sums;
	bool payments; /* there are any; else receipts alone are told */
	int width[FIGURES];
	size_t left, right; /* columns for the bars on both sides of their axis */
	wide most;	    /* the largest that a bar stands for */
};

static const char *const headings[] = {"receipts", "payments", "net", "cumulative"};

static bool shows(const struct page *p, size_t figure)
{
	return p->payments || figure == RECEIPTS || figure == CUMULATIVE;
}

static void figures_of(const struct forecast_cell *cell, money cumulative, money figures[FIGURES])
{
	figures[RECEIPTS] = cell->receipts;
	figures[PAYMENTS] = cell->payments;
	figures[NET] = cash_net(cell);
	figures[CUMULATIVE] = cumulative;
}

static money above_zero(money amount)
{
	return amount > 0 ? amount : 0;
}

/* What comes in is on the right, what goes out on the left; a credit turns that around. */
static wide coming(const struct forecast_cell *cell)
{
	return (wide)above_zero(cell->receipts) + above_zero(-cell->payments);
}

static wide going(const struct forecast_cell *cell)
{
	return (wide)above_zero(cell->payments) + above_zero(-cell->receipts);
}

static void measure_figures(struct page *p, const money figures[FIGURES])
{
	char text[MONEY_TEXT];

	for (size_t i = 0; i < FIGURES; i++) {
		const int width = (int)money_format(figures[i], p->sums->decimals, text);

		if (width > p->width[i])
			p->width[i] = width;
	}
}

static struct page measure(const struct forecast_sums *s)
{
	struct page p = {.sums = s};
	money cumulative = 0, figures[FIGURES];
	size_t used = LABEL;
	bool goes = false;

	for (size_t i = 0; i < FIGURES; i++)
		p.width[i] = (int)strlen(headings[i]);
	for (size_t i = 0; i < forecast_cells(s->count); i++) {
		const struct forecast_cell *cell = &s->cells[i];

		cumulative += cash_net(cell);
		figures_of(cell, cumulative, figures);
		measure_figures(&p, figures);
		p.payments = p.payments || cell->payments != 0;
		if (i >= s->count)
			continue;
		goes = goes || going(cell) > 0;
		p.most = coming(cell) > p.most ? coming(cell) : p.most;
		p.most = going(cell) > p.most ? going(cell) : p.most;
	}
	figures_of(&s->total, 0, figures);
	measure_figures(&p, figures);
	for (size_t i = 0; i < FIGURES; i++)
		used += shows(&p, i) ? (size_t)p.width[i] + 2 : 0;
	if (used + 2 + LEAST_BAR > WIDTH)
		return p;
	p.right = WIDTH - used - 2;
	if (goes) {
		p.left = (p.right - 1) / 2;
		p.right = p.right - 1 - p.left;
	}
	return p;
}

static void repeat(struct buf *out, const char *mark, size_t count)
{
	for (size_t i = 0; i < count; i++)
		buf_add_string(out, mark);
}

/* An amount that is not zero has one column at least. */
static size_t bar_length(const struct page *p, wide amount, size_t room)
{
	const size_t length = p->most > 0 ? (size_t)(amount * (wide)room / p->most) : 0;

	return amount > 0 && length == 0 && room > 0 ? 1 : length;
}

static void add_bar(struct buf *out, const struct page *p, const struct forecast_cell *cell)
{
	const size_t left = bar_length(p, going(cell), p->left);
	const size_t right = bar_length(p, coming(cell), p->right);

	if (p->right == 0 || (right == 0 && p->left == 0))
		return;
	buf_add_string(out, "  ");
	if (p->left > 0) {
		repeat(out, " ", p->left - left);
		repeat(out, "░", left);
		buf_add_string(out, "│");
	}
	repeat(out, "█", right);
}

static void add_figures(struct buf *out, const struct page *p, const struct forecast_cell *cell,
    const money *cumulative)
{
	money figures[FIGURES];
	char text[MONEY_TEXT];

	figures_of(cell, cumulative != NULL ? *cumulative : 0, figures);
	for (size_t i = 0; i < FIGURES; i++) {
		if (!shows(p, i))
			continue;
		money_format(figures[i], p->sums->decimals, text);
		if (i == CUMULATIVE && cumulative == NULL)
			text[0] = '\0';
		buf_printf(out, "  %*s", p->width[i], text);
	}
	while (out->data[out->length - 1] == ' ')
		buf_truncate(out, out->length - 1);
}

static void add_heading(struct buf *out, const struct page *p, bool monthly)
{
	size_t width = LABEL;

	buf_printf(out, "%-*s", LABEL, monthly ? "month" : "week from");
	for (size_t i = 0; i < FIGURES; i++) {
		if (!shows(p, i))
			continue;
		buf_printf(out, "  %*s", p->width[i], headings[i]);
		width += (size_t)p->width[i] + 2;
	}
	buf_add_char(out, '\n');
	repeat(out, "-", width);
	buf_add_char(out, '\n');
}

static void add_label(struct buf *out, const struct cash *c, size_t cell)
{
	char name[FORECAST_LABEL], first[DATE_TEXT];

	cash_cell_name(c, cell, name);
	date_format(cash_cell_first(c, cell), first);
	buf_printf(out, "%-*s", LABEL, first[0] != '\0' && !c->plan.monthly ? first : name);
}

static void add_periods(struct buf *out, const struct cash *c, const struct forecast_sums *s)
{
	const struct page p = measure(s);
	money cumulative = 0;

	add_heading(out, &p, c->plan.monthly);
	for (size_t i = 0; i < s->count; i++) {
		cumulative += cash_net(&s->cells[i]);
		add_label(out, c, i);
		add_figures(out, &p, &s->cells[i], &cumulative);
		add_bar(out, &p, &s->cells[i]);
		buf_add_char(out, '\n');
	}
	for (size_t i = s->count; i < forecast_cells(s->count); i++) {
		cumulative += cash_net(&s->cells[i]);
		add_label(out, c, i);
		add_figures(out, &p, &s->cells[i], i == s->count ? &cumulative : NULL);
		buf_add_char(out, '\n');
	}
	buf_printf(out, "%-*s", LABEL, "total");
	add_figures(out, &p, &s->total, NULL);
	buf_add_char(out, '\n');
	if (p.left > 0)
		buf_add_string(out, "\nBars: █ comes in, ░ goes out.\n");
}

/* A sentence as an item of a list, its lines broken. */
static void add_sentence(struct buf *out, const char *text)
{
	struct slice rest = slice_of(text), word;
	size_t column = 1;

	buf_add_char(out, '-');
	while (slice_cut(&rest, ' ', &word)) {
		if (column + 1 + word.n > WIDTH) {
			buf_add_string(out, "\n ");
			column = 1;
		}
		buf_add_char(out, ' ');
		buf_add_slice(out, word);
		column += 1 + word.n;
	}
	buf_add_char(out, '\n');
}

static void add_payers(struct buf *out, const struct cash *c)
{
	enum { NAME = 34, TABLE = NAME + 35 };
	size_t count;
	const struct cash_payer **payers = cash_late_payers(c, &count);

	if (count > 0) {
		buf_printf(
		    out, "\n%-*s  days late  paid items  open items\n", NAME, "Who pays how late");
		repeat(out, "-", TABLE);
		buf_add_char(out, '\n');
	}
	for (size_t i = 0; i < count && i < MOST_PAYERS; i++) {
		const struct cash_payer *p = payers[i];
		const size_t width = text_add(out, p->name, NAME);

		repeat(out, " ", NAME - width);
		buf_printf(out, "  %9d  %10lu  %10lu%s\n", p->habit.days, p->habit.count,
		    p->open_items, p->payable ? "  we pay" : "");
	}
	if (count > MOST_PAYERS)
		buf_printf(out, "and %zu more (--explain tells all)\n", count - MOST_PAYERS);
	free(payers);
}

void cash_text(const struct cash *c, struct buf *out)
{
	struct cash_words words = {0};
	char day[DATE_TEXT];

	date_format(c->plan.as_of, day);
	buf_printf(out, "Cash forecast of %s, by %s\n", day, c->plan.monthly ? "month" : "week");
	if (c->ncurrencies == 0)
		buf_add_string(out, "\nNothing is open.\n");
	for (size_t i = 0; i < c->ncurrencies; i++) {
		buf_printf(out, "\n%s\n", c->currencies[i].sums.currency);
		add_periods(out, c, &c->currencies[i].sums);
		buf_add_string(out, "\nAssumed:\n");
		cash_assume(c, &c->currencies[i], &words);
		for (size_t j = 0; j < words.count; j++)
			add_sentence(out, words.sentences[j]);
		cash_words_free(&words);
	}
	add_payers(out, c);
}
