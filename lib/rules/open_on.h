/*
 * What was open of an item on a day that has passed, by what the ledger tells
 * of it now: its dates, and part payments where somebody knows them.
 */
#ifndef RULES_OPEN_ON_H
#define RULES_OPEN_ON_H

#include "book/item.h"
#include "value/date.h"
#include "value/money.h"

#include <stdbool.h>

/* The part payments of an item, summed: up to the day, and after it. */
struct paid_by {
	bool known; /* there are some */
	money before, after;
	bool bounded; /* the item's amount is told: the oldest count up to it, less what is open */
};

struct open_on {
	money amount;
	enum open_why {
		OPEN_SURE,
		OPEN_LATER,	 /* the item is dated after the day: it did not exist */
		OPEN_PAID_SINCE, /* paid after the day: it was open */
		OPEN_UNDATED,	 /* paid, nobody says when: taken as paid by then */
		OPEN_PARTLY,	 /* paid on since, nobody says how much: taken as it is now */
		OPEN_TOO_LARGE	 /* it does not fit */
	} why;
	bool more; /* the payments are more than was paid; what is more does not count */
};

struct open_on item_open_on(const struct item *item, date day, const struct paid_by *paid);

#endif
