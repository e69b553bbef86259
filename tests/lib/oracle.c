/*
 * A second opinion on charges, written apart from the library: interest is added up day by day
 * in exact fractions, from the rules as dun-policy(5) tells them.
 *
 *   oracle make NUMBER      writes a book into the current folder, prints its as-of date
 *   oracle check NUMBER < PROPOSAL      computes the charges of that book's proposal again
 */
#include <inttypes.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/banned.h"

__extension__ typedef __int128 exact;

enum {
	FIRST_YEAR = 2014,
	DAYS = 6000,
	CUSTOMERS = 40,
	ITEMS = 150,
	PAYMENTS = 3,
	STEPS = 6,
	MOST_LINE = 2000,
	MOST_COLUMNS = 60
};

/* Every day there is, by counting. */
static struct day {
	int year, month, day;
} calendar[DAYS];

static bool is_leap(int year)
{
	return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
}

static int length_of(int year, int month)
{
	static const int lengths[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};

	return month == 2 && is_leap(year) ? 29 : lengths[month - 1];
}

static void fill_calendar(void)
{
	struct day d = {FIRST_YEAR, 1, 1};

	for (int i = 0; i < DAYS; i++) {
		calendar[i] = d;
		if (++d.day <= length_of(d.year, d.month))
			continue;
		d.day = 1;
		if (++d.month > 12) {
			d.month = 1;
			d.year++;
		}
	}
}

/* Numbers that look like chance, the same for the same book. */
static uint64_t state;

static int64_t pick(int64_t least, int64_t most)
{
	state = state * 6364136223846793005U + 1442695040888963407U;
	return least + (int64_t)((state >> 33) % (uint64_t)(most - least + 1));
}

static bool toss(void)
{
	return pick(0, 1) == 1;
}

/* --- a book --- */

struct bound {
	bool given;
	int64_t amount;
};

struct tier {
	int64_t up_to, base, percent; /* hundredths of a percent */
};

enum start { DUE, INVOICE, LAST };
enum count { ACT365, ACT360, ACTACT, THIRTY };
static const char *const starts[] = {"due", "invoice", "last_reminder"};
static const char *const counts[] = {"act/365", "act/360", "act/act", "30e/360"};
static const char *const orders[] = {"costs, interest, principal", "interest, costs, principal",
    "costs, principal, interest", "interest, principal, costs", "principal, costs, interest"};

struct rule {
	const char *currency;
	int decimals;
	enum start from;
	enum count count;
	bool compound, round_period, rate_on_start, table, of_open, of_line, booked;
	int order; /* of orders */
	int nsteps, step[STEPS];
	int64_t rate[STEPS]; /* hundredths of a percent; the first is the fixed one too */
	struct bound least_interest, most_interest, least_damages, most_damages;
	struct bound least_cost, most_cost, scale_least, scale_most;
	int64_t damages, vat; /* hundredths of a percent */
	int64_t reminder_fee, line_fee;
	struct tier tiers[3];
	int as_of;
};

struct charges {
	int64_t interest, line_fee, damages, reminder_fee, cost, vat;
};

struct item {
	int customer, invoiced, due, reminded; /* 0: never */
	int64_t amount, open;
	bool fee;
	struct charges earlier;
	int npayments, paid_on[PAYMENTS];
	int64_t paid[PAYMENTS];
};

static struct rule rule;
static struct item items[ITEMS];

static struct bound any_bound(int64_t most)
{
	return pick(0, 3) == 0 ? (struct bound){true, pick(0, most)} : (struct bound){false, 0};
}

/* An upper bound is never below the lower one: that policy would be refused. */
static struct bound bound_above(const struct bound *least, int64_t most)
{
	struct bound b = any_bound(most);

	b.amount += least->given ? least->amount : 0;
	return b;
}

static void make_scale(void)
{
	int64_t up_to = 0, base = 0;

	for (int i = 0; i < 3; i++) {
		up_to += pick(1, 200000);
		base += pick(0, 3000);
		rule.tiers[i] = (struct tier){up_to, base, pick(0, 2000)};
	}
	rule.scale_least = any_bound(5000);
	rule.scale_most = bound_above(&rule.scale_least, 50000);
	rule.least_cost = any_bound(5000);
	rule.most_cost = bound_above(&rule.least_cost, 50000);
}

