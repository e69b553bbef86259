/*
 * Conditions "COLUMN OP VALUE" on a table's columns: =, !=, <, <=, >, >= and ~
 * (a glob of fnmatch(3), on the whole field). All of a list must hold.
 *
 * < and its like compare as numbers when both sides are decimal numbers (exact,
 * any length), as dates when both are dates (bytewise serves), else as bytes. = and != compare
 * as numbers when both sides are numbers, so open_amount = 10 finds 10.00; a code with leading
 * zeros is compared as text unless both are plain decimals of the same number of digits before the
 * point. An empty field is less than nothing: <, <=, >, >= do not hold for it.
 */
#ifndef TABLE_WHERE_H
#define TABLE_WHERE_H

#include "base/buf.h"
#include "base/slice.h"

#include <stdbool.h>
#include <stddef.h>

struct condition {
	char *column;
	enum { WHERE_EQ, WHERE_NE, WHERE_LT, WHERE_LE, WHERE_GT, WHERE_GE, WHERE_GLOB } op;
	char *value;
};

/* Parse "COLUMN OP VALUE"; *why says what is wrong. The value may be empty or in double quotes. */
bool condition_parse(struct slice text, struct condition *c, const char **why);
/* What a column holds, as far as that is known. */
enum condition_kind { COMPARES_TEXTS, COMPARES_NUMBERS, COMPARES_DATES };
/*
 * Why the condition can never mean anything on such a column: its value is no number, or no date.
 * NULL: nothing is wrong. A glob, and being empty or not, are about the text and always will do.
 */
const char *condition_misfit(const struct condition *c, enum condition_kind kind);
bool condition_holds(const struct condition *c, struct slice field);
void condition_free(struct condition *c);
/* "country = NL": as a reader of the report is told it. */
void condition_tell(const struct condition *c, struct buf *out);

/* A growing list of them. Zero-initialize. */
struct conditions {
	struct condition *all;
	size_t count, capacity;
};
/* As condition_parse, onto the end of the list. */
bool conditions_add(struct conditions *l, struct slice text, const char **why);
void conditions_free(struct conditions *l);
/* "country = NL, open_amount > 100" */
void conditions_tell(const struct condition *all, size_t count, struct buf *out);

/*
 * The order of two fields when a table is sorted: empty ones, then numbers by their value, then
 * all others bytewise.
 */
int field_order(struct slice a, struct slice b);

#endif
