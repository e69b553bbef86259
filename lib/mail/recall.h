/*
 * What the history has of an item, for the items of one reminder after the other: a customer's
 * events are put in order by invoice once, when its first item is asked for.
 */
#ifndef MAIL_RECALL_H
#define MAIL_RECALL_H

#include "book/history.h"
#include "rules/timeline.h"

/* Zero-initialize, then set the history. */
struct recall {
	const struct history *history;
	struct slice customer; /* whose events are at hand */
	struct timeline timeline;
};

/* Those of the invoice and of the whole customer, in order; there until the next call. */
struct event_list recall_of(struct recall *r, struct slice customer, struct slice invoice);
void recall_free(struct recall *r);

#endif
