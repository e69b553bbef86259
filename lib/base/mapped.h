/*
 * The bytes of a whole text file to read, which may be larger than memory. Those of a regular file
 * are mapped, so that they take no memory that the system cannot have back; others (standard input,
 * a pipe) are read, and if there are many of them, they go to a temporary file that is mapped.
 *
 * What is mapped is the file itself. Where another program writes to it at that moment, what is
 * read twice may differ, so no length that was counted may be relied on for a buffer of another
 * one. Where it is cut shorter, the command ends with a message and status 74, whatever it was at:
 * for commands alone that have written nothing before their input is read.
 */
#ifndef BASE_MAPPED_H
#define BASE_MAPPED_H

#include "base/buf.h"
#include "base/diag.h"
#include "base/slice.h"

#include <stdbool.h>

enum { MAPPED_LINE_MOST = 16 << 20 };

struct mapped {
	struct slice bytes;
	struct buf read; /* where they were read and are few */
};

/* "-" is standard input. False after an error was reported: 66, 74, 65 for a line without end. */
bool mapped_open(struct diag *d, const char *path, struct mapped *m);
void mapped_free(struct mapped *m);

#endif
