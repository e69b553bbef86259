/*
 * A history as it is kept, as history.c, which loads it, and history_about.c, which tells what any
 * thread may ask, share it. Private to them.
 */
#ifndef BOOK_HISTORY_PARTS_H
#define BOOK_HISTORY_PARTS_H

#include "base/map.h"
#include "base/mem.h"
#include "book/folded.h"
#include "book/history.h"
#include "book/members.h"
#include "table/csv.h"

/* The events of a customer, or those that name a reminder. */
struct group {
	uint32_t first, count;	     /* of its members */
	const struct event **events; /* NULL until they are asked for */
};

/* Groups by name, numbered from 1 as they came. */
struct grouping {
	struct map numbers;
	struct group *groups;
	size_t count;
	struct member *members; /* those of a group by mark, then as they count */
};

/* Where rows that are read are folded up, by whatever thread. */
struct folding {
	_Alignas(CACHE_LINE) struct folded *folded; /* of each row that is settled */
	struct slice *customers;
	void **numbers; /* of the customers, NULL: of a new one */
	size_t capacity;
	struct arena texts;
};

struct history_store {
	enum history_use use;
	struct folding foldings[TABLE_PLACES]; /* of which the texts stay */
	struct folded *folded;		       /* in the order of the file */
	size_t count, capacity;
	const struct event *const *all; /* NULL until they are asked for */
	struct grouping customers;
	struct grouping reminders; /* put together when one is asked for */
	struct arena arena;
};

/* The event in that place of the store. */
void history_unfold(const struct history_store *s, size_t place, struct event *e);

/* 0: there is no such group. */
static inline uint32_t number_of(const struct grouping *g, struct slice name)
{
	return (uint32_t)(uintptr_t)map_get(&g->numbers, name);
}

#endif
