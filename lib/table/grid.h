/*
 * A plain table to look at: columns aligned by the width of their text, two
 * blanks between them, and where it is too wide the widest texts shortened.
 */
#ifndef TABLE_GRID_H
#define TABLE_GRID_H

#include "base/buf.h"
#include "base/slice.h"

#include <stdbool.h>
#include <stddef.h>

struct grid_column {
	struct slice heading; /* may be set in two lines, cut at an underscore */
	bool right;	      /* set flush right */
	bool whole;	      /* never shortened: amounts, dates */
	size_t width;	      /* of its text so far, and after grid_fit as it is set */
};

/* Make room for a cell. */
void grid_measure(struct grid_column *column, struct slice cell);
/* How narrow the measured columns can be while their texts still say something. */
size_t grid_least_width(const struct grid_column *columns, size_t count);
/* Widen the first column where these columns together are narrower than `width`. */
void grid_make_room(struct grid_column *columns, size_t count, size_t width);
/* After all cells were measured: make room for the headings, then shorten to `most` (0: no limit).
 */
void grid_fit(struct grid_column *columns, size_t count, size_t most);
/* The headings and a rule under them. */
void grid_heading(struct buf *b, const struct grid_column *columns, size_t count);
void grid_rule(struct buf *b, const struct grid_column *columns, size_t count);
void grid_row(
    struct buf *b, const struct grid_column *columns, size_t count, const struct slice *cells);
/* A row of sums: the label stands over the cells before the first that is not empty. */
void grid_sums(struct buf *b, const struct grid_column *columns, size_t count, struct slice label,
    const struct slice *cells);

/* The width to fit: $COLUMNS, else that of the terminal on standard output, else 0. */
size_t grid_terminal_width(void);

#endif
