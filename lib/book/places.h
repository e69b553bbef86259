/*
 * Where a book keeps its history and what belongs with it, for the commands
 * that need no policy: as told, else as the policy says where there is one,
 * else in this folder.
 */
#ifndef BOOK_PLACES_H
#define BOOK_PLACES_H

#include "base/diag.h"
#include "book/options.h"
#include "book/policy.h"

#include <stdbool.h>

struct places {
	struct policy *policy; /* NULL: none was needed, or found */
	const char *history, *outbox, *letters;
};

/*
 * The policy is read where one is named or there is one here; `needed`: also when --history says
 * where the history is. False after the policy's faults were reported.
 */
bool places_find(struct places *p, struct diag *d, const struct options *o, bool needed);
void places_free(struct places *p);

#endif
