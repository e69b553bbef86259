/*
 * Open items, dun-items(5): one row of the ledger's export as a struct. The
 * reader finds the columns once and parses row by row, allocating nothing; slices point into the
 * row.
 */
#ifndef BOOK_ITEM_H
#define BOOK_ITEM_H

#include "base/slice.h"
#include "table/csv.h"
#include "value/date.h"
#include "value/money.h"

#include <stdbool.h>

enum item_kind { KIND_INVOICE, KIND_CREDIT, KIND_PAYMENT, KIND_FEE, ITEM_KINDS };
extern const char *const item_kind_names[ITEM_KINDS];

struct item {
	struct slice customer, invoice, instalment;
	date invoice_date; /* DATE_NONE when empty */
	date due_date;	   /* DATE_NONE when empty: invoice date + term */
	date paid_date, ledger_date, reminded_on;
	char currency[4];
	int decimals;
	money amount, open_amount; /* amount defaults to open_amount */
	enum item_kind kind;	   /* default by sign: negative is a credit */
	bool payable;		   /* side=payable */
	bool blocked;		   /* reminders=no */
	struct slice terms, reference, description, payment_method, invoice_file, status;
	struct slice reminded_level;
};

/* The columns of a table, by meaning; -1 where the table lacks one. */
struct item_columns {
	int customer, invoice, instalment, invoice_date, due_date, paid_date, ledger_date;
	int currency, amount, open_amount, kind, side, reminders, terms, reference, description;
	int payment_method, invoice_file, status, reminded_level, reminded_on;
	char default_currency[4];
	int default_decimals;
	/* Those that are there, of which most rows have nothing, and whether all others are. */
	int seldom[8], nseldom;
	bool quick;
};

/* Whether dun-items(5) has a column of this name. */
bool item_has_column(const char *name);
/* Find the columns; false after a missing required one was reported (65) with the nearest name. */
bool item_columns_find(struct item_columns *c, struct table *t, const char *default_currency);

/*
 * Parse a row. Faults are reported through table_fault, all of them; false then.
 * A cell that a spreadsheet changed (31-12-2026, 1.234,50, 1,5E+15) is told as such.
 */
bool item_parse(
    const struct item_columns *c, struct table *t, const struct row *row, struct item *out);
/*
 * The same on any thread, without a report, and without the texts (reference and what follows).
 * Rows that are as most are go a quicker way, which the tests hold against the
 * slow one; false where a row is of another kind, or has a fault.
 */
bool item_parse_facts(const struct item_columns *c, const struct row *row, struct item *out);
bool item_parse_quick(const struct item_columns *c, const struct row *row, struct item *out);
bool item_parse_slow(const struct item_columns *c, const struct row *row, struct item *out);
/* And those texts. */
void item_take_texts(const struct item_columns *c, const struct row *row, struct item *out);

/* What names an item, as one key: each part with a NUL after it. Replaces what b holds. */
void item_key(struct buf *b, struct slice customer, struct slice invoice, struct slice instalment);

#endif