static void make_rule(int64_t number)
{
	static const char *const currencies[] = {"EUR", "JPY", "KWD"};
	static const int decimals[] = {2, 0, 3};
	int which = number % 5 == 3 ? 1 : number % 5 == 4 ? 2 : 0;
	int day = (int)pick(1, 300);

	memset(&rule, 0, sizeof rule);
	rule.currency = currencies[which];
	rule.decimals = decimals[which];
	rule.from = (enum start)pick(DUE, LAST);
	rule.count = (enum count)(number % 4);
	rule.compound = toss();
	rule.round_period = pick(0, 2) == 0;
	rule.rate_on_start = pick(0, 3) == 0;
	rule.table = toss();
	rule.of_open = toss();
	rule.of_line = toss();
	rule.booked = pick(0, 3) == 0;
	rule.order = rule.compound ? 4 : (int)pick(0, 4);
	rule.nsteps = (int)pick(1, STEPS);
	for (int i = 0; i < rule.nsteps; i++, day += (int)pick(1, 700)) {
		rule.step[i] = day;
		rule.rate[i] = pick(0, 2000);
	}
	rule.least_interest = any_bound(3000);
	rule.most_interest = bound_above(&rule.least_interest, 30000);
	rule.least_damages = any_bound(3000);
	rule.most_damages = bound_above(&rule.least_damages, 30000);
	rule.damages = pick(0, 2000);
	rule.vat = toss() ? 2100 : 0;
	rule.reminder_fee = pick(0, 2000);
	rule.line_fee = toss() ? pick(0, 200) : 0;
	rule.as_of = (int)pick(3200, DAYS - 1100);
	make_scale();
}

static void remind_before(struct item *it)
{
	it->reminded = it->due + (int)pick(-20, 400);
	if (it->reminded >= rule.as_of)
		it->reminded = rule.as_of - 1;
	it->earlier.interest = pick(0, 4000);
	it->earlier.line_fee = pick(0, 100);
	it->earlier.damages = pick(0, 8000);
	it->earlier.reminder_fee = pick(0, 1000);
	it->earlier.cost = pick(0, 4000);
	it->earlier.vat = pick(0, 800);
}

/* The payments of a year, a day apart at least. */
static void pay_parts(struct item *it)
{
	int day = it->due + (int)pick(-60, 200);
	int64_t sum = 0;

	it->npayments = (int)pick(1, PAYMENTS);
	for (int i = 0; i < it->npayments; i++, day += (int)pick(1, 200)) {
		it->paid_on[i] = day;
		it->paid[i] = pick(1, 100000);
		sum += it->paid[i];
	}
	it->amount = it->open + sum + (toss() ? pick(0, 5000) : 0);
}

static void make_item(struct item *it, int64_t number)
{
	int64_t most = !rule.compound && number % 7 == 0 ? 2000000000000000 : 5000000;

	memset(it, 0, sizeof *it);
	it->customer = (int)pick(1, CUSTOMERS);
	/* Compound interest of two full years and a part is what 128 bits hold. */
	it->due = rule.as_of - (int)pick(3, rule.compound ? 700 : 2500);
	it->invoiced = it->due - (int)pick(0, 60);
	it->open = it->amount = pick(1, most);
	if (pick(0, 9) == 0)
		it->open = it->amount = -pick(1, 20000);
	else if (pick(0, 9) == 0)
		it->fee = true;
	if (it->open < 0 || it->fee)
		return;
	if (pick(0, 2) == 0)
		remind_before(it);
	if (pick(0, 1) == 0)
		pay_parts(it);
}

static void make_book(int64_t number)
{
	fill_calendar();
	state = (uint64_t)number * 7919 + 17;
	make_rule(number);
	for (int i = 0; i < ITEMS; i++)
		make_item(&items[i], number);
}

/* --- written as files --- */

static void put_money(FILE *f, int64_t amount, int decimals)
{
	int64_t unit = 1, size = amount < 0 ? -amount : amount;

	for (int i = 0; i < decimals; i++)
		unit *= 10;
	fprintf(f, "%s%" PRId64, amount < 0 ? "-" : "", size / unit);
	if (decimals > 0)
		fprintf(f, ".%0*" PRId64, decimals, size % unit);
}

static void put(FILE *f, const char *before, int64_t amount)
{
	fputs(before, f);
	put_money(f, amount, rule.decimals);
}

static void put_bound(FILE *f, const char *key, const struct bound *b)
{
	if (b->given)
		put(f, key, b->amount);
}

