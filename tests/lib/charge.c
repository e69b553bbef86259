/*
 * Interest and scales against tables of cases, and what must hold for any
 * numbers: usage: charge FOLDER RATES
 */
#include "rules/charge.h"
#include "base/file.h"
#include "base/opt.h"
#include "book/rates.h"
#include "rules/day_count.h"
#include "rules/interest.h"
#include "rules/scale.h"

#include "check.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/banned.h"

enum { MOST_WORDS = 16, ROUNDS = 20000 };

struct line {
	const char *file;
	unsigned long number;
	struct slice words[MOST_WORDS];
	size_t count;
};

static void say(const struct line *l, money got)
{
	char text[MONEY_TEXT];

	check_failures++;
	money_format(got, 2, text);
	printf("%s:%lu: got %s:", l->file, l->number, text);
	for (size_t i = 0; i < l->count; i++)
		printf(" %.*s", SLICE_ARG(l->words[i]));
	printf("\n");
}

/* Call `check` with the words of each line, up to a #. Returns how many lines had any. */
static unsigned each_line(const char *folder, const char *name,
    void (*check)(const struct line *l, const struct rates *r), const struct rates *rates)
{
	struct diag d = {0};
	struct buf text = {0};
	char *path = path_join(folder, name);
	struct slice rest, line, word;
	struct line l = {.file = name};
	unsigned lines = 0;

	CHECK(file_read(&d, path, 1 << 20, &text));
	rest = buf_slice(&text);
	while (slice_cut(&rest, '\n', &line)) {
		l.number++;
		l.count = 0;
		while (slice_cut(&line, ' ', &word) && !slice_is(word, "#") && l.count < MOST_WORDS)
			if (word.n > 0)
				l.words[l.count++] = word;
		if (l.count == 0)
			continue;
		lines++;
		check(&l, rates);
	}
	buf_free(&text);
	free(path);
	return lines;
}

static bool read_count(struct slice word, enum day_count *out)
{
	static const char *const names[] = {"act/365", "act/360", "act/act", "30e/360"};
	static const enum day_count counts[] = {ACT_365, ACT_360, ACT_ACT, E30_360};

	for (size_t i = 0; i < 4; i++) {
		if (slice_is(word, names[i])) {
			*out = counts[i];
			return true;
		}
	}
	return false;
}

static enum interest_fault interest_on(
    const struct interest_terms *t, money principal, date start, date end, money *out)
{
	const struct course course = {.amount = principal};

	return interest_over(t, &course, start, end, out);
}

static void check_fixed(const struct line *l, const struct rates *rates)
{
	struct interest_terms t = {0};
	money principal, expected, got = -1;
	date start, end;

	(void)rates;
	if (l->count != 8 || !money_parse(l->words[0], 2, &principal) ||
	    !decimal_parse(l->words[1], &t.rate) || !read_count(l->words[2], &t.day_count) ||
	    !date_parse(l->words[5], &start) || !date_parse(l->words[6], &end) ||
	    !money_parse(l->words[7], 2, &expected)) {
		say(l, -1);
		return;
	}
	t.compound = slice_is(l->words[3], "yearly");
	t.round_period = slice_is(l->words[4], "period");
	if (interest_on(&t, principal, start, end, &got) != INTEREST_FINE || got != expected)
		say(l, got);
}

static bool read_drop(struct slice word, struct drop *out)
{
	struct slice day;

	return slice_cut(&word, ':', &day) && date_parse(day, &out->on) &&
	       money_parse(word, 2, &out->amount);
}

static void check_payments(const struct line *l, const struct rates *rates)
{
	struct interest_terms t = {0};
	struct drop drops[MOST_WORDS];
	struct course course = {.drops = drops};
	money expected = 0, got = -1;
	date start = 0, end = 0;
	bool read = l->count > 8 && money_parse(l->words[0], 2, &course.amount) &&
		    decimal_parse(l->words[1], &t.rate) && read_count(l->words[2], &t.day_count) &&
		    date_parse(l->words[5], &start) && date_parse(l->words[6], &end) &&
		    money_parse(l->words[7], 2, &expected);

	(void)rates;
	for (size_t i = 8; read && i < l->count; i++)
		read = read_drop(l->words[i], &drops[course.ndrops++]);
	if (!read) {
		say(l, -1);
		return;
	}
	t.compound = slice_is(l->words[3], "yearly");
	t.round_period = slice_is(l->words[4], "period");
	if (interest_over(&t, &course, start, end, &got) != INTEREST_FINE || got != expected)
		say(l, got);
}

