/*
 * What was delivered, written into the history: the rows that mail-out gives,
 * and, after a crash, what the outbox's messages say of themselves. See log-history(1).
 */
#ifndef STAGE_DELIVERIES_H
#define STAGE_DELIVERIES_H

#include "base/diag.h"
#include "base/slice.h"
#include "value/date.h"

#include <stddef.h>

/* What brought the events, whatever they say themselves. What is empty is left as it is. */
struct origin {
	struct slice automation, run, created;
};

/*
 * Read all rows, which are of the day that was told (DATE_NONE: any), log them, and write them on
 * standard output as they came. With rejects, a file, customers who have a faulty row are left out
 * and put there; NULL: one faulty row stops it.
 */
void deliveries_log(struct diag *d, char *const *paths, size_t count, date told,
    const char *history, const struct origin *origin, const char *rejects);

/* Log what lies in OUTBOX/sent, or was printed, and is not in the history yet. */
void deliveries_restore(
    struct diag *d, const char *outbox, const char *history, const struct origin *origin);

#endif
