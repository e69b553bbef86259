/*
 * Ageing held against random ledgers: the groups add up to what was put in, whatever the order of
 * the items; what was open on a day is what the ledger of that day said. Says what does not hold.
 */
#include "rules/ageing.h"
#include "base/buf.h"
#include "base/mem.h"
#include "check.h"
#include "rules/buckets.h"
#include "rules/open_on.h"
#include "rules/turnover.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/banned.h"

enum { ROUNDS = 300, MOST_ITEMS = 200, COLUMNS = 2 };

static uint64_t seed = 20261122;

static int draw(int below)
{
	seed = seed * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
	return (int)((seed >> 33) % (uint64_t)below);
}

/* --- sums --- */

struct entry {
	struct slice values[COLUMNS];
	const char *currency;
	size_t bucket;
	money amount;
};

static struct entry random_entry(void)
{
	static const struct slice values[] = {
	    {"", 0}, {"a", 1}, {"ab", 2}, {"b", 1}, {"total", 5}, {"\xc3\xa9", 2}};
	static const char *const currencies[] = {"EUR", "USD", "GBP"};

	return (struct entry){.values = {values[draw(6)], values[draw(6)]},
	    .currency = currencies[draw(3)],
	    .bucket = (size_t)draw(5),
	    .amount = draw(2000001) - 1000000};
}

static void shuffle(struct entry *all, size_t count)
{
	for (size_t i = count; i > 1; i--) {
		const size_t k = (size_t)draw((int)i);
		const struct entry kept = all[i - 1];

		all[i - 1] = all[k];
		all[k] = kept;
	}
}

static void dump(const struct ageing *a, struct buf *b)
{
	for (size_t i = 0; i < a->ngroups; i++) {
		const struct ageing_group *g = a->groups[i];

		buf_printf(b, "%.*s|%.*s|%s|", SLICE_ARG(g->values[0]), SLICE_ARG(g->values[1]),
		    g->sums->currency);
		for (size_t k = 0; k < a->nbuckets; k++)
			buf_printf(b, " %" PRId64, g->sums->buckets[k]);
		buf_printf(b, " = %" PRId64 "\n", g->sums->total);
	}
	for (size_t i = 0; i < a->ntotals; i++)
		buf_printf(b, "%s %lu %" PRId64 "\n", a->totals[i].sums->currency,
		    a->totals[i].items, a->totals[i].sums->total);
}

static bool add(struct ageing *a, const struct entry *e)
{
	struct ageing_item item = {e->values, "", 2, e->bucket, e->amount};

	memcpy(item.currency, e->currency, 3);
	return ageing_add(a, &item);
}

static void add_all(struct ageing *a, const struct entry *all, size_t count)
{
	*a = (struct ageing){.ncolumns = COLUMNS, .nbuckets = 5};
	for (size_t i = 0; i < count; i++)
		CHECK_SAYING(add(a, &all[i]), "a sum that fits was refused");
}

/* The total of a currency by adding up the entries alone. */
static money plain_sum(const struct entry *all, size_t count, const char *currency)
{
	money sum = 0;

	for (size_t i = 0; i < count; i++)
		if (strcmp(all[i].currency, currency) == 0)
			sum += all[i].amount;
	return sum;
}

static void check_sums(void)
{
	struct entry all[MOST_ITEMS] = {0};
	const size_t count = (size_t)draw(MOST_ITEMS);
	struct ageing a, b;
	struct buf first = {0}, second = {0};
	const enum ageing_order order = draw(2) ? AGEING_BY_KEY : AGEING_BY_SIZE;

	for (size_t i = 0; i < count; i++)
		all[i] = random_entry();
	add_all(&a, all, count);
	shuffle(all, count);
	add_all(&b, all, count);
	CHECK_SAYING(ageing_adds_up(&a), "groups do not add up");
	for (size_t i = 0; i < a.ntotals; i++)
		CHECK_SAYING(
		    a.totals[i].sums->total == plain_sum(all, count, a.totals[i].sums->currency),
		    "%s: the total is not the sum of the items", a.totals[i].sums->currency);
	ageing_sort(&a, order);
	ageing_sort(&b, order);
	dump(&a, &first);
	dump(&b, &second);
	CHECK_SAYING(strcmp(buf_string(&first), buf_string(&second)) == 0,
	    "the order of the items shows:\n%s---\n%s", buf_string(&first), buf_string(&second));
	if (a.ngroups > 0) {
		a.groups[0]->sums->buckets[0]++;
		CHECK_SAYING(!ageing_adds_up(&a), "a wrong sum is not noticed");
	}
	ageing_free(&a);
	ageing_free(&b);
	buf_free(&first);
	buf_free(&second);
}

static void check_overflow(void)
{
	struct entry e = {{{"a", 1}, {"b", 1}}, "EUR", 0, INT64_MAX};
	struct ageing a = {.ncolumns = COLUMNS, .nbuckets = 1};

	CHECK_SAYING(add(&a, &e), "the largest amount was refused");
	e.amount = 1;
	CHECK_SAYING(!add(&a, &e), "a sum that does not fit was taken");
	ageing_free(&a);
}

/* --- buckets --- */

