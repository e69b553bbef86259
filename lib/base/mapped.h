/*
 * The bytes of a whole file to read: those of a regular file are mapped, so that a large one takes
 * no memory that the system cannot have back; others (standard input, a pipe) are read.
 *
 * What is mapped is the file itself. Where another program writes to it at that moment, what is
 * read twice may differ, so no length that was counted may be relied on for a buffer of another
 * one; where it is cut shorter, the process ends by SIGBUS, with nothing written.
 */
#ifndef BASE_MAPPED_H
#define BASE_MAPPED_H

#include "base/buf.h"
#include "base/diag.h"
#include "base/slice.h"

#include <stdbool.h>

struct mapped {
	struct slice bytes;
	struct buf read; /* where they were read */
};

/* "-" is standard input. False after an error was reported (66, 74). */
bool mapped_open(struct diag *d, const char *path, struct mapped *m);
void mapped_free(struct mapped *m);

#endif
