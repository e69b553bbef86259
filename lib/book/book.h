/*
 * The book: what a run needs beside its rows, read from the files that the
 * policy names, or that the command line names instead.
 */
#ifndef BOOK_BOOK_H
#define BOOK_BOOK_H

#include "base/diag.h"
#include "book/customers.h"
#include "book/history.h"
#include "book/options.h"
#include "book/policy.h"
#include "book/rates.h"

#include <stdbool.h>

enum {
	BOOK_POLICY = 0, /* always */
	BOOK_CUSTOMERS = 1,
	BOOK_TERMS = 2,	 /* with it: the terms that customers name must be the policy's */
	BOOK_LATER = 64, /* or: their rows are not read before customers_read */
	BOOK_HISTORY = 4,
	BOOK_REMINDERS = 16, /* with it: of the history only HISTORY_REMINDERS */
	BOOK_CHARGES = 32,   /* or HISTORY_CHARGES */
	BOOK_CHARGED = 128,  /* or HISTORY_CHARGED */
	BOOK_RATES = 8	     /* where the policy needs them, with all the names that it uses */
};

/* Zero-initialize. What is not opened, or not needed, is NULL. */
struct book {
	struct policy *policy;
	struct customers *customers;
	struct history *history;
	struct rates *rates;
};

/*
 * Open what is asked for and not open yet. All faults of all files are reported; false when there
 * was an error. What could be read is there all the same.
 */
bool book_open(struct book *b, struct diag *d, const struct options *o, unsigned what);
void book_close(struct book *b);

#endif
