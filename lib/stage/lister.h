/*
 * Listing: the rows of a ledger, or of a proposal, with what the book knows of
 * each, onto a sheet.
 */
#ifndef STAGE_LISTER_H
#define STAGE_LISTER_H

#include "base/map.h"
#include "base/mem.h"
#include "base/spool.h"
#include "book/proposal.h"
#include "rules/debtors.h"
#include "stage/ledger.h"
#include "stage/sheet.h"
#include "table/pack.h"

#include <stdbool.h>
#include <stddef.h>

struct lister {
	/* set first */
	struct ledger ledger; /* open */
	bool rejects;	      /* faulty rows are let go, and hold back their customers */

	struct sheet sheet; /* what it shows is chosen after lister_open */
	struct debtors debtors;
	int reminder, rows, check; /* a proposal's columns; -1: not there */
	int checked[CHECK_COLUMNS];
	struct map letters; /* reminder -> struct shown */
	struct origin {
		const struct debtor *debtor;
		struct packed row;
	} * origins; /* with rejects: the row of each line of the sheet */
	size_t norigins, origins_capacity;
	struct arena arena;
};

void lister_open(struct lister *l);
/* Read the rows to their end. */
void lister_take(struct lister *l);
/* After that: what a person has to look at; rows that are held back leave the sheet. */
void lister_finish(struct lister *l);
/* As CSV, or as a table to look at. */
void lister_write(struct lister *l, bool table, struct spool *out);
void lister_free(struct lister *l);

#endif
