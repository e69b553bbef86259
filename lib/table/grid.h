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
	enum grid_cut {
		GRID_TEXT,  /* shortened first */
		GRID_WORD,  /* where that does not do, and never below a date: numbers, keys */
		GRID_AMOUNT /* never shortened */
	} cut;
	size_t width;	   /* of its text so far, and after grid_fit as it is set */
	const char *paint; /* how the next row's cell is shown, as grid_paint; NULL: as it is */
};

/* Make room for a cell. */
void grid_measure(struct grid_column *column, struct slice cell);
/* How narrow the measured columns can be while their texts still say something. */
size_t grid_good_width(const struct grid_column *columns, size_t count);
/* How narrow they can be at all. */
size_t grid_least_width(const struct grid_column *columns, size_t count);
/* After all cells were measured: make room for the headings, then shorten to `most` (0: no limit).
 */
void grid_fit(struct grid_column *columns, size_t count, size_t most);
/*
 * After that: where the first `count` of `all` columns are narrower than `width`, widen the first
 * that has a heading, as far as `most` allows.
 */
void grid_make_room(
    struct grid_column *columns, size_t all, size_t count, size_t width, size_t most);
/* The headings and a rule under them. */
void grid_heading(struct buf *b, const struct grid_column *columns, size_t count);
void grid_rule(struct buf *b, const struct grid_column *columns, size_t count);
void grid_row(
    struct buf *b, const struct grid_column *columns, size_t count, const struct slice *cells);
/*
 * A row of sums: the label stands over the cells before the first that is not empty, or, where they
 * have no room for it, on a line of its own.
 */
void grid_sums(struct buf *b, const struct grid_column *columns, size_t count, struct slice label,
    const struct slice *cells, size_t most);

/*
 * Show the lines of b from `from` on in the colour of an SGR parameter ("1": bold), which must have
 * none yet.
 */
void grid_paint(struct buf *b, size_t from, const char *paint);

#endif
