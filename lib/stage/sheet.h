/*
 * The sheet that a list shows: its columns, each found in the overview, the
 * items or the customer file, and the rows kept in a listing.
 */
#ifndef STAGE_SHEET_H
#define STAGE_SHEET_H

#include "book/customers.h"
#include "book/item.h"
#include "rules/lookup.h"
#include "rules/overview.h"
#include "table/csv.h"
#include "table/listing.h"

#include <stdbool.h>
#include <stddef.h>

/* What its rows are. */
enum sheet_kind {
	SHEET_ITEMS,
	SHEET_PLAN,	/* reminders to come: an item stands there several times */
	SHEET_PROPOSAL, /* select-overdue's: no overview is added, but a newer status counts */
};

/* Where a column's values come from. */
struct source {
	enum {
		FROM_NOWHERE,
		FROM_OVERVIEW,
		FROM_CURRENCY,
		FROM_SIDE,
		FROM_KIND,
		FROM_TERMS,
		FROM_TABLES
	} kind;
	size_t overview;
	struct lookup lookup;
};

struct sheet {
	/* set first */
	struct table *table;
	const struct customers *customers;
	enum sheet_kind kind;

	struct overview overview; /* of the row at hand; of a proposal's its status alone */
	struct slice terms;	  /* those that it is under; of a proposal not looked for */
	struct source *from;	  /* one a column of the listing */
	struct source days;
	struct sheet_where {
		const struct condition *condition;
		struct source from;
	} * where; /* all of them must hold */
	size_t nwhere, where_capacity;
	struct slice *cells;
	struct listing_key *keys;
	struct listing listing;
	size_t currency_column, side_column; /* SIZE_MAX: not one of the usual columns */
};

void sheet_open(
    struct sheet *s, struct table *t, const struct customers *customers, enum sheet_kind kind);

/* The name nearest to one that nobody has, or an empty slice. */
struct slice sheet_nearest(const struct sheet *s, const char *name);

/* Add a column where it is not there yet; a hidden one is kept to sort by. False: nobody has it. */
bool sheet_add(struct sheet *s, struct slice name, bool hidden, size_t *place);
/* What a table shows where nobody says which columns: those of them that are there. */
void sheet_add_usual(struct sheet *s);
/* As every filter does: the key columns, the input's own, and what is added. */
void sheet_add_all(struct sheet *s);
/* Sort by a column after those before, "-NAME": descending. False: nobody has it. */
bool sheet_add_key(struct sheet *s, struct slice name);

/* Make it a check list, first of all: a box to tick off before each row. */
void sheet_check_off(struct sheet *s);
/* What a check list shows where nobody says which columns. */
void sheet_add_checks(struct sheet *s);
/*
 * After the columns and the keys to group by: rows stand under their customer where nobody says
 * otherwise, and have totals by level.
 */
void sheet_sum_checks(struct sheet *s);

/* Show only rows for which it holds; it outlives the sheet. False: nobody has its column. */
bool sheet_add_where(struct sheet *s, const struct condition *c);
/* Why it never can hold, on a column that is a proposal's own; NULL: nothing is wrong. */
const char *sheet_misfit(const struct sheet *s, const struct condition *c);
/* Whether all conditions hold for the row at hand. */
bool sheet_wants(const struct sheet *s, const struct item *item, const struct row *row,
    const struct customer *customer);

/* Keep the row at hand. */
void sheet_keep(struct sheet *s, const struct item *item, const struct row *row,
    const struct customer *customer);
/* The usual columns of currency and side say nothing where all rows are alike. */
void sheet_hide_alike(struct sheet *s);
void sheet_free(struct sheet *s);

#endif
