/*
 * The sums of what was imported, to be held against the export's own total row.
 */
#ifndef BOOK_EXPORT_TOTALS_H
#define BOOK_EXPORT_TOTALS_H

#include "base/diag.h"
#include "book/cells.h"
#include "book/header.h"
#include "value/money.h"

#include <stdbool.h>

/* What an item adds. */
struct export_sums {
	char currency[4]; /* "": no column tells it */
	money amount, open_amount;
};

/* Zero-initialize. */
struct export_totals {
	money amount, open_amount;
	bool unknown; /* too large, or of several currencies */
	bool any;
	char currency[4];
	bool told;	    /* the export has a total row */
	unsigned long part; /* of the rows that were added; each has its own total */
};

/* Add an item that was taken, of a part of the export (see walk.h). */
void export_totals_add(struct export_totals *t, const struct export_sums *sums, unsigned long part);
/* Warn where the total row, whose cells are `fields`, says something else. */
void export_totals_compare(const struct export_totals *t, struct diag *d, struct place at,
    const struct cells *c, const struct header *h, const struct slice *fields);

#endif
