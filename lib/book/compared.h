/*
 * Which columns hold numbers and which hold dates, wherever they stand: those of dun-items(5) and
 * dun-customers(5), and those that the overview and a proposal add under names that nobody has for
 * something else.
 */
#ifndef BOOK_COMPARED_H
#define BOOK_COMPARED_H

#include "table/where.h"

enum condition_kind column_kind(const char *name);

#endif
