#include "rules/interest.h"

#include "rules/growth.h"

#include "base/banned.h"

/* New rates come each half-year: a table that is silent for longer was not kept up. */
enum { MONTHS_KNOWN = 8 };

bool interest_terms_of(
    const struct interest_rule *rule, const struct rates *rates, struct interest_terms *out)
{
	static const struct rate_table none;
	const struct rate_table *table = NULL;
	const struct rate_table *own;

	if (rule->table != NULL) {
		table = rates != NULL ? rates_table(rates, rule->table) : NULL;
		if (table == NULL)
			return false;
	}
	own = table != NULL ? table : &none;
	*out = (struct interest_terms){
	    .table = table,
	    .rate = rule->rate,
	    .from = !rule->from_given && own->has_from ? own->from : rule->from,
	    .day_count =
		!rule->day_count_given && own->has_day_count ? own->day_count : rule->day_count,
	    .compound = !rule->compound_given && own->has_compound ? own->compound : rule->compound,
	    .round_period =
		!rule->round_given && own->has_round ? own->round_period : rule->round_period,
	    .rate_on_start =
		!rule->rate_on_given && own->has_rate_on ? own->rate_on_start : rule->rate_on_start,
	};
	return true;
}

/* Days of leap years up to and with d, counted from some fixed day. */
static int64_t leap_days(date d)
{
	int year = date_civil(d).year, before = year - 1;
	int64_t days = (int64_t)(before / 4 - before / 100 + before / 400) * 366;

	return year_is_leap(year) ? days + d - date_from_civil(year, 1, 1) + 1 : days;
}

/* In 30e/360 a month has 30 days, its 31st is the 30th again. */
static int64_t day_of_30e(date d)
{
	struct civil c = date_civil(d);

	return (int64_t)c.year * 360 + c.month * 30 + (c.day < 30 ? c.day : 30);
}

/* The year in parts of which days are counted. */
static int64_t year_of(enum day_count count)
{
	switch (count) {
	case ACT_360:
	case E30_360:
		return 360;
	case ACT_ACT:
		return (int64_t)365 * 366;
	case ACT_365:
		break;
	}
	return 365;
}

/* What the days after `from` up to `to` are, in such parts. */
static int64_t parts_of_year(enum day_count count, date from, date to)
{
	int64_t leap;

	switch (count) {
	case E30_360:
		return day_of_30e(to) - day_of_30e(from);
	case ACT_ACT:
		leap = leap_days(to) - leap_days(from);
		return leap * 365 + ((int64_t)to - from - leap) * 366;
	case ACT_360:
	case ACT_365:
		break;
	}
	return (int64_t)to - from;
}

int interest_days(enum day_count count, date start, date end)
{
	if (end <= start)
		return 0;
	return count == E30_360 ? (int)(day_of_30e(end) - day_of_30e(start)) : end - start;
}

/* A stretch of one rate and one principal within one year of compounding. */
struct piece {
	date from, to; /* the days after `from`, up to and with `to` */
	decimal rate;
	money dropped;	/* by how much the principal fell at `from` */
	bool full_year; /* a full year from the start ends with it */
};

struct pieces {
	const struct interest_terms *terms;
	const struct course *course;
	date start, at, end;
	size_t step; /* of the table */
	size_t drop; /* of the course: the next one */
	int years;   /* the year from the start that runs */
};

static size_t step_on(const struct rate_table *table, date day)
{
	size_t step = table->count - 1;

	while (step > 0 && table->steps[step].from > day)
		step--;
	return step;
}

static struct pieces pieces_begin(
    const struct interest_terms *t, const struct course *course, date start, date end)
{
	struct pieces p = {
	    .terms = t, .course = course, .start = start, .at = start, .end = end, .years = 1};

	if (t->table != NULL)
		p.step = step_on(t->table, start + 1);
	return p;
}

/* The rate of the day after p->at, and how long it lasts. */
static void take_rate(struct pieces *p, struct piece *out)
{
	const struct rate_table *table = p->terms->table;

	if (p->terms->rate_on_start) {
		out->rate = table->steps[p->step].percent;
		return;
	}
	while (p->step + 1 < table->count && table->steps[p->step + 1].from <= p->at + 1)
		p->step++;
	out->rate = table->steps[p->step].percent;
	if (p->step + 1 < table->count && table->steps[p->step + 1].from <= p->end)
		out->to = table->steps[p->step + 1].from - 1;
}

