/*
 * A row of a table of payments: customer, invoice, date and amount, and where
 * they are needed instalment and currency.
 */
#ifndef BOOK_PAYMENT_ROW_H
#define BOOK_PAYMENT_ROW_H

#include "book/item.h"
#include "table/csv.h"

#include <stdbool.h>

/* Find the columns; false after a missing one was reported. */
bool payment_columns_find(struct item_columns *c, struct table *t);

/*
 * Read a row as an item: its date as the due date, its amount as the open amount, above zero. The
 * item that it pays may be unknown yet (NULL): where the row names no currency the amount then has
 * six decimals. False after a fault.
 */
bool payment_parse(struct item_columns *c, struct table *t, const struct row *row,
    const struct item *pays, struct item *out);

#endif
