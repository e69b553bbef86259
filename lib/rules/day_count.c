#include "rules/day_count.h"

#include "base/banned.h"

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

int64_t day_count_year(enum day_count count)
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

int64_t day_count_parts(enum day_count count, date from, date to)
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

int64_t day_count_next(enum day_count count, date end)
{
	return count == ACT_ACT ? day_count_parts(ACT_ACT, end, end + 1) : 1;
}

int day_count_days(enum day_count count, date start, date end)
{
	if (end <= start)
		return 0;
	return count == E30_360 ? (int)(day_of_30e(end) - day_of_30e(start)) : end - start;
}
