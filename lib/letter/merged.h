/*
 * The letters of a run as one PDF, to be printed in the order in which a mail room wants
 * them.
 */
#ifndef LETTER_MERGED_H
#define LETTER_MERGED_H

#include "base/buf.h"
#include "letter/press.h"

#include <stdbool.h>
#include <stddef.h>

/*
 * Order reminders for the post: the sender's own country first, then by country, postal code,
 * customer and number.
 */
void merged_order(const struct press *p, const struct reminder **reminders, size_t count);
/*
 * Replace out by the letters of all of them, each with a bookmark; with `duplex` every letter
 * begins on the front of a sheet. False after an error.
 */
bool merged_make(struct press *p, const struct reminder *const *reminders, size_t count,
    bool duplex, struct buf *out);

#endif
