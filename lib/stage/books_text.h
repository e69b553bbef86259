/*
 * What the formats of plain-text accounting have in common. Private to the
 * books*.c files.
 */
#ifndef STAGE_BOOKS_TEXT_H
#define STAGE_BOOKS_TEXT_H

#include "stage/books.h"

/*
 * Text of one line: whatever is a blank or a control character becomes one
 * blank between others, and a character among `barred` a hyphen.
 */
void books_add_plain(struct buf *out, struct slice text, const char *barred);
/* The part of the tree of accounts that an account is in: Assets, Income, Liabilities. */
const char *books_root(enum booking_account account);
/* Whether an entry is booked on the account, and it is not an earlier one under another title. */
bool books_opens(const struct books *b, enum booking_account account);
/* Whether this entry is the first in its currency. */
bool books_first_of_currency(const struct books *b, size_t entry);
/* Two blanks or more, and an amount with its currency, the points under each other. */
void books_add_amount(struct buf *out, const struct books *b, const struct books_entry *e,
    const struct booking_line *line);

/* Of ledger and hledger alike. */
void books_ledger_account(struct buf *out, enum booking_account account, const char *name);
void books_ledger_open(struct buf *out, const struct books *b);
void books_ledger_entry(struct buf *out, const struct books *b, const struct books_entry *e);

#endif
