/*
 * A forecast as CSV, by period and by item; and the back-test, which is as short as text.
 */
#include "stage/cash.h"
#include "table/csv.h"

#include <stdio.h>

#include "base/banned.h"

enum { NUMBER = 24 };

static void add_text(struct buf *out, bool *first, const char *text)
{
	csv_add(out, first, slice_of(text));
}

static void add_money(struct buf *out, bool *first, money amount, int decimals)
{
	char text[MONEY_TEXT];

	money_format(amount, decimals, text);
	add_text(out, first, text);
}

static void add_date(struct buf *out, bool *first, date day)
{
	char text[DATE_TEXT];

	date_format(day, text);
	add_text(out, first, text);
}

static void add_number(struct buf *out, bool *first, long long number)
{
	char text[NUMBER];

	snprintf(text, sizeof(text), "%lld", number);
	add_text(out, first, text);
}

/* `cumulative` NULL: there is none, as of what is held. */
static void add_cell(struct buf *out, const struct cash *c, size_t place,
    const struct forecast_cell *cell, const struct forecast_sums *s, const money *cumulative)
{
	const bool total = place == forecast_cells(s->count);
	char name[FORECAST_LABEL] = "total";
	bool first = true;

	if (!total)
		cash_cell_name(c, place, name);
	add_text(out, &first, name);
	add_date(out, &first, cash_cell_first(c, place));
	add_date(out, &first, place < c->plan.count ? forecast_last(&c->plan, place) : DATE_NONE);
	add_text(out, &first, s->currency);
	add_money(out, &first, cell->receipts, s->decimals);
	add_money(out, &first, cell->payments, s->decimals);
	add_money(out, &first, cash_net(cell), s->decimals);
	if (cumulative != NULL)
		add_money(out, &first, *cumulative, s->decimals);
	else
		add_text(out, &first, "");
	add_number(out, &first, (long long)cell->items);
	csv_end(out);
}

void cash_csv(const struct cash *c, struct buf *out)
{
	buf_add_string(out, "period,from,to,currency,receipts,payments,net,cumulative,items\n");
	for (size_t i = 0; i < c->ncurrencies; i++) {
		const struct forecast_sums *s = &c->currencies[i].sums;
		money cumulative = 0;

		for (size_t j = 0; j <= s->count; j++) {
			cumulative += cash_net(&s->cells[j]);
			add_cell(out, c, j, &s->cells[j], s, &cumulative);
		}
		add_cell(out, c, s->count + 1, &s->cells[s->count + 1], s, NULL);
		add_cell(out, c, forecast_cells(s->count), &s->total, s, NULL);
	}
}

bool cash_explain(const struct cash *c, struct spool *out)
{
	struct buf *b = &out->memory;

	buf_add_string(b, "customer,invoice,instalment,side,currency,open_amount,due_date,basis,"
			  "delay,paid_items,expected,period\n");
	for (size_t i = 0; i < c->nitems; i++) {
		const struct cash_item *item = &c->items[i];
		const bool habit = item->expected.basis <= BASIS_LEDGER;
		char period[FORECAST_LABEL];
		bool first = true;

		csv_add(b, &first, item->payer->key);
		csv_add(b, &first, item->invoice);
		csv_add(b, &first, item->instalment);
		add_text(b, &first, item->payer->payable ? "payable" : "receivable");
		add_text(b, &first, item->currency);
		add_money(b, &first, item->open, item->decimals);
		add_date(b, &first, item->due);
		add_text(b, &first, basis_names[item->expected.basis]);
		if (habit) {
			add_number(b, &first, item->expected.habit.days);
			add_number(b, &first, (long long)item->expected.habit.count);
		} else {
			add_text(b, &first, "");
			add_text(b, &first, "");
		}
		add_date(b, &first, item->expected.on);
		cash_cell_name(c, item->cell, period);
		add_text(b, &first, period);
		csv_end(b);
		if (!spool_check(c->ledger.d, out))
			return false;
	}
	return true;
}

/* Of no items nothing can be told. */
static void add_score(
    struct buf *out, bool *first, const struct backtest_score *score, unsigned long items)
{
	char median[MONEY_TEXT] = "", bias[MONEY_TEXT] = "";

	if (items > 0) {
		money_format(score->median, 1, median);
		money_format(score->bias, 1, bias);
	}
	add_text(out, first, median);
	add_text(out, first, bias);
}

static const char *row_name(size_t row)
{
	return row == BACKTEST_ALL ? "all" : basis_names[row];
}

static void backtest_csv(const struct backtest_row *rows, struct buf *out)
{
	buf_add_string(out, "basis,items,error,bias,naive_error,naive_bias\n");
	for (size_t i = 0; i < BACKTEST_ROWS; i++) {
		bool first = true;

		add_text(out, &first, row_name(i));
		add_number(out, &first, (long long)rows[i].items);
		add_score(out, &first, &rows[i].forecast, rows[i].items);
		add_score(out, &first, &rows[i].naive, rows[i].items);
		csv_end(out);
	}
}

static void backtest_text(const struct backtest_row *rows, struct buf *out)
{
	static const char *const names[] = {
	    "the customer's own delay", "the delay of all", "the due date alone", "all of them"};

	if (rows[BACKTEST_ALL].items == 0) {
		buf_add_string(out, "Back-test: nothing is paid, so nothing can be told.\n");
		return;
	}
	buf_add_string(out,
	    "Back-test: each paid item expected once more, from what was known when it was\n"
	    "invoiced, beside the naive \"on the due date\". In days: how far off (median), and\n"
	    "on average too late (or too early, below zero).\n\n"
	    "                                        forecast          due date\n"
	    "rests on                      items  far off  on avg.  far off  on avg.\n"
	    "-----------------------------------------------------------------------\n");
	for (size_t i = 0; i < BACKTEST_ROWS; i++) {
		char text[4][MONEY_TEXT];

		money_format(rows[i].forecast.median, 1, text[0]);
		money_format(rows[i].forecast.bias, 1, text[1]);
		money_format(rows[i].naive.median, 1, text[2]);
		money_format(rows[i].naive.bias, 1, text[3]);
		if (rows[i].items > 0)
			buf_printf(out, "%-26s %8lu  %7s  %7s  %7s  %7s\n", names[i], rows[i].items,
			    text[0], text[1], text[2], text[3]);
	}
}

void cash_backtest(const struct cash *c, bool text, struct buf *out)
{
	if (text)
		backtest_text(c->backtest, out);
	else
		backtest_csv(c->backtest, out);
}
