/*
 * How wide text is on a terminal, without the locale: combining marks take no
 * column, East Asian wide characters and emoji two, all others one. What is not UTF-8, and what a
 * terminal would act on, is shown as "?".
 */
#ifndef TABLE_WIDTH_H
#define TABLE_WIDTH_H

#include "base/buf.h"
#include "base/slice.h"

#include <stddef.h>

size_t text_width(struct slice text);
/*
 * Add the text, cut to at most `most` columns; where something was cut its last one is "…". Returns
 * how many columns it takes.
 */
size_t text_add(struct buf *b, struct slice text, size_t most);

#endif
