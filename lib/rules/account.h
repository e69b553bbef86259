/*
 * An account: what one customer owes in one currency under one set of terms.
 * Here its letters are made of its items: who of them is reminded after all, what
 * else stands in the letter, and at which level it is. Pure.
 */
#ifndef RULES_ACCOUNT_H
#define RULES_ACCOUNT_H

#include "base/slice.h"
#include "book/policy.h"
#include "book/proposal.h"
#include "rules/decide.h"
#include "value/date.h"
#include "value/money.h"

#include <stdbool.h>
#include <stddef.h>

/* Sums over all items of an account, also over those that can stand in no letter. */
struct balance {
	wide due;     /* what is due, or reaches a level; nothing on hold */
	wide credits; /* negative */
};
void balance_add(struct balance *b, const struct decision *d, money open);

struct candidate {
	/* facts */
	struct slice invoice;
	date due_date;
	money open;
	struct decision decision; /* of decide_item; reason and level become final */
	/* result */
	enum section section;
	long letter; /* which of the account's letters, -1: in none */
};

struct account_facts {
	const struct terms *terms;
	const char *currency;
	date as_of;
	struct balance balance;
	bool above_limit;	/* the customer's open total exceeds its credit limit */
	bool reachable;		/* there is an address for its delivery */
	const char *only_level; /* make letters of this level alone; NULL: all */
};

struct account_letter {
	int level;   /* the highest of its rows that are reminded */
	size_t rows; /* 0: it is not made after all */
	wide total;  /* what it demands, before charges */
};

/*
 * Whether an item can stand in a letter at all; those that cannot need not be
 * kept. Every item's share in the balance counts all the same.
 */
bool account_keeps(const struct terms *terms, const struct decision *d, bool overdue);

/*
 * Make the letters of candidates c[0..n), which are in the order in which they
 * will stand. letters has room for n; returns how many there are.
 */
size_t account_decide(
    const struct account_facts *f, struct candidate *c, size_t n, struct account_letter *letters);

/* Whether no item that is not yet due can be reminded or listed under these terms. */
bool account_waits_for_due(const struct terms *terms);

/* Whether post or mail reaches the customer that way: each mail address that it has is right. */
bool account_reachable(const struct customer *c, int delivery);
/* The first mail address that is none, and what is wrong with it; NULL: none is. */
const char *account_wrong_address(const struct customer *c, struct slice *address);

#endif
