/*
 * The ledger of a run: the rows of open items, read and held against the book.
 * What is wrong with a row is told as its fault. Zero-initialize.
 */
#ifndef STAGE_LEDGER_H
#define STAGE_LEDGER_H

#include "base/diag.h"
#include "book/as_of.h"
#include "book/ascent.h"
#include "book/book.h"
#include "book/item.h"
#include "book/seen.h"
#include "rules/lookup.h"
#include "table/csv.h"

#include <stdbool.h>
#include <stddef.h>

/* What is kept of an item of which not much is asked; small, as there are many. */
struct gist {
	uint64_t hash; /* of its name, as fingerprint_of has it; if `printed` */
	uint64_t customer_hash;
	date ledger_date;
	uint32_t number; /* the caller's */
	uint32_t line;	 /* as its judge was told */
	uint8_t part;	 /* with the hash */
	bool printed;	 /* false: it was not to be remembered when it was judged */
	bool known;	 /* the caller's */
};

struct ledger {
	struct diag *d;
	const struct book *book;
	struct table *table;
	struct item_columns columns;
	struct assignment assignment;
	struct as_of as_of;
	struct seen *seen;
	/* As long as all names of a ledger that can be read again ascend, `seen` knows none. Any
	 * thread may look. */
	_Atomic bool ascends;
	size_t nascending;    /* so many rows */
	struct buf greatest;  /* the last name of them */
	struct ascent *names; /* of the rows that were judged, by their place */
	date fresh;	      /* a ledger_date that was found fresh enough */
	bool stale;	      /* the ledger was refused as too old */
};

/* Open the table and find its columns; the book has its customers. False after an error. */
bool ledger_open(struct ledger *l, struct diag *d, const struct book *book, char *const *paths,
    size_t count, const char *rejects);
/* The day that the run is for; `told` as in as_of_find. Before the first row. */
void ledger_find_day(struct ledger *l, date told);
/* The day of the run by this row, which must be that of the rows before. False after a fault. */
bool ledger_take_day(struct ledger *l, const struct row *row);

/*
 * For a judge of rows (table_next_rows): whether the row is sound as far as it can be told alone,
 * its due date its own, its terms its customer's. The item's texts are not filled in.
 */
bool ledger_judge(const struct ledger *l, const struct row *row, struct item *item);
/* The same; of a sound item the gist is filled in. */
bool ledger_gist(
    const struct ledger *l, const struct row *row, struct item *item, struct gist *gist);
/* Settled row number i as an item that stands there once. False: look at the whole row, which tells
 * why. */
bool ledger_take_once(
    struct ledger *l, const struct table_rows *rows, size_t i, struct fingerprint print);
bool ledger_take_gist(
    struct ledger *l, const struct table_rows *rows, size_t i, const struct gist *g);
/* The same of many sound rows (seen_take_rows). */
bool ledger_take_rows(
    struct ledger *l, const struct table_rows *rows, const struct seen_row *taken, size_t count);
/*
 * Most ledgers are in the order of their numbers, and need not be searched for repetitions then.
 * To be told before the first row that ledger_see_name is called for each one by its judge, and
 * ledger_take_names before any of those that table_next_rows gave is taken.
 */
void ledger_expect_ascent(struct ledger *l);
static inline void ledger_see_name(const struct ledger *l, size_t place, const struct row *row)
{
	ascent_add(&l->names[place], row->fields[l->columns.invoice]);
}
void ledger_take_names(struct ledger *l, const struct table_rows *rows);
/* It will be taken soon. */
void ledger_soon(const struct ledger *l, struct fingerprint print);

/* The row as an item that stands there once. */
bool ledger_item(struct ledger *l, const struct row *row, struct item *item);
/* The terms that the item is under; NULL after a fault. */
const struct terms *ledger_terms(struct ledger *l, const struct row *row, const struct item *item,
    const struct customer *customer);
/* The due date that counts; DATE_NONE for a credit or a payment without one. */
bool ledger_due_date(
    struct ledger *l, const struct item *item, const struct customer *customer, date *due);
/* An old export knows nothing of the payments since: an error, once. */
void ledger_check_age(struct ledger *l, date ledger_date);

/*
 * After the last row: items that stand there twice, which only now are known. A table with a column
 * as_of and no rows is of today.
 */
void ledger_finish(struct ledger *l);
void ledger_close(struct ledger *l);

#endif
