/*
 * An event as a person types it on the command line (log-history --event):
 * which fields it must have and may have. What is wrong with it is a usage error.
 */
#ifndef BOOK_ENTERED_H
#define BOOK_ENTERED_H

#include "base/slice.h"
#include "book/history.h"
#include "value/date.h"

#include <stdbool.h>

/* Zero-initialize, but as_of: DATE_NONE. */
struct entered {
	enum event_kind kind;
	struct slice field[HISTORY_COLUMNS];
	date as_of; /* DATE_NONE: today */
	bool each;  /* about each item of a table, and not about one that is named */
	char date_text[DATE_TEXT];
	char *note;
};

/* The kind of that name, which must be one that a person may enter. */
void entered_name(struct entered *e, const char *event);
/* A field, as it goes into the history. */
void entered_take(struct entered *e, enum history_column column, const char *value);
void entered_date(struct entered *e, const char *option, const char *value);
/* After all were taken: against what the kind needs. Event and date are filled in. */
void entered_check(struct entered *e);
void entered_free(struct entered *e);

/* Text that goes into a line of the history as it is; `what` is where it comes from. */
void entered_check_text(const char *what, const char *value);

#endif
