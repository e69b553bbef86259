/*
 * Money: a whole number of minor units (cents) of a currency. All sums are
 * exact and checked: what does not fit is an error, never a wrong number. The
 * least int64 counts as not fitting, so an amount always has an opposite.
 * Nothing here is floating.
 *
 * Written form: "1234.50", "-0.05", with as many decimals as the currency has
 * (ISO 4217: EUR 2, JPY 0, KWD 3). Read: an optional sign, digits, optionally a
 * point and at most as many decimals ("1234.5", "1234"); no thousands mark, no
 * exponent, no blank.
 */
#ifndef VALUE_MONEY_H
#define VALUE_MONEY_H

#include "base/buf.h"
#include "base/slice.h"

#include <stdbool.h>
#include <stdint.h>

typedef int64_t money;

enum {
	MONEY_TEXT = 32,   /* room for any amount as text */
	MONEY_DECIMALS = 4 /* no currency has more */
};

/* Decimals of an ISO 4217 code, -1 when there is no such currency. */
int currency_decimals(struct slice code);

/* How many minor units a whole one has: 100 for 2 decimals. */
money money_unit(int decimals);

/* False when the text is not an amount with at most `decimals` decimals that fits. */
bool money_parse(struct slice text, int decimals, money *out);
/* Writes text, NUL-terminated; returns its length. */
size_t money_format(money amount, int decimals, char text[MONEY_TEXT]);
void money_add_to(struct buf *b, money amount, int decimals);
/* For a reader of English: 1,234.50. */
void money_add_marked(struct buf *b, money amount, int decimals);

/* Checked; false when the result does not fit. */
static inline bool money_sum(money a, money b, money *out)
{
	money sum;

	if (__builtin_add_overflow(a, b, &sum) || sum == INT64_MIN)
		return false;
	*out = sum;
	return true;
}

/*
 * A rate, a percentage or another decimal of the policy: an exact number of
 * millionths. "10.15" is 10150000. At most six decimals, at most 12 digits before the point.
 */
typedef int64_t decimal;
enum { DECIMAL_ONE = 1000000, DECIMAL_TEXT = 32 };

bool decimal_parse(struct slice text, decimal *out);
/* Shortest form: "12", "10.15". */
size_t decimal_format(decimal value, char text[DECIMAL_TEXT]);

/*
 * amount * percent / 100, rounded once, half away from zero. The percentage is
 * a decimal (millionths of a percent).
 */
bool money_percent(money amount, decimal percent, money *out);

/*
 * An exact fraction of money, for sums that are rounded once at the end
 * (interest over several rate periods): numerator / denominator minor units,
 * the denominator fixed by the caller.
 * Adds amount * percent * days to *numerator; false when it does not fit.
 */
__extension__ typedef __int128 wide;
bool wide_add_product(wide *numerator, money amount, decimal percent, int64_t days);
/* numerator / denominator (> 0), half away from zero; false when it does not fit money. */
bool wide_round(wide numerator, wide denominator, money *out);

#endif
