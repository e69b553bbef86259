#include "base/ascii.h"
#include "table/dialect.h"

#include "base/banned.h"

/* A part of a date: a number with its count of digits, or a month by name (digits 0). */
struct part {
	int number, digits;
};

/* The beginnings of the months' names in nl, de, fr and en. */
static int month_named(struct slice s)
{
	static const struct {
		const char *name;
		int month;
	} names[] = {{"jan", 1}, {"feb", 2}, {"fev", 2}, {"f\xc3\xa9v", 2}, {"mar", 3}, {"maa", 3},
	    {"mrt", 3}, {"m\xc3\xa4r", 3}, {"apr", 4}, {"avr", 4}, {"mei", 5}, {"mai", 5},
	    {"may", 5}, {"jun", 6}, {"juin", 6}, {"jul", 7}, {"juil", 7}, {"aug", 8},
	    {"ao\xc3\xbb", 8}, {"aou", 8}, {"sep", 9}, {"okt", 10}, {"oct", 10}, {"nov", 11},
	    {"dec", 12}, {"dez", 12},
	    {"d\xc3\xa9"
	     "c",
		12}};
	char lower[16];
	size_t n = s.n < sizeof lower ? s.n : sizeof lower;

	for (size_t i = 0; i < n; i++)
		lower[i] = to_lower(s.p[i]);
	for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
		if (n >= strlen(names[i].name) &&
		    memcmp(lower, names[i].name, strlen(names[i].name)) == 0)
			return names[i].month;
	return 0;
}

/* The next part, up to a separator (- / . , blank); what follows stays in *s. */
static bool take_part(struct slice *s, struct part *out)
{
	struct slice word = {s->p, 0};

	*out = (struct part){0};
	while (word.n < s->n && is_digit(s->p[word.n]) && word.n < 9) {
		out->number = out->number * 10 + (s->p[word.n] - '0');
		word.n++;
	}
	out->digits = (int)word.n;
	if (word.n == 0) {
		while (word.n < s->n && (is_letter(s->p[word.n]) || (s->p[word.n] & 0x80)))
			word.n++;
		out->number = month_named(word);
	}
	*s = (struct slice){s->p + word.n, s->n - word.n};
	return word.n > 0 && out->number > 0;
}

static bool take_separator(struct slice *s)
{
	size_t n = 0;

	while (n < s->n && n < 2 && memchr("-/., ", s->p[n], 5))
		n++;
	*s = (struct slice){s->p + n, s->n - n};
	return n > 0;
}

/* "", or a time: "T00:00:00Z", " 08:15 AM". */
static bool is_time(struct slice s)
{
	bool colon = false;

	if (s.n == 0)
		return true;
	if (s.p[0] != ' ' && s.p[0] != 'T')
		return false;
	for (size_t i = 1; i < s.n; i++) {
		colon |= s.p[i] == ':';
		if (!is_digit(s.p[i]) && !memchr(":.+-Z APMapm", s.p[i], 12))
			return false;
	}
	return colon;
}

static bool split_date(struct slice s, struct part parts[3])
{
	for (int i = 0; i < 3; i++)
		if ((i > 0 && !take_separator(&s)) || !take_part(&s, &parts[i]))
			return false;
	return is_time(s);
}

/* 20261122 as three parts. */
static bool split_compact(struct slice s, struct part parts[3])
{
	struct part all;

	if (s.n != 8 || !take_part(&s, &all) || all.digits != 8)
		return false;
	parts[0] = (struct part){all.number / 10000, 4};
	parts[1] = (struct part){all.number / 100 % 100, 2};
	parts[2] = (struct part){all.number % 100, 2};
	return true;
}

/* The order of the parts where it shows: a year of four digits first, or a month by its name. */
static enum date_order plain_order(const struct part parts[3])
{
	if (parts[0].digits == 4)
		return DATES_YMD;
	if (parts[1].digits == 0)
		return DATES_DMY;
	return parts[0].digits == 0 ? DATES_MDY : DATES_ANY;
}

static date date_in_order(const struct part p[3], enum date_order order)
{
	static const int places[][3] = {{0, 0, 0}, {0, 1, 2}, {2, 1, 0}, {2, 0, 1}};
	const int *at = places[order];
	struct part year = p[at[0]];

	if (year.digits == 2)
		year.number += year.number < 70 ? 2000 : 1900;
	else if (year.digits != 4)
		return DATE_NONE;
	if (p[at[1]].digits > 2 || p[at[2]].digits == 0 || p[at[2]].digits > 2)
		return DATE_NONE;
	return date_from_civil(year.number, p[at[1]].number, p[at[2]].number);
}

