/*
 * The headers of a mail message in a file: read without what follows them,
 * which can be large, and taken one by one, folded lines and all.
 */
#ifndef BASE_HEADERS_H
#define BASE_HEADERS_H

#include "base/buf.h"
#include "base/diag.h"

#include <stdbool.h>
#include <stddef.h>

/* Read the headers into b. False after an error was reported (66, 74). */
bool headers_read(struct diag *d, const char *path, struct buf *b);

/*
 * The header at *at, which becomes the place of the next; begin with 0. Its
 * value has no blanks at its ends, and still the line ends where it was folded.
 * False at the end. A line that is no header is passed over.
 */
bool headers_next(const struct buf *b, size_t *at, struct slice *name, struct slice *value);

/* Names of headers are compared without case. */
bool header_is(struct slice name, const char *wanted);

#endif
