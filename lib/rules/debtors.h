/*
 * The customers that a ledger names, with what a run has to remember of each. Of a large customer
 * file each has his place here from the begin, so that a row finds him by one look-up.
 */
#ifndef RULES_DEBTORS_H
#define RULES_DEBTORS_H

#include "base/map.h"
#include "base/mem.h"
#include "base/slice.h"
#include "book/customers.h"
#include "book/history.h"
#include "book/item.h"
#include "book/policy.h"
#include "rules/account.h"
#include "rules/state.h"
#include "value/date.h"
#include "value/money.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct account {
	struct account *next;
	const struct terms *terms; /* NULL: not used yet */
	char currency[4];
	struct balance balance;
};

/* What is asked of a debtor only where an item plays a part. */
struct debtor_part {
	wide open_total; /* of its receivables in the policy's currency */
	struct account first;
};

struct debtor {
	const struct terms *terms; /* as assigned to all its items alike; NULL: not asked yet */
	struct debtor_part *part;  /* NULL: it was not asked for (debtors_part) */
	uint32_t place;		   /* among the customers, or after them */
	uint32_t events;	   /* its number in the history (history_customer) */
	signed char delivery;
	bool met;	/* what is above is known */
	bool held_back; /* one of its rows is faulty, so none is used */
	bool named;	/* was told as unknown */
};

struct debtors {
	const struct policy *policy;
	const struct customers *customers;
	const struct history *history; /* NULL: of no concern */
	int delivery;	      /* how all get their letters this time; -1: each as it says */
	struct debtor *known; /* by place among the customers */
	struct debtor *last;  /* the one asked for last */
	struct slice last_key;
	struct item_state none, state; /* of an item without history; the last one asked for */
	struct event_list told;	       /* what the history says of that one */
	struct event_room events;
	struct customer_room customer; /* for a caller with one thread */
	struct map strangers;	       /* by key, those whom no customer file knows */
	struct arena arena;
};

/* The hash by which a customer is found. */
uint64_t debtors_hash(struct slice key);

void debtors_open(struct debtors *d, const struct policy *policy, const struct customers *customers,
    const struct history *history);
struct debtor *debtors_of(struct debtors *d, struct slice key);
/*
 * Debtors that are asked for soon, for the sake of an item each: what is looked at then is fetched
 * from memory, for all of them at the same time.
 */
struct debtor_soon {
	uint64_t hash;		     /* debtors_hash */
	uint32_t mark;		     /* history_mark of the item's invoice */
	const struct debtor *debtor; /* private */
};
void debtors_soon(const struct debtors *d, struct debtor_soon *all, size_t count);
struct slice debtors_key(const struct debtors *d, const struct debtor *debtor);
/* Whether the customer file has it. */
bool debtors_knows(const struct debtors *d, const struct debtor *debtor);
/* It in the customer file, in the room; NULL: it is not there. */
const struct customer *debtors_customer(
    const struct debtors *d, const struct debtor *debtor, struct customer_room *room);
/* What is kept of it beyond that, which is made where it is not there yet. */
struct debtor_part *debtors_part(struct debtors *d, struct debtor *debtor);
/* The debtor's events about one invoice (history_about), in the room. */
struct event_list debtors_events(const struct debtors *d, const struct debtor *debtor,
    struct slice invoice, struct event_room *room);
/* What the history says of an item of that debtor, until the next call of these two. */
const struct item_state *debtors_state(struct debtors *d, const struct debtor *debtor,
    const struct item *item, const struct terms *terms, date as_of);
/* How often that item was reminded at a level of its terms (state_times), right after
 * debtors_state was asked; level -1: none. */
int debtors_times(const struct debtors *d, const struct facts *f, int level);
/* The item's status by the history (state_status), without the rest of its state. */
struct slice debtors_status(
    struct debtors *d, const struct debtor *debtor, const struct item *item, date as_of);
void debtors_free(struct debtors *d);

#endif
