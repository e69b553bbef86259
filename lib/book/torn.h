/*
 * The end of an export: many programs write none to the last line, so that one that was cut off
 * cannot be told from a whole one, but by its last field.
 */
#ifndef BOOK_TORN_H
#define BOOK_TORN_H

#include "base/slice.h"

#include <stdbool.h>

/*
 * Whether the last line has no line end, and its last field, an amount or a date, fewer digits
 * behind its last mark than that of each line before it: 743 below 2243.72, 22-11-20 below
 * 22-11-2026. *field is that field.
 */
bool torn_end(struct slice text, char delimiter, struct slice *field);

#endif
