/*
 * The history rewritten, beside and renamed, with the lock held: sealed where
 * it was not, and with the personal parts of old lines taken out.
 */
#ifndef BOOK_RESEAL_H
#define BOOK_RESEAL_H

#include "base/diag.h"
#include "book/verify.h"
#include "value/date.h"

#include <stdbool.h>
#include <stddef.h>

/*
 * Give every line a hash, and each with an address or a note the salt without which it cannot be
 * forgotten. What has a hash already is verified first. `now` is what the history is after it;
 * *changed says whether anything had to be written.
 */
bool history_seal(struct diag *d, const char *path, struct verdict *now, bool *changed);

/*
 * Take the address and the note out of all lines that count from before that day. Their hashes
 * stay. All lines are verified first. *count: of how many lines.
 */
bool history_forget(
    struct diag *d, const char *path, date before, struct verdict *now, size_t *count);

#endif
