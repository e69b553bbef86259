/*
 * Part payments by date: a table of customer, invoice, date and amount, and where they are needed
 * instalment and currency. Those of the items of a proposal are kept, in the order of their days.
 */
#ifndef BOOK_PAYMENTS_H
#define BOOK_PAYMENTS_H

#include "base/diag.h"
#include "book/proposal.h"
#include "value/date.h"
#include "value/money.h"

#include <stddef.h>

struct part_payment {
	const struct proposal_row *of;
	date on;
	money amount; /* above zero, in the item's currency */
	unsigned long line;
};

struct payments {
	const char *path;
	struct part_payment *all; /* by row, then day */
	size_t count, capacity;
};

/* Read the table; false after errors were reported (66, 65). */
bool payments_load(
    struct payments *p, struct diag *d, const char *path, const struct proposal *proposal);
/* Those of the row; *count of them. */
const struct part_payment *payments_of(
    const struct payments *p, const struct proposal_row *row, size_t *count);
void payments_free(struct payments *p);

#endif