static void check_table(const struct line *l, const struct rates *rates)
{
	struct interest_rule rule = {.given = true};
	char name[64] = "";
	struct interest_terms t;
	money principal, expected = 0, got = -1;
	enum interest_fault wanted = INTEREST_FINE;
	date start, end;

	if (l->count < 5 || l->words[0].n >= sizeof name ||
	    !money_parse(l->words[1], 2, &principal) || !date_parse(l->words[2], &start) ||
	    !date_parse(l->words[3], &end)) {
		say(l, -1);
		return;
	}
	memcpy(name, l->words[0].p, l->words[0].n);
	rule.table = name;
	if (slice_is(l->words[4], "early"))
		wanted = INTEREST_TOO_EARLY;
	else if (slice_is(l->words[4], "late"))
		wanted = INTEREST_TOO_LATE;
	else if (!money_parse(l->words[4], 2, &expected))
		say(l, -1);
	if (l->count > 5) {
		rule.round_given = true;
		rule.round_period = slice_is(l->words[5], "period");
	}
	if (!interest_terms_of(&rule, rates, &t) ||
	    interest_on(&t, principal, start, end, &got) != wanted || got != expected)
		say(l, got);
}

static void check_scale(const struct line *l, const struct rates *rates)
{
	char name[64] = "";
	const struct scale *scale;
	money principal, expected, got = -1;

	if (l->count != 3 || l->words[0].n >= sizeof name ||
	    !money_parse(l->words[1], 2, &principal) || !money_parse(l->words[2], 2, &expected)) {
		say(l, -1);
		return;
	}
	memcpy(name, l->words[0].p, l->words[0].n);
	scale = rates_scale(rates, name);
	if (scale == NULL || !scale_cost(scale, principal, &got) || got != expected)
		say(l, got);
}

/* Numbers that look like chance and are the same on every run. */
static uint64_t state = 20261122;

static int64_t pick(int64_t least, int64_t most)
{
	state ^= state << 13;
	state ^= state >> 7;
	state ^= state << 17;
	return least + (int64_t)(state % (uint64_t)(most - least + 1));
}

static struct interest_terms any_terms(const struct rates *rates)
{
	struct interest_terms t = {
	    .rate = pick(0, 20 * (int64_t)DECIMAL_ONE),
	    .day_count = (enum day_count)pick(0, 3),
	    .compound = pick(0, 1) == 1,
	    .round_period = pick(0, 1) == 1,
	    .rate_on_start = pick(0, 1) == 1,
	};

	if (pick(0, 1) == 1)
		t.table = &rates->tables[pick(0, (int64_t)rates->ntables - 1)];
	return t;
}

/* A day in every table's reach. */
static date any_day(int64_t days)
{
	return date_from_civil(2017, 1, 1) + (date)pick(0, days);
}

/* Never negative; never less on a later day; no more than a simple and no less than a compound sum.
 */
static void check_growing(const struct rates *rates)
{
	for (int i = 0; i < ROUNDS; i++) {
		struct interest_terms t = any_terms(rates), other;
		money principal = pick(0, 100000000), sooner, later, simple;
		date start = any_day(2000), end = start + (date)pick(0, 1500);

		CHECK(interest_on(&t, principal, start, end, &sooner) == INTEREST_FINE);
		CHECK(interest_on(&t, principal, start, end + 1, &later) == INTEREST_FINE);
		CHECK_SAYING(
		    sooner >= 0 && later >= sooner, "%" PRId64 " then %" PRId64, sooner, later);
		other = t;
		other.compound = false;
		CHECK(interest_on(&other, principal, start, end, &simple) == INTEREST_FINE);
		/* Rounded pieces may lose what compounding adds. */
		CHECK(simple <= sooner || t.round_period);
		CHECK(interest_on(&t, principal + 1, start, end, &later) == INTEREST_FINE);
		CHECK(later >= sooner);
	}
}

