/*
 * The lines of a history one by one, checked: what history_load and the
 * journal share. Nothing is locked here.
 */
#ifndef BOOK_HISTORY_READ_H
#define BOOK_HISTORY_READ_H

#include "base/diag.h"
#include "book/history.h"
#include "table/csv.h"

#include <stdbool.h>

struct history_reader {
	struct diag *diag;
	char *path;	      /* the operand that the table reads */
	unsigned long errors; /* of diag, before the reading */
	struct table *table;
	int at[HISTORY_COLUMNS]; /* where the file has each column, -1: it lacks it */
	bool usual;		 /* all of them are there, in their order */
	struct row row;
	struct event event; /* of the row; its fields live until the next one */
};

/* False after an error was reported: no such file (66), no header or a column missing (65). */
bool history_read_open(struct history_reader *r, struct diag *d, const char *path);
/* The next line. Faulty ones are reported and handed out all the same. */
bool history_read_next(struct history_reader *r);
/*
 * Many lines at once, instead of history_read_next; they are parsed by two threads where the
 * machine has a second processor. `kept` are struct event, of which those that are settled are
 * sound, but that their lines are not known before history_read_event. False at the end.
 */
bool history_read_rows(struct history_reader *r, struct table_rows *rows);
/* The event of row number i of these, until the next one is asked for; NULL: it is not sound, which
 * is reported. */
const struct event *history_read_event(
    struct history_reader *r, const struct table_rows *rows, size_t i);
/* False when anything was wrong. Call it after history_read_open, whatever that said. */
bool history_read_close(struct history_reader *r);

/* EVENT_KINDS when there is no event of that name. */
enum event_kind event_kind(struct slice name);

/*
 * Parse and check an event whose fields are filled in: kind, date, until and n
 * are set. Each fault is told to `fault` as a phrase, unless that is NULL; false then.
 */
typedef void event_fault(void *to, enum history_column column, const char *text);
bool event_check(struct event *e, event_fault *fault, void *to);

#endif
