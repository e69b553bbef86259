/*
 * A proof of the layouts: a page each, to be printed, folded and held into its envelope.
 */
#ifndef LETTER_PROOF_H
#define LETTER_PROOF_H

#include "base/buf.h"
#include "base/diag.h"
#include "book/policy.h"

#include <stdbool.h>

/* Replace out by the PDF. False after an error. */
bool proof_make(struct diag *d, struct policy *policy, struct buf *out);

#endif
