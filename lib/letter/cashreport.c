#include "letter/cashreport.h"

#include "letter/report.h"
#include "text/locale.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/banned.h"

#define LANGUAGE "en"

enum { COLUMNS = 6, NUMBER = 24 };

/* A page's texts, which live until it is written. */
struct page {
	const struct cash *cash;
	struct report *report;
	struct locale *locale;
	struct arena arena;
};

static struct slice keep(struct page *p, const char *text)
{
	return slice_of(arena_string(&p->arena, text));
}

static struct slice keep_money(struct page *p, money amount, int decimals)
{
	struct buf text = {0};
	struct slice kept;

	locale_plain_amount(p->locale, amount, decimals, &text);
	kept = keep(p, buf_string(&text));
	buf_free(&text);
	return kept;
}

static struct slice keep_number(struct page *p, long long number)
{
	char text[NUMBER];

	snprintf(text, sizeof(text), "%lld", number);
	return keep(p, text);
}

static struct slice cell_name(struct page *p, size_t cell)
{
	char name[FORECAST_LABEL];

	cash_cell_name(p->cash, cell, name);
	return keep(p, name);
}

/* The chart. */

static money *values(struct page *p, const struct forecast_sums *s)
{
	return arena_alloc(&p->arena, s->count * sizeof(money));
}

static void add_chart(struct page *p, const struct forecast_sums *s)
{
	money *receipts = values(p, s), *payments = values(p, s), *cumulative = values(p, s);
	struct slice *labels = arena_alloc(&p->arena, s->count * sizeof(*labels));
	money sum = 0;

	for (size_t i = 0; i < s->count; i++) {
		sum += cash_net(&s->cells[i]);
		receipts[i] = s->cells[i].receipts;
		payments[i] = -s->cells[i].payments;
		cumulative[i] = sum;
		labels[i] = cell_name(p, i);
	}
	const bool pays = s->total.payments != 0;
	const struct chart_series all[] = {
	    {.name = SLICE_LIT("receipts"), .values = receipts},
	    {.name = SLICE_LIT("payments"), .values = payments},
	    {.name = SLICE_LIT("cumulative"), .values = cumulative, .line = true},
	};
	const struct chart_series without[] = {all[0], all[2]};

	report_chart(p->report, &(struct chart){
				    .kind = CHART_STACKED,
				    .labels = labels,
				    .count = s->count,
				    .series = pays ? all : without,
				    .nseries = pays ? 3 : 2,
				    .currency = s->currency,
				    .decimals = s->decimals,
				});
}

/* The periods. */

static struct report_row row_of(struct page *p, enum report_row_kind kind, struct slice name,
    date first, const struct forecast_cell *cell, int decimals, const money *cumulative)
{
	struct slice *cells = arena_alloc(&p->arena, COLUMNS * sizeof(*cells));
	char day[DATE_TEXT];

	date_format(first, day);
	cells[0] = name;
	cells[1] = keep(p, day);
	cells[2] = keep_money(p, cell->receipts, decimals);
	cells[3] = keep_money(p, cell->payments, decimals);
	cells[4] = keep_money(p, cash_net(cell), decimals);
	cells[5] = cumulative != NULL ? keep_money(p, *cumulative, decimals) : SLICE_LIT("");
	return (struct report_row){kind, cells};
}

static void add_periods(struct page *p, const struct forecast_sums *s)
{
	const struct report_column columns[COLUMNS] = {
	    {SLICE_LIT("period"), REPORT_LEFT},
	    {SLICE_LIT("from"), REPORT_LEFT},
	    {SLICE_LIT("receipts"), REPORT_RIGHT},
	    {SLICE_LIT("payments"), REPORT_RIGHT},
	    {SLICE_LIT("net"), REPORT_RIGHT},
	    {SLICE_LIT("cumulative"), REPORT_RIGHT},
	};
	const size_t cells = forecast_cells(s->count);
	struct report_row *rows = arena_alloc(&p->arena, (cells + 1) * sizeof(*rows));
	money cumulative = 0;

	for (size_t i = 0; i < cells; i++) {
		cumulative += cash_net(&s->cells[i]);
		rows[i] = row_of(p, REPORT_ROW, cell_name(p, i), cash_cell_first(p->cash, i),
		    &s->cells[i], s->decimals, i <= s->count ? &cumulative : NULL);
	}
	rows[cells] =
	    row_of(p, REPORT_TOTAL, SLICE_LIT("total"), DATE_NONE, &s->total, s->decimals, NULL);
	report_table(p->report, &(struct report_table){columns, COLUMNS, rows, cells + 1});
}

