/*
 * Output that is all or nothing: it is kept (128 MiB of it in memory, the rest
 * in an unlinked temporary file) until the whole input was found valid, and
 * then written to standard output in one go.
 */
#ifndef BASE_SPOOL_H
#define BASE_SPOOL_H

#include "base/buf.h"
#include "base/diag.h"

#include <stdbool.h>

struct spool {
	struct buf memory; /* write here, then call spool_check now and then */
	char *kept;	   /* what came before it, as far as there is room; NULL: nothing */
	size_t nkept;
	size_t nfilled; /* so much of its room has pages */
	int fd;		/* what came between them, 0: nothing */
	size_t taken;	/* so much of all was taken back */
	bool wide;	/* a pipe was asked to hold more */
	bool direct;	/* set it when nothing can fail any more but the writing itself */
};

/* After each row was added to s->memory: spill when there is too much; write it, when direct. */
bool spool_check(struct diag *d, struct spool *s);
/* Add these bytes, which stand elsewhere, to s->memory, and check. */
bool spool_add(struct diag *d, struct spool *s, struct slice bytes);
/* Write all to standard output. A full disk is an error (74) that names it. */
bool spool_commit(struct diag *d, struct spool *s);
/*
 * In place of writing them, take the next n bytes back, from the first one on; so many must be
 * left. False: errno says why.
 */
bool spool_take(struct spool *s, void *to, size_t n);
bool spool_is_taken(const struct spool *s); /* all of them */
void spool_free(struct spool *s);

/*
 * Last in every main: flush and close standard output, check it, and return
 * diag_finish. A write error becomes status 74.
 */
int finish(struct diag *d);
/* The same for a stage: what it kept is written first, unless an error was reported. */
int spool_finish(struct diag *d, struct spool *s);

#endif