/* Simple interest of a stretch is that of its two parts, but for the rounding of each. */
static void check_splits(const struct rates *rates)
{
	for (int i = 0; i < ROUNDS; i++) {
		struct interest_terms t = any_terms(rates);
		money principal = pick(0, 100000000), whole, first, second;
		date start = any_day(2000), end = start + (date)pick(0, 1500);
		date middle = start + (date)pick(0, end - start);
		int days = day_count_days(t.day_count, start, middle) +
			   day_count_days(t.day_count, middle, end);

		t.compound = t.round_period = t.rate_on_start = false;
		CHECK(interest_on(&t, principal, start, end, &whole) == INTEREST_FINE);
		CHECK(interest_on(&t, principal, start, middle, &first) == INTEREST_FINE);
		CHECK(interest_on(&t, principal, middle, end, &second) == INTEREST_FINE);
		CHECK_SAYING(whole - first - second >= -1 && whole - first - second <= 1,
		    "%" PRId64 " = %" PRId64 " + %" PRId64, whole, first, second);
		CHECK(day_count_days(t.day_count, start, end) == days);
	}
}

/* Interest on what was left is that on the whole less that on each part since it was paid. */
static void check_parts(const struct rates *rates)
{
	for (int i = 0; i < ROUNDS; i++) {
		struct interest_terms t = any_terms(rates);
		struct drop drops[2];
		struct course course = {.amount = pick(2, 100000000), .drops = drops, .ndrops = 2};
		money got, whole, part[2], least;
		date start = any_day(2000), end = start + (date)pick(3, 1500);

		drops[0].on = start + (date)pick(1, end - start - 1);
		drops[1].on = drops[0].on + (date)pick(0, end - drops[0].on);
		drops[0].amount = pick(1, course.amount - 1);
		drops[1].amount = pick(0, course.amount - drops[0].amount);
		t.round_period = t.rate_on_start = false;
		CHECK(interest_over(&t, &course, start, end, &got) == INTEREST_FINE);
		CHECK(interest_on(&t, course.amount, start, end, &whole) == INTEREST_FINE);
		least = course.amount - drops[0].amount - drops[1].amount;
		CHECK(interest_on(&t, least, start, end, &least) == INTEREST_FINE);
		CHECK_SAYING(got <= whole && got >= least, "%" PRId64 " of %" PRId64, got, whole);
		if (t.compound)
			continue;
		for (int j = 0; j < 2; j++)
			CHECK(interest_on(&t, drops[j].amount, drops[j].on, end, &part[j]) ==
			      INTEREST_FINE);
		got -= whole - part[0] - part[1];
		CHECK_SAYING(got >= -2 && got <= 2, "off by %" PRId64, got);
	}
}

static void check_scales(const struct rates *rates)
{
	for (size_t i = 0; i < rates->nscales; i++) {
		const struct scale *scale = &rates->scales[i];
		money before = 0, cost;

		for (int j = 0; j < ROUNDS; j++) {
			money principal = (money)j * pick(1, 10000);

			CHECK(scale_cost(scale, principal, &cost));
			CHECK(cost >= 0 && (principal == 0) == (cost == 0));
			CHECK(scale_cost(scale, principal + 1, &before) && before >= cost);
		}
	}
}

/* What does not fit is said, and nothing is wrong near the edge. */
static void check_edges(void)
{
	struct interest_terms t = {.rate = 1000 * (decimal)DECIMAL_ONE, .day_count = ACT_ACT};
	date start = date_from_civil(1900, 1, 1), end = date_from_civil(2900, 1, 1);
	money got;

	CHECK(interest_on(&t, INT64_MAX, start, end, &got) == INTEREST_TOO_LARGE);
	t.compound = true;
	CHECK(interest_on(&t, 100, start, start + 36500, &got) == INTEREST_TOO_LARGE);
	t.rate = 0;
	CHECK(interest_on(&t, INT64_MAX, start, start + 36500, &got) == INTEREST_FINE && got == 0);
	CHECK(interest_on(&t, 100, start, end, &got) == INTEREST_TOO_LARGE);
	t.compound = false;
	t.rate = 100 * (decimal)DECIMAL_ONE;
	CHECK(interest_on(&t, INT64_MAX, start, start + 365, &got) == INTEREST_FINE &&
	      got == INT64_MAX);
	t.round_period = true;
	CHECK(interest_on(&t, INT64_MAX, start, start + 730, &got) == INTEREST_TOO_LARGE);
	t.rate = 0;
	t.compound = true;
	CHECK(interest_on(&t, 1, DATE_MOST - 1, DATE_MOST, &got) == INTEREST_FINE);
}

/* One item under one level with every charge. */
struct book {
	struct policy policy;
	struct level levels[2];
	struct terms terms;
	struct currency_amount fee, least;
	struct item item;
};

