/*
 * What the history says of one item on one day: pure, from the events of its
 * customer. Events dated after the day do not count, so an old day is replayed
 * with what was known by then.
 */
#ifndef RULES_STATE_H
#define RULES_STATE_H

#include "base/slice.h"
#include "book/history.h"
#include "book/item.h"
#include "book/policy.h"
#include "value/date.h"
#include "value/money.h"

#include <stdbool.h>

/* What earlier reminders of an item charged, undone ones left out. */
struct charged {
	money interest, line_fee, damages, reminder_fee, cost, vat;
};

enum hold { HOLD_NONE, HOLD_PAUSED, HOLD_BLOCKED, HOLD_ARRANGED };

struct item_state {
	bool has_events;	 /* the history has some of its customer or its invoice */
	int level;		 /* the last reminder's place among the terms' levels, -1: none */
	bool level_unknown;	 /* the last reminder's level is not among the terms' levels */
	struct slice level_id;	 /* as in the history; empty: never reminded */
	int n;			 /* which time at that level, 0: never reminded */
	unsigned reminders;	 /* how many, undone ones left out */
	date last_reminded;	 /* DATE_NONE: never */
	date pay_by;		 /* of the last reminder, DATE_NONE when not known */
	enum hold hold;		 /* of the item itself */
	date hold_until;	 /* the last day of it, DATE_NONE: without end */
	enum hold customer_hold; /* of the customer as a whole */
	date customer_hold_until;
	bool arranged;	     /* a payment arrangement holds, of the item or its customer */
	date arranged_until; /* its last day, DATE_NONE: without end */
	struct charged charged;
	struct slice last_note; /* the newest note on the item or its customer */
	struct slice status;	/* the newest status event of the item; empty: none */
	bool overflow;		/* the charges do not fit */
};

/*
 * The state of `item` under `terms` on `as_of`. `events` are its customer's
 * (history_of). Where the history is silent, the item's own reminded_level and
 * reminded_on count (another program's reminders).
 */
void state_of(struct event_list events, const struct item *item, const struct terms *terms,
    date as_of, struct item_state *out);

/* Of the same state, whether a hold is on the item or on its customer as a whole. */
bool state_on_hold(struct event_list events, const struct item *item, date as_of);

/* Of the same state, what charges ask for. */
struct reminded {
	date last; /* DATE_NONE: never */
	struct charged charged;
	bool overflow; /* the charges do not fit */
};
void state_reminded(struct event_list events, const struct item *item, const struct terms *terms,
    date as_of, struct reminded *out);

/* The state of an item of which nothing is known. */
struct item_state state_none(void);

/* The newest status that the history gave it, which wins over the ledger's; empty: none. */
struct slice state_status(struct event_list events, const struct item *item, date as_of);

/*
 * How often the item was reminded at that level by as_of, undone ones too: the next time is this
 * plus one. Otherwise a reminder made again after `undone` would have the key of the one that was
 * undone, and be taken for sent.
 */
int state_times(
    struct event_list events, const struct item *item, struct slice level_id, date as_of);

/* Whether the reminder was undone by as_of; `events` are its customer's. */
bool state_undone(struct event_list events, const struct event *reminder, date as_of);

/* What reminders of the item dated before `before`, and not undone by as_of, charged. False when
 * that does not fit. */
bool state_charged(struct event_list events, const struct item *item, date before, date as_of,
    struct charged *out);

#endif
