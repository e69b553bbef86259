/*
 * How good the forecast would have been: each paid item is expected once more,
 * from what was known when it was invoiced, and held against the day on which
 * it was paid. Beside it the naive expectation, that everybody pays on the due date. Pure.
 */
#ifndef RULES_BACKTEST_H
#define RULES_BACKTEST_H

#include "rules/forecast.h"
#include "value/date.h"

#include <stdbool.h>
#include <stddef.h>

struct backtest_item {
	size_t payer; /* from 0 */
	bool payable;
	date made; /* the day of the expectation: only what was paid before it is known */
	date due, paid;
};

/* Days by which expectations were wrong. */
struct backtest_score {
	long median; /* the median of how far off, in tenths of a day */
	long bias;   /* the mean, in tenths; above zero: expected too late */
};

/* One for BASIS_OWN, BASIS_LEDGER and BASIS_DUE, and one for all of them. */
enum { BACKTEST_ALL = BASIS_DUE + 1, BACKTEST_ROWS };

struct backtest_row {
	unsigned long items;
	struct backtest_score forecast, naive;
};

void backtest_run(const struct backtest_item *items, size_t count, size_t npayers,
    unsigned long least, struct backtest_row rows[BACKTEST_ROWS]);

#endif
