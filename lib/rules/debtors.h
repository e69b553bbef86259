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
	/* As assigned to all its items alike; NULL: not asked yet. Any thread may find out, and all
	 * of them find the same. */
	_Atomic(const struct terms *) terms;
	struct debtor_part *part; /* NULL: it was not asked for (debtors_part) */
	uint32_t events;	  /* its number in the history (history_customer) */
	bool stranger;		  /* no customer file knows it */
	bool held_back;		  /* one of its rows is faulty, so none is used */
	bool named;		  /* was told as unknown */
};

/* Where what is asked about a debtor stands for a while. Zero-initialize. */
struct debtor_room {
	struct customer_room customer;
	struct event_room events;
	struct event_list told;	 /* what the history says of the item asked for last */
	struct item_state state; /* of that one */
};
void debtor_room_free(struct debtor_room *room);

struct debtors {
	const struct policy *policy;
	const struct customers *customers;
	const struct history *history; /* NULL: of no concern */
	int delivery;	      /* how all get their letters this time; -1: each as it says */
	struct debtor *known; /* by place among the customers */
	struct debtor *last;  /* the one asked for last */
	struct slice last_key;
	struct item_state none;	 /* of an item without history */
	struct debtor_room room; /* for a caller with one thread */
	struct map strangers;	 /* by key, those whom no customer file knows */
	struct arena arena;
};

/* The hash by which a customer is found. */
uint64_t debtors_hash(struct slice key);

void debtors_open(struct debtors *d, const struct policy *policy, const struct customers *customers,
    const struct history *history);
struct debtor *debtors_of(struct debtors *d, struct slice key);
/* The same of one whom the customer file has, by the key's hash, on any thread; NULL: it has not.
 */
struct debtor *debtors_known(const struct debtors *d, struct slice key, uint64_t hash);
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
/* It in the customer file, in the room; NULL: it is not there. */
const struct customer *debtors_customer(
    const struct debtors *d, const struct debtor *debtor, struct customer_room *room);
/* The same of a known one with nothing but what needs no fields of it (customers_flags), in `to`.
 */
const struct customer *debtors_flags(
    const struct debtors *d, const struct debtor *debtor, struct customer *to);
/* How it gets its letters this time. customer: it in the customer file, or NULL. */
int debtors_delivery(const struct debtors *d, const struct customer *customer);
/* What is kept of it beyond that, which is made where it is not there yet. */
struct debtor_part *debtors_part(struct debtors *d, struct debtor *debtor);
/* The debtor's events about one invoice (history_about), in the room. */
struct event_list debtors_events(const struct debtors *d, const struct debtor *debtor,
    struct slice invoice, struct event_room *room);
/* What the history says of an item of that debtor, in the room. */
const struct item_state *debtors_state(const struct debtors *d, const struct debtor *debtor,
    const struct item *item, const struct terms *terms, date as_of, struct debtor_room *room);
/* How often that item was reminded at a level of its terms (state_times), right after
 * debtors_state was asked; level -1: none. */
int debtors_times(const struct debtor_room *room, const struct facts *f, int level);
/* The item's status by the history (state_status), without the rest of its state. */
struct slice debtors_status(const struct debtors *d, const struct debtor *debtor,
    const struct item *item, date as_of, struct debtor_room *room);
void debtors_free(struct debtors *d);

#endif
