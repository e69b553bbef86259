/*
 * A customer's reminders as one thread in his mailbox: the Message-IDs of the
 * mails in which the same items were reminded of before.
 */
#ifndef MAIL_THREAD_H
#define MAIL_THREAD_H

#include "base/buf.h"
#include "book/history.h"
#include "book/proposal.h"

/*
 * Append them as the history has them, the oldest first, with blanks between: the first one and
 * the last few of a long row. `own` (with its < and >) is never among them.
 */
void thread_add(
    const struct history *h, const struct reminder *r, struct slice own, struct buf *out);

#endif
