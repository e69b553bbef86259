/*
 * The customers that a ledger names. Every row looks one up, and in a large
 * ledger they come in any order: what a row needs lies in one cache line of 64 bytes,
 * found through a table of its own with small slots.
 */
#ifndef RULES_DEBTORS_H
#define RULES_DEBTORS_H

#include "base/mem.h"
#include "base/slice.h"
#include "book/customers.h"
#include "book/history.h"
#include "book/item.h"
#include "book/policy.h"
#include "rules/account.h"
#include "rules/state.h"
#include "rules/timeline.h"
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

enum { DEBTOR_SHORT = 16 };

/* What is asked of a debtor only where an item plays a part. */
struct debtor_part {
	struct timeline *timeline; /* made when its first state is asked for; NULL: no events */
	size_t rank;
	wide open_total; /* of its receivables in the policy's currency */
	struct account first;
};

struct debtor {
	struct slice key;
	char short_key[DEBTOR_SHORT];	 /* the key itself, when it fits */
	const struct customer *customer; /* NULL: unknown */
	const struct terms *terms; /* as assigned to all its items alike; NULL: not asked yet */
	struct debtor_part *part;  /* NULL: it was not asked for (debtors_part) */
	int delivery;
	bool held_back; /* one of its rows is faulty, so none is used */
	bool named;	/* was told as unknown */
	bool has_events;
};

struct debtors {
	const struct policy *policy;
	const struct customers *customers;
	const struct history *history;
	int delivery;	     /* how all get their letters this time; -1: each as it says */
	struct debtor *last; /* the one asked for last */
	struct item_state none, state; /* of an item without history; the last one asked for */
	struct debtor_slot {
		uint32_t tag;
		uint32_t place; /* plus one; 0: free */
	} * slots;
	size_t size; /* a power of two, at least twice the count */
	size_t count;
	struct debtor **blocks;
	size_t nblocks, blocks_capacity;
	struct arena arena;
};

void debtors_open(struct debtors *d, const struct policy *policy, const struct customers *customers,
    const struct history *history);
struct debtor *debtors_of(struct debtors *d, struct slice customer);
/*
 * The same by the hash of its name, for a caller who knows some rows ahead whom he will ask for.
 * Whoever is asked for soon is brought near in steps, each of which needs what the step before it
 * brought: his slot, the debtor, and what a whole row looks at of his customer.
 */
uint64_t debtors_hash(struct slice customer);
void debtors_soon(const struct debtors *d, uint64_t hash);
void debtors_near(const struct debtors *d, uint64_t hash);
void debtors_nearer(const struct debtors *d, uint64_t hash);
struct debtor *debtors_hashed(struct debtors *d, struct slice customer, uint64_t hash);
struct debtor_part *debtors_part(struct debtors *d, struct debtor *debtor);
/* What the history says of an item of that debtor, until the next call. */
const struct item_state *debtors_state(struct debtors *d, struct debtor *debtor,
    const struct item *item, const struct terms *terms, date as_of);
/* The item's status by the history (state_status), without the rest of its state. */
struct slice debtors_status(
    struct debtors *d, struct debtor *debtor, const struct item *item, date as_of);
/* By the order in which they came, from 0 to count - 1. */
struct debtor *debtors_get(const struct debtors *d, size_t place);
void debtors_free(struct debtors *d);

#endif
