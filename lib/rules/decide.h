/*
 * Who is reminded, at which level, and why not: one item, from its own facts.
 * Pure. What needs the customer's other items (totals, the credit limit, the
 * letters) is in account.h.
 */
#ifndef RULES_DECIDE_H
#define RULES_DECIDE_H

#include "book/customers.h"
#include "book/item.h"
#include "book/policy.h"
#include "rules/state.h"
#include "value/date.h"

#include <stdbool.h>

/* Why an item is reminded or not: the first of these that holds. */
enum reason {
	REASON_FILTERED,
	REASON_PAYABLE,
	REASON_FEE,
	REASON_CREDIT,
	REASON_PAID,
	REASON_UNKNOWN_CUSTOMER,
	REASON_CUSTOMER_BLOCKED,
	REASON_ITEM_BLOCKED,
	REASON_PAUSED,
	REASON_ARRANGED,
	REASON_NOT_DUE,
	REASON_MAX_REMINDERS,
	REASON_UNKNOWN_LEVEL, /* the history's last level is not in the policy any more */
	REASON_LAST_LEVEL,
	REASON_GRACE,
	REASON_RECENTLY_REMINDED,
	REASON_CREDIT_LIMIT,
	REASON_BELOW_MINIMUM,
	REASON_NO_ADDRESS,
	REASON_PICKED,
	REASON_SELECTED,
	REASONS
};
extern const char *const reason_names[REASONS];

static inline bool reason_reminds(enum reason r)
{
	return r == REASON_PICKED || r == REASON_SELECTED;
}

enum picked {
	PICKED_NOT,
	PICKED_CUSTOMER, /* through its customer: taken when it is due */
	PICKED_ITEM	 /* by its own name: taken also before it is due */
};

struct facts {
	const struct item *item;
	const struct customer *customer; /* NULL: not in the customer file */
	const struct terms *terms;
	const struct item_state *state;
	date due_date; /* what decide_due_date says */
	date as_of;
	bool filtered; /* it may not cause a letter */
	enum picked picked;
};

/* What part an item plays in its customer's letter. */
enum role {
	ROLE_NONE,   /* not an open receivable of a customer who can be reminded */
	ROLE_OPEN,   /* owed */
	ROLE_CREDIT, /* a credit or an unapplied payment */
	ROLE_HELD    /* owed, but on hold */
};

struct decision {
	enum reason reason;
	enum role role;
	int level; /* its place among the levels that it reaches; -1: none. Set though filtered */
	int level_above; /* the same if the customer is above its credit limit */
	bool due;	 /* as-of is its due date or later */
};

/* The whole judgement of one item, as far as it can be told without the others. */
struct decision decide_item(const struct facts *f);

/*
 * The due date that counts: the ledger's, unless it has none or the policy
 * lets the customer's term override it; then the invoice date plus the term.
 * False when there is none between DATE_LEAST and DATE_MOST.
 */
bool decide_due_date(
    const struct policy *p, const struct customer *c, const struct item *item, date *out);

/*
 * The next level that the item reaches, and the first day on which it does, as-of at the
 * earliest: a hold is waited for, nothing is assumed paid. False when no level
 * comes (paid, blocked, past the last level or max_reminders, ...). What the customer's other
 * items decide (min_amount, credits, credit_limit) is not looked at.
 */
bool decide_next(const struct facts *f, int *level, date *on);

/*
 * The state after being reminded at `level` on `on`, to ask decide_next again
 * for the level after it (a plan). The last level may repeat for ever.
 */
void decide_advance(
    struct item_state *state, const struct terms *terms, int level, int delivery, date on);

/* How the customer gets letters: as it says itself, else the policy's default. customer may be
 * NULL. */
int decide_delivery(const struct policy *p, const struct customer *c);

/* Until when to pay a reminder of that level: on + transit + pay_within. False when out of range.
 */
bool decide_pay_by(const struct level *level, int delivery, date on, date *out);

#endif
