/*
 * The tables of the aged ledger as people read them, on a page or on paper:
 * their columns, and their rows as cells of text.
 */
#ifndef TEXT_AGED_CELLS_H
#define TEXT_AGED_CELLS_H

#include "stage/aged.h"
#include "text/locale.h"

#include <stdbool.h>
#include <stddef.h>

#define AGED_LANGUAGE "en"

enum { AGED_MONTH_COLUMNS = 7 };

/* Zero-initialize, then set the first two. */
struct aged_cells {
	const struct aged *a;
	struct locale *locale;
	size_t nkeys, count; /* columns before the amounts; all of them */
	struct slice *headings;
	struct slice *cells; /* of the row at hand */
	struct buf *texts;   /* what they point into */
};

void aged_cells_open(struct aged_cells *c);
/* The cells of a group, and of a row of sums with its label. */
void aged_cells_group(struct aged_cells *c, const struct ageing_group *g);
void aged_cells_sums(struct aged_cells *c, struct slice label, const struct ageing_sums *s);
void aged_cells_free(struct aged_cells *c);

/* Of the months: the first is the month's name, the others are figures. */
extern const char *const aged_month_headings[AGED_MONTH_COLUMNS];
void aged_month_cells(struct locale *l, const struct turnover *t, size_t i,
    struct buf texts[AGED_MONTH_COLUMNS], struct slice cells[AGED_MONTH_COLUMNS]);

/* "12.5%" */
void aged_percent(struct locale *l, money part, money whole, struct buf *b);

#endif
