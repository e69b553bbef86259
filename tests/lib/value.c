/*
 * Money, dates, formulas, IBANs: tables of cases, and dates against a walk
 * day by day. Prints a line for each case that fails.
 */
#include "value/date.h"
#include "value/day_texts.h"
#include "value/iban.h"
#include "value/money.h"
#include "value/quick.h"

#include "check.h"
#include "draw.h"

#include <inttypes.h>
#include <stdlib.h>

#include "base/banned.h"

#define COUNT(table) (sizeof(table) / sizeof(table)[0])

/* Money. */

static const struct {
	const char *code;
	int decimals;
} currencies[] = {{"EUR", 2}, {"USD", 2}, {"GBP", 2}, {"CHF", 2}, {"JPY", 0}, {"KWD", 3},
    {"BHD", 3}, {"IQD", 3}, {"JOD", 3}, {"LYD", 3}, {"OMR", 3}, {"TND", 3}, {"CLF", 4}, {"UYW", 4},
    {"BIF", 0}, {"CLP", 0}, {"DJF", 0}, {"GNF", 0}, {"ISK", 0}, {"KMF", 0}, {"KRW", 0}, {"PYG", 0},
    {"RWF", 0}, {"UGX", 0}, {"UYI", 0}, {"VND", 0}, {"VUV", 0}, {"XAF", 0}, {"XOF", 0}, {"XPF", 0},
    {"AED", 2}, {"ZWG", 2}, {"MRU", 2}, {"eur", -1}, {"EU", -1}, {"EURO", -1}, {"", -1},
    {"XXX", -1}, {"AAA", -1}, {"ZZZ", -1}};

static const struct {
	const char *text;
	int decimals;
	bool good;
	money value;
} amounts[] = {{"0", 2, true, 0}, {"-0", 2, true, 0}, {"1", 2, true, 100},
    {"1234.5", 2, true, 123450}, {"1234.50", 2, true, 123450}, {"-0.05", 2, true, -5},
    {"+7", 2, true, 700}, {"007.10", 2, true, 710}, {"1234", 0, true, 1234},
    {"1.234", 3, true, 1234}, {"0.0001", 4, true, 1}, {"92233720368547758.07", 2, true, INT64_MAX},
    {"-92233720368547758.07", 2, true, -INT64_MAX}, {"92233720368547758.08", 2, false, 0},
    {"-92233720368547758.08", 2, false, 0}, {"9223372036854775807", 0, true, INT64_MAX},
    {"9223372036854775808", 0, false, 0}, {"92233720368547759", 2, false, 0},
    {"99999999999999999999999", 2, false, 0}, {"000000000000000000000000000012.34", 2, true, 1234},
    {"999999999999999999", 0, true, 999999999999999999}, {"999999999999999999", 2, false, 0},
    {"", 2, false, 0}, {"-", 2, false, 0}, {".", 2, false, 0}, {".5", 2, false, 0},
    {"5.", 2, false, 0}, {"1.005", 2, false, 0}, {"1.0", 0, false, 0}, {"1.", 0, false, 0},
    {"1,5", 2, false, 0}, {"1.234,50", 2, false, 0}, {"1 234", 2, false, 0}, {" 1", 2, false, 0},
    {"1 ", 2, false, 0}, {"1e3", 2, false, 0}, {"--1", 2, false, 0}, {"1-", 2, false, 0},
    {"1.2.3", 2, false, 0}, {"0x10", 2, false, 0}, {"1.2-", 2, false, 0}, {"(1)", 2, false, 0}};

static const struct {
	money value;
	int decimals;
	const char *text;
} formatted[] = {{0, 2, "0.00"}, {5, 2, "0.05"}, {-5, 2, "-0.05"}, {123450, 2, "1234.50"},
    {-100, 2, "-1.00"}, {1234, 0, "1234"}, {-1, 0, "-1"}, {1234, 3, "1.234"}, {1, 4, "0.0001"},
    {INT64_MAX, 2, "92233720368547758.07"}, {-INT64_MAX, 2, "-92233720368547758.07"},
    {INT64_MIN, 2, "-92233720368547758.08"}, {INT64_MIN, 0, "-9223372036854775808"}};

