/*
 * One customer's events by invoice, so that the state of an item does not take a
 * walk through the events of all the customer's other items.
 */
#ifndef RULES_TIMELINE_H
#define RULES_TIMELINE_H

#include "base/map.h"
#include "base/slice.h"
#include "book/history.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { TIMELINE_FEW = 16 };

struct timeline {
	struct event_list all;
	/* Of few events, each one's invoice as a number. */
	uint32_t marks[TIMELINE_FEW];
	bool asks_all; /* one of them is of the customer as a whole */
	/* Of more. */
	struct map by_invoice;	     /* invoice -> struct strand */
	struct strand *whole;	     /* of the customer as a whole */
	const struct event **merged; /* the answer of timeline_of */
	size_t capacity;
};

/* `events` live longer than the timeline. */
void timeline_make(struct timeline *t, struct event_list events);
/*
 * The events of one invoice and those of the whole customer, maybe with others, in the order in
 * which they count.
 * They are there until the next call.
 */
struct event_list timeline_of(struct timeline *t, struct slice invoice);
void timeline_free(struct timeline *t);

#endif