static void make_book(struct book *b)
{
	memset(b, 0, sizeof *b);
	memcpy(b->policy.defaults.currency, "EUR", 4);
	b->policy.defaults.decimals = 2;
	b->terms = (struct terms){.name = "standard", .levels = b->levels, .nlevels = 2};
	b->fee = (struct currency_amount){"EUR", 1000};
	b->least = (struct currency_amount){"EUR", 300};
	b->levels[0].id = "1";
	b->levels[1].id = "2";
	b->levels[1].charges = (struct charges){
	    .given = true,
	    .reminder_fee = {.given = true, .count = 1, .by_currency = &b->fee},
	    .interest = {.given = true, .rate = 12 * (decimal)DECIMAL_ONE},
	    .damages = {.given = true,
		.percent = 10 * (decimal)DECIMAL_ONE,
		.min = {.given = true, .count = 1, .by_currency = &b->least}},
	    .cost_scale = {.given = true,
		.scale = "nl-wik",
		.vat_percent = 21 * (decimal)DECIMAL_ONE},
	};
	b->item = (struct item){.customer = SLICE_LIT("C1"),
	    .invoice = SLICE_LIT("2026-1"),
	    .currency = "EUR",
	    .decimals = 2,
	    .invoice_date = DATE_NONE,
	    .kind = KIND_INVOICE};
}

/*
 * Whatever is paid in between, all reminders together charge what the dearest
 * of them would have charged alone, and none gives money back.
 */
static void check_history(const struct rates *rates)
{
	struct book b;
	struct charge_fault fault;

	make_book(&b);
	for (int i = 0; i < 2000; i++) {
		struct charge_row row = {.item = &b.item,
		    .level = &b.levels[1],
		    .due_date = any_day(3000),
		    .last_reminded = DATE_NONE};
		struct charge_facts facts = {.policy = &b.policy,
		    .rates = rates,
		    .terms = &b.terms,
		    .level = &b.levels[1],
		    .as_of = row.due_date};
		struct charged most = {0};

		b.item.open_amount = pick(1, 50000000);
		b.item.amount = b.item.open_amount + pick(0, 1000000);
		for (int j = 0; j < 4; j++) {
			struct charge_row alone;

			facts.as_of += (date)pick(1, 90);
			alone = row;
			alone.earlier = (struct charged){0};
			CHECK(charge_reminder(&facts, &alone, 1, &fault));
			CHECK(charge_reminder(&facts, &row, 1, &fault));
			CHECK(row.now.interest >= 0 && row.now.damages >= 0 && row.now.cost >= 0);
			CHECK(row.now.reminder_fee == 1000);
			if (alone.now.interest > most.interest)
				most.interest = alone.now.interest;
			if (alone.now.damages > most.damages)
				most.damages = alone.now.damages;
			if (alone.now.cost > most.cost)
				most.cost = alone.now.cost;
			row.earlier.interest += row.now.interest;
			row.earlier.damages += row.now.damages;
			row.earlier.cost += row.now.cost;
			CHECK(row.earlier.interest == most.interest);
			CHECK(row.earlier.damages == most.damages);
			CHECK(row.earlier.cost == most.cost);
			b.item.open_amount -= pick(0, b.item.open_amount - 1);
		}
	}
}

/* Three payments, each with no less demanded before it than the one before. */
static money make_payments(struct payment payments[3], date due)
{
	money paid = 0;

	for (int j = 0; j < 3; j++) {
		payments[j] = (struct payment){.on = due + (date)pick(-20, 400),
		    .amount = pick(1, 10000000),
		    .costs = pick(0, 10000),
		    .interest = pick(0, 10000)};
		paid += payments[j].amount;
		if (j == 0)
			continue;
		payments[j].costs += payments[j - 1].costs;
		payments[j].interest += payments[j - 1].interest;
		if (payments[j].on < payments[j - 1].on)
			payments[j].on = payments[j - 1].on;
	}
	return paid;
}

/*
 * The more of the payments goes to what was demanded before, the longer the principal stands; and
 * interest is never more than on the whole, nor less than on what is open.
 */
