/*
 * A listing from its first row to its totals, for what sets it down: a plain
 * table, a web page, a report on paper. Amounts come with all their decimals.
 */
#ifndef TABLE_LISTING_WALK_H
#define TABLE_LISTING_WALK_H

#include "table/listing.h"
#include "value/money.h"

#include <stdbool.h>
#include <stddef.h>

/* The columns that are set down, by their places in the listing. */
struct listing_shown {
	size_t *from;
	size_t count;
	struct slice *cells; /* of the row or the sums at hand */
	char (*texts)[MONEY_TEXT];
};

/* All but the hidden ones, and the spare ones that are empty in every row. */
void listing_show(const struct listing *l, struct listing_shown *s);
/* The same for a page: without the spare ones that it has no room for. False after an error. */
bool listing_show_page(const struct listing *l, struct diag *d, struct listing_shown *s);
void listing_shown_free(struct listing_shown *s);

enum listing_sum { SUM_OF_GROUP, SUM_OF_ALL, SUM_BY_COLUMN };

struct listing_paper {
	/* A group with a heading begins. */
	void (*group)(void *paper, struct slice name);
	/* False: no more. */
	bool (*row)(void *paper, const struct listing_line *line, const struct slice *cells);
	/* `last` of its kind here: those of other currencies went before it. */
	void (*sums)(void *paper, enum listing_sum kind, struct slice label,
	    const struct slice *cells, bool last);
};

/* Cells are one a shown column. False after an error: amounts that cannot be added. */
bool listing_walk(const struct listing *l, struct diag *d, struct listing_shown *s,
    const struct listing_paper *how, void *paper);

#endif
