#include "value/date.h"

#include "base/word.h"

#include "base/banned.h"

enum {
	YEAR_LEAST = 1900,
	YEAR_MOST = 9999,
	EPOCH = 719162 /* days before 1970 since 0001-01-01 */
};

const struct date_month date_months[2][16] = {
    {{0, 0}, {0, 31}, {31, 28}, {59, 31}, {90, 30}, {120, 31}, {151, 30}, {181, 31}, {212, 31},
	{243, 30}, {273, 31}, {304, 30}, {334, 31}},
    {{0, 0}, {-1, 31}, {30, 29}, {59, 31}, {90, 30}, {120, 31}, {151, 30}, {181, 31}, {212, 31},
	{243, 30}, {273, 31}, {304, 30}, {334, 31}},
};

bool year_is_leap(int year)
{
	/* Of the years by 100 that also divide by 16, those by 400 remain. */
	return year % 4 == 0 && (year % 100 != 0 || year % 16 == 0);
}

int days_in_month(int year, int month)
{
	return date_months[year_is_leap(year)][month].days;
}

/* Of a year as 100 * century + `of`, which is below 100: so nothing need be divided. */
static inline date days_of(unsigned century, unsigned of, unsigned month, unsigned day)
{
	const unsigned leap = ((of != 0 ? of : century) & 3) == 0;
	const struct date_month *m;

	if (century < YEAR_LEAST / 100 || century > YEAR_MOST / 100 || month - 1 >= 12)
		return DATE_NONE;
	m = &date_months[leap][month];
	if (day - 1 >= (unsigned)m->days)
		return DATE_NONE;
	return (int)(century * 36524 + century / 4 + of * 365 + of / 4) + m->before + (int)day - 1 -
	       365 - EPOCH;
}

date date_from_civil(int year, int month, int day)
{
	if (year < YEAR_LEAST || year > YEAR_MOST)
		return DATE_NONE;
	return days_of((unsigned)year / 100, (unsigned)year % 100, (unsigned)month, (unsigned)day);
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

struct digits {
	unsigned century, of, month, day;
};

/* "2026" and "26-11-22", without a branch; false when another character is where a digit or a dash
 * should be. */
static inline bool read_digits(const char *p, struct digits *out)
{
	/* Each character less '0', or less a dash. */
	const uint32_t year = word_load_half(p) ^ UINT32_C(0x30303030);
	const uint64_t rest = word_load(p + 2) ^ UINT64_C(0x30302d30302d3030);
	/* The highest bit of a byte that is more than nine, or no dash. */
	const uint64_t odd = rest | (rest + UINT64_C(0x76767f76767f7676)) |
			     (year | (uint64_t)(year + UINT32_C(0x76767676)));
	/* Each digit with the next one. */
	const uint64_t pairs = rest * 10 + (rest >> 8);

	out->century = (year * 10 + (year >> 8)) & 0xff;
	out->of = (unsigned)(pairs & 0xff);
	out->month = (unsigned)(pairs >> 24 & 0xff);
	out->day = (unsigned)(pairs >> 48 & 0xff);
	return (odd & UINT64_C(0x8080808080808080)) == 0;
}

bool date_parse(struct slice text, date *out)
{
	struct digits digits;
	date d;

	if (text.n != 10 || !read_digits(text.p, &digits))
		return false;
	d = days_of(digits.century, digits.of, digits.month, digits.day);
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