static void put_percent(FILE *f, const char *before, int64_t percent)
{
	fputs(before, f);
	put_money(f, percent, 2);
}

static void put_day(FILE *f, const char *before, int day)
{
	fprintf(f, "%s%04d-%02d-%02d", before, calendar[day].year, calendar[day].month,
	    calendar[day].day);
}

static FILE *create(const char *name)
{
	FILE *f = fopen(name, "w");

	if (f == NULL) {
		perror(name);
		exit(1);
	}
	return f;
}

static void finish_file(FILE *f)
{
	if (fclose(f) != 0)
		exit(1);
}

static void write_interest(FILE *f)
{
	fprintf(f, "          interest: {rate: ");
	if (rule.table)
		fprintf(f, "own");
	else
		put_percent(f, "", rule.rate[0]);
	fprintf(f, ", from: %s, day_count: %s, compound: %s, round: %s, rate_on: %s",
	    starts[rule.from], counts[rule.count], rule.compound ? "yearly" : "none",
	    rule.round_period ? "period" : "end", rule.rate_on_start ? "start" : "period");
	put_bound(f, ", min: ", &rule.least_interest);
	put_bound(f, ", max: ", &rule.most_interest);
	fprintf(f, "}\n");
}

static void write_policy(void)
{
	FILE *f = create("policy.yaml");

	fprintf(f, "company: {name: Oracle}\ndefaults: {currency: %s, fees_booked: %s}\n",
	    rule.currency, rule.booked ? "yes" : "no");
	fprintf(f, "terms:\n  standard:\n    escalate: jump\n    allocation: [%s]\n    levels:\n",
	    orders[rule.order]);
	fprintf(f, "      - {id: \"0\", after_due: 1}\n      - id: \"1\"\n        after_due: 2\n");
	fprintf(f, "        charges:\n");
	put(f, "          reminder_fee: ", rule.reminder_fee);
	put(f, "\n          line_fee: ", rule.line_fee);
	fprintf(f, "\n");
	write_interest(f);
	put_percent(f, "          damages: {percent: ", rule.damages);
	fprintf(f, ", of: %s", rule.of_open ? "open_amount" : "amount");
	put_bound(f, ", min: ", &rule.least_damages);
	put_bound(f, ", max: ", &rule.most_damages);
	fprintf(
	    f, "}\n          cost_scale: {scale: own, of: %s", rule.of_line ? "line" : "reminder");
	put_percent(f, ", vat_percent: ", rule.vat);
	put_bound(f, ", min: ", &rule.least_cost);
	put_bound(f, ", max: ", &rule.most_cost);
	fprintf(f, "}\n");
	finish_file(f);
}

static void write_rates(void)
{
	FILE *f = create("rates.yaml");

	/* What the policy says goes before the table's own keys. */
	fprintf(f, "rates:\n  own: {valid_until: 2040-01-01, compound: %s, from: {",
	    rule.compound ? "none" : "yearly");
	for (int i = 0; i < rule.nsteps; i++) {
		put_day(f, i > 0 ? ", " : "", rule.step[i]);
		put_percent(f, ": ", rule.rate[i]);
	}
	fprintf(f, "}}\nscales:\n  own: {currency: %s", rule.currency);
	put_bound(f, ", min: ", &rule.scale_least);
	put_bound(f, ", max: ", &rule.scale_most);
	fprintf(f, ", tiers: [");
	for (int i = 0; i < 3; i++) {
		put(f, i > 0 ? ", {base: " : "{base: ", rule.tiers[i].base);
		put_percent(f, ", percent: ", rule.tiers[i].percent);
		if (i < 2)
			put(f, ", up_to: ", rule.tiers[i].up_to);
		fprintf(f, "}");
	}
	fprintf(f, "]}\n");
	finish_file(f);
}

static void write_history(void)
{
	FILE *f = create("history.csv");

	fprintf(f, "time,event,customer,invoice,terms,level,n,reminder,date,interest,line_fee,"
		   "damages,reminder_fee,cost,vat\n");
	for (int i = 0; i < ITEMS; i++) {
		const struct item *it = &items[i];

		if (it->reminded == 0)
			continue;
		put_day(f, "", it->reminded);
		fprintf(f, "T09:00:00Z,reminded,C%d,I%d,standard,0,1,R%d", it->customer, i, i);
		put_day(f, ",", it->reminded);
		put(f, ",", it->earlier.interest);
		put(f, ",", it->earlier.line_fee);
		put(f, ",", it->earlier.damages);
		put(f, ",", it->earlier.reminder_fee);
		put(f, ",", it->earlier.cost);
		put(f, ",", it->earlier.vat);
		fprintf(f, "\n");
	}
	finish_file(f);
}

