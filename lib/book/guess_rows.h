/*
 * What the rows of an export tell, once its columns are known by their names:
 * words, signs, totals, and whether a row is a line of an invoice.
 */
#ifndef BOOK_GUESS_ROWS_H
#define BOOK_GUESS_ROWS_H

#include "base/slice.h"
#include "book/match.h"
#include "book/profile.h"

/* Map a column of the table of items to a place in the match's header. */
void guess_column(struct profile *p, const struct match *m, const char *to, int place);

/* Look at the rows of the text, and complete the profile by what they hold. */
void guess_rows(struct profile *p, const struct match *m, struct slice text);

#endif
