/*
 * What was put on hold after it was proposed, or after it was queued: a person who looked at the
 * letters may have paused or blocked somebody before they leave.
 */
#ifndef MAIL_ONHOLD_H
#define MAIL_ONHOLD_H

#include "book/book.h"
#include "book/proposal.h"
#include "mail/mailhead.h"
#include "mail/recall.h"
#include "value/date.h"

#include <stdbool.h>

/* Whether the customer file or the history holds the item back on that day. */
bool onhold_item(struct recall *recall, const struct book *book, const struct item *item, date day);

/* The first row that a reminder reminds of and that is on hold; NULL: none. */
const struct proposal_row *onhold_of(
    struct recall *recall, const struct book *book, const struct reminder *of, date day);

/* The same of a message in the outbox, by the items that it names. */
const struct mail_item *onhold_mail(
    struct recall *recall, const struct book *book, const struct mail_head *of, date day);

#endif