static void write_items(void)
{
	FILE *f = create("items.csv"), *paid = create("payments.csv");

	fprintf(f, "customer,invoice,invoice_date,due_date,amount,open_amount,currency,kind\n");
	fprintf(paid, "customer,invoice,date,amount\n");
	for (int i = 0; i < ITEMS; i++) {
		const struct item *it = &items[i];

		fprintf(f, "C%d,I%d", it->customer, i);
		put_day(f, ",", it->invoiced);
		put_day(f, ",", it->due);
		put(f, ",", it->amount);
		put(f, ",", it->open);
		fprintf(f, ",%s,%s\n", rule.currency, it->fee ? "fee" : "");
		for (int j = 0; j < it->npayments; j++) {
			fprintf(paid, "C%d,I%d", it->customer, i);
			put_day(paid, ",", it->paid_on[j]);
			put(paid, ",", it->paid[j]);
			fprintf(paid, "\n");
		}
	}
	finish_file(paid);
	finish_file(f);
}

static void write_customers(void)
{
	FILE *f = create("customers.csv");

	fprintf(f, "customer,name,email\n");
	for (int i = 1; i <= CUSTOMERS; i++)
		fprintf(f, "C%d,Name %d,c%d@example.org\n", i, i, i);
	finish_file(f);
}

/* --- the second opinion --- */

static int64_t rounded(exact top, exact bottom)
{
	return (int64_t)((2 * top + bottom) / (2 * bottom));
}

static int64_t bounded(int64_t sum, const struct bound *least, const struct bound *most)
{
	if (least->given && sum < least->amount)
		sum = least->amount;
	if (most->given && sum > most->amount)
		sum = most->amount;
	return sum;
}

static int64_t percent_of(int64_t amount, int64_t percent)
{
	return rounded((exact)amount * percent, 10000);
}

/* How much of a year the day is, in parts; *year gets those of a whole one. */
static int64_t parts_of(int day, int64_t *year)
{
	const struct day *d = &calendar[day], *before = &calendar[day - 1];

	switch (rule.count) {
	case ACT365:
		*year = 365;
		return 1;
	case ACT360:
		*year = 360;
		return 1;
	case ACTACT:
		*year = 365 * 366;
		return is_leap(d->year) ? 365 : 366;
	case THIRTY:
		break;
	}
	*year = 360;
	return (d->year - before->year) * 360 + (d->month - before->month) * 30 +
	       (d->day == 31 ? 30 : d->day) - (before->day == 31 ? 30 : before->day);
}

static int step_of(int day)
{
	int step = 0;

	while (rule.table && step + 1 < rule.nsteps && rule.step[step + 1] <= day)
		step++;
	return step;
}

static bool is_anniversary(int start, int day)
{
	const struct day *s = &calendar[start], *d = &calendar[day];

	if (d->year == s->year || d->month != s->month)
		return false;
	return d->day == s->day ||
	       (s->month == 2 && s->day == 29 && d->day == 28 && !is_leap(d->year));
}

/* What of a payment pays the principal; *paid is what charges got so far. */
static int64_t principal_part(const struct item *it, int payment, int64_t paid[2])
{
	const struct charges *e = &it->earlier;
	int64_t demanded[2] = {
	    e->line_fee + e->damages + e->reminder_fee + e->cost + e->vat, e->interest};
	int64_t left = it->paid[payment];
	const char *order = orders[rule.order];

	if (rule.booked || it->reminded == 0 || it->reminded >= it->paid_on[payment])
		return left;
	for (; *order != 'p'; order = strchr(order, ',') + 2) {
		int which = *order == 'i';
		int64_t part = demanded[which] - paid[which];

		if (part > left)
			part = left;
		paid[which] += part;
		left -= part;
	}
	return left;
}

/* How the principal runs: what it is on each day after the start. */
struct principal {
	int64_t amount; /* at the start */
	int ndrops, on[PAYMENTS];
	int64_t drop[PAYMENTS];
};

static struct principal principal_of(const struct item *it, int start)
{
	struct principal p = {.amount = it->open};
	int64_t paid[2] = {0, 0};