/* 46292 or 46292.5: days since 30 December 1899. */
static bool is_day_number(struct slice s)
{
	size_t n = 0;

	while (n < s.n && is_digit(s.p[n]))
		n++;
	return n == 5 && (n == s.n || s.p[n] == '.' || s.p[n] == ',');
}

/* Two digits at p; negative when they are not. */
static int two_digits(const char *p)
{
	return is_digit(p[0]) && is_digit(p[1]) ? (p[0] - '0') * 10 + (p[1] - '0') : -1;
}

/*
 * 22-11-2026, as most exports write a date. False: it is written in another way, or is
 * none; dialect_date reads those, and reads this the same way too.
 */
static bool read_plain(const struct dialect *t, struct slice cell, date *out)
{
	const char *p = cell.p;
	int first, second, century, year;
	date d;

	if (cell.n != 10 || (t->dates != DATES_DMY && t->dates != DATES_MDY) || p[2] != p[5] ||
	    !memchr("-/.", p[2], 3))
		return false;
	first = two_digits(p);
	second = two_digits(p + 3);
	century = two_digits(p + 6);
	year = two_digits(p + 8);
	if (first < 0 || second < 0 || century < 0 || year < 0)
		return false;
	d = t->dates == DATES_DMY ? date_from_civil(century * 100 + year, second, first)
				  : date_from_civil(century * 100 + year, first, second);
	if (d == DATE_NONE)
		return false;
	*out = d;
	return true;
}

bool dialect_date(const struct dialect *t, struct slice cell, date *out, const char **why)
{
	struct part parts[3];
	enum date_order order;
	bool either;
	date d;

	if (date_parse(cell, out) || read_plain(t, cell, out))
		return true;
	cell = dialect_trim(cell);
	*why = is_day_number(cell) ? "is a spreadsheet's day number, not a date: give the column a "
				     "date's format and save it again"
				   : "is not a date";
	if (!split_compact(cell, parts) && !split_date(cell, parts))
		return false;
	order = plain_order(parts);
	if (order == DATES_ANY)
		order = t->dates;
	if (order == DATES_ANY) {
		order = dialect_tell_dates(cell, &either);
		*why = "can be read as a date in two ways";
		/* 05/05/2026 reads the same either way. */
		if (order == DATES_ANY && !either)
			order = DATES_DMY;
	}
	if (order == DATES_ANY)
		return false;
	d = date_in_order(parts, order);
	if (d == DATE_NONE) {
		*why = "is not a date";
		return false;
	}
	*out = d;
	return true;
}

enum date_order dialect_tell_dates(struct slice cell, bool *either)
{
	struct part parts[3];
	date day_first, month_first;

	*either = false;
	cell = dialect_trim(cell);
	if (!split_date(cell, parts))
		return DATES_ANY;
	if (plain_order(parts) != DATES_ANY)
		return plain_order(parts) == DATES_YMD ? DATES_YMD : DATES_ANY;
	day_first = date_in_order(parts, DATES_DMY);
	month_first = date_in_order(parts, DATES_MDY);
	/* Nobody writes a month first and points: 11.12.2026. */
	if (day_first != DATE_NONE && memchr(cell.p, '.', cell.n))
		return DATES_DMY;
	if (day_first != DATE_NONE && month_first != DATE_NONE) {
		*either = day_first != month_first;
		return DATES_ANY;
	}
	return day_first != DATE_NONE	  ? DATES_DMY
	       : month_first != DATE_NONE ? DATES_MDY
					  : DATES_ANY;
}

bool dialect_short_year(struct slice cell, struct short_years *years)
{
	struct part parts[3];

	cell = dialect_trim(cell);
	if (!split_date(cell, parts) || plain_order(parts) != DATES_ANY || parts[2].digits > 2)
		return false;
	years->not_first |= date_in_order(parts, DATES_YMD) == DATE_NONE;
	for (int end = 0; end < 2; end++) {
		int number = parts[2 * end].number;

		if (!years->any || number < years->least[end])
			years->least[end] = number;
		if (!years->any || number > years->most[end])
			years->most[end] = number;
	}
	years->any = true;
	return true;
}

bool dialect_year_is_first(const struct short_years *y)
{
	return y->any && !y->not_first && y->most[0] - y->least[0] < y->most[1] - y->least[1];
}
