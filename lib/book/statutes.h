/*
 * What a policy is held against besides its own words: the tables and scales of
 * the law, and the texts of the letters that it sends.
 */
#ifndef BOOK_STATUTES_H
#define BOOK_STATUTES_H

#include "base/diag.h"
#include "base/mem.h"
#include "base/slice.h"
#include "book/policy.h"
#include "book/rates.h"

#include <stdbool.h>
#include <stddef.h>

/* One text of a template: there is one for each language, and for each group of customers. */
struct letter_text {
	const char *template;
	const char *path;
	struct slice text;
};

struct statutes {
	struct rates *own;     /* the policy's; NULL when there is no file of its own */
	struct rates *shipped; /* NULL when it is not there */
	struct letter_text *letters;
	size_t count, capacity;
	struct arena arena;
};

/*
 * Load what is there; what is missing is another check's fault. False after faults were
 * reported. Zero-initialize *out.
 */
bool statutes_load(struct diag *d, struct policy *p, struct statutes *out);
/* The policy's own where it has one of that name, else the shipped; NULL when there is none. */
const struct rate_table *statutes_table(const struct statutes *s, const char *name);
const struct scale *statutes_scale(const struct statutes *s, const char *name);
void statutes_free(struct statutes *s);

#endif
