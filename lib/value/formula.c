#include "value/formula.h"

#include "base/ascii.h"

#include <stdio.h>

#include "base/banned.h"

enum { TERMS = 3, NUMBER_DIGITS = 7, WEEK_SEARCH = 30 };

static const char *const unit_names[] = {"D", "WD", "W", "M", "Q", "Y"};

/* Parsing. */

static bool take(struct slice *s, char upper)
{
	if (s->n == 0 || (s->p[0] != upper && s->p[0] != upper + ('a' - 'A')))
		return false;
	s->p++;
	s->n--;
	return true;
}

static bool take_unit(struct slice *s, enum formula_unit *unit)
{
	if (take(s, 'W'))
		*unit = take(s, 'D') ? UNIT_WEEKDAY : UNIT_WEEK;
	else if (take(s, 'D'))
		*unit = UNIT_DAY;
	else if (take(s, 'M'))
		*unit = UNIT_MONTH;
	else if (take(s, 'Q'))
		*unit = UNIT_QUARTER;
	else if (take(s, 'Y'))
		*unit = UNIT_YEAR;
	else
		return false;
	return true;
}

static bool take_number(struct slice *s, int32_t *number)
{
	size_t n = 0;

	for (*number = 0; n < s->n && is_digit(s->p[n]); n++) {
		if (n == NUMBER_DIGITS)
			return false;
		*number = *number * 10 + (s->p[n] - '0');
	}
	s->p += n;
	s->n -= n;
	return n > 0;
}

/* Whether there is such a day, weekday, week, month, quarter, year. */
static bool number_is_one_of(enum formula_unit unit, int32_t number)
{
	static const int32_t most[] = {31, 7, 53, 12, 4, 9999};

	return number >= 1 && number <= most[unit];
}

static bool parse_term(struct slice *s, struct formula_term *t)
{
	t->sign = 1;
	if (s->n > 0 && (s->p[0] == '+' || s->p[0] == '-')) {
		t->sign = s->p[0] == '-' ? -1 : 1;
		s->p++;
		s->n--;
	}
	if (take(s, 'C')) {
		t->kind = FORMULA_CURRENT;
		return take_unit(s, &t->unit);
	}
	if (take_unit(s, &t->unit)) {
		t->kind = FORMULA_ON;
		return take_number(s, &t->number) && number_is_one_of(t->unit, t->number);
	}
	t->kind = FORMULA_ADD;
	if (!take_number(s, &t->number) || !take_unit(s, &t->unit))
		return false;
	if (t->number == 0)
		t->sign = 1; /* -0D is 0D */
	return true;
}

/* A whole number of days: the unit is left out. */
static bool parse_days(struct slice s, struct formula *out)
{
	bool negative = s.n > 0 && s.p[0] == '-';
	int32_t days;

	if (s.n > 0 && (negative || s.p[0] == '+')) {
		s.p++;
		s.n--;
	}
	if (!take_number(&s, &days) || s.n > 0)
		return false;
	*out = formula_days(negative ? -days : days);
	return true;
}

/* <1W>, as Business Central keeps a formula, is 1W. */
static struct slice without_brackets(struct slice s)
{
	if (s.n > 2 && s.p[0] == '<' && s.p[s.n - 1] == '>')
		return (struct slice){s.p + 1, s.n - 2};
	return s;
}

bool formula_parse(struct slice text, struct formula *out)
{
	struct formula f = {0};

	text = without_brackets(text);
	if (parse_days(text, out))
		return true;
	if (text.n == 0)
		return false;
	for (int i = 0; text.n > 0; i++)
		if (i == TERMS || !parse_term(&text, &f.terms[i]))
			return false;
	*out = f;
	return true;
}

bool formula_goes_forward(const struct formula *f)
{
	for (int i = 0; i < TERMS; i++)
		if (f->terms[i].sign < 0)
			return false;
	return true;
}

/* Applying. Each function gives DATE_NONE when there is no such date. */

static date in_range(int64_t d)
{
	return d >= DATE_LEAST && d <= DATE_MOST ? (date)d : DATE_NONE;
}

/* Monday to Friday count; from a Saturday or Sunday the first one on is Monday, back Friday. */
static date add_weekdays(date d, int64_t count)
{
	int64_t whole = count / 5, rest = count % 5;
	int step = count < 0 ? -1 : 1;
	int64_t result = (int64_t)d;

	if (count == 0)
		return d;
	if (rest == 0) {
		/* The last of whole weeks is walked, so that it ends on a weekday. */
		whole -= step;
		rest = 5 * step;
	}
	for (result += whole * 7; rest != 0;) {
		result += step;
		if (result < DATE_LEAST || result > DATE_MOST)
			return DATE_NONE;
		if (date_weekday((date)result) <= 5)
			rest -= step;
	}
	return (date)result;
}

static date add_units(date d, enum formula_unit unit, int64_t count)
{
	static const int months[] = {0, 0, 0, 1, 3, 12};

	switch (unit) {
	case UNIT_DAY:
		return in_range(d + count);
	case UNIT_WEEKDAY:
		return add_weekdays(d, count);
	case UNIT_WEEK:
		return in_range(d + count * 7);
	default:
		return date_add_months(d, (int)(count * months[unit]));
	}
}

