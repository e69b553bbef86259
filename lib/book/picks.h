/*
 * A list of customers and items that a person wrote, a line each:
 * CUSTOMER or CUSTOMER,INVOICE or CUSTOMER,INVOICE,INSTALMENT. Empty lines
 * and a first line `customer` or `customer,invoice` say nothing.
 */
#ifndef BOOK_PICKS_H
#define BOOK_PICKS_H

#include "base/diag.h"
#include "base/map.h"
#include "book/customers.h"
#include "book/item.h"

#include <stdbool.h>
#include <stddef.h>

struct pick {
	struct slice customer, invoice,
	    instalment; /* of a whole customer, invoice: the rest empty */
	unsigned long line;
	bool found; /* an item of it was asked for */
};

struct picks {
	const char *path;
	struct pick *all; /* in the order of the file */
	size_t count, capacity;
	struct map by_name; /* the three parts, each with a NUL after it, to their place plus one */
	struct map customers; /* those named, to any of their lines */
	struct buf text;
};

/* Read the file; false after errors were reported (66, 65). */
bool picks_load(struct picks *p, struct diag *d, const char *path);

enum pick_match { PICK_NONE, PICK_CUSTOMER, PICK_ITEM };
/* Whether the list names the item: PICK_ITEM by its invoice, PICK_CUSTOMER through its customer. */
enum pick_match picks_match(struct picks *p, const struct item *item);
/*
 * Warn of what no item had: a slip, or settled since. A customer among `known` (NULL: none) needs
 * no item.
 */
void picks_tell_unfound(const struct picks *p, struct diag *d, const struct customers *known);
void picks_free(struct picks *p);

#endif
