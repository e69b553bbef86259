/*
 * An event folded up, as a history keeps it: what was parsed of it, and the texts of its fields.
 * Private to book/history.c.
 */
#ifndef BOOK_FOLDED_H
#define BOOK_FOLDED_H

#include "base/mem.h"
#include "base/slice.h"
#include "book/history.h"
#include "value/date.h"

#include <stdbool.h>
#include <stdint.h>

/*
 * Each field that is kept and not empty stands in the text as its column, its length (one byte, or
 * FOLDED_LONG and four) and its bytes. The event's kind and customer stand elsewhere already.
 */
enum { FOLDED_LONG = 255 };

struct folded {
	const char *text; /* begins with `time`, which every event has */
	uint32_t line;
	uint32_t customer; /* its number in the history; 0: of none */
	date date, until;
	int n;
	unsigned char kind, fields;
	uint32_t mark;		   /* history_mark of its invoice */
	bool has_charge, has_cost; /* a reminder, with one that is not 0 */
};

/* Fold a sound event, its texts into the arena. */
struct folded fold(struct arena *texts, const struct event *e, enum history_use use);
/* The event again; `customer` is its own. Its fields are as long there as the texts. */
void unfold(const struct folded *f, struct slice customer, struct event *e);
/* Empty where it is not kept. */
struct slice folded_field(const struct folded *f, enum history_column column);
/* In the order in which they count. */
int folded_compare(const struct folded *a, const struct folded *b);

#endif
