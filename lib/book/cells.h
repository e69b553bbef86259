/*
 * One row of an export, cell by cell, as the columns of a layout: picked,
 * translated, and brought into the form that our tables have. Nothing is
 * allocated for a row but what its keys need when they are cleaned.
 */
#ifndef BOOK_CELLS_H
#define BOOK_CELLS_H

#include "base/buf.h"
#include "book/layout.h"
#include "value/date.h"
#include "value/money.h"

#include <stdbool.h>
#include <stddef.h>

struct cell {
	struct slice raw;  /* as the export has it */
	struct slice text; /* as we write it */
	money amount;	   /* of FIELD_AMOUNT; 0 where it is empty */
	bool plain;	   /* known to need no quotes */
	char written[MONEY_TEXT];
	struct buf clean;
	/* Of a column that is translated: the last text that became another, and that one. */
	char had[24];
	size_t had_n;
	struct slice known; /* of the profile's; NULL: none yet */
	bool word;	    /* it is known to be one of the field's words */
};

/* Told of each fault: the column's place in the layout, and a sentence. */
typedef void cells_fault(void *context, size_t column, const char *sentence);

struct cells {
	const struct layout *layout;
	const struct profile *profile;
	struct cell *cells; /* one a column of the layout */
	date ledger_date;   /* DATE_NONE: the export's own */
	cells_fault *fault;
	void *context;
	int decimals;  /* of the row's currency */
	char named[4]; /* the currency that amounts name themselves, where no column does */
};

void cells_open(struct cells *c, const struct layout *l, const struct profile *p);
/*
 * Take the export's fields, as many as its header has: the keys first, then what
 * else there is. The result is in c->cells.
 */
void cells_take_keys(struct cells *c, const struct slice *fields);
void cells_take_rest(struct cells *c);
/* Give the row's item a name where the export has none for it. */
void cells_name_invoice(struct cells *c, const char *name);
/* Whether the row has neither a key, a date nor an amount: a title, a group or a footer. */
bool cells_are_no_item(const struct cells *c, const struct slice *fields);
/* An amount of the export's, without the row around it: of its total row. */
bool cells_amount(const struct cells *c, struct slice text, money *out);
/* The row as a line of our table. */
void cells_write(const struct cells *c, struct buf *b);
void cells_free(struct cells *c);

#endif
