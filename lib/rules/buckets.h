/*
 * The buckets of an ageing: how many days overdue, or how many days old, go
 * together. Bounds are inclusive: with 0, 30 and 60 the 30th day is in "1-30" and the 31st in
 * "31-60". What is not yet due stands apart in "not_due"; what is older than the last bound in
 * "60+".
 */
#ifndef RULES_BUCKETS_H
#define RULES_BUCKETS_H

#include "base/slice.h"

#include <stdbool.h>
#include <stddef.h>

enum { BUCKETS_MOST = 32, BUCKET_NAME = 48, BUCKET_DAYS = 36500 };

struct buckets {
	bool by_due; /* days after the due date; else since the invoice date */
	long bounds[BUCKETS_MOST];
	size_t count; /* of the buckets: one more than the bounds */
	char names[BUCKETS_MOST + 1][BUCKET_NAME];
};

#define BUCKETS_USUAL "0,30,60,90"

/*
 * "0,30,60,90": whole numbers, rising. A 0 at the beginning may be left out by due date, and does
 * nothing by invoice date. False: *why says what is wrong.
 */
bool buckets_parse(struct buckets *b, struct slice text, bool by_due, const char **why);
/* As people read it: "not due". */
const char *buckets_label(const struct buckets *b, size_t i);
size_t buckets_of(const struct buckets *b, long days);

#endif
