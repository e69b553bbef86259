/*
 * Costs that earlier reminders bore for several items at once: such a cost stands on one row of
 * its reminder and counts for each item that stood there with it, also when that row's own item is
 * paid and gone from the ledger.
 */
#ifndef RULES_SHARED_H
#define RULES_SHARED_H

#include "base/map.h"
#include "base/mem.h"
#include "book/history.h"
#include "book/item.h"
#include "book/policy.h"
#include "value/date.h"

struct shared {
	struct event_list all;	/* of one customer */
	struct map by_reminder; /* number -> struct bearer */
	struct arena arena;
	const struct event **found; /* of the answer at hand */
	size_t count, capacity;
};

/* From a customer's events, which live longer; again for the next customer. */
void shared_make(struct shared *s, struct event_list events);
/*
 * The rows of other items that bore costs for this one by as_of; `own` are the events of the
 * item. They are there until shared_free.
 */
struct event_list shared_of(struct shared *s, struct event_list own, const struct item *item,
    const struct terms *terms, date as_of);
void shared_free(struct shared *s);

#endif
