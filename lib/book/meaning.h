/*
 * Tables whose columns have a meaning by their names: where each of them stands
 * in the file at hand, and cells that hold one of a few words.
 */
#ifndef BOOK_MEANING_H
#define BOOK_MEANING_H

#include "base/slice.h"
#include "table/csv.h"

#include <stdbool.h>
#include <stddef.h>

/* A column, and the offset of the int in a struct of places that keeps where it stands. */
struct meaning {
	const char *name;
	size_t at;
};

bool meaning_has(const struct meaning *all, size_t count, const char *name);
/* Fill the struct; -1 where the table lacks the column. */
void meaning_find(const struct meaning *all, size_t count, const struct table *t, void *places);

/* The word's place among the words; -1 after a fault was told, which lists them. */
int meaning_of_word(
    struct table *t, int column, struct slice text, const char *const *words, size_t count);

#endif
