/*
 * Listing: the rows of a ledger, or of a proposal, with what the book knows of
 * each, onto a sheet.
 */
#ifndef STAGE_LISTER_H
#define STAGE_LISTER_H

#include "base/buf.h"
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
	bool planned;	      /* a row for each reminder to come; a proposal has none */

	struct sheet sheet; /* what it shows is chosen after lister_open */
	struct debtors debtors;
	int reminder, rows, check; /* a proposal's columns; -1: not there */
	struct proposal_checked checked;
	struct map letters; /* reminder -> struct shown */
	struct origin {
		const struct debtor *debtor;
		struct packed row;
	} * origins; /* with rejects: the row of each line of the sheet */
	size_t norigins, origins_capacity;
	struct arena arena;
};

/* False after an error. */
bool lister_open(struct lister *l);
/* Read the rows to their end. */
void lister_take(struct lister *l);
/* After that: what a person has to look at; rows that are held back leave the sheet. */
void lister_finish(struct lister *l);
/* Put the rows in their order; what is for a person leaves out columns that say nothing. */
void lister_order(struct lister *l, bool for_person);
/* What is listed, and of which day: "Items on 2026-11-22". */
void lister_title(const struct lister *l, struct buf *b);
/* "Only rows with days_overdue > 30"; empty: all of them. */
void lister_subtitle(const struct lister *l, struct buf *b);
/* At the foot of a check list, for whoever ticked it off. */
extern const char lister_checked_by[];
void lister_table(const struct lister *l, size_t width, bool color, struct spool *out);
void lister_html(const struct lister *l, struct spool *out);
void lister_free(struct lister *l);

#endif
