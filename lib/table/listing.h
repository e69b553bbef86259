/*
 * Rows kept to be looked at: sorted, grouped with subtotals, written as CSV, or
 * as a plain table or a web page whose amounts are summed by currency.
 */
#ifndef TABLE_LISTING_H
#define TABLE_LISTING_H

#include "base/diag.h"
#include "base/mem.h"
#include "base/slice.h"
#include "base/spool.h"
#include "table/pack.h"

#include <stdbool.h>
#include <stddef.h>

enum listing_kind {
	LISTING_TEXT,
	LISTING_FIXED,	/* dates, short words, keys: shortened after all texts */
	LISTING_NUMBER, /* set flush right */
	LISTING_AMOUNT, /* set flush right with all its decimals, summed by currency */
	LISTING_MONEY,	/* the same, not summed */
	LISTING_TICK	/* an empty box to tick off; its cells and its name are ignored */
};

struct listing_column {
	const char *name;
	enum listing_kind kind;
	bool hidden;		  /* kept to sort or group by alone */
	const char *const *order; /* its words in the order in which they are sorted; NULL: none */
	size_t norder;
	bool toned; /* its cells show the tone of their row, where there is colour; pale all do */
	int spare;  /* not 0: left out of a table to look at when empty in every row, and of a plain
		     * one that is too wide; the highest first */
};

struct listing_key {
	size_t column;
	bool descending;
};

enum listing_tone { LISTING_PLAIN, LISTING_PALE, LISTING_LATE, LISTING_VERY_LATE };

struct listing_line {
	struct packed cells; /* one a column */
	const char *apart;   /* its amounts are summed apart from others, under this word; NULL */
	char currency[4];    /* of its amounts; empty: none */
	int decimals;
	enum listing_tone tone;
	size_t place; /* in the input */
};

/* Zero-initialize, then fill in columns and keys, which somebody else owns. */
struct listing {
	struct listing_column *columns;
	size_t ncolumns;
	const struct listing_key *keys; /* the first ngroups are what rows are grouped by */
	size_t nkeys, ngroups;
	bool headings;	/* a group has a heading of all its keys; its sums name the first alone */
	size_t nby, by; /* nby is 1: totals by the values of column `by` follow those of all rows */
	const char *noun; /* what a row is, for the counts: "item" */
	struct listing_line *lines;
	size_t count, capacity;
	struct arena arena;
};

static inline struct slice listing_cell(
    const struct listing *l, const struct listing_line *line, size_t column)
{
	return row_field(&line->cells, l->ncolumns, column);
}

/*
 * Keep a row; its cells are copied. An amount's cell is empty or an amount of `decimals` decimals.
 * What is returned is for `apart` and `tone`, until the next row is kept.
 */
struct listing_line *listing_add(
    struct listing *l, const struct slice *cells, const char *currency, int decimals);
void listing_sort(struct listing *l);
bool listing_csv(const struct listing *l, struct diag *d, struct spool *out);
/* As a plain table, `width` columns wide (0: as wide as it gets). */
bool listing_table(
    const struct listing *l, struct diag *d, size_t width, bool color, struct spool *out);
/* As the table of a page, see table/html.h. */
bool listing_html(const struct listing *l, struct diag *d, struct spool *out);
void listing_free(struct listing *l);

#endif
