#include "rules/interest.h"

#include "rules/day_count.h"
#include "rules/growth.h"
#include "rules/stretch.h"

#include "base/banned.h"

/* New rates come each half-year: a table that is silent for longer was not kept up. */
enum { MONTHS_RATE = 6, MONTHS_KNOWN = 8 };

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

static date months_after_last(const struct rate_table *table, int months)
{
	date day = date_add_months(table->steps[table->count - 1].from, months);

	return day != DATE_NONE ? day : DATE_MOST;
}

date interest_known_until(const struct rate_table *table)
{
	return table->valid_until != DATE_NONE ? table->valid_until
					       : months_after_last(table, MONTHS_KNOWN);
}

date interest_newer_from(const struct rate_table *table)
{
	return table->valid_until != DATE_NONE ? DATE_MOST : months_after_last(table, MONTHS_RATE);
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
	return (wide)day_count_year(t->day_count) * 100 * DECIMAL_ONE;
}

static bool add_piece(
    const struct interest_terms *t, money principal, const struct piece *p, wide *sum)
{
	return wide_add_product(
	    sum, principal, p->rate, day_count_parts(t->day_count, p->from, p->to));
}

/* round: period. Each piece is an amount of its own, and so is what is compounded. */
static bool sum_of_rounded(
    const struct interest_terms *t, const struct course *course, date start, date end, money *out)
{
	struct pieces pieces = pieces_begin(t, course, start, end);
	struct piece p;
	money principal = course->amount, total = 0, year = 0, part;

	while (pieces_next(&pieces, &p)) {
		wide sum = 0;

		principal -= p.dropped;
		if (!add_piece(t, principal, &p, &sum) ||
		    !wide_round(sum, denominator_of(t), &part) || !money_sum(total, part, &total) ||
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
		if (!add_piece(t, principal, &p, &sum))
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
		wide parts = (wide)p.rate * day_count_parts(t->day_count, p.from, p.to);

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

/* What bears interest on the day after `end`. */
static enum interest_fault left_on(
    const struct interest_terms *t, const struct course *course, date start, date end, money *left)
{
	enum interest_fault fault = INTEREST_FINE;
	money joined = 0;

	if (t->compound)
		fault = interest_over(t, course, start, interest_last_joined(start, end), &joined);
	if (fault != INTEREST_FINE)
		return fault;
	*left = course->amount;
	for (size_t i = 0; i < course->ndrops && course->drops[i].on <= end; i++)
		*left -= course->drops[i].amount;
	return money_sum(*left, joined, left) ? INTEREST_FINE : INTEREST_TOO_LARGE;
}

enum interest_fault interest_of_next_day(
    const struct interest_terms *t, const struct course *course, date start, date end, money *out)
{
	enum interest_fault fault;
	money left;
	wide sum = 0;

	*out = 0;
	if (course->amount <= 0 || end < start)
		return INTEREST_FINE;
	fault = check_table(t, start, end);
	if (fault == INTEREST_FINE)
		fault = left_on(t, course, start, end, &left);
	if (fault != INTEREST_FINE)
		return fault;
	if (!wide_add_product(
		&sum, left, rate_after(t, start, end), day_count_next(t->day_count, end)) ||
	    !wide_round(sum, denominator_of(t), out))
		return INTEREST_TOO_LARGE;
	return INTEREST_FINE;
}
