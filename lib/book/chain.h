/*
 * The hash chain of a history: each line's hash covers the line and the one
 * before, so that a changed or missing line is noticed. dun-history(5) says
 * how it is made.
 *
 * A line's cell `hash` is its seal:
 *
 *     HASH           of the line as it stands
 *     SALT:HASH      the address and the note went into it as a digest, with a salt
 *     DIGEST:HASH    the same, after both were taken out and the salt with them
 *
 * So what a line says of a person can be forgotten, and everything else that it
 * says is still held by its hash. Without the salt nobody can find out, by trying
 * addresses, which one it was.
 */
#ifndef BOOK_CHAIN_H
#define BOOK_CHAIN_H

#include "base/buf.h"
#include "base/sha256.h"
#include "base/slice.h"
#include "book/history.h"

#include <stdbool.h>
#include <stddef.h>

enum { CHAIN_TEXT = SHA256_TEXT, SALT_TEXT = 33, SEAL_TEXT = 2 * SHA256_TEXT };

/* Where a table has what the chain is about. Fill in the columns; the rest begins as zero. */
struct chain {
	size_t ncolumns;
	int hash, address, note; /* -1: the table lacks it */
	struct buf text;	 /* what the last hash was made of, after the line before's */
};
/* `at` says where a table of that many columns has those of a history. */
void chain_find(struct chain *c, const int at[HISTORY_COLUMNS], size_t ncolumns);
void chain_free(struct chain *c);

/* The hash in a seal, which the next line is chained to: what follows the colon, if there is one.
 */
struct slice chain_link(struct slice seal);
/* Whether the line's address and note were taken out. */
bool chain_forgotten(struct slice seal);
/* Whether they can be. */
bool chain_salted(struct slice seal);

/*
 * Whether the line's seal is what it must be after a line whose hash is `before` (empty where
 * that has none). `fields` are all of the line's.
 */
bool chain_fits(struct chain *c, struct slice before, const struct slice *fields);
/*
 * Seal the line. Its own cell says how: the salt or digest that stands there is kept. A line with
 * an address or a note and without either gets a salt.
 */
void chain_seal(
    struct chain *c, struct slice before, const struct slice *fields, char seal[SEAL_TEXT]);
/* The seal of the line, which has a salt, when its address and note are taken out. */
void chain_forget(const struct chain *c, const struct slice *fields, char seal[SEAL_TEXT]);

/* The hash over what chain_fits left in `text`, after another line. */
void chain_after(struct slice before, struct slice text, char hash[CHAIN_TEXT]);

#endif
