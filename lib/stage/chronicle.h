/*
 * The history to look at: which of its events are wanted, as rows in the order
 * in which they count. See show-history(1).
 */
#ifndef STAGE_CHRONICLE_H
#define STAGE_CHRONICLE_H

#include "base/diag.h"
#include "base/mem.h"
#include "base/slice.h"
#include "book/history.h"
#include "table/listing.h"
#include "table/where.h"
#include "value/date.h"

#include <stdbool.h>
#include <stddef.h>

struct words {
	struct slice *all;
	size_t count, capacity;
};
/* The parts of "A,B", which lives as long as the words. False where one is empty. */
bool words_add(struct words *w, const char *list);

/* Which events; what is empty, or DATE_NONE, holds for all. */
struct chronicle_wanted {
	struct words customers, invoices, runs, users;
	bool events[EVENT_KINDS], any_events; /* any_events: only those of `events` */
	date since, until;
	const struct conditions *where;
};

/* A letter that an event names. */
struct chronicle_letter {
	struct slice reminder, document;
	unsigned long line;
};

/* Zero-initialize, and fill in what is asked for. */
struct chronicle {
	struct chronicle_wanted wanted;
	struct words columns; /* to be shown; empty: the usual ones */
	bool all_columns;     /* the usual ones are all of them */
	struct listing listing;
	struct chronicle_letter *letters; /* each once, in the order of the file */
	size_t nletters, letters_capacity;
	struct chronicle_store *store; /* private */
};

/*
 * Read the history and keep what is wanted of it. False after an error: a column that it does not
 * have (64), or the history's own.
 */
bool chronicle_read(struct chronicle *c, struct diag *d, const char *path);
void chronicle_free(struct chronicle *c);

#endif
