/*
 * Keys: the codes of customers and invoices, as our tables have them. A key
 * holds no comma and no quote, so that cut, sort and join can work on it.
 */
#ifndef BOOK_KEY_H
#define BOOK_KEY_H

#include "base/buf.h"
#include "base/slice.h"

#include <stdbool.h>

/* Whether it is surely clean, and no number that a spreadsheet changed; most keys are. */
bool key_is_plain(struct slice s);
/* Whether it can be written as it is: single blanks inside are the only marks of that kind. */
bool key_is_clean(struct slice s);
/* Without commas, quotes and line breaks, and with one blank where there were several. In b. */
struct slice key_clean(struct buf *b, struct slice s);
/* 0010 as 10, 000 as 0. */
struct slice key_without_zeros(struct slice s);
/* 2.0260701E+07: a number that a spreadsheet made of a long code. */
bool key_is_scientific(struct slice s);

#endif
