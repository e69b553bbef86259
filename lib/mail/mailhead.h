/*
 * The headers of our own that stand at the top of each message in the outbox:
 * what it is about and whom it goes to, so that nothing about it is kept
 * anywhere else.
 *
 *     X-Dun-Envelope: SENDER RECIPIENT      and " copy" for a copy (Bcc)
 *     X-Dun-Item: event=reminded&customer=...    one a row: the event that its
 *                                           delivery makes (book/eventline.h)
 *     X-Dun-Row: section=overdue&...            the rest of the row, after its item
 *     Date: the day's noon
 *     X-Dun-Reminder: 20261122-10001-2
 *
 * Only what begins with X-Dun-Reminder leaves: a customer has no use for the names
 * that his creditor gives to levels and runs, and mail servers refuse large headers (sendmail's
 * MaxHeadersLength is 32 kB), which a hundred items would be. The mail program sets a Date of its
 * own, that of the hour at which it leaves: a day's noon would be hours away from
 * it, which spam filters count against a mail.
 *
 * A copy names no items: it is no delivery of its own.
 */
#ifndef MAIL_MAILHEAD_H
#define MAIL_MAILHEAD_H

#include "base/buf.h"
#include "base/diag.h"
#include "base/mem.h"
#include "book/history.h"
#include "value/date.h"

#include <stdbool.h>
#include <stddef.h>

/* The columns of a row that its event lacks, so that mail-out --flush can write the row. */
enum { MAIL_COLUMNS = 18 };
extern const char *const mail_columns[MAIL_COLUMNS];
/* Its place among them, or -1. */
int mail_column(const char *name);

struct mail_item {
	struct slice event[HISTORY_COLUMNS];
	struct slice column[MAIL_COLUMNS];
};

struct mail_head {
	struct slice reminder, sender, recipient;
	struct slice message_id; /* the message's own, with its < and > */
	date day;		 /* that it is of; DATE_NONE: it does not say */
	size_t inner;		 /* read: how many bytes of the file do not leave */
	bool copy;
	struct mail_item *items;
	size_t count, capacity;
};

/* Read them from a message; the texts live in the arena. False after an error was reported. */
bool head_read(struct diag *d, const char *path, struct arena *a, struct mail_head *h);
void head_free(struct mail_head *h);

/* Append them as lines of at most 998 bytes. */
void head_write(const struct mail_head *h, struct buf *b);

/*
 * What makes a reminder of an item the same reminder: customer, invoice,
 * instalment, terms, level and n, as one word. False for an event that is none:
 * the item only stood in the letter, or was reminded of again.
 */
bool head_key(const struct slice event[HISTORY_COLUMNS], struct buf *b);
/*
 * The name of its group in the outbox: NUMBER, and NUMBER~r1 and so on for what goes out again
 * (a number has no ~).
 */
void head_base(struct slice number, unsigned resend, struct buf *b);
/* The key of a group as a whole, as one word. */
void head_base_key(struct slice base, struct buf *b);

#endif