/* The first month (1, 4, 7 or 10; 1) of the quarter or year that holds it. */
static int first_month(enum formula_unit unit, int month)
{
	if (unit == UNIT_QUARTER)
		return (month - 1) / 3 * 3 + 1;
	return unit == UNIT_YEAR ? 1 : month;
}

static date current(date d, enum formula_unit unit, int sign)
{
	struct civil c = date_civil(d);
	int month = first_month(unit, c.month);

	if (unit == UNIT_DAY)
		return d;
	if (unit == UNIT_WEEK || unit == UNIT_WEEKDAY)
		return in_range(d + (sign < 0 ? 1 : 7) - date_weekday(d));
	if (sign < 0)
		return date_from_civil(c.year, month, 1);
	month += unit == UNIT_YEAR ? 11 : unit == UNIT_QUARTER ? 2 : 0;
	return date_from_civil(c.year, month, days_in_month(c.year, month));
}

/* Day `number` of that month, its last day when the month is shorter. */
static date day_of_month(int year, int month, int number)
{
	int last = days_in_month(year, month);

	return date_from_civil(year, month, number < last ? number : last);
}

/* Sunday of ISO week `number` (week 1 holds 4 January); DATE_NONE when the year has no such week.
 */
static date end_of_week(int year, int number)
{
	date fourth = date_from_civil(year, 1, 4), sunday;

	if (fourth == DATE_NONE)
		return DATE_NONE;
	sunday = in_range((int64_t)fourth + 7 - date_weekday(fourth) + (number - 1) * 7);
	/* Its Thursday lies in the year that the week belongs to. */
	return sunday != DATE_NONE && date_civil(sunday - 3).year == year ? sunday : DATE_NONE;
}

/* The candidate for D15, W10, M3, Q2 that lies `step` months or years from d's own. */
static date candidate(date d, const struct formula_term *t, int step)
{
	struct civil c = date_civil(d);
	int month;

	switch (t->unit) {
	case UNIT_DAY:
		month = c.year * 12 + c.month - 1 + step;
		return day_of_month(month / 12, month % 12 + 1, t->number);
	case UNIT_WEEK:
		return end_of_week(c.year + step, t->number);
	case UNIT_MONTH:
		return day_of_month(c.year + step, t->number, 31);
	default:
		return day_of_month(c.year + step, t->number * 3, 31);
	}
}

static date on(date d, const struct formula_term *t)
{
	if (t->unit == UNIT_WEEKDAY) {
		int days = (t->number - date_weekday(d) + 7) % 7;

		return in_range((int64_t)d + (t->sign > 0 ? (days ? days : 7) : days - 7));
	}
	if (t->unit == UNIT_YEAR) {
		date end = date_from_civil(t->number, 12, 31);

		return end != DATE_NONE && (t->sign > 0 ? end > d : end < d) ? end : DATE_NONE;
	}
	/* ISO week 1 can end in the year after, 53 can be years away: begin one before, go on. */
	for (int step = -t->sign; step != t->sign * WEEK_SEARCH; step += t->sign) {
		date end = candidate(d, t, step);

		if (end != DATE_NONE && (t->sign > 0 ? end > d : end < d))
			return end;
	}
	return DATE_NONE;
}

bool formula_apply(const struct formula *f, date from, date *out)
{
	date d = in_range(from);

	for (int i = 0; i < TERMS && f->terms[i].sign != 0 && d != DATE_NONE; i++) {
		const struct formula_term *t = &f->terms[i];

		if (t->kind == FORMULA_ADD)
			d = add_units(d, t->unit, (int64_t)t->sign * t->number);
		else if (t->kind == FORMULA_ON)
			d = on(d, t);
		else
			d = current(d, t->unit, t->sign);
	}
	if (d == DATE_NONE)
		return false;
	*out = d;
	return true;
}

/* Writing. */

static bool is_plain_days(const struct formula *f)
{
	return f->terms[1].sign == 0 && f->terms[0].kind == FORMULA_ADD &&
	       f->terms[0].unit == UNIT_DAY;
}

void formula_format(const struct formula *f, char text[FORMULA_TEXT])
{
	size_t length = 0;

	text[0] = '\0';
	for (int i = 0; i < TERMS && f->terms[i].sign != 0 && length < FORMULA_TEXT; i++) {
		const struct formula_term *t = &f->terms[i];
		const char *sign = t->sign < 0 ? "-" : i > 0 ? "+" : "";
		const char *unit = is_plain_days(f) ? "" : unit_names[t->unit];
		char *end = text + length;
		size_t room = FORMULA_TEXT - length;
		int n;

		if (t->kind == FORMULA_ADD)
			n = snprintf(end, room, "%s%d%s", sign, t->number, unit);
		else if (t->kind == FORMULA_ON)
			n = snprintf(end, room, "%s%s%d", sign, unit, t->number);
		else
			n = snprintf(end, room, "%sC%s", sign, unit);
		length += n > 0 ? (size_t)n : 0;
	}
}
