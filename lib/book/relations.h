/*
 * Customers for the customer file, dun-customers(5): from a list of relations,
 * or from the rows of a ledger.
 */
#ifndef BOOK_RELATIONS_H
#define BOOK_RELATIONS_H

#include "book/cells.h"
#include "book/merge.h"
#include "book/walk.h"

#include <stdbool.h>
#include <stddef.h>

enum { RELATIONS_COLUMNS = PROFILE_COLUMNS + 8 };

/* Zero-initialize; relations_of_... open it. */
struct relations {
	struct merge *merge;
	struct walk *walk;
	struct relations_column {
		struct slice name;
		const struct field *field;	     /* NULL: the user's own */
		const struct profile_column *column; /* of a list; NULL in a ledger */
		int from[PROFILE_NAMES];	     /* places in the export, */
		size_t nfrom, picked;
		int cell;	 /* or in a ledger the place of the item's own cell, -1 */
		struct buf text; /* scratch */
	} columns[RELATIONS_COLUMNS];
	size_t count;
	struct slice values[RELATIONS_COLUMNS]; /* of the current row */
	unsigned long without_code;
	bool from_ledger;
	bool nameless, told; /* the ledger has no names, and that was told */
};

/*
 * All rows of a list of relations. False when an error was reported; bad rows go
 * to the file `rejects` where that is not NULL.
 */
bool relations_read(struct diag *d, const struct profile *p, const struct export_file *files,
    size_t nfiles, const char *rejects, struct merge *merge);

/* The customers of a ledger: plan by its columns, then take row after row that became an item. */
void relations_of_ledger(
    struct relations *r, struct merge *merge, struct walk *w, const struct layout *l);
void relations_take_item(struct relations *r, const struct cells *c);
void relations_free(struct relations *r);

#endif
