/*
 * A history event outside the history: made from a delivered row, and written
 * as one line of text for a message's header X-Dun-Item, so that log-history
 * --recover can write the very same event that a crash kept out.
 */
#ifndef BOOK_EVENTLINE_H
#define BOOK_EVENTLINE_H

#include "base/buf.h"
#include "base/mem.h"
#include "base/slice.h"
#include "book/history.h"
#include "table/csv.h"

#include <stdbool.h>

/* Where a proposal has what an event needs. */
struct event_source {
	int column[HISTORY_COLUMNS]; /* the column that an event's field comes from, or -1 */
	int section;
	struct slice automation, run; /* $DUN_AUTOMATION, $DUN_RUN */
};
void event_source_find(struct event_source *s, const struct table *t);
/* The name of the column that an event's field is taken from, or NULL. */
const char *event_column(enum history_column column);
/*
 * For which time after the first a message goes out: its Message-ID ends in ".r1" and so on before
 * the @. 0: it is no resend.
 */
unsigned eventline_resend(struct slice message_id);

/* How a row was delivered: mail-out's columns. */
struct delivered {
	struct slice status; /* delivery_status */
	struct slice to;     /* delivered_to */
	struct slice message_id;
	struct slice error; /* delivery_error */
};

/*
 * Fill the fields of the event that a delivered row makes: reminded, listed (the row stood in the
 * letter without being reminded), statement, resent or failed. False when its status makes none
 * (queued, unsure, skipped). time, user and hash stay empty. The fields point into the row.
 */
bool event_from_row(const struct event_source *s, const struct slice *fields,
    const struct delivered *how, struct slice event[HISTORY_COLUMNS]);

/*
 * The fields that are not empty (time, user and hash never) as name=value,
 * percent-encoded but for letters, digits and -._~, joined by &. Blanks stand where a header can
 * be folded, after some & and in very long values; decoding passes over blanks and line ends.
 */
void eventline_encode(const struct slice event[HISTORY_COLUMNS], struct buf *b);
/* False when the text is none; *why is then a phrase. The fields live in the arena. */
bool eventline_decode(
    struct slice text, struct arena *a, struct slice event[HISTORY_COLUMNS], const char **why);

#endif
