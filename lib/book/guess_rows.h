/*
 * What the rows of an export tell, once its columns are known by their names:
 * words, signs, totals, and whether a row is a line of an invoice.
 */
#ifndef BOOK_GUESS_ROWS_H
#define BOOK_GUESS_ROWS_H

#include "base/slice.h"
#include "book/match.h"
#include "book/profile.h"
#include "table/foreign.h"

#include <stdbool.h>

/* Map a column of the table of items to a place in the match's header. */
void guess_column(struct profile *p, const struct match *m, const char *to, int place);

/* Look at the rows of the text, and complete the profile by what they hold. */
void guess_rows(struct profile *p, const struct match *m, struct slice text);

/* Between its files. */

/* Conditions that tell the totals from the items, of groups and of all. In guess_totals.c. */
void guess_totals(struct profile *p, const struct match *m, struct slice text);

/* Call `look` with each row below the header, until it returns false, which is then returned. */
bool guess_each_row(const struct profile *p, const struct match *m, struct slice text,
    bool (*look)(void *context, const struct foreign_row *row), void *context);
/* What the row has for a field; empty where no column is known for it. */
struct slice guess_cell(const struct match *m, const struct foreign_row *row, const char *field);
/* A word that a total row begins with, as it stands in the cell; n is 0 when it is none. */
struct slice guess_total_word(struct slice cell);
bool guess_has_date(const struct match *m, const struct foreign_row *row);
/* Totals, groups and footers have no date, or name no invoice. */
bool guess_is_item(const struct match *m, const struct foreign_row *row);

#endif
