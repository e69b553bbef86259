/*
 * Reading a proposal, in proposal_read.c and proposal_whole.c. Private to them.
 */
#ifndef BOOK_READER_H
#define BOOK_READER_H

#include "book/proposal.h"

struct reader {
	struct diag *d;
	struct table *table;
	struct proposal *p;
	unsigned flags;
	size_t capacity;
	struct item_columns items;
	int select[SELECT_COLUMNS], fee[FEE_COLUMNS], checked[CHECK_COLUMNS];
	bool has_fees;
	struct map bad_customers; /* with rejects: those that have a faulty row */
};

/* With rejects, nothing of this customer is used. */
void reader_note_bad(struct reader *r, struct slice customer);

/* Report reminders that are not whole, not alike, or remind an item twice. */
void reader_check_reminders(struct reader *r, unsigned flags);
/* With rejects: every row of a customer that has a faulty one is held back. */
void reader_hold_back(struct reader *r);
void reader_free_reminders(struct proposal *p);

#endif
