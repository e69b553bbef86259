/*
 * A stretch of days that bears interest, cut into pieces of one rate and one principal: where the
 * rate changes, where a part of the principal was paid and, when it compounds, where a full year
 * from the start ends (a start on 29 February has its year end on the 28th of a common year).
 */
#ifndef RULES_STRETCH_H
#define RULES_STRETCH_H

#include "rules/interest.h"

#include <stdbool.h>
#include <stddef.h>

struct piece {
	date from, to; /* the days after `from`, up to and with `to` */
	decimal rate;
	money dropped;	/* by how much the principal fell at `from` */
	bool full_year; /* a full year from the start ends with it */
};

struct pieces {
	const struct interest_terms *terms;
	const struct course *course;
	date start, at, end;
	size_t step; /* of the table */
	size_t drop; /* of the course: the next one */
	int years;   /* the year from the start that runs */
};

struct pieces pieces_begin(
    const struct interest_terms *t, const struct course *course, date start, date end);
/* False when there are no more. */
bool pieces_next(struct pieces *p, struct piece *out);

/* The rate of the day after `end`, of interest that runs since the day after `start`. */
decimal rate_after(const struct interest_terms *t, date start, date end);
/* A table's rate on a day; its first before that. */
decimal rate_on(const struct rate_table *table, date day);

#endif
