/*
 * Where a letter's fault comes from: the cell, file and line that a user has to mend. Private
 * to letter/press.h.
 */
#ifndef LETTER_SUSPECT_H
#define LETTER_SUSPECT_H

#include "letter/page.h"
#include "letter/press.h"

/* A fault of the customer file, in the customer's line. */
__attribute__((format(printf, 4, 5))) void suspect_customer(
    struct press *p, const struct order *order, const char *column, const char *fmt, ...);

/*
 * pages->bad cannot be written: name the cell that it came from, of the customer (whose name
 * the proposal has too) or of a row, or else the template.
 */
void suspect_character(struct press *p, const struct order *order, const struct pages *pages);

#endif