/* What fell off the principal at p->at, and until when it stays as it is. */
static void take_drops(struct pieces *p, struct piece *out)
{
	const struct course *c = p->course;

	while (p->drop < c->ndrops && c->drops[p->drop].on <= p->at)
		out->dropped += c->drops[p->drop++].amount;
	if (p->drop < c->ndrops && c->drops[p->drop].on < out->to)
		out->to = c->drops[p->drop].on;
}

static bool pieces_next(struct pieces *p, struct piece *out)
{
	const struct interest_terms *t = p->terms;

	if (p->at >= p->end)
		return false;
	*out = (struct piece){.from = p->at, .to = p->end, .rate = t->rate};
	if (t->table != NULL)
		take_rate(p, out);
	take_drops(p, out);
	if (t->compound) {
		date anniversary = date_add_years(p->start, p->years);

		if (anniversary != DATE_NONE && anniversary <= out->to) {
			out->to = anniversary;
			out->full_year = true;
			p->years++;
		}
	}
	p->at = out->to;
	return true;
}

date interest_known_until(const struct rate_table *table)
{
	date until;

	if (table->valid_until != DATE_NONE)
		return table->valid_until;
	until = date_add_months(table->steps[table->count - 1].from, MONTHS_KNOWN);
	return until != DATE_NONE ? until : DATE_MOST;
}

static enum interest_fault check_table(const struct interest_terms *t, date start, date end)
{
	if (t->table == NULL)
		return INTEREST_FINE;
	if (start + 1 < t->table->steps[0].from)
		return INTEREST_TOO_EARLY;
	if ((t->rate_on_start ? start + 1 : end) > interest_known_until(t->table))
		return INTEREST_TOO_LATE;
	return INTEREST_FINE;
}

/* Of a rate in millionths of a percent and a time in parts of a year. */
static wide denominator_of(const struct interest_terms *t)
{
	return (wide)year_of(t->day_count) * 100 * DECIMAL_ONE;
}

static bool on_piece(
    const struct interest_terms *t, money principal, const struct piece *p, money *out)
{
	wide sum = 0;

	return wide_add_product(
		   &sum, principal, p->rate, parts_of_year(t->day_count, p->from, p->to)) &&
	       wide_round(sum, denominator_of(t), out);
}

/* round: period. Each piece is an amount of its own, and so is what is compounded. */
static bool sum_of_rounded(
    const struct interest_terms *t, const struct course *course, date start, date end, money *out)
{
	struct pieces pieces = pieces_begin(t, course, start, end);
	struct piece p;
	money principal = course->amount, total = 0, year = 0, part;

	while (pieces_next(&pieces, &p)) {
		principal -= p.dropped;
		if (!on_piece(t, principal, &p, &part) || !money_sum(total, part, &total) ||
		    !money_sum(year, part, &year))
			return false;
		if (!p.full_year)
			continue;
		if (!money_sum(principal, year, &principal))
			return false;
		year = 0;
	}
	*out = total;
	return true;
}

/* round: end, simple. */
static bool rounded_sum(
    const struct interest_terms *t, const struct course *course, date start, date end, money *out)
{
	struct pieces pieces = pieces_begin(t, course, start, end);
	struct piece p;
	money principal = course->amount;
	wide sum = 0;

	while (pieces_next(&pieces, &p)) {
		principal -= p.dropped;
		if (!wide_add_product(
			&sum, principal, p.rate, parts_of_year(t->day_count, p.from, p.to)))
			return false;
	}
	return wide_round(sum, denominator_of(t), out);
}

/* round: end, compound: exact over all years. */
static bool rounded_growth(
    const struct interest_terms *t, const struct course *course, date start, date end, money *out)
{
	struct pieces pieces = pieces_begin(t, course, start, end);
	struct piece p;
	struct growth growth;
	money dropped = 0, less = 0, grown; /* less: of those dropped, in the year that runs */
	wide year = 0;

	growth_begin(&growth, course->amount, (uint64_t)denominator_of(t));
	while (pieces_next(&pieces, &p)) {
		wide parts = (wide)p.rate * parts_of_year(t->day_count, p.from, p.to);

		dropped += p.dropped;
		less += p.dropped;
		year += parts;
		growth_take(&growth, less, parts);
		if (!p.full_year && p.to < end)
			continue;
		growth_take(&growth, less, denominator_of(t));
		growth_add(&growth, year);
		year = 0;
		less = 0;
	}
	return growth_amount(&growth, &grown) && money_sum(grown, dropped, &grown) &&
	       money_sum(grown, -course->amount, out);
}

static bool compounds(const struct interest_terms *t, date start, date end)
{
	date anniversary = t->compound ? date_add_years(start, 1) : DATE_NONE;

	return anniversary != DATE_NONE && anniversary < end;
}

