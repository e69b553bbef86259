/*
 * How a ledger's items were paid, month by month: what was invoiced, what was
 * open at the month's end, days outstanding, and how much was paid late.
 *
 * Days outstanding of a month: what was open at its end, divided by what was
 * invoiced in the three months up to it, times the days of these. They are told
 * only where the ledger goes back further than these three months, and has paid items at all.
 */
#ifndef RULES_TURNOVER_H
#define RULES_TURNOVER_H

#include "book/item.h"
#include "value/date.h"
#include "value/money.h"

#include <stdbool.h>
#include <stddef.h>

enum { TURNOVER_WINDOW = 3, TURNOVER_MOST = 120 };

struct turnover_month {
	date first, last;
	money invoiced; /* invoices, less credits */
	money open;	/* at the end of its last day */
	money paid;	/* invoices whose paid_date lies in it, their whole amount */
	money late;	/* of these, paid after the due date */
	unsigned long paid_items, late_items;
};

/* Of one currency. */
struct turnover {
	char currency[4];
	int decimals;
	size_t count;		       /* of the months to tell, the last is that of as-of */
	struct turnover_month *months; /* with TURNOVER_WINDOW - 1 before these */
	date earliest;		       /* the first invoice; DATE_NONE: there is none */
	unsigned long items, paid_items;
};

void turnover_begin(
    struct turnover *t, size_t count, date as_of, const char *currency, int decimals);
/* Add an item; due may be DATE_NONE. False when a sum does not fit. */
bool turnover_add(struct turnover *t, const struct item *item, date due);

/* Whether the ledger has paid items. From one that has only what is open, nothing past can be told.
 */
bool turnover_known(const struct turnover *t);
/* Month i of those to tell. */
const struct turnover_month *turnover_month(const struct turnover *t, size_t i);
/* Tenths of a day; false where it cannot be told. */
bool turnover_days(const struct turnover *t, size_t i, long *tenths);
/* Tenths of a percent of what was paid; false where nothing was. */
bool turnover_late(const struct turnover *t, size_t i, long *tenths);
void turnover_free(struct turnover *t);

#endif
