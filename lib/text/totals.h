/*
 * The sums of a reminder.
 */
#ifndef TEXT_TOTALS_H
#define TEXT_TOTALS_H

#include "book/proposal.h"
#include "value/money.h"

#include <stdbool.h>

/* Rows of the sections not_due and on_hold are in none of them but `section`. */
struct totals {
	char currency[4];
	int decimals;
	bool has[SECTIONS];
	money section[SECTIONS]; /* open amounts */
	money fee[FEE_COLUMNS];	 /* what this reminder charges, by enum fee_column */
	money overdue;		 /* open: overdue and reminded, less credits that are netted */
	money fees;		 /* all charges: this reminder's and the earlier ones */
	money total;		 /* what is to be paid: overdue + fees */
	money balance;		 /* and all the rest that is open */
	bool net;		 /* credits lower the total */
	bool statement;		 /* an overview: its table shows the balance */
};

/* Whether what a section's rows owe is part of the total. */
bool totals_counts(const struct totals *t, enum section section);
/* Whether a section is part of the sum under the table. */
bool totals_shown(const struct totals *t, enum section section);
/* False when a sum does not fit. */
bool totals_of(const struct reminder *reminder, bool net, struct totals *out);

#endif
