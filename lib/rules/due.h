/*
 * When an automation runs next: its cadence after its last run, which the
 * history tells (event run).
 */
#ifndef RULES_DUE_H
#define RULES_DUE_H

#include "book/history.h"
#include "book/policy.h"
#include "value/date.h"

#include <stdbool.h>

/*
 * The first day on which the automation may run again, which may have passed;
 * as_of itself when it never ran. Runs after as_of have not happened yet. False
 * when the cadence leads to no date, or the automation runs by hand alone.
 */
bool due_next(const struct automation *a, const struct history *h, date as_of, date *next);

#endif
