/*
 * Merging customers into the customer file, dun-customers(5): those that it
 * lacks are added, and of the others what is empty is filled. What the user
 * filled in stays as it is.
 */
#ifndef BOOK_MERGE_H
#define BOOK_MERGE_H

#include "base/diag.h"
#include "base/map.h"
#include "base/mem.h"
#include "base/slice.h"

#include <stdbool.h>
#include <stddef.h>

struct merge;
struct merge_customer; /* a line of the file */

struct merge_count {
	size_t added, completed, same;
};

/*
 * Read the file, all of it; one that is not there is an empty one. NULL after an
 * error was reported (65, 66).
 */
struct merge *merge_open(struct diag *d, const char *path);

/* The columns that values are given for, by their names. Call it once. */
void merge_columns(struct merge *m, const struct slice *names, size_t count);

/*
 * The customer of that code: with the same spelling, else with other zeros before it.
 * NULL: there is none. *other: another one would be it as well.
 */
struct merge_customer *merge_find(
    const struct merge *m, struct slice code, const struct merge_customer **other);
const char *merge_path(const struct merge *m);
/* The code as the file spells it, and its line; 0: it was added now. */
struct slice merge_code(const struct merge *m, const struct merge_customer *c);
unsigned long merge_line(const struct merge_customer *c);
/* Whether the customer (NULL: a new one) has nothing in the column yet. */
bool merge_lacks(const struct merge *m, const struct merge_customer *c, size_t column);
/* Whether the customer of that code was met, and lacks nothing. */
bool merge_is_settled(const struct merge *m, struct slice code);
/* Whether this is the first time that the customer is met. */
bool merge_meet(struct merge *m, struct merge_customer *c);

/* Add a customer. The values are copied; the code is that of the column `customer`. */
void merge_add(struct merge *m, const struct slice *values);
/* Fill what is empty. The cells that are an address are filled only where the others agree. */
void merge_fill(struct merge *m, struct merge_customer *c, const struct slice *values);
/* With notes of values that differ from what stays. */
void merge_tell(struct merge *m, const struct merge_customer *c, const struct slice *values);

struct merge_count merge_count(const struct merge *m);
/* Replace the file, where something changed. False after an error was reported. */
bool merge_write(struct merge *m);
void merge_free(struct merge *m);

#endif
