/*
 * Whether there is what a person names: an event that is about nobody changes
 * nothing, and a customer whose number was mistyped would be reminded after all.
 * Held against what is known: the history, and a policy's customers and levels.
 */
#ifndef BOOK_NAMED_H
#define BOOK_NAMED_H

#include "base/diag.h"
#include "base/slice.h"
#include "book/history.h"
#include "book/policy.h"

#include <stdbool.h>

struct customers;

/* What is known. The policy may be NULL; leave customers NULL: they are read when asked for. */
struct named {
	const struct history *history;
	struct policy *policy;
	struct customers *customers;
};

/* False after errors (65) were reported; what may be right after all is a warning. */
bool named_check(struct named *n, struct diag *d, const struct slice field[HISTORY_COLUMNS]);
/* Of that, whether the customer is known. */
bool named_customer(struct named *n, struct diag *d, struct slice customer);
void named_free(struct named *n);

#endif
