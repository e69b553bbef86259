/*
 * Rows kept to be looked at: sorted, grouped with subtotals, written as CSV or
 * as a plain table whose amounts are summed by currency.
 */
#ifndef TABLE_LISTING_H
#define TABLE_LISTING_H

#include "base/diag.h"
#include "base/mem.h"
#include "base/slice.h"
#include "base/spool.h"

#include <stdbool.h>
#include <stddef.h>

enum listing_kind {
	LISTING_TEXT,
	LISTING_FIXED,	/* never shortened: dates, short words */
	LISTING_NUMBER, /* set flush right */
	LISTING_AMOUNT	/* set flush right, summed by currency */
};

struct listing_column {
	const char *name;
	enum listing_kind kind;
	bool hidden; /* kept to sort or group by alone */
	int spare; /* not 0: left out of a plain table when empty in every row, or when the table is
		    * too wide; the highest first */
};

struct listing_key {
	size_t column;
	bool descending;
};

struct listing_line {
	const struct slice *cells; /* one a column */
	char currency[4];
	int decimals;
	size_t place; /* in the input */
};

/* Zero-initialize, then fill in columns and keys, which somebody else owns. */
struct listing {
	struct listing_column *columns;
	size_t ncolumns;
	const struct listing_key *keys; /* the first ngroups are what rows are grouped by */
	size_t nkeys, ngroups;
	const char *noun; /* what a row is, for the counts: "item" */
	struct listing_line *lines;
	size_t count, capacity;
	struct arena arena;
};

/* Keep a row; its cells are copied. An amount's cell is empty or an amount of `decimals` decimals.
 */
void listing_add(struct listing *l, const struct slice *cells, const char *currency, int decimals);
void listing_sort(struct listing *l);
bool listing_csv(const struct listing *l, struct diag *d, struct spool *out);
/* As a plain table, `width` columns wide (0: as wide as it gets). */
bool listing_table(const struct listing *l, struct diag *d, size_t width, struct spool *out);
void listing_free(struct listing *l);

#endif