static void check_allocation(void)
{
	static const char *const orders[3][3] = {{"principal", "interest", "costs"},
	    {"costs", "principal", "interest"}, {"costs", "interest", "principal"}};
	struct book b;
	struct charge_fault fault;

	make_book(&b);
	for (int i = 0; i < 2000; i++) {
		struct interest_rule interest = {
		    .given = true, .rate = 12 * (decimal)DECIMAL_ONE, .compound = pick(0, 1) == 1};
		struct payment payments[3];
		struct charge_row row = {.item = &b.item,
		    .level = &b.levels[1],
		    .due_date = any_day(3000),
		    .last_reminded = DATE_NONE,
		    .payments = payments,
		    .npayments = 3};
		struct charge_facts facts = {.policy = &b.policy,
		    .terms = &b.terms,
		    .level = &b.levels[1],
		    .as_of = row.due_date + (date)pick(1, 1500)};
		money before = 0, most = 0, paid = make_payments(payments, row.due_date);

		b.levels[1].charges = (struct charges){.given = true, .interest = interest};
		b.item.open_amount = pick(1, 50000000);
		b.item.amount = b.item.open_amount + pick(0, paid + 1000);
		for (int j = 0; j < 3; j++) {
			memcpy(b.terms.allocation, orders[j], sizeof orders[j]);
			CHECK(charge_reminder(&facts, &row, 1, &fault));
			/* Paid interest bears none, where it would otherwise. */
			CHECK(row.now.interest >= before || (j == 2 && interest.compound));
			before = row.now.interest;
			most = before > most ? before : most;
		}
		row.npayments = 0;
		CHECK(charge_reminder(&facts, &row, 1, &fault) && row.now.interest <= before);
		b.item.open_amount = b.item.amount;
		CHECK(charge_reminder(&facts, &row, 1, &fault) && row.now.interest >= most);
	}
}

/* Rows that are no base: booked charges, and credits that cover the principal. */
static void check_bases(const struct rates *rates)
{
	struct book b;
	struct charge_fault fault;
	struct item items[3];
	struct charge_row rows[3];
	struct charge_facts facts;

	make_book(&b);
	b.levels[1].charges.cost_scale.min =
	    (struct amount){.given = true, .count = 1, .by_currency = &b.fee};
	for (size_t i = 0; i < 3; i++) {
		items[i] = b.item;
		items[i].amount = items[i].open_amount = 10000;
		rows[i] = (struct charge_row){.item = &items[i],
		    .level = &b.levels[1],
		    .due_date = date_from_civil(2026, 10, 23),
		    .last_reminded = DATE_NONE};
	}
	items[0].kind = KIND_FEE;
	items[2].amount = items[2].open_amount = -10000;
	rows[2].section = SECTION_CREDIT;
	facts = (struct charge_facts){.policy = &b.policy,
	    .rates = rates,
	    .terms = &b.terms,
	    .level = &b.levels[1],
	    .as_of = date_from_civil(2026, 11, 22)};
	CHECK(charge_reminder(&facts, rows, 3, &fault));
	CHECK(rows[0].now.reminder_fee == 0 && rows[0].now.interest == 0 &&
	      rows[0].now.damages == 0 && rows[0].now.cost == 0);
	CHECK(rows[1].now.reminder_fee == 1000 && rows[1].now.interest == 99 &&
	      rows[1].now.damages == 1000);
	/* The credit covers the principal, so there is no minimum to owe either. */
	CHECK(rows[1].now.cost == 0 && rows[1].now.vat == 0);
	CHECK(rows[2].now.reminder_fee == 0 && rows[2].now.interest == 0);
	memcpy(items[2].currency, "GBP", 4);
	CHECK(!charge_reminder(&facts, rows, 3, &fault) && fault.row == 2 && !fault.policy);
}

/* A payment that paid costs first leaves more of the principal: tomorrow it bears interest too. */
static void check_day_after_payment(
    struct book *b, struct charge_facts facts, struct charge_row *row)
{
	static const char *const orders[2][3] = {
	    {"costs", "interest", "principal"}, {"principal", "interest", "costs"}};
	const struct payment payment = {
	    .on = date_from_civil(2026, 11, 2), .amount = 70000, .costs = 30000};
	struct charge_fault fault;
	money got;

	b->item.open_amount = 30000;
	row->due_date = date_from_civil(2026, 10, 23);
	row->payments = &payment;
	row->npayments = 1;
	/* 600.00 at 12% is 0.20 a day, 300.00 is 0.10 */
	for (int i = 0; i < 2; i++) {
		memcpy(b->terms.allocation, orders[i], sizeof orders[i]);
		CHECK_SAYING(charge_interest_per_day(&facts, row, 1, &got, &fault) &&
				 got == (i == 0 ? 20 : 10),
		    "%" PRId64, got);
	}
}

