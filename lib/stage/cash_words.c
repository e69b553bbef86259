/*
 * A forecast in words: its periods by name, and what it assumes.
 */
#include "stage/cash.h"

#include "base/plural.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/banned.h"

void cash_cell_name(const struct cash *c, size_t cell, char name[FORECAST_LABEL])
{
	if (cell < c->plan.count)
		forecast_label(&c->plan, cell, name);
	else
		snprintf(name, FORECAST_LABEL, "%s", cell == c->plan.count ? "later" : "held");
}

date cash_cell_first(const struct cash *c, size_t cell)
{
	return cell < c->plan.count ? forecast_first(&c->plan, cell) : DATE_NONE;
}

money cash_net(const struct forecast_cell *cell)
{
	return cell->receipts - cell->payments;
}

static void add(struct cash_words *w, struct buf *sentence)
{
	w->sentences = mem_grow(w->sentences, w->count, &w->capacity, sizeof(*w->sentences));
	w->sentences[w->count++] = buf_take(sentence);
}

void cash_words_free(struct cash_words *w)
{
	for (size_t i = 0; i < w->count; i++)
		free(w->sentences[i]);
	free(w->sentences);
	*w = (struct cash_words){0};
}

/* "3 items (120.00)" */
static void add_remark(const struct cash_words *w, struct buf *b, const struct cash_remark *r,
    const struct cash_currency *of, const char *noun)
{
	buf_printf(b, "%lu %s%s (", r->items, noun, plural(r->items));
	(w->marks ? money_add_marked : money_add_to)(b, r->amount, of->sums.decimals);
	buf_add_char(b, ')');
}

static void add_days(struct buf *b, const struct habit *h)
{
	const int days = h->days < 0 ? -h->days : h->days;

	buf_printf(b, "%d day%s %s, over %lu", days, plural(days), h->days < 0 ? "early" : "late",
	    h->count);
}

static void tell_rule(const struct cash *c, struct cash_words *w)
{
	static const char *const sides[] = {"receipts", "payments"};
	struct buf b = {0};
	bool any = false;

	buf_printf(&b,
	    "An item is expected as many days after its due date as its customer is used to pay "
	    "late: the median over the customer's paid items, where there are %lu or more; else "
	    "the median over all customers' paid items",
	    c->least);
	for (size_t i = 0; i < 2; i++) {
		if (c->all[i].count == 0)
			continue;
		buf_printf(&b, "%s%s ", any ? "; " : " (", sides[i]);
		add_days(&b, &c->all[i]);
		any = true;
	}
	buf_add_string(&b, any ? "); else on the due date." : "; else on the due date.");
	add(w, &b);
}

static void tell_bases(const struct cash_currency *of, struct cash_words *w)
{
	static const char *const rests[] = {[BASIS_OWN] = "on their customers' own delays",
	    [BASIS_LEDGER] = "on the delay of all customers",
	    [BASIS_DUE] = "on the due date alone, because too little was paid to tell"};
	struct buf b = {0};

	for (size_t i = BASIS_OWN; i <= BASIS_DUE; i++) {
		if (of->basis[i].items == 0)
			continue;
		buf_add_string(&b, b.length > 0 ? ", " : "");
		add_remark(w, &b, &of->basis[i], of, "item");
		buf_printf(&b, " rest%s %s", of->basis[i].items == 1 ? "s" : "", rests[i]);
	}
	if (b.length == 0)
		return;
	buf_add_char(&b, '.');
	add(w, &b);
}

/* "3 items (120.00) ARE..." where there are any. */
static void tell(const struct cash_remark *r, const struct cash_currency *of, const char *noun,
    const char *rest, struct cash_words *w)
{
	struct buf b = {0};

	if (r->items == 0)
		return;
	add_remark(w, &b, r, of, noun);
	buf_printf(&b, " %s %s", r->items == 1 ? "is" : "are", rest);
	add(w, &b);
}

