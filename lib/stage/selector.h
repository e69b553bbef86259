/*
 * Selecting: the rows of a ledger are judged one by one, then gathered into
 * the reminders of the day. What a person has to look at is told.
 */
#ifndef STAGE_SELECTOR_H
#define STAGE_SELECTOR_H

#include "base/spool.h"
#include "rules/scope.h"
#include "rules/selection.h"
#include "stage/ledger.h"
#include "stage/propose.h"

#include <stdbool.h>

struct selector {
	/* set first */
	struct ledger ledger; /* open */
	struct scope scope;
	enum propose_mode mode; /* PROPOSE_ALL judges nobody */
	const char *only_level; /* NULL: all */
	int delivery;		/* how all get their letters; -1: each as it says */
	bool rejects;		/* faulty rows are let go, and hold back their customers */

	bool passes; /* rows that change nothing need not be looked at: nobody asks about them */
	bool judges; /* and may be told by themselves */
	struct selection selection;
	/* private */
	const struct debtor *told; /* whose address was complained of last */
	struct buf folded;	   /* the row at hand */
	struct judged *judged;	   /* what was judged ahead */
};

void selector_open(struct selector *s);
/* Read the ledger to its end. */
void selector_take(struct selector *s);
/* Make the letters. */
void selector_decide(struct selector *s);
void selector_write(const struct selector *s, struct spool *out);
void selector_free(struct selector *s);

#endif
