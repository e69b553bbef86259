/*
 * The day that a run is for: the command line's, else the one that the rows
 * have in their column as_of, else today.
 */
#ifndef BOOK_AS_OF_H
#define BOOK_AS_OF_H

#include "table/csv.h"
#include "value/date.h"

#include <stdbool.h>

struct as_of {
	date day;   /* DATE_NONE: not known before the first row */
	int column; /* of the rows, -1: it is not looked at */
};

/* `told`: the command line's, DATE_NONE when it says nothing. */
struct as_of as_of_find(const struct table *t, date told);
/*
 * The row's own day; that of the run where it has none. The first one becomes the run's. False
 * after a fault of the row.
 */
bool as_of_read(struct as_of *a, struct table *t, const struct row *row, date *day);

#endif
