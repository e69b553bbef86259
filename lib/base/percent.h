/*
 * Percent-encoding (RFC 3986): data as one word of harmless characters.
 */
#ifndef BASE_PERCENT_H
#define BASE_PERCENT_H

#include "base/buf.h"
#include "base/slice.h"

#include <stdbool.h>
#include <stddef.h>

/* Append the text, encoded but for letters, digits, -._~ and the characters of `also`. */
void percent_encode(struct slice text, const char *also, struct buf *b);

/*
 * Decode into `out`, which has room for text.n bytes and may be text.p. False when percent_encode
 * does not write such a text.
 */
bool percent_decode(struct slice text, const char *also, char *out, size_t *length);

#endif
