/*
 * Writing the history: append under a lock, one write, then fsync. Apart from
 * history.h because only log-history (and run-reminders through it) writes,
 * and because the hash chain (book/chain.h) needs libnettle.
 */
#ifndef BOOK_JOURNAL_H
#define BOOK_JOURNAL_H

#include "base/diag.h"
#include "base/slice.h"
#include "book/history.h"

#include <stdbool.h>
#include <stddef.h>

struct journal;

/* What keeps an event from being added a second time. */
enum once {
	ONCE_NEVER, /* nothing: notes */
	ONCE_EVENT, /* the same event: all fields but time, user and hash */
	/*
	 * That; or what the same message brought of the same item; or a reminder with the same
	 * key (customer, invoice, instalment, terms, level and n) that was not undone.
	 */
	ONCE_DELIVERED
};

/* Open the history for appending, and hold it (book/hold.h). NULL after an error was reported. */
struct journal *journal_open(struct diag *d, const char *path);

/* Put an event down to be added. The fields are copied; `time` and `user` are filled in where
 * they are empty. */
void journal_add(struct journal *j, const struct slice field[HISTORY_COLUMNS], enum once once);

/*
 * Read the history, check the last line's hash, and add what it does not have yet: one write,
 * then fsync. False after an error was reported; the history is as it was then.
 */
bool journal_commit(struct journal *j, struct diag *d);

/* What the commit added: how many, and the fields of each. */
size_t journal_added(const struct journal *j);
const struct slice *journal_event(const struct journal *j, size_t i);

void journal_close(struct journal *j);

/* Make an empty history; an existing one is an error. */
bool journal_init(struct diag *d, const char *path);

#endif
