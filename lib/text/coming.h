/*
 * What is yet to come for a reminder's items: the next level's costs, a day's interest. Private to
 * text/values.h.
 */
#ifndef TEXT_COMING_H
#define TEXT_COMING_H

#include "rules/charge.h"
#include "text/values.h"

#include <stdbool.h>

struct coming {
	const struct values_run *run;
	const struct reminder *reminder;
	const struct terms *terms;
	const struct level *level; /* the letter's */
	const struct values *values;
};

/* charge_next_cost or charge_interest_per_day. */
typedef bool coming_question(const struct charge_facts *facts, const struct charge_row *rows,
    size_t count, money *answer, struct charge_fault *fault);

/* False, with *fault filled, when it cannot be computed. */
bool coming_ask(
    const struct coming *c, coming_question *ask, money *answer, struct charge_fault *fault);

#endif
