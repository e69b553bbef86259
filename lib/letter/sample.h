/*
 * A template to look at: a letter to a customer that does not exist, in the user's own policy.
 */
#ifndef LETTER_SAMPLE_H
#define LETTER_SAMPLE_H

#include "base/buf.h"
#include "base/diag.h"
#include "book/options.h"

#include <stdbool.h>

/*
 * Replace out by the PDF of a letter with this template, in a language or for a group (NULL: the
 * default). The level is the first that has the template, and the charges are its own. False after
 * an error.
 */
bool sample_make(struct diag *d, const struct options *o, const char *template,
    const char *language, struct buf *out);

#endif
