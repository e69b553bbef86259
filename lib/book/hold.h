/*
 * The history open for writing: locked, whole, and with all its columns.
 */
#ifndef BOOK_HOLD_H
#define BOOK_HOLD_H

#include "base/diag.h"

#include <stdbool.h>

/* Whether it can be opened for writing; reports why not (66, 73, 65). Takes no lock. */
bool history_can_hold(struct diag *d, const char *path);

/*
 * Open and lock it; others wait until the descriptor is closed. A torn last line is mended
 * (book/mend.h), and a file with fewer columns is rewritten once with all of them. -1 after an
 * error was reported.
 */
int history_hold(struct diag *d, const char *path);

#endif
