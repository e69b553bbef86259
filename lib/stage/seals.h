/*
 * The proof that a history is what was written: checked, made, and kept while
 * old notes are forgotten. Each prints the last hash, for a user to keep elsewhere,
 * and says what was found. See show-history(1).
 */
#ifndef STAGE_SEALS_H
#define STAGE_SEALS_H

#include "base/diag.h"
#include "base/spool.h"
#include "value/date.h"

/* Hold every line against its hash. `head`: a hash that one of them must have, or NULL. */
void seals_verify(struct diag *d, const char *history, const char *head, struct spool *out);
/* Give every line a hash. */
void seals_make(struct diag *d, const char *history, struct spool *out);
/* Take the notes and addresses from before that day out. */
void seals_forget(struct diag *d, const char *history, date before, struct spool *out);

#endif