/* The same as printf has it, with the point put in. */
static void check_format(money amount, int decimals)
{
	enum { MOST = 6 };
	char text[MONEY_TEXT], plain[64], cents[32];
	const uint64_t size = amount < 0 ? -(uint64_t)amount : (uint64_t)amount;
	uint64_t unit = 1;

	for (int i = 0; i < decimals; i++)
		unit *= 10;
	int n = snprintf(plain, sizeof plain, "%s%" PRIu64, amount < 0 ? "-" : "", size / unit);
	(void)snprintf(cents, sizeof cents, "%0*" PRIu64, MOST, size % unit);
	if (decimals > 0)
		(void)snprintf(
		    plain + n, sizeof plain - (size_t)n, ".%s", cents + strlen(cents) - decimals);
	size_t length = money_format(amount, decimals, text);
	CHECK_SAYING(
	    strcmp(text, plain) == 0 && length == strlen(plain), "\"%s\", not \"%s\"", text, plain);
}

static void test_formats(void)
{
	uint64_t seed = 7;

	for (int decimals = 0; decimals <= 6; decimals++) {
		for (uint64_t power = 1; power <= (uint64_t)1 << 63; power *= 10) {
			for (uint64_t value = power - 1; value <= power + 1 && value <= INT64_MAX;
			     value++) {
				check_format((money)value, decimals);
				check_format(-(money)value, decimals);
			}
			if (power > UINT64_MAX / 10)
				break;
		}
		for (int i = 0; i < 2000; i++) {
			seed = seed * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
			check_format((money)(seed >> (seed >> 58)), decimals);
		}
		check_format(INT64_MIN, decimals);
	}
}

/* Zeros before a number change nothing, but the common form has fewer digits: what is read all at
 * once is held against what is read digit by digit. */
static void test_common_form(void)
{
	static const char characters[] = "0123456789.0123456789-x ";
	char text[32] = "000000000";
	const size_t zeros = strlen(text);

	for (int i = 0; i < 200000; i++) {
		const size_t n = 1 + below(12);
		money common = -1, slow = -1;

		for (size_t k = 0; k < n; k++)
			text[zeros + k] = characters[below(k == 0 ? 10 : sizeof characters - 1)];
		for (int decimals = 0; decimals <= 4; decimals++) {
			const bool good =
			    money_parse((struct slice){text + zeros, n}, decimals, &common);
			const bool also =
			    money_parse((struct slice){text, zeros + n}, decimals, &slow);

			CHECK_SAYING(good == also && (!good || common == slow),
			    "\"%.*s\" with %d decimals gives %" PRId64, (int)n, text + zeros,
			    decimals, common);
			if (decimals > 0 &&
			    quick_amount((struct slice){text + zeros, n}, decimals, &common))
				CHECK_SAYING(also && common == slow, "\"%.*s\" is quickly %" PRId64,
				    (int)n, text + zeros, common);
		}
	}
}

static void test_amounts(void)
{
	char text[MONEY_TEXT];

	for (size_t i = 0; i < COUNT(currencies); i++) {
		int got = currency_decimals(slice_of(currencies[i].code));
		CHECK_SAYING(got == currencies[i].decimals, "%s gives %d", currencies[i].code, got);
	}
	for (size_t i = 0; i < COUNT(amounts); i++) {
		money got = 0;
		bool good = money_parse(slice_of(amounts[i].text), amounts[i].decimals, &got);
		CHECK_SAYING(good == amounts[i].good && got == amounts[i].value,
		    "\"%s\" gives %d %" PRId64, amounts[i].text, good, got);
	}
	for (size_t i = 0; i < COUNT(formatted); i++) {
		size_t length = money_format(formatted[i].value, formatted[i].decimals, text);
		CHECK_SAYING(
		    strcmp(text, formatted[i].text) == 0 && length == strlen(text), "\"%s\"", text);
	}
	CHECK_SAYING(!money_parse((struct slice){0}, 2, &(money){0}), "no bytes at all");
}

/* With thousands marks. */
static const struct {
	money value;
	int decimals;
	const char *text;
} marked[] = {{0, 2, "0.00"}, {99999, 2, "999.99"}, {100000, 2, "1,000.00"}, {-99999, 2, "-999.99"},
    {-100000, 2, "-1,000.00"}, {12345678, 0, "12,345,678"}, {123456, 0, "123,456"},
    {1234567890, 3, "1,234,567.890"}, {-123456, 0, "-123,456"},
    {INT64_MIN, 2, "-92,233,720,368,547,758.08"}};

static void test_marked(void)
{
	for (size_t i = 0; i < COUNT(marked); i++) {
		struct buf b = {0};

		money_add_marked(&b, marked[i].value, marked[i].decimals);
		CHECK_SAYING(strcmp(buf_string(&b), marked[i].text) == 0, "\"%s\"", buf_string(&b));
		buf_free(&b);
	}
}

