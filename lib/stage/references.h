/*
 * The payment references of a table of items: made where they are missing,
 * and checked, and account numbers checked. In references.c and
 * references_make.c.
 */
#ifndef STAGE_REFERENCES_H
#define STAGE_REFERENCES_H

#include "base/diag.h"
#include "base/map.h"
#include "base/mem.h"
#include "base/spool.h"
#include "table/columns.h"
#include "table/csv.h"
#include "table/pack.h"
#include "value/reference.h"

#include <stdbool.h>
#include <stddef.h>

/* A row that waits for the end of the input. */
struct waiting {
	struct packed row;
	const char *made; /* its new reference, NULL: none */
	bool faulty;
};

struct references {
	/* set first */
	struct diag *d;
	struct table *table;	    /* open */
	enum reference_scheme make; /* REFERENCE_NONE: none is made */
	bool check;		    /* add reference_ok */
	const char *iban_column;    /* add iban_ok about it; NULL: no such column */
	bool rejects;		    /* a faulty row holds back all that its customer has */

	int customer, invoice, instalment, side, reference, iban; /* -1: the table lacks it */
	struct columns columns;
	bool keeps; /* rows cannot be written before all of them are known */
	struct arena arena;
	struct waiting *rows;
	size_t count, capacity;
	struct slice *fields;	  /* of the waiting row at hand */
	struct map known;	  /* references as they are made -> struct waiting that has it */
	struct map bad_customers; /* with rejects: who has a faulty row */
	size_t items, made, bad_references, bad_ibans;
};

/* Find the columns; false after an error. */
bool references_open(struct references *r);
/* Read the table to its end, and write it. The spool is whole unless an error was reported. */
void references_take(struct references *r, struct spool *out);
void references_free(struct references *r);

/* Between the two files. */

void references_make(struct references *r);
void references_hold_back(struct references *r, struct slice customer);
/* A cell; empty where the table lacks the column. */
struct slice waiting_cell(const struct references *r, const struct waiting *w, int column);
/* Until the next waiting row is asked for. */
struct row waiting_row(struct references *r, const struct waiting *w);

#endif