	for (int i = 0; i < it->npayments && it->paid_on[i] <= rule.as_of; i++) {
		int64_t part = principal_part(it, i, paid);

		p.amount += it->paid[i];
		if (it->paid_on[i] <= start) {
			p.amount -= part;
			continue;
		}
		p.on[p.ndrops] = it->paid_on[i];
		p.drop[p.ndrops++] = part;
	}
	return p;
}

static int64_t dropped_on(const struct principal *p, int day)
{
	int64_t sum = 0;

	for (int i = 0; i < p->ndrops; i++)
		if (p->on[i] == day)
			sum += p->drop[i];
	return sum;
}

/* Rounded once: balance is top / bottom, and `year` is what the year that runs has brought. */
static int64_t interest_at_end(const struct principal *p, int start)
{
	exact top = p->amount, bottom = 1, year = 0;
	int64_t dropped = 0, whole = 0, one;

	(void)parts_of(start + 1, &one);
	one *= 10000;
	for (int day = start + 1; day <= rule.as_of; day++) {
		int64_t ignored, parts = parts_of(day, &ignored);
		int64_t rate = rule.rate[step_of(rule.rate_on_start ? start + 1 : day)];

		year += (top - dropped * bottom) * rate * parts;
		dropped += dropped_on(p, day);
		if (!rule.compound || !is_anniversary(start, day))
			continue;
		top = (top - dropped * bottom) * one + year;
		bottom *= one;
		year = 0;
		whole += dropped;
		dropped = 0;
	}
	top = (top - dropped * bottom) * one + year;
	bottom *= one;
	return rounded(top - (exact)(p->amount - whole - dropped) * bottom, bottom);
}

/* Rounded piece by piece. */
static int64_t interest_by_piece(const struct principal *p, int start)
{
	int64_t now = p->amount, total = 0, joining = 0, one = 0;
	exact piece = 0;

	for (int day = start + 1; day <= rule.as_of; day++) {
		int64_t parts = parts_of(day, &one), drop = dropped_on(p, day);
		int step = step_of(rule.rate_on_start ? start + 1 : day);
		bool full = rule.compound && is_anniversary(start, day);
		bool other = !rule.rate_on_start && step_of(day + 1) != step;

		piece += (exact)now * rule.rate[step] * parts;
		if (drop == 0 && !full && !other && day < rule.as_of)
			continue;
		joining += rounded(piece, (exact)one * 10000);
		total += rounded(piece, (exact)one * 10000);
		piece = 0;
		now -= drop;
		if (full) {
			now += joining;
			joining = 0;
		}
	}
	return total;
}

static int64_t less(int64_t sum, int64_t earlier)
{
	return sum > earlier ? sum - earlier : 0;
}

static int64_t interest_of(const struct item *it)
{
	int start = rule.from == INVOICE ? it->invoiced : it->due;
	struct principal p;
	int64_t sum;

	if (rule.from == LAST && it->reminded > start)
		start = it->reminded;
	p = principal_of(it, start);
	sum = rule.round_period ? interest_by_piece(&p, start) : interest_at_end(&p, start);
	sum = bounded(sum, &rule.least_interest, &rule.most_interest);
	return less(sum, rule.from == LAST ? 0 : it->earlier.interest);
}

static int64_t cost_of(int64_t principal, int64_t earlier)
{
	int tier = 0;
	int64_t lower = 0, sum;

	if (principal <= 0)
		return 0;
	while (tier < 2 && principal > rule.tiers[tier].up_to)
		lower = rule.tiers[tier++].up_to;
	sum = rule.tiers[tier].base + percent_of(principal - lower, rule.tiers[tier].percent);
	sum = bounded(sum, &rule.scale_least, &rule.scale_most);
	return less(bounded(sum, &rule.least_cost, &rule.most_cost), earlier);
}

static int64_t damages_of(const struct item *it)
{
	int64_t sum = percent_of(rule.of_open ? it->open : it->amount, rule.damages);

	return less(bounded(sum, &rule.least_damages, &rule.most_damages), it->earlier.damages);
}

/* --- held against a proposal --- */

struct row {
	char text[MOST_LINE];
	const char *field[MOST_COLUMNS];
	int item;
	bool charged;
};

static struct row header, rows[ITEMS];
static int nrows;
static unsigned faults;

