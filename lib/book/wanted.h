/*
 * Which of the events that are to be added the history has already. Those
 * events are told first, then the history's lines pass by: memory grows with
 * what is to be added, not with the history. Zero-initialize.
 */
#ifndef BOOK_WANTED_H
#define BOOK_WANTED_H

#include "base/buf.h"
#include "base/map.h"
#include "base/mem.h"
#include "base/slice.h"
#include "book/history.h"
#include "book/journal.h"

#include <stdbool.h>

struct wanted {
	struct map prints;	    /* fingerprint -> struct sighting */
	struct undone_line *undone; /* the lines that undo a reminder */
	struct arena arena;
	struct buf text; /* scratch: what a fingerprint is made of */
};

/* Look out for this event. False when one that is the same was told before. */
bool wanted_add(struct wanted *w, const struct slice *field, enum once once);
/* A line of the history. */
void wanted_see(struct wanted *w, const struct event *line);
/* After all lines: whether the history has the event. */
bool wanted_seen(struct wanted *w, const struct slice *field, enum once once);
void wanted_free(struct wanted *w);

#endif
