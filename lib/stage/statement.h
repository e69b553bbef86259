/*
 * Statements: what a customer owes in one currency, as an overview that reminds of nothing. Made
 * of open items (select-overdue --all) or of the rows of a proposal.
 */
#ifndef STAGE_STATEMENT_H
#define STAGE_STATEMENT_H

#include "base/diag.h"
#include "book/book.h"
#include "book/proposal.h"
#include "table/columns.h"

#include <stdbool.h>

enum { STATEMENT_ARREARS = 1 }; /* only what is overdue, and credits */

/*
 * Make the rows of a proposal that was read with PROPOSAL_LOOSE those of statements: each gets its
 * number and loses its level, and what it owes holds the charges of earlier reminders that are not
 * in the ledger. Customers who get no letter are left out (with a warning where a person has
 * to look), and so is an item that stands there twice. False after an error.
 */
bool statement_make(struct diag *d, struct proposal *p, const struct book *book, unsigned what);

/* The columns that say so, in rows that are written; those of the fees are among them. */
enum { STATEMENT_VALUES = 9 + FEE_COLUMNS };
extern const char *const statement_names[STATEMENT_VALUES];

struct statement_writer {
	struct proposal_checked checked; /* in the output, what `check` is over */
	struct slice values[STATEMENT_VALUES];
	char rows[16], check[CHECK_TEXT], fee[FEE_COLUMNS][MONEY_TEXT];
};

/* `c` was planned with statement_names as the first of those that are added. */
void statement_open(struct statement_writer *w, const struct columns *c);
/* The values of a row, in the order of statement_names; they live until the next call. */
const struct slice *statement_values(
    struct statement_writer *w, const struct columns *c, const struct proposal_row *row);

#endif
