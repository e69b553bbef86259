/*
 * What a row of a proposal charges, as one double entry: the customer owes the
 * sum, and each charge stands on its own account. Pure.
 */
#ifndef RULES_BOOKING_H
#define RULES_BOOKING_H

#include "book/policy.h"
#include "book/proposal.h"
#include "value/money.h"

#include <stdbool.h>
#include <stddef.h>

enum booking_account {
	BOOKING_RECEIVABLE,
	BOOKING_FEES, /* reminder fees, line fees, and costs by a scale */
	BOOKING_INTEREST,
	BOOKING_DAMAGES,
	BOOKING_VAT,
	BOOKING_ACCOUNTS
};
/* As the policy names it. */
const char *booking_account_name(const struct accounts *a, enum booking_account account);

enum { BOOKING_LINES = 7, BOOKING_ID = 19 };

struct booking {
	const struct proposal_row *row;
	bool reversal;
	char id[BOOKING_ID]; /* of the reminder's key, so it is the same whenever it is made */
	struct booking_line {
		enum booking_account account;
		const char *charge; /* the proposal's column, or "receivable" */
		money amount;	    /* debit above zero, credit below */
	} lines[BOOKING_LINES];	    /* the receivable first; none of a charge that is zero */
	size_t count;		    /* 0: the row charges nothing */
};

/* False when the charges are not those that the row's `fees` is the sum of. */
bool booking_make(const struct proposal_row *row, bool reversal, struct booking *out);

#endif
