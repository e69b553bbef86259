#include "rules/backtest.h"

#include "base/mem.h"
#include "rules/median.h"

#include <stdlib.h>

#include "base/banned.h"

/* Errors of one kind, gathered. */
struct errors {
	struct median off;
	int64_t sum;
};

struct run {
	const struct backtest_item **by_made, **by_paid;
	size_t count;
	struct median *own;   /* one a payer */
	struct median all[2]; /* of receivables and payables */
	struct errors forecast[BACKTEST_ROWS], naive[BACKTEST_ROWS];
};

static int by_made(const void *a, const void *b)
{
	const struct backtest_item *x = *(const struct backtest_item *const *)a,
				   *y = *(const struct backtest_item *const *)b;

	return (x->made > y->made) - (x->made < y->made);
}

static int by_paid(const void *a, const void *b)
{
	const struct backtest_item *x = *(const struct backtest_item *const *)a,
				   *y = *(const struct backtest_item *const *)b;

	return (x->paid > y->paid) - (x->paid < y->paid);
}

static int delay_of(const struct backtest_item *item)
{
	return item->paid - item->due;
}

static void prepare(struct run *r, const struct backtest_item *items, size_t npayers)
{
	r->by_made = mem_array(r->count + 1, sizeof(*r->by_made));
	r->by_paid = mem_array(r->count + 1, sizeof(*r->by_paid));
	r->own = mem_array(npayers + 1, sizeof(*r->own));
	for (size_t i = 0; i < r->count; i++) {
		r->by_made[i] = r->by_paid[i] = &items[i];
		median_expect(&r->own[items[i].payer], delay_of(&items[i]));
		median_expect(&r->all[items[i].payable], delay_of(&items[i]));
	}
	qsort(r->by_made, r->count, sizeof(*r->by_made), by_made);
	qsort(r->by_paid, r->count, sizeof(*r->by_paid), by_paid);
}

static struct habit habit_of(const struct median *m)
{
	if (m->count == 0)
		return (struct habit){0};
	return (struct habit){(int)half_of(median_twice(m)), m->count};
}

static void note(struct errors *e, int days)
{
	median_expect(&e->off, days < 0 ? -days : days);
	e->sum += days;
}

/* What would have been expected on the day on which the item was made. */
static void expect(struct run *r, const struct backtest_item *item, unsigned long least)
{
	const struct forecast_facts facts = {
	    .as_of = item->made,
	    .due = item->due,
	    .own = habit_of(&r->own[item->payer]),
	    .all = habit_of(&r->all[item->payable]),
	    .least = least,
	};
	const struct expectation e = forecast_expect(&facts);
	const date on = e.on > item->made ? e.on : item->made;

	note(&r->forecast[e.basis], on - item->paid);
	note(&r->forecast[BACKTEST_ALL], on - item->paid);
	note(&r->naive[e.basis], item->due - item->paid);
	note(&r->naive[BACKTEST_ALL], item->due - item->paid);
}

/* A quotient, half away from zero. */
static long quotient(int64_t sum, int64_t count)
{
	return (long)((2 * sum + (sum < 0 ? -count : count)) / (2 * count));
}

static struct backtest_score score(struct errors *e)
{
	struct backtest_score s = {0};

	median_add_all(&e->off);
	if (e->off.count > 0) {
		s.median = median_twice(&e->off) * 5;
		s.bias = quotient(e->sum * 10, (int64_t)e->off.count);
	}
	return s;
}

static void free_run(struct run *r, size_t npayers)
{
	for (size_t i = 0; i < npayers; i++)
		median_free(&r->own[i]);
	for (size_t i = 0; i < 2; i++)
		median_free(&r->all[i]);
	for (size_t i = 0; i < BACKTEST_ROWS; i++) {
		median_free(&r->forecast[i].off);
		median_free(&r->naive[i].off);
	}
	free(r->own);
	free(r->by_made);
	free(r->by_paid);
}

void backtest_run(const struct backtest_item *items, size_t count, size_t npayers,
    unsigned long least, struct backtest_row rows[BACKTEST_ROWS])
{
	struct run r = {.count = count};

	prepare(&r, items, npayers);
	for (size_t i = 0, known = 0; i < count; i++) {
		const date made = r.by_made[i]->made;

		for (; known < count && r.by_paid[known]->paid < made; known++) {
			const struct backtest_item *paid = r.by_paid[known];

			median_add(&r.own[paid->payer], delay_of(paid));
			median_add(&r.all[paid->payable], delay_of(paid));
		}
		expect(&r, r.by_made[i], least);
	}
	for (size_t i = 0; i < BACKTEST_ROWS; i++)
		rows[i] = (struct backtest_row){
		    r.naive[i].off.nvalues, score(&r.forecast[i]), score(&r.naive[i])};
	free_run(&r, npayers);
}
