/*
 * Small values: dates, formulas, amounts, references, account numbers, addresses, conditions. What
 * is read is written and read again; dates are held against a table that is made by counting.
 */
#include "fuzz.h"

#include "base/buf.h"
#include "table/dialect.h"
#include "table/where.h"
#include "value/address.h"
#include "value/date.h"
#include "value/iban.h"
#include "value/money.h"
#include "value/quick.h"
#include "value/reference.h"

#include <string.h>

#include "base/banned.h"

/* The days from 1900 to 2199 by counting. */
enum { FIRST = 1900, YEARS = 300, DAYS = YEARS * 366 };
static struct civil counted[DAYS];
static int ndays;

static void count_days(void)
{
	static const int lengths[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};

	for (int year = FIRST; year < FIRST + YEARS; year++)
		for (int month = 1; month <= 12; month++) {
			const bool leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
			const int length = lengths[month - 1] + (month == 2 && leap);

			for (int day = 1; day <= length; day++)
				counted[ndays++] = (struct civil){year, month, day};
		}
}

static void dates(struct slice text)
{
	char written[DATE_TEXT];
	date d = DATE_NONE;

	if (!date_parse(text, &d))
		return;
	HOLDS(d >= DATE_LEAST && d <= DATE_MOST);
	date_format(d, written);
	HOLDS(slice_is(text, written));
	if (d - DATE_LEAST < ndays) {
		const struct civil c = date_civil(d), *want = &counted[d - DATE_LEAST];

		HOLDS(c.year == want->year && c.month == want->month && c.day == want->day);
		HOLDS(date_from_civil(c.year, c.month, c.day) == d);
		HOLDS(
		    date_weekday(d) == (d - DATE_LEAST) % 7 + 1); /* 1 January 1900 was a Monday */
	}
}

/* What is read in the quick way is what it would be in the other. */
static void quick_ways(struct slice text)
{
	enum { MOST = 32, BEHIND = 8 };
	char room[MOST + BEHIND] = {0};
	const struct slice copy = {room, text.n};
	money m = 0, quick_money = 0;
	date d = DATE_NONE, quick_day = DATE_NONE;

	if (text.n == 0 || text.n > MOST)
		return;
	memcpy(room, text.p, text.n);
	if (quick_date(copy, &quick_day))
		HOLDS(date_parse(text, &d) && d == quick_day);
	for (int decimals = 1; decimals <= 4; decimals++)
		if (quick_amount(copy, decimals, &quick_money))
			HOLDS(money_parse(text, decimals, &m) && m == quick_money);
}

static void formulas(struct slice text)
{
	char written[FORMULA_TEXT], again[FORMULA_TEXT];
	struct formula f, g;
	date a = DATE_NONE, b = DATE_NONE;

	if (!formula_parse(text, &f))
		return;
	formula_format(&f, written);
	HOLDS(formula_parse(slice_of(written), &g));
	formula_format(&g, again);
	HOLDS(strcmp(written, again) == 0);
	for (date from = 20000; from < 21000; from += 97) {
		const bool there = formula_apply(&f, from, &a);

		HOLDS(there == formula_apply(&g, from, &b));
		HOLDS(!there || (a == b && a >= DATE_LEAST && a <= DATE_MOST));
		HOLDS(!there || !formula_goes_forward(&f) || a >= from);
	}
}

static void amounts(struct slice text)
{
	static const enum date_order orders[] = {DATES_ANY, DATES_YMD, DATES_DMY, DATES_MDY};
	char written[MONEY_TEXT];
	const char *why = NULL;
	money m = 0, again = 0;
	decimal x = 0, y = 0;
	date d = DATE_NONE;

	for (int decimals = 0; decimals <= 4; decimals++) {
		if (money_parse(text, decimals, &m)) {
			money_format(m, decimals, written);
			HOLDS(money_parse(slice_of(written), decimals, &again) && again == m);
		}
		for (size_t i = 0; i < 3; i++) {
			const struct dialect t = {.decimal_mark = ".,"[i], .thousands = MARK_ANY};

			if (!dialect_amount(&t, text, decimals, &m, &why))
				HOLDS(why != NULL);
		}
	}
	if (decimal_parse(text, &x)) {
		decimal_format(x, written);
		HOLDS(decimal_parse(slice_of(written), &y) && x == y);
	}
	for (size_t i = 0; i < sizeof orders / sizeof *orders; i++) {
		const struct dialect t = {.dates = orders[i]};

		if (dialect_date(&t, text, &d, &why))
			HOLDS(d >= DATE_LEAST && d <= DATE_MOST);
	}
}

static void references(struct slice text)
{
	char canonical[REFERENCE_TEXT], again[REFERENCE_TEXT], electronic[IBAN_TEXT],
	    printed[IBAN_PRINTED];
	const char *why = NULL;
	enum reference_scheme scheme = reference_check(text, canonical, &why);

	if (scheme != REFERENCE_NONE) {
		HOLDS(reference_check(slice_of(canonical), again, &why) == scheme);
		HOLDS(strcmp(canonical, again) == 0);
	}
	for (scheme = REFERENCE_OGM; scheme <= REFERENCE_NL; scheme++)
		if (reference_make(scheme, text, canonical, &why))
			HOLDS(reference_check(slice_of(canonical), again, &why) == scheme);
	if (iban_check(text, electronic, &why)) {
		char twice[IBAN_TEXT];

		iban_print(electronic, printed);
		HOLDS(iban_check(slice_of(printed), twice, &why) && strcmp(electronic, twice) == 0);
	}
	(void)bic_check(text);
}

static void addresses(struct slice text)
{
	struct slice rest = text, address;
	const char *why = NULL;

	while (address_next(&rest, &address)) {
		if (!address_check(address, &why))
			continue;
		for (size_t i = 0; i < address.n; i++)
			HOLDS(strchr(" ,;<>\"\t\r\n", address.p[i]) == NULL);
	}
}

static void conditions(struct slice text, struct slice field)
{
	struct condition c;
	const char *why = NULL;

	if (!condition_parse(text, &c, &why)) {
		HOLDS(why != NULL);
		return;
	}
	(void)condition_holds(&c, field);
	condition_free(&c);
	HOLDS(field_order(text, field) == -field_order(field, text));
	HOLDS(field_order(text, text) == 0);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct slice rest = fuzz_input(data, size), text = fuzz_part(&rest);

	if (ndays == 0)
		count_days();
	dates(text);
	quick_ways(text);
	formulas(text);
	amounts(text);
	references(text);
	addresses(text);
	conditions(text, rest);
	return 0;
}
