/*
 * What was put on hold after it was proposed: a person who looked at the letters may have paused
 * or blocked somebody before they leave.
 */
#ifndef MAIL_ONHOLD_H
#define MAIL_ONHOLD_H

#include "book/book.h"
#include "book/proposal.h"
#include "mail/recall.h"
#include "value/date.h"

#include <stdbool.h>

/* Whether the customer or the history holds the row's item back on that day. */
bool onhold_row(
    struct recall *recall, const struct book *book, const struct proposal_row *row, date day);

/* The first row that a reminder reminds of and that is on hold; NULL: none. */
const struct proposal_row *onhold_of(
    struct recall *recall, const struct book *book, const struct reminder *of, date day);

#endif
