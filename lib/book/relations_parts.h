/* Between the files relations*.c. */
#ifndef BOOK_RELATIONS_PARTS_H
#define BOOK_RELATIONS_PARTS_H

#include "book/relations.h"

/* The place of a column, -1: there is none; and one more. */
int relations_column(const struct relations *r, const char *name);
struct relations_column *relations_add(struct relations *r, struct slice name);
/* All columns are there: tell the customer file which. */
void relations_plan(struct relations *r);

/* Take the current row's values, from the export's columns that have any. */
void relations_pick(struct relations *r);
/* Put the parts of a person's name together, and a street with its number. */
void relations_person(struct relations *r);
void relations_house(struct relations *r);
/* Bring the values into our form; `first`: tell what cannot be, where the customer lacks it. */
void relations_convert(struct relations *r, const struct merge_customer *customer, bool first);
/* Whether the row has something that the customer lacks. */
bool relations_has_more(const struct relations *r, const struct merge_customer *customer);
/* How the export names what a column's value came from. */
const char *relations_their_name(const struct relations *r, size_t column);

#endif
