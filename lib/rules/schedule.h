/*
 * A schedule: the reminders of one item that are still to come if nobody pays, one
 * after the other, each on the first day on which its level is reached. Pure.
 */
#ifndef RULES_SCHEDULE_H
#define RULES_SCHEDULE_H

#include "rules/decide.h"
#include "rules/state.h"
#include "value/date.h"

#include <stdbool.h>

struct schedule {
	struct facts facts; /* on the day of the reminder before */
	struct item_state state;
	int delivery;
	int last; /* the level given last, -1: none */
};

/* `facts` as for decide_next. */
void schedule_begin(struct schedule *s, const struct facts *facts, int delivery);
/*
 * The next reminder. A last level that is repeated again and again comes once. False: none is left.
 */
bool schedule_next(struct schedule *s, int *level, date *on);

#endif
