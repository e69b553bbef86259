/*
 * A history with fewer columns, from an earlier version or another program.
 */
#ifndef BOOK_UPGRADE_H
#define BOOK_UPGRADE_H

#include "base/diag.h"

#include <stdbool.h>

/*
 * Write the history anew with all columns, beside and renamed; columns of the user's own are kept,
 * before `hash`. Lines that have a hash are verified, and get the hash of what they are now. The
 * caller holds the lock.
 */
bool history_upgrade(struct diag *d, const char *path);

#endif