static void tell_held(const struct cash_currency *of, struct cash_words *w)
{
	static const char *const names[] = {[BASIS_PAUSED] = "paused",
	    [BASIS_BLOCKED] = "blocked",
	    [BASIS_HOLD] = "disputed, or held by a condition"};
	struct buf b = {0};

	for (size_t i = BASIS_PAUSED; i < BASES; i++) {
		if (of->basis[i].items == 0)
			continue;
		buf_add_string(&b, b.length > 0 ? ", " : "Held, because nobody can tell the day: ");
		add_remark(w, &b, &of->basis[i], of, "item");
		buf_printf(&b, " %s", names[i]);
	}
	if (b.length == 0)
		return;
	buf_add_char(&b, '.');
	add(w, &b);
}

/* "4.5 days off", and whether that is late or early on average. */
static void tell_error(const struct cash *c, struct cash_words *w)
{
	const struct backtest_row *all = &c->backtest[BACKTEST_ALL];
	const long bias = all->forecast.bias;
	struct buf b = {0};

	if (all->items == 0)
		return;
	buf_printf(&b,
	    "Tested on the %lu paid item%s, each expected from what was known when it "
	    "was invoiced: ",
	    all->items, plural(all->items));
	money_add_to(&b, all->forecast.median, 1);
	buf_add_string(&b, " days off (the median), and on average ");
	money_add_to(&b, bias < 0 ? -bias : bias, 1);
	buf_printf(&b, " days too %s; with the due dates alone ", bias < 0 ? "early" : "late");
	money_add_to(&b, all->naive.median, 1);
	buf_add_string(&b, " days off.");
	add(w, &b);
}

static void tell_left_out(const struct cash *c, struct cash_words *w)
{
	struct buf b = {0};
	char day[DATE_TEXT];

	if (c->nwhere > 0) {
		buf_add_string(&b, "Only open items with ");
		conditions_tell(c->where, c->nwhere, &b);
		buf_add_char(&b, '.');
		add(w, &b);
	}
	if (c->intake.left_out > 0) {
		buf_printf(&b, "%lu row%s left out: faulty, or of a customer who has a faulty one.",
		    c->intake.left_out, c->intake.left_out == 1 ? " is" : "s are");
		add(w, &b);
	}
	if (c->future > 0) {
		date_format(c->plan.as_of, day);
		buf_printf(&b, "%lu item%s dated after %s %s left out.", c->future,
		    plural(c->future), day, c->future == 1 ? "is" : "are");
		add(w, &b);
	}
	if (c->undated > 0) {
		buf_printf(&b, "%lu paid item%s no delay: no paid_date is told.", c->undated,
		    c->undated == 1 ? " tells" : "s tell");
		add(w, &b);
	}
	if (c->ledger.book->history == NULL) {
		buf_add_string(&b, "There is no history: no pause and no arrangement is known.");
		add(w, &b);
	}
	buf_add_string(&b, "Nothing else comes in or goes out: no new invoices, wages or taxes.");
	add(w, &b);
}

void cash_assume(const struct cash *c, const struct cash_currency *of, struct cash_words *w)
{
	tell_rule(c, w);
	tell_error(c, w);
	tell_bases(of, w);
	tell(&of->late, of, "item",
	    "later already than expected: in the first period, as if paid at once.", w);
	tell(&of->basis[BASIS_ARRANGED], of, "item",
	    "expected on the last day of a payment arrangement.", w);
	tell(&of->basis[BASIS_CREDIT], of, "credit",
	    "taken off on the due date, or at once where that has passed.", w);
	tell_held(of, w);
	tell_left_out(c, w);
}

static int latest_first(const void *a, const void *b)
{
	const struct cash_payer *x = *(const struct cash_payer *const *)a,
				*y = *(const struct cash_payer *const *)b;

	if (x->payable != y->payable)
		return x->payable - y->payable;
	if (x->usual.habit.days != y->usual.habit.days)
		return x->usual.habit.days < y->usual.habit.days ? 1 : -1;
	return slice_compare(x->key, y->key);
}

const struct cash_payer **cash_late_payers(const struct cash *c, size_t *count)
{
	const struct cash_payer **all = mem_array(c->npayers + 1, sizeof(*all));

	*count = 0;
	for (size_t i = 0; i < c->npayers; i++)
		if (c->payers[i]->open_items > 0 && c->payers[i]->usual.basis == BASIS_OWN)
			all[(*count)++] = c->payers[i];
	qsort(all, *count, sizeof(*all), latest_first);
	return all;
}