enum interest_fault interest_over(
    const struct interest_terms *t, const struct course *course, date start, date end, money *out)
{
	enum interest_fault fault;
	bool fits;

	*out = 0;
	if (course->amount <= 0 || end <= start)
		return INTEREST_FINE;
	fault = check_table(t, start, end);
	if (fault != INTEREST_FINE)
		return fault;
	if (t->round_period)
		fits = sum_of_rounded(t, course, start, end, out);
	else if (compounds(t, start, end))
		fits = rounded_growth(t, course, start, end, out);
	else
		fits = rounded_sum(t, course, start, end, out);
	return fits ? INTEREST_FINE : INTEREST_TOO_LARGE;
}

enum interest_fault interest_on(
    const struct interest_terms *t, money principal, date start, date end, money *out)
{
	const struct course course = {.amount = principal};

	return interest_over(t, &course, start, end, out);
}

date interest_last_joined(date start, date end)
{
	date last = start, next;

	for (int years = 1; (next = date_add_years(start, years)) != DATE_NONE && next <= end;
	     years++)
		last = next;
	return last;
}

date interest_next_joined(date start, date end)
{
	date next;

	for (int years = 1; (next = date_add_years(start, years)) != DATE_NONE; years++)
		if (next > end)
			break;
	return next;
}

enum interest_fault interest_of_next_day(
    const struct interest_terms *t, money principal, date start, date end, money *out)
{
	money compounded = 0;
	enum interest_fault fault;
	decimal rate = t->rate;
	int64_t day = 1;
	wide sum = 0;

	*out = 0;
	if (principal <= 0 || end < start)
		return INTEREST_FINE;
	if (t->compound) {
		fault =
		    interest_on(t, principal, start, interest_last_joined(start, end), &compounded);
		if (fault != INTEREST_FINE)
			return fault;
	}
	fault = check_table(t, start, end);
	if (fault != INTEREST_FINE)
		return fault;
	if (t->table != NULL) {
		date day_of_rate = (t->rate_on_start ? start : end) + 1;

		rate = t->table->steps[step_on(t->table, day_of_rate)].percent;
	}
	if (t->day_count == ACT_ACT)
		day = parts_of_year(ACT_ACT, end, end + 1);
	if (!money_sum(principal, compounded, &principal) ||
	    !wide_add_product(&sum, principal, rate, day) ||
	    !wide_round(sum, denominator_of(t), out))
		return INTEREST_TOO_LARGE;
	return INTEREST_FINE;
}

static const char *const count_names[] = {
    [ACT_365] = "act/365", [ACT_360] = "act/360", [ACT_ACT] = "act/act", [E30_360] = "30e/360"};

/* The interest of the days up to `to`, for a table and a stretch that were found sound. */
static money up_to(const struct interest_terms *t, const struct course *course, date start, date to)
{
	money sum = 0;

	return interest_over(t, course, start, to, &sum) == INTEREST_FINE ? sum : 0;
}

static void explain_drop(const struct piece *p, money left, int decimals, struct buf *out)
{
	char day[DATE_TEXT];

	date_format(p->from, day);
	buf_printf(out, ", ");
	money_add_to(out, p->dropped, decimals);
	buf_printf(out, " paid by %s: on ", day);
	money_add_to(out, left, decimals);
}

void interest_explain(const struct interest_terms *t, const struct course *course, date start,
    date end, int decimals, struct buf *out)
{
	struct pieces pieces = pieces_begin(t, course, start, end);
	struct piece p;
	money left = course->amount, joined = 0;
	char from[DATE_TEXT], to[DATE_TEXT], rate[DECIMAL_TEXT];

	money_add_to(out, left, decimals);
	while (pieces_next(&pieces, &p)) {
		int days = interest_days(t->day_count, p.from, p.to);
		money sum = up_to(t, course, start, p.to);

		left -= p.dropped;
		if (p.dropped != 0)
			explain_drop(&p, left + joined, decimals, out);
		date_format(p.from + 1, from);
		date_format(p.to, to);
		decimal_format(p.rate, rate);
		buf_printf(out, "%s %s%% for %d day%s (%s to %s)", p.from == start ? " at" : ",",
		    rate, days, days == 1 ? "" : "s", from, to);
		if (t->round_period) {
			buf_add_string(out, " = ");
			money_add_to(out, sum - up_to(t, course, start, p.from), decimals);
		}
		if (p.full_year && p.to < end) {
			joined = sum;
			buf_add_string(out, ", a year is full: on ");
			money_add_to(out, left + joined, decimals);
		}
	}
	buf_printf(out, ", %s, rounded %s", count_names[t->day_count],
	    t->round_period ? "each period" : "once");
}
