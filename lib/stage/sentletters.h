/*
 * The letters that the history says were sent, found again in their folder and
 * held against what was sent.
 */
#ifndef STAGE_SENTLETTERS_H
#define STAGE_SENTLETTERS_H

#include "base/buf.h"
#include "base/diag.h"
#include "stage/chronicle.h"

#include <stddef.h>

/*
 * Add the path of each letter FOLDER/REMINDER.pdf to `paths`, a line each. One that is not there,
 * or is not what was sent, is reported instead (a warning).
 */
void sentletters_find(struct diag *d, const char *folder, const char *history,
    const struct chronicle_letter *letters, size_t count, struct buf *paths);

#endif
