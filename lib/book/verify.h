/*
 * The proof of a history: every line's hash held against the line and the one
 * before. What does not fit is named, and so is what must have happened to it.
 */
#ifndef BOOK_VERIFY_H
#define BOOK_VERIFY_H

#include "base/diag.h"
#include "book/chain.h"

#include <stdbool.h>
#include <stddef.h>

/* Which lines without a hash are let pass. */
enum unsealed {
	UNSEALED_FIRST, /* those before the first that has one: they are from before the column */
	UNSEALED_ANY	/* all, as what is about to be sealed */
};

struct verdict {
	size_t lines, unsealed, forgotten;
	char head[CHAIN_TEXT]; /* the last line's hash; empty where it has none */
	size_t since;	       /* how many lines follow the one whose hash was looked for */
};

/*
 * Read the history, which the caller holds or shares, and check all of it. `head` is a hash that a
 * line must have, NULL for none: it shows that no last lines were cut off. False after faults were
 * reported (65).
 */
bool history_verify(struct diag *d, const char *path, enum unsealed unsealed, const char *head,
    struct verdict *out);

#endif
