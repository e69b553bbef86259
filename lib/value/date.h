/*
 * Calendar dates as day numbers (proleptic Gregorian), without a time or zone:
 * a due date is the same day everywhere. DATE_NONE stands for "no date".
 *
 * Written form: ISO 8601, "2026-11-22", years 1900 to 9999.
 */
#ifndef VALUE_DATE_H
#define VALUE_DATE_H

#include "base/slice.h"

#include <stdbool.h>
#include <stdint.h>

typedef int32_t date; /* days since 1970-01-01 */

#define DATE_NONE INT32_MIN
#define DATE_LEAST (-25567) /* 1900-01-01 */
#define DATE_MOST 2932896   /* 9999-12-31 */
enum { DATE_TEXT = 11, TIME_TEXT = 21 };

/*
 * The days before each month, and its own: of a common year and of a leap year, whose leap day
 * counts before its begin, so that the days before later months are the same. What is no month has
 * no days.
 */
extern const struct date_month {
	short before, days;
} date_months[2][16];

struct civil {
	int year;
	int month; /* 1 to 12 */
	int day;   /* 1 to 31 */
};

/* "YYYY-MM-DD", a day that exists, from 1900; false otherwise. */
bool date_parse(struct slice text, date *out);
/* Writes "" for DATE_NONE. */
void date_format(date d, char text[DATE_TEXT]);

struct civil date_civil(date d);
/* DATE_NONE when there is no such day. */
date date_from_civil(int year, int month, int day);
bool year_is_leap(int year);
int days_in_month(int year, int month);
/* 1 Monday to 7 Sunday. */
int date_weekday(date d);
/* Months later (or earlier, negative), clipped to the month's last day. */
date date_add_months(date d, int months);
/* Years later; 29 February falls on the 28th in a common year. */
date date_add_years(date d, int years);

/* $DUN_AS_OF, else today in the machine's own zone. False when $DUN_AS_OF is not a date. */
bool date_today(date *out);

/* RFC 3339 in UTC: "2026-11-22T20:05:01Z". time_now reads the clock. */
void time_now(char text[TIME_TEXT]);
/* The seconds since 1970 of such a time, of no other form; -1: it is none. */
int64_t time_seconds(struct slice text);
/* The same of a time from 1970 on, in seconds since then. */
void time_format(int64_t seconds, char text[TIME_TEXT]);
/* The day of such a text; false when it is not one. */
bool time_date(struct slice text, date *out);

#include "value/formula.h"

#endif