static const struct {
	money a, b;
	bool good;
	money sum;
} sums[] = {{1, 2, true, 3}, {INT64_MAX, 0, true, INT64_MAX}, {INT64_MAX, 1, false, 0},
    {-INT64_MAX, -1, false, 0}, {-INT64_MAX, -2, false, 0}, {-INT64_MAX, INT64_MAX, true, 0}};

static const struct {
	money amount, percent; /* percent in millionths */
	bool good;
	money result;
} percents[] = {{100000, 10000000, true, 10000}, {100050, 10000000, true, 10005},
    {5, 10000000, true, 1}, {-5, 10000000, true, -1}, {4, 10000000, true, 0},
    {-4, 10000000, true, 0}, {25, 10000000, true, 3}, {15, 10000000, true, 2},
    {-25, 10000000, true, -3}, {10000, 12345678, true, 1235}, {0, 10000000, true, 0},
    {INT64_MAX, 100000000, true, INT64_MAX}, {-INT64_MAX, 100000000, true, -INT64_MAX},
    {INT64_MAX, 100000001, false, 0}};

/* numerator / denominator, half away from zero. */
static const struct {
	int64_t numerator, denominator, result;
} rounds[] = {{0, 1, 0}, {1, 2, 1}, {-1, 2, -1}, {1, 3, 0}, {-1, 3, 0}, {2, 3, 1}, {-2, 3, -1},
    {3, 2, 2}, {-3, 2, -2}, {5, 10, 1}, {4, 10, 0}, {-5, 10, -1}, {-4, 10, 0}, {49, 100, 0},
    {50, 100, 1}, {7, 1, 7}, {-7, 1, -7}, {INT64_MAX, 1, INT64_MAX}, {-INT64_MAX, 1, -INT64_MAX},
    {INT64_MAX, 2, 4611686018427387904}, {1, INT64_MAX, 0}};

static void test_arithmetic(void)
{
	wide widest = ((wide)INT64_MAX << 64) | (wide)UINT64_MAX, sum = 0;
	money got;

	for (size_t i = 0; i < COUNT(sums); i++) {
		got = 0;
		CHECK_SAYING(
		    money_sum(sums[i].a, sums[i].b, &got) == sums[i].good && got == sums[i].sum,
		    "case %zu gives %" PRId64, i, got);
	}
	for (size_t i = 0; i < COUNT(percents); i++) {
		got = 0;
		CHECK_SAYING(money_percent(percents[i].amount, percents[i].percent, &got) ==
				     percents[i].good &&
				 got == percents[i].result,
		    "case %zu gives %" PRId64, i, got);
	}
	for (size_t i = 0; i < COUNT(rounds); i++) {
		got = 99;
		CHECK_SAYING(wide_round(rounds[i].numerator, rounds[i].denominator, &got) &&
				 got == rounds[i].result,
		    "case %zu gives %" PRId64, i, got);
	}
	CHECK_SAYING(!wide_round((wide)INT64_MAX + 1, 1, &got), "does not fit");
	CHECK_SAYING(!wide_round(-(wide)INT64_MAX - 1, 1, &got), "does not fit");
	CHECK_SAYING(wide_round(widest, widest, &got) && got == 1, "the widest");
	CHECK_SAYING(wide_round(widest - 1, widest, &got) && got == 1, "nearly the widest");
	CHECK_SAYING(wide_round(-widest, widest, &got) && got == -1, "the widest below zero");
	/* The well-known example: 1000.00 at 12% for 30 days of 365 is 9.86. */
	CHECK_SAYING(wide_add_product(&sum, 100000, 12 * DECIMAL_ONE, 30), "fits");
	CHECK_SAYING(
	    wide_round(sum, (wide)365 * 100 * DECIMAL_ONE, &got) && got == 986, "%" PRId64, got);
	CHECK_SAYING(
	    wide_add_product(&sum, -100000, 12 * DECIMAL_ONE, 30) && sum == 0, "taken off again");
	CHECK_SAYING(!wide_add_product(&sum, INT64_MAX, INT64_MAX, 4), "does not fit");
	CHECK_SAYING(sum == 0, "a sum that does not fit leaves the old one");
	sum = widest;
	CHECK_SAYING(!wide_add_product(&sum, 1, 1, 1) && sum == widest, "one too many");
}

