#include "value/date.h"

#include "base/word.h"

#include "base/banned.h"

enum {
	YEAR_LEAST = 1900,
	YEAR_MOST = 9999,
	EPOCH = 719162 /* days before 1970 since 0001-01-01 */
};

static const short days_before[13] = {0, 0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334};
static const signed char month_days[13] = {0, 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};

bool year_is_leap(int year)
{
	/* Of the years by 100 that also divide by 16, those by 400 remain. */
	return year % 4 == 0 && (year % 100 != 0 || year % 16 == 0);
}

int days_in_month(int year, int month)
{
	return month == 2 && year_is_leap(year) ? 29 : month_days[month];
}

static inline date days_of(int year, int month, int day)
{
	const unsigned y = (unsigned)year - 1, centuries = y / 100;
	const bool leap = year_is_leap(year);

	if (year < YEAR_LEAST || year > YEAR_MOST || month < 1 || month > 12 || day < 1 ||
	    day > month_days[month] + (leap & (month == 2)))
		return DATE_NONE;
	return (int)(y * 1461 / 4 - centuries + centuries / 4) + days_before[month] +
	       (leap & (month > 2)) + day - 1 - EPOCH;
}

date date_from_civil(int year, int month, int day)
{
	return days_of(year, month, day);
}

struct civil date_civil(date d)
{
	/*
	 * In a calendar whose year begins on 1 March the leap day is the last one,
	 * and 400 years are 146097 days. (Howard Hinnant, chrono-compatible
	 * low-level date algorithms.)
	 */
	int64_t days = (int64_t)d + EPOCH + 306; /* since 0000-03-01 */
	int64_t era = days / 146097;
	int of_era = (int)(days - era * 146097);
	int year = (of_era - of_era / 1460 + of_era / 36524 - of_era / 146096) / 365;
	int of_year = of_era - (365 * year + year / 4 - year / 100);
	int month = (5 * of_year + 2) / 153; /* 0 is March */

	return (struct civil){
	    .year = (int)(year + era * 400 + (month >= 10)),
	    .month = month < 10 ? month + 3 : month - 9,
	    .day = of_year - (153 * month + 2) / 5 + 1,
	};
}

/* "2026-11-" as year and month, "22" as day, without a branch; false when another character is
 * where a digit or a dash should be. */
static bool read_digits(const char *p, int *year, int *month, int *day)
{
	const uint64_t high = UINT64_C(0x8080808080808080);
	/* What makes a byte's highest bit of what is more than nine, or no dash. */
	const uint64_t above = UINT64_C(0x7f76767f76767676);
	/* Each character less '0', or less a dash; then each digit with the next one. */
	const uint64_t text = word_load(p) ^ UINT64_C(0x2d30302d30303030);
	const uint64_t pairs = text * 10 + (text >> 8);
	const unsigned tens = (unsigned char)p[8] - (unsigned)'0',
		       ones = (unsigned char)p[9] - (unsigned)'0';

	*year = (int)((pairs & 0xff) * 100 + (pairs >> 16 & 0xff));
	*month = (int)(pairs >> 40 & 0xff);
	*day = (int)(tens * 10 + ones);
	return ((text | (text + above)) & high) == 0 && tens <= 9 && ones <= 9;
}

bool date_parse(struct slice text, date *out)
{
	int year, month, day;
	date d;

	if (text.n != 10 || !read_digits(text.p, &year, &month, &day))
		return false;
	d = days_of(year, month, day);
	if (d == DATE_NONE)
		return false;
	*out = d;
	return true;
}

static void put_digits(char *p, int value, int count)
{
	while (count-- > 0) {
		p[count] = (char)('0' + value % 10);
		value /= 10;
	}
}

void date_format(date d, char text[DATE_TEXT])
{
	struct civil c;

	text[0] = '\0';
	if (d < DATE_LEAST || d > DATE_MOST)
		return;
	c = date_civil(d);
	put_digits(text, c.year, 4);
	text[4] = '-';
	put_digits(text + 5, c.month, 2);
	text[7] = '-';
	put_digits(text + 8, c.day, 2);
	text[10] = '\0';
}

int date_weekday(date d)
{
	/* 1970-01-01 was a Thursday. */
	int since_monday = (int)(((int64_t)d + 3) % 7);

	return (since_monday < 0 ? since_monday + 7 : since_monday) + 1;
}

date date_add_months(date d, int months)
{
	struct civil c;
	int64_t month;
	int year, last;

	if (d == DATE_NONE)
		return DATE_NONE;
	c = date_civil(d);
	month = (int64_t)c.year * 12 + c.month - 1 + months;
	if (month < (int64_t)YEAR_LEAST * 12 || month >= (int64_t)(YEAR_MOST + 1) * 12)
		return DATE_NONE;
	year = (int)(month / 12);
	c.month = (int)(month % 12) + 1;
	last = days_in_month(year, c.month);
	return date_from_civil(year, c.month, c.day < last ? c.day : last);
}

date date_add_years(date d, int years)
{
	if (years < -YEAR_MOST || years > YEAR_MOST)
		return DATE_NONE;
	return date_add_months(d, years * 12);
}

/* ":05" or "T20": a separator and two digits, at most `most`. */
static bool two_digits(const char *p, char separator, unsigned most)
{
	const unsigned tens = (unsigned char)p[1] - (unsigned)'0',
		       ones = (unsigned char)p[2] - (unsigned)'0';

	return p[0] == separator && tens <= 9 && ones <= 9 && tens * 10 + ones <= most;
}

bool time_date(struct slice text, date *out)
{
	return text.n == TIME_TEXT - 1 && text.p[19] == 'Z' && two_digits(text.p + 10, 'T', 23) &&
	       two_digits(text.p + 13, ':', 59) && two_digits(text.p + 16, ':', 60) &&
	       date_parse((struct slice){text.p, 10}, out);
}