static void add_currency(struct page *p, const struct cash_currency *of)
{
	struct cash_words words = {.marks = true};

	report_heading(p->report, slice_of(of->sums.currency));
	add_chart(p, &of->sums);
	add_periods(p, &of->sums);
	report_heading(p->report, SLICE_LIT("What is assumed"));
	cash_assume(p->cash, of, &words);
	for (size_t i = 0; i < words.count; i++)
		report_note(p->report, slice_of(words.sentences[i]));
	cash_words_free(&words);
}

/* Who pays how late. */

static struct slice payer_name(struct page *p, const struct cash_payer *payer)
{
	struct buf name = {0};

	buf_add_slice(&name, payer->name);
	if (payer->payable)
		buf_add_string(&name, " (we pay)");
	const struct slice kept = keep(p, buf_string(&name));

	buf_free(&name);
	return kept;
}

enum { PAYER_COLUMNS = 5, MOST_PAYERS = 60 };

static struct report_row payer_row(struct page *p, const struct cash_payer *payer)
{
	struct slice *cells = arena_alloc(&p->arena, PAYER_COLUMNS * sizeof(*cells));

	cells[0] = payer->key;
	cells[1] = payer_name(p, payer);
	cells[2] = keep_number(p, payer->habit.days);
	cells[3] = keep_number(p, (long long)payer->habit.count);
	cells[4] = keep_number(p, (long long)payer->open_items);
	return (struct report_row){REPORT_ROW, cells};
}

static void tell_rest(struct page *p, size_t count)
{
	struct buf text = {0};

	buf_printf(&text, "and %zu more (--explain tells all)", count);
	report_note(p->report, buf_slice(&text));
	buf_free(&text);
}

static void add_payers(struct page *p)
{
	const struct report_column columns[PAYER_COLUMNS] = {
	    {SLICE_LIT("customer"), REPORT_LEFT},
	    {SLICE_LIT("name"), REPORT_LEFT},
	    {SLICE_LIT("days late"), REPORT_RIGHT},
	    {SLICE_LIT("paid items"), REPORT_RIGHT},
	    {SLICE_LIT("open items"), REPORT_RIGHT},
	};
	struct report_row rows[MOST_PAYERS];
	size_t all, count;
	const struct cash_payer **payers = cash_late_payers(p->cash, &all);

	for (count = 0; count < all && count < MOST_PAYERS; count++)
		rows[count] = payer_row(p, payers[count]);
	if (count > 0) {
		report_heading(p->report, SLICE_LIT("Who pays how late"));
		report_table(
		    p->report, &(struct report_table){columns, PAYER_COLUMNS, rows, count});
	}
	if (all > count)
		tell_rest(p, all - count);
	free(payers);
}

bool cash_report(const struct cash *c, struct buf *out)
{
	struct locales *locales = locales_new();
	struct page p = {.cash = c, .locale = locales_get(locales, SLICE_LIT(LANGUAGE))};
	struct buf subtitle = {0};
	char day[DATE_TEXT];

	date_format(c->plan.as_of, day);
	buf_printf(&subtitle, "of %s, by %s", day, c->plan.monthly ? "month" : "week");
	p.report =
	    report_open(c->ledger.d, &(struct report_info){
					 .title = SLICE_LIT("Cash forecast"),
					 .subtitle = buf_slice(&subtitle),
					 .company = slice_of(c->ledger.book->policy->company.name),
					 .language = LANGUAGE,
					 .created = c->plan.as_of,
				     });
	buf_free(&subtitle);
	if (p.report == NULL) {
		locales_free(locales);
		return false;
	}
	if (c->ncurrencies == 0)
		report_paragraph(p.report, SLICE_LIT("Nothing is open."));
	for (size_t i = 0; i < c->ncurrencies; i++)
		add_currency(&p, &c->currencies[i]);
	add_payers(&p);
	const bool good = report_close(p.report, out);

	arena_free(&p.arena);
	locales_free(locales);
	return good;
}
