/*
 * The hash chain of a history: each line's hash covers the line and the one
 * before, so a changed or missing line is noticed.
 */
#ifndef BOOK_CHAIN_H
#define BOOK_CHAIN_H

#include "base/buf.h"
#include "base/sha256.h"
#include "base/slice.h"

#include <stdbool.h>
#include <stddef.h>

enum { CHAIN_TEXT = SHA256_TEXT };

/*
 * The hash of a line: sha256 over the hash of the line before (empty where that has none), a
 * newline, and the fields but `hash`, in the file's order, as canonical CSV. `line` is
 * overwritten, and then holds what was hashed after the newline.
 */
void chain_hash(struct slice before, const struct slice *fields, size_t count, int hash_column,
    struct buf *line, char hash[CHAIN_TEXT]);

#endif
