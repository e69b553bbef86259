/*
 * The columns of an export by the usual names for them.
 */
#ifndef BOOK_MATCH_H
#define BOOK_MATCH_H

#include "base/map.h"
#include "book/fields.h"
#include "book/header.h"

#include <stdbool.h>
#include <stddef.h>

enum { MATCH_NONE = -1, MATCH_TWICE = -2 /* two columns would do */ };

struct match {
	const struct field *fields; /* that are looked for */
	size_t nfields;
	const char *prefix; /* before the names of an address's columns; NULL: none */
	struct header header;
	char delimiter;
	int places[FIELDS_MOST]; /* one a field */
	size_t count;		 /* of those that were found */
	const struct map *words; /* while many rows are looked at: who knows a name, see match.c */
	bool complete;
	/* Of the rows that cannot be read, the one that has most fields before its fault. */
	const char *fault; /* NULL: none */
	unsigned long fault_line;
	size_t before_fault;
};

/* Fill places and count by the header's names. */
void match_names(struct match *m);
int match_place(const struct match *m, const char *field);
/*
 * After match_names: the columns that would do for a field, the best first, as
 * far as they are told apart and no other field has them. Returns how many.
 */
size_t match_all(const struct match *m, const char *field, int *places, size_t most);

/*
 * The row among the text's first, and the delimiter, with which most is known of
 * the best->fields. `take` fills places, count and complete.
 */
void match_find(struct match *best, struct slice text, void (*take)(struct match *m));
void match_free(struct match *m);

#endif
