/*
 * The history open for reading, while nobody writes it.
 */
#ifndef BOOK_SHARE_H
#define BOOK_SHARE_H

#include "base/diag.h"

#include <stdbool.h>

/*
 * Wait for those who write, and keep them waiting until the descriptor is closed: a line that is
 * being appended is seen whole or not at all. -1 after an error was reported: no such file (66),
 * or one that is no whole history (65).
 */
int history_share(struct diag *d, const char *path);

/* Whether the path still leads to the open file: another process may have replaced it. */
bool history_is_current(int fd, const char *path);

#endif
