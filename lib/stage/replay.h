/*
 * The history as it was before a run, so that the run can be made again.
 */
#ifndef STAGE_REPLAY_H
#define STAGE_REPLAY_H

#include "base/diag.h"
#include "base/spool.h"

#include <stdbool.h>

/* The lines before the first one of that run, as they are. A run that it has not is an error (65).
 */
bool replay_before(struct diag *d, const char *path, const char *run, struct spool *out);

#endif
