/*
 * Many files replaced at once: each is written beside its place, and only when all
 * are written, all are synced and take their places. A failure before that leaves
 * what was there. It is also twice as fast as one after the other.
 */
#ifndef LETTER_BATCH_H
#define LETTER_BATCH_H

#include "base/diag.h"
#include "base/slice.h"

#include <stdbool.h>
#include <stddef.h>

/* Zero-initialize. All files lie in one folder. */
struct batch {
	struct batch_file {
		char *path, *beside; /* beside is NULL once it took its place */
	} * files;
	size_t count, capacity;
};

/* Write `bytes` beside `path`. 73 when it cannot be made, 74 when it cannot be written. */
bool batch_add(struct batch *b, struct diag *d, const char *path, struct slice bytes);
/* Sync all, rename all, sync the folder. */
bool batch_commit(struct batch *b, struct diag *d);
/* Takes away what did not take its place. */
void batch_free(struct batch *b);

#endif
