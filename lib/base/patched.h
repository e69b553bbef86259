/*
 * Output that is all or nothing, as a spool's, and for the most part a file that was read: with
 * something put in here and there. Of such stretches what is put in is kept alone, and where; at
 * the end the file is read once more. A hash says that its bytes are those of before.
 */
#ifndef BASE_PATCHED_H
#define BASE_PATCHED_H

#include "base/buf.h"
#include "base/diag.h"
#include "base/slice.h"
#include "base/spool.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/stat.h>
#include <sys/types.h>

/* A stretch of the file. */
struct file_part {
	off_t at;
	size_t n;
	uint64_t hash; /* patched_hash of its bytes */
};

/*
 * What is put into it, from its begin on: some bytes are left out, then so many stay the same; then
 * come a text of the stock, and n bytes that stand behind the patch. Patches of a stretch stand one
 * after the other; what follows the last one's bytes is left out.
 */
enum { PATCH_MOST = UINT16_MAX, PATCHED_STOCK = 8, PATCHED_TEXT = 64 };
struct patch {
	uint16_t left_out, same, stock, n;
};

struct patched {
	struct spool spool; /* what is written; with a file, what it is made of */
	struct buf text;    /* with a file: what comes after the last stretch */
	int fd;		    /* the file, 0: none, all is written as it is */
	const char *name;   /* of the file, for messages; the caller's */
	struct stat was;
	/* Texts that are put in often; the first one is empty. */
	struct {
		char text[PATCHED_TEXT];
		size_t n;
	} stock[PATCHED_STOCK];
};

/*
 * fd becomes p's: of a regular file, to be read at any place; or -1. It is closed at once where it
 * is not worth it, or what is written goes there. p is zero before.
 */
void patched_open(struct patched *p, int fd, const char *name);
/* Text number i of the stock, from 1 on. */
void patched_stock(struct patched *p, size_t i, struct slice text);

/* Text that is written as it is goes there; then call patched_check now and then. */
struct buf *patched_text(struct patched *p);
bool patched_check(struct diag *d, struct patched *p);
/* With a file: a stretch of it. */
bool patched_add(
    struct diag *d, struct patched *p, const struct file_part *s, struct slice patches);
uint64_t patched_hash(struct slice bytes);

/*
 * As spool_finish. A file that was changed since it was opened is an error (65), and nothing is
 * written. If that happens while all is written, what came before it is.
 */
int patched_finish(struct diag *d, struct patched *p);

#endif
