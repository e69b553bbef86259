/*
 * The rows that mail-out writes: the input's, with how each was delivered, and
 * with the delivered message's own values where the item went out before; or, where
 * there is no input (--flush), rows rebuilt from the messages' headers.
 */
#ifndef MAIL_ROWS_H
#define MAIL_ROWS_H

#include "base/buf.h"
#include "base/diag.h"
#include "base/map.h"
#include "mail/compose.h"
#include "mail/plan.h"
#include "table/columns.h"

#include <stdbool.h>

struct rows {
	struct diag *d;
	const struct composer *composer; /* NULL: no input */
	const char *redirect;		 /* all went to this tester, and nothing counts */
	struct columns columns;
	int rows, check;    /* places of these columns of the input */
	struct map counts;  /* by reminder number: how many rows of it are written */
	struct arena kept;  /* the counts */
	struct arena arena; /* of the rows in hand */
	struct buf line;
	bool broken; /* standard output takes no more */
};

/* Write the header. plans: all whose rows will be written. */
void rows_open(struct rows *r, const struct plan *plans, size_t count);
/* Write the rows of a plan, or of a parcel without input. */
void rows_write(struct rows *r, const struct plan *plan);
void rows_write_parcel(struct rows *r, struct parcel *parcel);
void rows_free(struct rows *r);

#endif