/* %next_cost% and %interest_per_day%. */
static void check_foresight(const struct rates *rates)
{
	struct book b;
	struct charge_fault fault;
	struct charge_row rows[2];
	struct charge_facts facts;
	money got;

	make_book(&b);
	b.item.open_amount = b.item.amount = 100000;
	for (size_t i = 0; i < 2; i++)
		rows[i] = (struct charge_row){.item = &b.item,
		    .level = &b.levels[0],
		    .due_date = date_from_civil(2026, 10, 23),
		    .last_reminded = DATE_NONE};
	facts = (struct charge_facts){.policy = &b.policy,
	    .rates = rates,
	    .terms = &b.terms,
	    .level = &b.levels[0],
	    .as_of = date_from_civil(2026, 11, 22)};
	CHECK(charge_reminder(&facts, rows, 2, &fault));
	CHECK(charge_next_cost(&facts, rows, 2, &got, &fault));
	/* 10.00, twice 100.00 damages, 300.00 costs of 2000.00 and 63.00 VAT on them */
	CHECK_SAYING(got == 1000 + 20000 + 30000 + 6300, "%" PRId64, got);
	CHECK(charge_interest_per_day(&facts, rows, 2, &got, &fault) && got == 0);

	for (size_t i = 0; i < 2; i++)
		rows[i].level = &b.levels[1];
	facts.level = &b.levels[1];
	CHECK(charge_reminder(&facts, rows, 2, &fault));
	CHECK(charge_next_cost(&facts, rows, 2, &got, &fault) && got == 0);
	/* A level that repeats charges its fee again, and nothing that is owed once. */
	b.levels[1].has_after_last = true;
	CHECK_SAYING(
	    charge_next_cost(&facts, rows, 2, &got, &fault) && got == 1000, "%" PRId64, got);
	b.terms.escalate = ESCALATE_JUMP;
	CHECK(charge_next_cost(&facts, rows, 2, &got, &fault) && got == 0);
	/* 1000.00 at 12% is 0.33 a day, on each */
	CHECK_SAYING(
	    charge_interest_per_day(&facts, rows, 2, &got, &fault) && got == 66, "%" PRId64, got);
	b.levels[1].charges.interest.min =
	    (struct amount){.given = true, .count = 1, .by_currency = &b.fee};
	/* 9.86 is below the minimum of 10.00, so a day more adds nothing */
	CHECK(charge_interest_per_day(&facts, rows, 2, &got, &fault) && got == 0);
	b.levels[1].charges.interest.min.given = false;
	b.levels[1].charges.interest.max =
	    (struct amount){.given = true, .count = 1, .by_currency = &b.least};
	CHECK(charge_interest_per_day(&facts, rows, 2, &got, &fault) && got == 0);
	b.levels[1].charges.interest.max.given = false;
	b.levels[1].charges.interest.compound = true;
	rows[0].due_date = rows[1].due_date = date_from_civil(2016, 11, 22);
	/* On 1000.00 x 1.12 to the tenth, 3105.85: 1.02 a day */
	CHECK_SAYING(
	    charge_interest_per_day(&facts, rows, 1, &got, &fault) && got == 102, "%" PRId64, got);
	b.levels[1].charges.interest.compound = false;
	check_day_after_payment(&b, facts, &rows[0]);
}

int main(int argc, char **argv)
{
	struct diag d = {0};
	struct rates *rates;
	unsigned cases = 0;

	diag_program(argv[0]);
	if (argc != 3)
		usage_error("usage: charge FOLDER RATES");
	rates = rates_load(&d, argv[2], 2);
	if (rates == NULL)
		return diag_finish(&d);
	cases += each_line(argv[1], "interest.txt", check_fixed, rates);
	cases += each_line(argv[1], "payments.txt", check_payments, rates);
	cases += each_line(argv[1], "tables.txt", check_table, rates);
	cases += each_line(argv[1], "scales.txt", check_scale, rates);
	check_growing(rates);
	check_splits(rates);
	check_parts(rates);
	check_allocation();
	check_scales(rates);
	check_edges();
	check_history(rates);
	check_bases(rates);
	check_foresight(rates);
	rates_free(rates);
	if (CHECK_RESULT() == 0)
		printf("%u cases, all well\n", cases);
	return CHECK_RESULT();
}
