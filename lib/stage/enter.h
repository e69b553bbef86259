/*
 * What a person decided, held against what is known and written into the
 * history. See log-history(1).
 */
#ifndef STAGE_ENTER_H
#define STAGE_ENTER_H

#include "base/diag.h"
#include "book/entered.h"
#include "book/places.h"

/*
 * Log the event, unless the history says so already. With e->each, of each row of the table
 * `items` (customer, and where it has them invoice and instalment): all of them or none.
 */
void enter_event(struct diag *d, struct entered *e, const struct places *places, const char *items);

#endif
