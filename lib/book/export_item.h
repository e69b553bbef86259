/*
 * An item of an export: the row that a walk stands at, cell by cell as the columns of a layout, and
 * the keys that name it.
 */
#ifndef BOOK_EXPORT_ITEM_H
#define BOOK_EXPORT_ITEM_H

#include "book/cells.h"
#include "book/export_totals.h"
#include "book/layout.h"
#include "book/taken.h"
#include "book/walk.h"

#include <stdbool.h>

struct export_item {
	struct walk *walk; /* which is told of faults */
	const struct layout *layout;
	struct cells cells;
	struct taken_row keys;
};

/* ledger_date: DATE_NONE is the export's own. */
void export_item_open(
    struct export_item *e, struct walk *w, const struct layout *l, date ledger_date);
void export_item_free(struct export_item *e);

/* Take the row, its keys first, then its other cells. */
void export_item_take_keys(struct export_item *e);
void export_item_take_rest(struct export_item *e);
/* Find its keys again, where one was given to it. */
void export_item_find_keys(struct export_item *e);
/*
 * What cannot be: an invoice that has neither date could never be due (what looks like one may be a
 * sum carried over); and one with an amount below zero is no credit where more than 0 is open.
 */
void export_item_check(struct export_item *e);
/* Whether more was paid than was asked: what is open is below zero, and the amount is not. */
bool export_item_is_overpaid(const struct export_item *e);

/* The cell of a column of the layout as we write it; empty for -1. */
struct slice export_item_text(const struct export_item *e, int column);
/* What the row is by its kind, or by its sign where it has none. */
struct slice export_item_kind(const struct export_item *e);
/* The export's own name of a column of the layout. */
const char *export_item_column(const struct export_item *e, int column);
/* What the item adds to the export's totals. */
struct export_sums export_item_sums(const struct export_item *e);

#endif
