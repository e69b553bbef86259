/*
 * Dates and amounts as nearly all of a ledger are written, read in line and without a branch that
 * depends on them. False: another form or none, and *out is nothing; date_parse and money_parse
 * tell. The tests hold the two against each other.
 *
 * Eight bytes behind the text can be read, whatever they are, as behind a row's fields.
 */
#ifndef VALUE_QUICK_H
#define VALUE_QUICK_H

#include "base/slice.h"
#include "base/word.h"
#include "value/date.h"
#include "value/money.h"

/*
 * The digits of eight characters as a number, the last one the highest byte, with a point before
 * the last `decimals` of them, at least one.
 */
static inline bool quick_digits(uint64_t characters, unsigned decimals, money *out)
{
	const uint64_t high = UINT64_C(0x8080808080808080);
	const unsigned to_point = 8 * (7 - decimals);
	const uint64_t whole = (UINT64_C(1) << to_point) - 1, point = UINT64_C(0xff) << to_point;
	uint64_t digits = characters ^ UINT64_C(0x3030303030303030);
	const bool pointed = (digits & point) >> to_point == ('.' ^ '0');

	digits = (digits & whole) << 8 | (digits & ~(whole | point));
	const bool sound = ((digits | (digits + UINT64_C(0x7676767676767676))) & high) == 0;

	/* Pairs, then fours, then all: the first character is the lowest byte. */
	digits = digits * 10 + (digits >> 8);
	digits = (digits & UINT64_C(0x000000ff000000ff)) * (100 + (UINT64_C(1000000) << 32)) +
		 (digits >> 16 & UINT64_C(0x000000ff000000ff)) * (1 + (UINT64_C(10000) << 32));
	*out = (money)(digits >> 32);
	return pointed & sound;
}

/* "1234.50": at most seven digits, with as many decimals as there may be, at least one. */
static inline bool quick_amount(struct slice text, int decimals, money *out)
{
	const unsigned from = 64 - 8 * (unsigned)text.n;

	if (text.n > 8 || text.n < (size_t)decimals + 2)
		return false;
	/* Zeros stand before it. */
	return quick_digits(from == 0
				? word_load(text.p)
				: word_load(text.p) << from |
				      (UINT64_C(0x3030303030303030) & ((UINT64_C(1) << from) - 1)),
	    (unsigned)decimals, out);
}

/* "2026-11-22", of the years 2000 to 2099. */
static inline bool quick_date(struct slice text, date *out)
{
	enum { YEAR_2000 = 10957 /* of which the leap day counts before its begin */ };
	const uint64_t high = UINT64_C(0x8080808080808080);

	if (text.n != 10)
		return false;
	/* Of "26-11-22", each character less '0', or less a dash. */
	const uint64_t rest = word_load(text.p + 2) ^ UINT64_C(0x30302d30302d3030);
	const uint64_t pairs = rest * 10 + (rest >> 8);
	const unsigned year = pairs & 0xff, month = pairs >> 24 & 0xff, day = pairs >> 48 & 0xff;
	const struct date_month *m = &date_months[(year & 3) == 0][month & 15];

	*out = YEAR_2000 + (date)(365 * year + year / 4) + m->before + (date)day;
	return (text.p[0] == '2') & (text.p[1] == '0') &
	       (((rest | (rest + UINT64_C(0x76767f76767f7676))) & high) == 0) & (month < 16) &
	       (day - 1 < (unsigned)m->days);
}

#endif
