/*
 * The entries that book a proposal's charges, in the format of a program for
 * bookkeeping. In books.c; a file for each format beside it.
 */
#ifndef STAGE_BOOKS_H
#define STAGE_BOOKS_H

#include "base/buf.h"
#include "base/diag.h"
#include "base/map.h"
#include "book/book.h"
#include "book/proposal.h"
#include "rules/booking.h"
#include "value/date.h"

#include <stdbool.h>
#include <stddef.h>

struct books;

/* An entry as it is to be written. */
struct books_entry {
	struct booking booking;
	date posted, vat_date;
};

struct books_format {
	const char *name;
	/* The account as the program can take it. */
	void (*account)(struct buf *out, enum booking_account account, const char *name);
	/* What stands before the first entry; there is one at least, unless `empty` is set. */
	void (*begin)(struct buf *out, const struct books *b);
	void (*entry)(struct buf *out, const struct books *b, const struct books_entry *e);
	bool empty; /* it has a beginning also where nothing is booked */
};

extern const struct books_format books_csv, books_ledger, books_hledger, books_beancount;
/* NULL when there is none of that name. */
const struct books_format *books_format(const char *name);

/* A reminder that was asked for by its number. */
struct books_wanted {
	const char *number;
	bool found;
};

struct books {
	/* set first */
	struct diag *d;
	const struct book *book; /* with its history where `undone` is set */
	const struct proposal *proposal;
	const struct books_format *format;
	date posted, vat_date; /* DATE_NONE: the reminder's own day; the posting date */
	bool reverse;
	bool undone; /* only what the history says was undone */
	bool opened; /* the accounts are opened in the books already */
	struct books_wanted *wanted;
	size_t nwanted; /* 0: all reminders */

	struct buf accounts[BOOKING_ACCOUNTS]; /* as the format has them */
	struct books_entry *entries;	       /* in the order of the rows */
	size_t count, capacity;
	struct map booked; /* an entry's number -> its row */
};

/* Make the entries. False after errors were reported (65, 78), or a usage error. */
bool books_make(struct books *b);
void books_write(const struct books *b, struct buf *out);
void books_free(struct books *b);

#endif
