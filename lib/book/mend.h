/*
 * The torn last line of a history: a crash, or a full disk, can leave a line
 * without its end.
 */
#ifndef BOOK_MEND_H
#define BOOK_MEND_H

#include "base/diag.h"

#include <stdbool.h>

/*
 * Mend the end of the history that is open for reading and writing at fd. A last line that is
 * whole but for its line end (what it has of its hash says so) is completed, any other goes to
 * PATH.torn; both are said. False after an error was reported.
 */
bool mend_tail(struct diag *d, int fd, const char *path);

#endif
