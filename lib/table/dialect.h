/*
 * A foreign dialect: how an export writes its records, amounts and dates. What
 * is not known yet (0) is to be told from the file.
 */
#ifndef TABLE_DIALECT_H
#define TABLE_DIALECT_H

#include "base/slice.h"
#include "table/encoding.h"
#include "value/date.h"
#include "value/money.h"

#include <stdbool.h>

enum date_order {
	DATES_ANY,
	DATES_YMD, /* 2026-11-22, 26/11/22 */
	DATES_DMY,
	DATES_MDY
};

enum { MARK_ANY = 0, MARK_NONE = -1, QUOTE_NONE = -1 };

struct dialect {
	enum encoding encoding;
	char delimiter;
	signed char quote;     /* 0 is the double quote, QUOTE_NONE: it is a character as others */
	char decimal_mark;     /* '.' or ',' */
	signed char thousands; /* a mark, MARK_NONE, or MARK_ANY: whichever stands between threes */
	enum date_order dates;
};

/* Without the blanks at both ends, those that do not break among them. */
struct slice dialect_trim(struct slice s);

/*
 * Read an amount: "1.234,50", "(1,200.00)", "84.27 CR", "€ -5,00", "12,50-".
 * More decimals than the currency has may be zeros only. With MARK_ANY as the decimal mark,
 * only what has no mark at all is read. False: *why is a phrase ("is not an amount").
 */
bool dialect_amount(
    const struct dialect *t, struct slice cell, int decimals, money *out, const char **why);

/*
 * Read a date: numbers in the dialect's order, 2026-11-22 and 20261122 in every
 * order, a month by its name in four languages, with or without a time behind it.
 * With DATES_ANY, only what can be read in one way.
 */
bool dialect_date(const struct dialect *t, struct slice cell, date *out, const char **why);

/* What one cell tells of the decimal mark: '.', ',', 0 nothing, '?' it can be read in two ways. */
char dialect_tell_mark(struct slice cell);
/* Whether the cell is written as an amount below zero. */
bool dialect_tell_below_zero(struct slice cell);
/*
 * The currency that the cell of an amount names: its code, a symbol that several have ("$") as it
 * is, or "". It may lie in the cell.
 */
struct slice dialect_tell_currency(struct slice cell);
/*
 * What one cell tells of the order: DATES_ANY when nothing; *either: it can be read in two ways.
 * DATES_YMD, a year of four digits first, is read whatever the order is.
 */
enum date_order dialect_tell_dates(struct slice cell, bool *either);

/* What the dates with a year of two digits tell of where it stands. Zero-initialize. */
struct short_years {
	bool any;
	bool not_first;	       /* one of them is no date with its year first */
	int least[2], most[2]; /* the first numbers, the last numbers */
};

/* Take a cell; false where it is no such date. */
bool dialect_short_year(struct slice cell, struct short_years *years);
/*
 * Whether their years may well be first: the years of a ledger lie nearer to each other than its
 * days of the month, so 26-11-22 beside 26-12-31 is no 22 December 2031.
 */
bool dialect_year_is_first(const struct short_years *years);

#endif
