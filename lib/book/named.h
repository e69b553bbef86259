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

/*
 * False after errors (65) were reported; what may be right after all is a warning. The policy may
 * be NULL.
 */
bool named_check(struct diag *d, const struct history *h, struct policy *p,
    const struct slice field[HISTORY_COLUMNS]);

#endif