static void check_buckets(void)
{
	struct buckets b;
	const char *why;

	for (int round = 0; round < ROUNDS; round++) {
		char text[256];
		const int one = draw(40) + 1, two = one + draw(40) + 1, three = two + draw(40) + 1;
		size_t last = 0;

		snprintf(text, sizeof text, "%d,%d,%d", one, two, three);
		CHECK_SAYING(
		    buckets_parse(&b, slice_of(text), draw(2) == 1, &why), "%s: %s", text, why);
		for (long days = -5; days < three + 5; days++) {
			const size_t at = buckets_of(&b, days);

			CHECK_SAYING(at >= last && at <= last + 1 && at < b.count,
			    "%s: day %ld in %zu", text, days, at);
			last = at;
		}
		CHECK_SAYING(last == b.count - 1, "%s: the last bucket is never reached", text);
	}
}

/* --- what was open on a day --- */

enum { DAYS = 100 };

/* The item as the ledger of `taken` has it. */
static struct item item_of(date invoiced, date paid, money amount, date taken)
{
	struct item item = {.invoice_date = invoiced,
	    .due_date = invoiced + 14,
	    .paid_date = DATE_NONE,
	    .ledger_date = taken,
	    .amount = amount,
	    .open_amount = amount};

	if (paid != DATE_NONE && paid <= taken) {
		item.paid_date = paid;
		item.open_amount = 0;
	}
	return item;
}

static void check_replay(void)
{
	static const struct paid_by unknown = {0};
	const date invoiced = draw(DAYS), day = draw(DAYS);
	const date paid = draw(3) ? invoiced + draw(DAYS) : DATE_NONE;
	const money amount = draw(2001) - 1000;
	const struct item then = item_of(invoiced, paid, amount, day);
	const struct item later = item_of(invoiced, paid, amount, 3 * DAYS);
	const struct open_on a = item_open_on(&then, day, &unknown);
	const struct open_on b = item_open_on(&later, day, &unknown);

	CHECK_SAYING(a.amount == b.amount && (invoiced > day) == (b.why == OPEN_LATER),
	    "invoiced %d, paid %d, day %d: %" PRId64 " by the ledger of that day, %" PRId64
	    " by the later one",
	    invoiced, paid, day, a.amount, b.amount);
}

/* With the payments known, a part payment is replayed too. */
static void check_parts(void)
{
	const money amount = draw(1000) + 3, first = draw((int)amount),
		    second = draw((int)(amount - first));
	const date day = draw(DAYS), on = draw(DAYS), later = draw(DAYS);
	const bool early = on <= day, late = later <= day;
	const struct paid_by paid = {.known = true,
	    .before = (early ? first : 0) + (late ? second : 0),
	    .after = (early ? 0 : first) + (late ? 0 : second)};
	const struct item item = {.invoice_date = -1,
	    .paid_date = DATE_NONE,
	    .amount = amount,
	    .open_amount = amount - first - second};
	const struct open_on open = item_open_on(&item, day, &paid);

	CHECK_SAYING(open.amount == amount - paid.before,
	    "part payments: %" PRId64 " and not %" PRId64, open.amount, amount - paid.before);
}

/* --- months --- */

static void check_months(void)
{
	struct turnover t;
	long tenths = 0;

	/* 100.00 invoiced a month from January on, each paid 76 days later: two are open at a
	 * month's end. */
	turnover_begin(&t, 3, date_from_civil(2026, 6, 30), "EUR", 2);
	for (int month = 1; month <= 6; month++) {
		const date on = date_from_civil(2026, month, 1);
		const struct item item = item_of(on, on + 76, 10000, date_from_civil(2026, 12, 31));

		CHECK_SAYING(turnover_add(&t, &item, on + 30), "a sum was refused");
	}
	CHECK_SAYING(turnover_month(&t, 2)->open == 20000, "open at the end: %" PRId64,
	    turnover_month(&t, 2)->open);
	/* 200.00 of 300.00 in 91 days */
	CHECK_SAYING(
	    turnover_days(&t, 2, &tenths) && tenths == 607, "days outstanding: %ld", tenths);
	CHECK_SAYING(turnover_late(&t, 2, &tenths) && tenths == 1000, "late: %ld", tenths);
	CHECK_SAYING(turnover_month(&t, 2)->paid_items == 1, "paid items");
	turnover_free(&t);
	/* Of the first three months nothing is told. */
	turnover_begin(&t, 6, date_from_civil(2026, 6, 30), "EUR", 2);
	for (int month = 1; month <= 6; month++) {
		const date on = date_from_civil(2026, month, 1);
		const struct item item = item_of(on, on + 76, 10000, date_from_civil(2026, 12, 31));

		CHECK_SAYING(turnover_add(&t, &item, on + 30), "a sum was refused");
	}
	for (size_t i = 0; i < 6; i++)
		CHECK_SAYING(turnover_days(&t, i, &tenths) == (i >= 3), "month %zu", i);
	turnover_free(&t);
}

int main(void)
{
	for (int round = 0; round < ROUNDS; round++) {
		check_sums();
		check_replay();
		check_parts();
	}
	check_overflow();
	check_buckets();
	check_months();
	return CHECK_RESULT();
}
