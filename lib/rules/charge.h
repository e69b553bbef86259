/*
 * What a reminder charges: pure, a whole reminder at once. A fee of the reminder stands on its
 * first overdue row, a scale over it on the first row that names the scale. Every amount is
 * exact and rounded once, half away from zero. The rules are told in dun-policy(5), CHARGES.
 */
#ifndef RULES_CHARGE_H
#define RULES_CHARGE_H

#include "base/buf.h"
#include "book/history.h"
#include "book/item.h"
#include "book/policy.h"
#include "book/proposal.h"
#include "book/rates.h"
#include "rules/state.h"
#include "value/date.h"
#include "value/money.h"

#include <stdbool.h>
#include <stddef.h>

/* A part payment, and what reminders before it had demanded by then, all in all. */
struct payment {
	date on;
	money amount; /* above zero */
	money costs, interest;
};

struct charge_row {
	/* facts */
	const struct item *item;
	enum section section;
	const struct level *level; /* the row's own; NULL where it has none */
	date due_date;		   /* effective; DATE_NONE: not known */
	date last_reminded;	   /* DATE_NONE: never */
	struct charged earlier;
	/* Reminders that the item stood in with others bore a cost for all of them: the others'. */
	const struct event *const *shared;
	size_t nshared;
	const struct payment *payments; /* in the order of their days, none after as_of */
	size_t npayments;
	/* result */
	int interest_days;
	struct charged now; /* what this reminder charges */
};

struct charge_facts {
	const struct policy *policy;
	const struct rates *rates; /* NULL when the policy needs none */
	const struct terms *terms;
	const struct level *level; /* the letter's: it decides reminder_fee */
	date as_of;
	struct buf *explain; /* NULL, or gets a line a charge: each row's sum in words */
};

struct charge_fault {
	size_t row;		 /* which row it is about */
	bool policy;		 /* the policy's fault (78), else the data's (65) */
	unsigned long line, col; /* of the rule in the policy */
	char text[256];
};

/* Fill the results of rows[0..count). False, with *fault filled, when it cannot be computed. */
bool charge_reminder(const struct charge_facts *facts, struct charge_row *rows, size_t count,
    struct charge_fault *fault);

/* Whether there is a level whose interest runs from the last reminder: others ask only what was
 * charged before. */
bool charge_asks_last(const struct policy *policy, const struct rates *rates);

/*
 * What the level after each row's own would charge on the same rows, interest
 * left out (it grows by the day): for the tag %next_cost%. 0 at the last level.
 */
bool charge_next_cost(const struct charge_facts *facts, const struct charge_row *rows, size_t count,
    money *cost, struct charge_fault *fault);

/* Interest that one more day after as-of adds, over all rows: for %interest_per_day%. */
bool charge_interest_per_day(const struct charge_facts *facts, const struct charge_row *rows,
    size_t count, money *interest, struct charge_fault *fault);

/* The sum of all columns; false when it does not fit. */
bool charged_sum(const struct charged *c, money *out);

#endif
