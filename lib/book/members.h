/*
 * Lists of a history's events by their places in it, put into order. Private to book/history.c.
 */
#ifndef BOOK_MEMBERS_H
#define BOOK_MEMBERS_H

#include "book/folded.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct member {
	uint32_t mark;	/* of the event's invoice */
	uint32_t event; /* its place among the folded ones */
};

/* In the order in which the events count; by_mark: those of one mark, before those of the next. */
void members_sort(struct member *members, size_t count, const struct folded *folded, bool by_mark);

#endif
