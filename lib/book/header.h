/*
 * The header of an export: where it stands below its titles, and the places of
 * the columns that a profile names.
 */
#ifndef BOOK_HEADER_H
#define BOOK_HEADER_H

#include "base/diag.h"
#include "base/mem.h"
#include "book/profile.h"
#include "table/foreign.h"

#include <stdbool.h>
#include <stddef.h>

enum { HEADER_NONE = -1, HEADER_TWICE = -2, HEADER_ROWS = 100 /* it stands among these */ };

/* Zero-initialize. A column without a name is "column N", counted from 1. */
struct header {
	struct slice *names;
	struct slice *plain; /* the names without case, blanks and points; empty: it has none */
	size_t count;
	unsigned long line;
	struct arena arena;
};

/* Take a row as the header. */
void header_take(struct header *h, const struct foreign_row *row);
void header_free(struct header *h);
bool header_same(const struct header *a, const struct header *b);

/* Whether a row is the header again, as pages and exports put one behind the other have it. */
bool header_is_again(const struct header *h, const struct foreign_row *row);

/* The place of a column: by its exact name, else by its name without case, blanks and points. */
int header_find(const struct header *h, struct slice name);
/* The first of the column's names that the header has; HEADER_NONE. */
int header_place(const struct header *h, const struct profile_column *c);

/*
 * Read on in f to the row that has all that the profile needs: the columns with
 * a meaning and those of its conditions. False when none of the first rows has.
 */
bool header_seek(struct header *h, const struct profile *p, struct foreign *f);
/* The rows of a text that header_seek would look at, to be held against many profiles. Of those
 * that are very wide only the first. */
struct headings {
	char delimiter;
	signed char quote;
	struct header *rows;
	size_t count;
};

void headings_read(struct headings *all, struct slice text, const struct dialect *t);
/* Whether one of them has all that the profile needs. */
bool headings_have(const struct headings *all, const struct profile *p);
void headings_free(struct headings *all);

/* Report what the row that comes nearest lacks (65). */
void header_report(struct diag *d, const char *file, struct slice text, const struct profile *p,
    const struct dialect *t);

#endif
