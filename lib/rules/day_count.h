/*
 * Day counts: how much of a year a stretch of days is. A year is cut into parts, so that the
 * answer is a whole number of them.
 */
#ifndef RULES_DAY_COUNT_H
#define RULES_DAY_COUNT_H

#include "book/policy.h"
#include "value/date.h"

#include <stdint.h>

/* The parts of a whole year. */
int64_t day_count_year(enum day_count count);
/* Those of the days after `from`, up to and with `to`. */
int64_t day_count_parts(enum day_count count, date from, date to);
/* Those of the day after `end`, when it is one day more. */
int64_t day_count_next(enum day_count count, date end);
/* The days that count; 0 when end is not after start. */
int day_count_days(enum day_count count, date start, date end);

#endif
