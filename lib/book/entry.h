/*
 * Events that a person enters by hand (log-history --event): held against what
 * the history says, so that nothing is resumed that is not paused, and no
 * reminder undone under a later one.
 */
#ifndef BOOK_ENTRY_H
#define BOOK_ENTRY_H

#include "base/diag.h"
#include "base/slice.h"
#include "book/history.h"

enum entry {
	ENTRY_WRONG, /* reported (65) */
	ENTRY_NEW,   /* to be added */
	ENTRY_ONCE,  /* to be added, unless the very same event is there */
	ENTRY_THERE  /* the history says so already: nothing to add */
};

/*
 * Check the event whose fields, `date` among them, are filled in. The customer of an undone
 * reminder is filled in (it lives as long as the history), and which time at its level a reminder
 * is, as text in n.
 */
enum { ENTRY_TEXT = 12 };
enum entry entry_check(struct diag *d, const struct history *h, struct slice field[HISTORY_COLUMNS],
    char n[ENTRY_TEXT]);

#endif
