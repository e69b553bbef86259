/*
 * Many files of one folder that take their places together: each is written into a
 * folder of its own within it, and only when all are written, all are synced and moved. A
 * failure, or a crash, before that leaves what was there; what a crash leaves in such a folder, the
 * next run clears away.
 */
#ifndef LETTER_STAGING_H
#define LETTER_STAGING_H

#include "base/diag.h"
#include "base/slice.h"

#include <stdbool.h>
#include <stddef.h>

/* Zero-initialize. */
struct staging {
	char *folder;
	char *own;    /* the folder within it; NULL: none yet */
	int lock;     /* on it, as long as this run lives */
	char **names; /* what is to be moved */
	size_t count, capacity;
};

/* Make the folders. 73 when that is not possible. */
bool staging_open(struct staging *s, struct diag *d, const char *folder);
/*
 * Write a file, which its owner alone may read: in any process, for the run that opened the
 * staging to add. 73 when it cannot be made, 74 when it cannot be written.
 */
bool staging_write(const struct staging *s, struct diag *d, const char *name, struct slice bytes);
/* A file that was written is to take its place. */
void staging_add(struct staging *s, const char *name);
/* Sync all, move all, sync the folder. */
bool staging_commit(struct staging *s, struct diag *d);
/* Takes away what did not take its place. */
void staging_close(struct staging *s);

#endif
