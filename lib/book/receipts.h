/*
 * Part payments of items by day, whatever the items are: what was paid of each
 * up to a day, and after it. The table is that of book/payment_row.h.
 */
#ifndef BOOK_RECEIPTS_H
#define BOOK_RECEIPTS_H

#include "base/diag.h"
#include "book/item.h"
#include "value/date.h"
#include "value/money.h"

#include <stdbool.h>

struct receipts;

/* NULL after errors were reported (66, 65). */
struct receipts *receipts_load(struct diag *d, const char *path);

/* What the table has of an item, in its currency. */
struct receipts_sum {
	bool known;   /* it has something */
	money before; /* up to the day and on it */
	money after;
};

/*
 * False after an error: a payment is of another currency, has more decimals than the item's has,
 * or does not fit.
 */
bool receipts_of(struct receipts *r, struct diag *d, const struct item *item, date day,
    struct receipts_sum *out);
/* After the last item: how many payments were of none of them. */
void receipts_tell_strangers(const struct receipts *r, struct diag *d);
void receipts_free(struct receipts *r);

#endif
