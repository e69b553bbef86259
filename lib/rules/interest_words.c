#include "base/plural.h"
#include "book/interest_keys.h"
#include "rules/day_count.h"
#include "rules/interest.h"
#include "rules/stretch.h"

#include "base/banned.h"

/* The interest of the days up to `to`, for a table and a stretch that were found sound. */
static money up_to(const struct interest_terms *t, const struct course *course, date start, date to)
{
	money sum = 0;

	return interest_over(t, course, start, to, &sum) == INTEREST_FINE ? sum : 0;
}

static void add_drop(const struct piece *p, money left, int decimals, struct buf *out)
{
	char day[DATE_TEXT];

	date_format(p->from, day);
	buf_printf(out, ", ");
	money_add_to(out, p->dropped, decimals);
	buf_printf(out, " paid by %s: on ", day);
	money_add_to(out, left, decimals);
}

/* "12% for 30 days (2026-10-24 to 2026-11-22)" */
static void add_days(const struct interest_terms *t, const struct piece *p, struct buf *out)
{
	char from[DATE_TEXT], to[DATE_TEXT], rate[DECIMAL_TEXT];
	int days = day_count_days(t->day_count, p->from, p->to);

	date_format(p->from + 1, from);
	date_format(p->to, to);
	decimal_format(p->rate, rate);
	buf_printf(out, "%s%% for %d day%s (%s to %s)", rate, days, plural(days), from, to);
}

void interest_explain(const struct interest_terms *t, const struct course *course, date start,
    date end, int decimals, struct buf *out)
{
	struct pieces pieces = pieces_begin(t, course, start, end);
	struct piece p;
	money left = course->amount, joined = 0;

	money_add_to(out, left, decimals);
	while (pieces_next(&pieces, &p)) {
		money sum = up_to(t, course, start, p.to);

		left -= p.dropped;
		if (p.dropped != 0)
			add_drop(&p, left + joined, decimals, out);
		buf_add_string(out, p.from == start ? " at " : ", ");
		add_days(t, &p, out);
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
	buf_printf(out, ", %s, rounded %s", day_counts[t->day_count],
	    t->round_period ? "each period" : "once");
}
