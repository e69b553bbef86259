/*
 * Whole numbers as people write them: digits, with a minus before them at
 * most.
 */
#ifndef VALUE_WHOLE_H
#define VALUE_WHOLE_H

#include "base/slice.h"

#include <stdbool.h>

/* False when the text is no whole number from least to most. */
bool whole_parse(struct slice text, int least, int most, int *out);

#endif