static bool read_row(struct row *r)
{
	int n = 0;

	if (fgets(r->text, sizeof r->text, stdin) == NULL)
		return false;
	r->text[strcspn(r->text, "\n")] = '\0';
	for (char *p = r->text; p != NULL && n < MOST_COLUMNS; n++) {
		char *comma = strchr(p, ',');

		r->field[n] = p;
		if (comma != NULL)
			*comma++ = '\0';
		p = comma;
	}
	for (; n < MOST_COLUMNS; n++)
		r->field[n] = "";
	return true;
}

static const char *field(const struct row *r, const char *name)
{
	for (int i = 0; i < MOST_COLUMNS; i++)
		if (strcmp(header.field[i], name) == 0)
			return r->field[i];
	fprintf(stderr, "no column %s\n", name);
	exit(1);
}

static void compare(const struct row *r, const char *name, int64_t wanted)
{
	char text[64];
	FILE *f = fmemopen(text, sizeof text, "w");

	if (f == NULL)
		exit(1);
	put_money(f, wanted, rule.decimals);
	fputc('\0', f);
	finish_file(f);
	if (strcmp(field(r, name), text) == 0)
		return;
	faults++;
	printf("I%d: %s: %s, and not %s\n", r->item, name, text, field(r, name));
}

static bool in_one_letter(const struct row *a, const struct row *b)
{
	return strcmp(field(a, "reminder"), field(b, "reminder")) == 0;
}

/* The principal of a letter, and what was charged before for its rows. */
static int64_t letter_principal(const struct row *of, int64_t *earlier)
{
	int64_t sum = 0;

	*earlier = 0;
	for (int i = 0; i < nrows; i++) {
		const struct item *it = &items[rows[i].item];

		if (!in_one_letter(&rows[i], of))
			continue;
		if (rows[i].charged || strcmp(field(&rows[i], "section"), "credit") == 0)
			sum += it->open;
		*earlier += it->earlier.cost;
	}
	return sum;
}

static bool is_first(int index)
{
	for (int i = 0; i < index; i++)
		if (rows[i].charged && in_one_letter(&rows[i], &rows[index]))
			return false;
	return true;
}

static struct charges charges_of(int index)
{
	const struct item *it = &items[rows[index].item];
	struct charges c = {.interest = interest_of(it),
	    .line_fee = rule.line_fee,
	    .damages = damages_of(it),
	    .reminder_fee = is_first(index) ? rule.reminder_fee : 0};
	int64_t principal = it->open, earlier = it->earlier.cost;

	if (!rule.of_line)
		principal = letter_principal(&rows[index], &earlier);
	if (rule.of_line || is_first(index))
		c.cost = cost_of(principal, earlier);
	c.vat = percent_of(c.cost, rule.vat);
	return c;
}

static int64_t sum_of(const struct charges *c)
{
	return c->interest + c->line_fee + c->damages + c->reminder_fee + c->cost + c->vat;
}

static void check_row(int index)
{
	const struct row *r = &rows[index];
	const struct item *it = &items[r->item];
	struct charges c = {0};
	int64_t earlier = rule.booked ? 0 : sum_of(&it->earlier);

	if (r->charged)
		c = charges_of(index);
	compare(r, "interest", c.interest);
	compare(r, "line_fee", c.line_fee);
	compare(r, "damages", c.damages);
	compare(r, "reminder_fee", c.reminder_fee);
	compare(r, "cost", c.cost);
	compare(r, "vat", c.vat);
	compare(r, "fees", sum_of(&c));
	compare(r, "earlier_fees", earlier);
	compare(r, "total_due", it->open + earlier + sum_of(&c));
}

static void check_proposal(void)
{
	if (!read_row(&header))
		exit(1);
	while (nrows < ITEMS && read_row(&rows[nrows])) {
		struct row *r = &rows[nrows++];

		r->item = (int)strtol(field(r, "invoice") + 1, NULL, 10);
		r->charged = strcmp(field(r, "section"), "overdue") == 0 && !items[r->item].fee;
	}
	for (int i = 0; i < nrows; i++)
		check_row(i);
	printf("%d rows, %u wrong\n", nrows, faults);
}

int main(int argc, char **argv)
{
	if (argc != 3)
		return 64;
	make_book(strtol(argv[2], NULL, 10));
	if (strcmp(argv[1], "check") == 0) {
		check_proposal();
		return faults > 0 || nrows == 0;
	}
	write_policy();
	write_rates();
	write_customers();
	write_history();
	write_items();
	put_day(stdout, "", rule.as_of);
	printf("\n");
	return 0;
}
