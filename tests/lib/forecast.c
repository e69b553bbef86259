/*
 * The forecast against slow and plain ways to do the same: the median of
 * values as they come, the periods of days, sums that are kept, and the back-test.
 */
#include "rules/forecast.h"
#include "rules/backtest.h"
#include "rules/median.h"

#include "check.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/banned.h"

static uint64_t state = 20261122;

static unsigned any(unsigned below)
{
	state ^= state << 13;
	state ^= state >> 7;
	state ^= state << 17;
	return (unsigned)(state >> 33) % below;
}

static int compare(const void *a, const void *b)
{
	return *(const int *)a - *(const int *)b;
}

/* Twice the median, by sorting. */
static long plain_median(const int *values, size_t count)
{
	int sorted[64];

	memcpy(sorted, values, count * sizeof(*sorted));
	qsort(sorted, count, sizeof(*sorted), compare);
	return (long)sorted[(count - 1) / 2] + sorted[count / 2];
}

static void check_medians(void)
{
	for (unsigned round = 0; round < 2000; round++) {
		struct median m = {0};
		int values[64];
		const size_t count = 1 + any(64);

		for (size_t i = 0; i < count; i++)
			median_expect(&m, values[i] = (int)any(round % 2 ? 5 : 2000) - 3);
		/* A value that is expected and never comes changes nothing. */
		median_expect(&m, 1);
		for (size_t i = 0; i < count; i++) {
			median_add(&m, values[i]);
			CHECK(median_twice(&m) == plain_median(values, i + 1));
		}
		median_free(&m);
	}
	CHECK(half_of(11) == 6 && half_of(-11) == -6 && half_of(10) == 5 && half_of(0) == 0);
}

/* Every day from as_of on is in one period, and the periods follow one another. */
static void check_periods(void)
{
	for (unsigned round = 0; round < 2000; round++) {
		const struct forecast_plan p = {
		    (date)(DATE_LEAST + any(DATE_MOST - DATE_LEAST - 100000)), any(2) != 0,
		    1 + any(40)};
		date day = p.as_of;

		CHECK(forecast_period(&p, p.as_of - (date)any(500)) == 0);
		for (size_t i = 0; i < p.count; i++) {
			CHECK(forecast_first(&p, i) == day);
			CHECK(forecast_last(&p, i) >= day);
			CHECK(forecast_period(&p, day) == i);
			day = forecast_last(&p, i) + 1;
			CHECK(forecast_period(&p, day - 1) == i);
			CHECK(p.monthly ? date_civil(day).day == 1 : date_weekday(day) == 1);
		}
		CHECK(forecast_period(&p, day) == p.count);
		CHECK(forecast_period(&p, DATE_MOST) == p.count);
	}
}

/* Whatever an item is like, it is in one cell, and the cells are the total. */
static void check_sums(void)
{
	for (unsigned round = 0; round < 2000; round++) {
		const struct forecast_plan p = {20000, any(2) != 0, 1 + any(20)};
		struct forecast_cell cells[32] = {0};
		struct forecast_sums s = {.count = p.count, .cells = cells};
		money open[2] = {0};

		for (unsigned i = any(100); i > 0; i--) {
			const struct forecast_facts f = {
			    .as_of = p.as_of,
			    .due = any(10) ? p.as_of + (date)any(400) - 200 : DATE_NONE,
			    .open = (money)any(100000) - 20000,
			    .hold = any(5) ? BASIS_OWN : BASIS_PAUSED + any(3),
			    .arranged = any(8) == 0,
			    .arranged_until = any(3) ? p.as_of + (date)any(100) : DATE_NONE,
			    .own = {(int)any(100) - 20, any(6)},
			    .all = {(int)any(100) - 20, any(6)},
			    .least = 3,
			};
			const struct expectation e = forecast_expect(&f);
			const bool held = e.basis >= BASIS_PAUSED, payable = any(3) == 0;

			CHECK((e.on == DATE_NONE) == held);
			CHECK(f.hold == BASIS_OWN || held);
			CHECK(e.basis != BASIS_OWN || f.own.count >= f.least);
			CHECK(e.basis != BASIS_LEDGER || f.own.count < f.least);
			CHECK(forecast_add(
			    &s, held ? p.count + 1 : forecast_period(&p, e.on), payable, f.open));
			open[payable] += f.open;
		}
		CHECK(forecast_adds_up(&s));
		CHECK(s.total.receipts == open[0] && s.total.payments == open[1]);
		cells[any((unsigned)p.count + 2)].receipts++;
		CHECK(!forecast_adds_up(&s));
	}
}

enum { PAID = 40, PAYERS = 4, LEAST = 2 };

/* What was paid late on `side` (by `payer`, PAYERS: by anybody) before the day. */
static struct habit known(
    const struct backtest_item *items, size_t count, size_t payer, bool payable, date before)
{
	int delays[PAID];
	size_t n = 0;

	for (size_t i = 0; i < count; i++)
		if (items[i].paid < before && items[i].payable == payable &&
		    (payer == PAYERS || items[i].payer == payer))
			delays[n++] = items[i].paid - items[i].due;
	if (n == 0)
		return (struct habit){0};
	return (struct habit){(int)half_of(plain_median(delays, n)), n};
}

static void check_backtest(void)
{
	for (unsigned round = 0; round < 500; round++) {
		struct backtest_item items[PAID], turned[PAID];
		struct backtest_row rows[BACKTEST_ROWS], again[BACKTEST_ROWS];
		const size_t count = any(PAID + 1);
		int off[PAID], naive[PAID];
		long sum = 0;
		unsigned long own = 0;

		for (size_t i = 0; i < count; i++) {
			const size_t payer = any(PAYERS);
			const date made = 20000 + (date)any(100), due = made + (date)any(40);

			items[i] = (struct backtest_item){
			    payer, payer == 0, made, due, made + (date)any(80)};
			turned[count - 1 - i] = items[i];
		}
		for (size_t i = 0; i < count; i++) {
			const struct backtest_item *t = &items[i];
			const struct forecast_facts f = {.as_of = t->made,
			    .due = t->due,
			    .own = known(items, count, t->payer, t->payable, t->made),
			    .all = known(items, count, PAYERS, t->payable, t->made),
			    .least = LEAST};
			const struct expectation e = forecast_expect(&f);
			const int wrong = (e.on > t->made ? e.on : t->made) - t->paid;

			off[i] = abs(wrong);
			naive[i] = abs(t->due - t->paid);
			sum += wrong;
			own += e.basis == BASIS_OWN;
		}
		backtest_run(items, count, PAYERS, LEAST, rows);
		backtest_run(turned, count, PAYERS, LEAST, again);
		CHECK(memcmp(rows, again, sizeof(rows)) == 0);
		const struct backtest_row *all = &rows[BACKTEST_ALL];

		CHECK(all->items == count && rows[BASIS_OWN].items == own);
		CHECK(rows[BASIS_OWN].items + rows[BASIS_LEDGER].items + rows[BASIS_DUE].items ==
		      count);
		if (count == 0)
			continue;
		CHECK(all->forecast.median == plain_median(off, count) * 5);
		CHECK(all->naive.median == plain_median(naive, count) * 5);
		CHECK(labs(all->forecast.bias * (long)count - sum * 10) * 2 <= (long)count);
	}
}

int main(void)
{
	check_medians();
	check_periods();
	check_sums();
	check_backtest();
	return CHECK_RESULT();
}