static const struct {
	const char *text;
	bool good;
	decimal value;
	const char *back;
} decimals[] = {{"12", true, 12000000, "12"}, {"10.15", true, 10150000, "10.15"},
    {"-0.88", true, -880000, "-0.88"}, {"0", true, 0, "0"}, {"100.00", true, 100000000, "100"},
    {"0.000001", true, 1, "0.000001"}, {"0.0000001", false, 0, ""},
    {"999999999999.999999", true, 999999999999999999, "999999999999.999999"},
    {"1000000000000", false, 0, ""}, {"", false, 0, ""}, {"1,5", false, 0, ""},
    {"12%", false, 0, ""}};

static void test_decimals(void)
{
	for (size_t i = 0; i < COUNT(decimals); i++) {
		char text[DECIMAL_TEXT] = "";
		decimal got = 0;
		bool good = decimal_parse(slice_of(decimals[i].text), &got);

		if (good)
			decimal_format(got, text);
		CHECK_SAYING(good == decimals[i].good && got == decimals[i].value &&
				 strcmp(text, decimals[i].back) == 0,
		    "\"%s\" gives %d %" PRId64 " \"%s\"", decimals[i].text, good, got, text);
	}
}

/* Dates. */

/* From 1900-01-01, a Monday, day by day to 9999-12-31 by the rules one learns at school. */
static void test_walk(void)
{
	static const int lengths[] = {0, 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
	int year = 1900, month = 1, day = 1, weekday = 1, wrong = 0;

	for (date d = DATE_LEAST; d <= DATE_MOST && wrong < 5; d++) {
		bool leap = year % 400 == 0 || (year % 4 == 0 && year % 100 != 0);
		int length = month == 2 && leap ? 29 : lengths[month];
		struct civil c = date_civil(d);
		char text[DATE_TEXT], expected[40];
		date parsed = 0;

		date_format(d, text);
		/* The text too, but past 2200 of each seventh day alone: printing takes the time.
		 */
		if (year < 2200 || weekday == 1)
			snprintf(expected, sizeof expected, "%04d-%02d-%02d", year, month, day);
		else
			memcpy(expected, text, sizeof text);
		if (c.year != year || c.month != month || c.day != day ||
		    date_weekday(d) != weekday || date_from_civil(year, month, day) != d ||
		    strcmp(text, expected) != 0 || !date_parse(slice_of(text), &parsed) ||
		    parsed != d || date_from_civil(year, month, length + 1) != DATE_NONE) {
			CHECK_SAYING(false, "%s is %s", expected, text);
			wrong++;
		}
		weekday = weekday % 7 + 1;
		if (++day > length) {
			day = 1;
			if (++month > 12) {
				month = 1;
				year++;
			}
		}
	}
	CHECK_SAYING(year == 10000, "the walk ended in %d", year);
}

/* Days in any order, of which many want the place of another. */
static void test_day_texts(void)
{
	static struct day_texts all;
	char expected[DATE_TEXT];

	for (int i = 0; i < 200000; i++) {
		const date near = (date)below(2000) - 1000, far = DATE_LEAST + (date)below(2900000);
		const date d = i % 97 == 0   ? DATE_NONE
			       : i % 89 == 0 ? DATE_MOST + 1
			       : i % 3	     ? near
					     : far;
		const struct slice text = day_text(&all, d);

		date_format(d, expected);
		CHECK_SAYING(slice_is(text, expected), "day %ld is %.*s", (long)d, SLICE_ARG(text));
	}
}

/* Each day of the century, with another character somewhere or not. */
static void test_quick_dates(void)
{
	static const char characters[] = "0123456789-/: x";
	const date last = date_from_civil(2099, 12, 31);
	char text[DATE_TEXT + 8] = "";
	date quick, slow;

	for (date d = date_from_civil(1999, 12, 31); d <= last + 1; d++)
		for (int i = 0; i < 8; i++) {
			date_format(d, text);
			if (i > 0)
				text[below(10)] = characters[below(sizeof characters - 1)];
			const struct slice s = {text, i == 1 ? below(12) : 10};
			const bool wanted = date_parse(s, &slow);
			const bool of_century = s.n >= 2 && text[0] == '2' && text[1] == '0';
			const bool good = quick_date(s, &quick);

			CHECK_SAYING(good == (wanted && of_century) && (!good || quick == slow),
			    "\"%s\" is quickly %d", text, (int)quick);
		}
}

static const char *const bad_dates[] = {"", "2026-11-31", "2026-02-29", "2100-02-29", "2026-13-01",
    "2026-00-10", "2026-01-00", "1899-12-31", "0000-00-00", "2026-1-05", "2026-01-5", "22-11-2026",
    "2026/11/22", "2026-11-22 ", " 2026-11-22", "20261122", "2026-11-2x", "-026-11-22",
    "2026-11-22T00:00:00Z", "2026-+1-22"};

static const struct {
	const char *from;
	int months;
	const char *to;
} month_sums[] = {{"2026-01-31", 1, "2026-02-28"}, {"2024-01-31", 1, "2024-02-29"},
    {"2026-01-31", 2, "2026-03-31"}, {"2026-03-31", -1, "2026-02-28"},
    {"2026-11-22", 14, "2028-01-22"}, {"2026-01-15", -1, "2025-12-15"},
    {"2024-02-29", 12, "2025-02-28"}, {"2024-02-29", 48, "2028-02-29"}, {"9999-12-01", 1, ""},
    {"1900-01-31", -1, ""}, {"1900-01-31", INT32_MIN, ""}, {"2026-01-01", INT32_MAX, ""},
    {"2026-05-31", 0, "2026-05-31"}};

static const struct {
	const char *text, *day;
} times[] = {{"2026-11-22T20:05:01Z", "2026-11-22"}, {"2026-12-31T23:59:60Z", "2026-12-31"},
    {"2026-11-22T24:00:00Z", ""}, {"2026-11-22T20:60:01Z", ""}, {"2026-11-22T20:05:61Z", ""},
    {"2026-11-31T20:05:01Z", ""}, {"2026-11-22 20:05:01Z", ""}, {"2026-11-22T20:05:01", ""},
    {"2026-11-22T20:05:01+01:00", ""}, {"2026-11-22T2x:05:01Z", ""}, {"2026-11-22", ""}, {"", ""}};

static void test_dates(void)
{
	char text[DATE_TEXT], now[TIME_TEXT];
	date d, other;

	for (size_t i = 0; i < COUNT(bad_dates); i++)
		CHECK_SAYING(!date_parse(slice_of(bad_dates[i]), &d), "\"%s\"", bad_dates[i]);
	for (size_t i = 0; i < COUNT(month_sums); i++) {
		CHECK_SAYING(
		    date_parse(slice_of(month_sums[i].from), &d), "%s", month_sums[i].from);
		date_format(date_add_months(d, month_sums[i].months), text);
		CHECK_SAYING(strcmp(text, month_sums[i].to) == 0, "%s %+d gives %s",
		    month_sums[i].from, month_sums[i].months, text);
	}
	d = date_from_civil(2024, 2, 29);
	date_format(date_add_years(d, 1), text);
	CHECK_SAYING(strcmp(text, "2025-02-28") == 0, "%s", text);
	date_format(date_add_years(d, -4), text);
	CHECK_SAYING(strcmp(text, "2020-02-29") == 0, "%s", text);
	CHECK_SAYING(date_add_years(d, INT32_MAX) == DATE_NONE, "far away");
	CHECK_SAYING(date_add_months(DATE_NONE, 1) == DATE_NONE, "no date has no month after it");
	date_format(DATE_NONE, text);
	CHECK_SAYING(text[0] == '\0', "%s", text);
	for (size_t i = 0; i < COUNT(times); i++) {
		d = DATE_NONE;
		time_date(slice_of(times[i].text), &d);
		date_format(d, text);
		CHECK_SAYING(strcmp(text, times[i].day) == 0, "%s gives %s", times[i].text, text);
	}
	time_now(now);
	CHECK_SAYING(time_date(slice_of(now), &d), "%s", now);
	setenv("DUN_AS_OF", "2026-11-22", 1);
	CHECK_SAYING(date_today(&d) && d == date_from_civil(2026, 11, 22), "DUN_AS_OF");
	setenv("DUN_AS_OF", "22-11-2026", 1);
	CHECK_SAYING(!date_today(&d), "DUN_AS_OF that is no date");
	unsetenv("DUN_AS_OF");
	CHECK_SAYING(date_today(&d), "the clock");
	/* Zones reach from 12 hours behind UTC to 14 before it. */
	setenv("TZ", "AAA-14", 1);
	CHECK_SAYING(date_today(&d), "the clock in the east");
	setenv("TZ", "BBB+12", 1);
	CHECK_SAYING(
	    date_today(&other) && (d - other == 1 || d - other == 2), "east %d, west %d", d, other);
}

/* Formulas. 2026-11-22 is a Sunday, in ISO week 47. */
static const struct {
	const char *from, *formula, *to;
} formulas[] = {{"2026-11-22", "0", "2026-11-22"}, {"2026-11-22", "30", "2026-12-22"},
    {"2026-11-22", "-3", "2026-11-19"}, {"2026-11-22", "+3", "2026-11-25"},
    {"2026-11-22", "30D", "2026-12-22"}, {"2026-11-22", "2W", "2026-12-06"},
    {"2026-11-22", "1M", "2026-12-22"}, {"2026-11-22", "1Q", "2027-02-22"},
    {"2026-11-22", "1Y", "2027-11-22"}, {"2026-11-22", "1m+5d", "2026-12-27"},
    {"2026-01-31", "1M", "2026-02-28"}, {"2024-01-31", "1M", "2024-02-29"},
    {"2026-11-22", "CM", "2026-11-30"}, {"2026-11-22", "CM+10D", "2026-12-10"},
    {"2026-11-22", "CM+1M", "2026-12-30"}, {"2026-11-22", "CM+1W", "2026-12-07"},
    {"2026-11-22", "CQ+1M+20D", "2027-02-20"}, {"2026-11-22", "CW+1W", "2026-11-29"},
    {"2026-11-23", "CW", "2026-11-29"}, {"2026-11-22", "CWD", "2026-11-22"},
    {"2026-11-22", "CD", "2026-11-22"}, {"2026-11-22", "-CD", "2026-11-22"},
    {"2026-11-22", "CY", "2026-12-31"}, {"2026-11-22", "-CM", "2026-11-01"},
    {"2026-11-22", "-CW", "2026-11-16"}, {"2026-11-22", "-CQ", "2026-10-01"},
    {"2026-11-22", "-CY", "2026-01-01"}, {"2026-02-10", "CQ", "2026-03-31"},
    {"2026-11-22", "1M-CM", "2026-12-01"}, {"2026-11-22", "-1D", "2026-11-21"},
    {"2026-11-22", "-1M+5D", "2026-10-27"}, {"2026-11-22", "1D+1D+1D", "2026-11-25"},
    {"2026-11-22", "1D1D", "2026-11-24"}, {"2026-11-22", "D15", "2026-12-15"},
    {"2026-11-14", "D15", "2026-11-15"}, {"2026-11-15", "D15", "2026-12-15"},
    {"2026-11-22", "D31", "2026-11-30"}, {"2026-11-30", "D31", "2026-12-31"},
    {"2026-02-10", "D30", "2026-02-28"}, {"2026-11-22", "-D15", "2026-11-15"},
    {"2026-11-15", "-D15", "2026-10-15"}, {"2026-03-01", "-D31", "2026-02-28"},
    {"2026-12-20", "D15", "2027-01-15"}, {"2026-11-22", "WD2", "2026-11-24"},
    {"2026-11-24", "WD2", "2026-12-01"}, {"2026-11-22", "WD7", "2026-11-29"},
    {"2026-11-22", "-WD7", "2026-11-15"}, {"2026-11-22", "-WD2", "2026-11-17"},
    {"2026-11-22", "WD1", "2026-11-23"}, {"2026-11-22", "W10", "2027-03-14"},
    {"2026-11-22", "W48", "2026-11-29"}, {"2026-11-22", "W47", "2027-11-28"},
    {"2026-11-22", "W53", "2027-01-03"}, {"2027-01-03", "W53", "2033-01-02"},
    {"2026-12-30", "W1", "2027-01-10"}, {"2024-12-30", "W1", "2025-01-05"},
    {"2026-11-22", "-W47", "2025-11-23"}, {"2026-11-22", "-W10", "2026-03-08"},
    {"2027-01-02", "-W53", "2021-01-03"}, {"2026-11-22", "M3", "2027-03-31"},
    {"2026-11-22", "M11", "2026-11-30"}, {"2026-11-30", "M11", "2027-11-30"},
    {"2026-11-22", "-M11", "2025-11-30"}, {"2026-11-22", "M2", "2027-02-28"},
    {"2026-11-22", "Q2", "2027-06-30"}, {"2026-11-22", "Q4", "2026-12-31"},
    {"2026-11-22", "-Q4", "2025-12-31"}, {"2026-11-22", "Y2027", "2027-12-31"},
    {"2026-11-22", "Y2025", ""}, {"2026-11-22", "-Y2025", "2025-12-31"},
    {"2026-11-22", "-Y2027", ""}, {"2026-11-20", "1WD", "2026-11-23"},
    {"2026-11-21", "1WD", "2026-11-23"}, {"2026-11-22", "5WD", "2026-11-27"},
    {"2026-11-23", "-1WD", "2026-11-20"}, {"9999-12-31", "1D", ""}, {"9999-12-31", "1M", ""},
    {"9999-12-31", "1WD", ""}, {"9999-12-31", "9999999WD", ""}, {"1900-01-01", "-9999999WD", ""},
    {"1900-01-01", "-1D", ""}, {"1900-01-01", "-1M", ""}, {"2026-11-22", "9999999Y", ""},
    {"2026-11-22", "9999999D", ""}, {"9999-12-31", "WD1", ""}, {"9999-12-31", "CW", ""},
    {"9999-12-31", "W53", ""}, {"9999-12-31", "D31", ""}, {"1900-01-01", "-W53", ""},
    {"1900-01-01", "-CW", "1900-01-01"}, {"2026-11-22", "<1W>", "2026-11-29"}};

static const char *const bad_formulas[] = {"", "M", "X", "1X", "C", "CX", "1M+", "+", "-",
    "1D+1D+1D+1D", "D0", "D32", "WD0", "WD8", "W0", "W54", "M13", "M0", "Q5", "Y0", "Y10000",
    "1.5D", "1 M", " 1M", "10000000D", "99999999999999999999", "--1D", "1M 5D", "<1W", "<>", "1M+5",
    "5+1M"};

static const struct {
	const char *text, *back;
} written[] = {{"14", "14"}, {"-3", "-3"}, {"14D", "14"}, {"+0d", "0"}, {"1m+5d", "1M+5D"},
    {"1M-5D", "1M-5D"}, {"cm+1w", "CM+1W"}, {"-CM", "-CM"}, {"wd2", "WD2"}, {"-D15", "-D15"},
    {"1D1D", "1D+1D"}, {"Y2027", "Y2027"}, {"2wd", "2WD"},
    {"-9999999WD-9999999WD-9999999WD", "-9999999WD-9999999WD-9999999WD"}};

static void test_formulas(void)
{
	char text[FORMULA_TEXT];
	struct formula f;
	date d;

	for (size_t i = 0; i < COUNT(formulas); i++) {
		CHECK_SAYING(date_parse(slice_of(formulas[i].from), &d), "%s", formulas[i].from);
		CHECK_SAYING(
		    formula_parse(slice_of(formulas[i].formula), &f), "%s", formulas[i].formula);
		if (!formula_apply(&f, d, &d))
			d = DATE_NONE;
		date_format(d, text);
		CHECK_SAYING(strcmp(text, formulas[i].to) == 0, "%s %s gives %s", formulas[i].from,
		    formulas[i].formula, text);
	}
	for (size_t i = 0; i < COUNT(bad_formulas); i++)
		CHECK_SAYING(
		    !formula_parse(slice_of(bad_formulas[i]), &f), "\"%s\"", bad_formulas[i]);
	for (size_t i = 0; i < COUNT(written); i++) {
		CHECK_SAYING(formula_parse(slice_of(written[i].text), &f), "%s", written[i].text);
		formula_format(&f, text);
		CHECK_SAYING(
		    strcmp(text, written[i].back) == 0, "%s gives %s", written[i].text, text);
	}
	CHECK_SAYING(!formula_apply(&(struct formula){0}, DATE_NONE, &d), "from no date");
}

/* Working days against a walk of one day at a time. */
static void test_weekdays(void)
{
	for (int count = -23; count <= 23; count++) {
		struct formula f = {.terms = {{count < 0 ? -1 : 1, FORMULA_ADD, UNIT_WEEKDAY,
					count < 0 ? -count : count}}};
		for (date from = 20000; from < 20007; from++) {
			int step = count < 0 ? -1 : 1, left = count * step;
			date expected = from, got = 0;

			while (left > 0) {
				expected += step;
				left -= date_weekday(expected) <= 5;
			}
			CHECK_SAYING(formula_apply(&f, from, &got) && got == expected,
			    "%d weekdays from %d: %d, expected %d", count, from, got, expected);
		}
	}
}

/* Account numbers. */

static const struct {
	const char *text, *electronic, *why;
} ibans[] = {{"NL91ABNA0417164300", "NL91ABNA0417164300", ""},
    {"nl91 abna 0417 1643 00", "NL91ABNA0417164300", ""},
    {"BE68539007547034", "BE68539007547034", ""},
    {"DE89370400440532013000", "DE89370400440532013000", ""},
    {"FR1420041010050500013M02606", "FR1420041010050500013M02606", ""},
    {"GB29NWBK60161331926819", "GB29NWBK60161331926819", ""},
    {"CH9300762011623852957", "CH9300762011623852957", ""},
    {"MT84MALT011000012345MTLCAST001S", "MT84MALT011000012345MTLCAST001S", ""},
    {"NO9386011117947", "NO9386011117947", ""},
    {"LU280019400644750000", "LU280019400644750000", ""},
    {"AT611904300234573201", "AT611904300234573201", ""},
    {"IT60X0542811101000000123456", "IT60X0542811101000000123456", ""},
    {"ES9121000418450200051332", "ES9121000418450200051332", ""},
    {"IE29AIBK93115212345678", "IE29AIBK93115212345678", ""},
    {"PL61109010140000071219812874", "PL61109010140000071219812874", ""},
    {"SA0380000000608010167519", "SA0380000000608010167519", ""},
    {"TR330006100519786457841326", "TR330006100519786457841326", ""},
    {"MU17BOMM0101101030300200000MUR", "MU17BOMM0101101030300200000MUR", ""},
    {"LC55HEMM000100010012001200023015", "LC55HEMM000100010012001200023015", ""},
    {"NL91ABNA041716430", "", "17 characters, NL has 18"},
    {"NL91ABNA04171643000", "", "19 characters, NL has 18"},
    {"NL92ABNA0417164300", "", "check digits"}, {"NL91ABNA0417164301", "", "check digits"},
    {"NL9112340417164300", "", "letter or a digit"},
    {"NL91ABNAO417164300", "", "letter or a digit"},
    {"NLXXABNA0417164300", "", "letter or a digit"}, {"ZZ91ABNA0417164300", "", "no country"},
    {"NL91-ABNA-0417-1643-00", "", "no letter or digit"}, {"NL91.ABNA", "", "no letter or digit"},
    {"NL91\xc2\xa0"
     "ABNA0417164300",
	"", "no letter or digit"},
    {"", "", "country's two letters"}, {"91", "", "country's two letters"},
    {"0417164300", "", "country's two letters"}, {"BE69539007547035", "", "check digits"},
    /* Right by mod 97, but the account's own two digits are wrong. */
    {"BE41539007547035", "", "Belgian"},
    {"NL91ABNA0417164300NL91ABNA0417164300NL91ABNA0417164300", "", "54 characters, NL has 18"}};

static void test_accounts(void)
{
	char electronic[IBAN_TEXT], printed[IBAN_PRINTED];
	const char *why;

	for (size_t i = 0; i < COUNT(ibans); i++) {
		bool good;

		why = "";
		good = iban_check(slice_of(ibans[i].text), electronic, &why);
		CHECK_SAYING(good == (*ibans[i].why == '\0') && strstr(why, ibans[i].why) &&
				 (!good || strcmp(electronic, ibans[i].electronic) == 0),
		    "%s: %d %s %s", ibans[i].text, good, why, good ? electronic : "");
	}
	iban_print("NL91ABNA0417164300", printed);
	CHECK_SAYING(strcmp(printed, "NL91 ABNA 0417 1643 00") == 0, "%s", printed);
	iban_print("MT84MALT011000012345MTLCAST001SXYZ", printed);
	CHECK_SAYING(
	    strcmp(printed, "MT84 MALT 0110 0001 2345 MTLC AST0 01SX YZ") == 0, "%s", printed);
	CHECK_SAYING(bic_check(slice_of("ABNANL2A")) && bic_check(slice_of("DEUTDEFF500")), "BIC");
	CHECK_SAYING(!bic_check(slice_of("ABNANL2")) && !bic_check(slice_of("abnanl2a")) &&
			 !bic_check(slice_of("ABNA112A")) && !bic_check(slice_of("ABNANL2A50")) &&
			 !bic_check(slice_of("ABNANL2-")) && !bic_check(slice_of("")),
	    "no BIC");
}

int main(void)
{
	test_amounts();
	test_common_form();
	test_formats();
	test_marked();
	test_arithmetic();
	test_decimals();
	test_quick_dates();
	test_day_texts();
	test_walk();
	test_dates();
	test_formulas();
	test_weekdays();
	test_accounts();
	if (CHECK_RESULT() == 0)
		printf("all well\n");
	return CHECK_RESULT();
}
