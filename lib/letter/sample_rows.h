/*
 * The tables of a sample: a customer, and what it owes. Private to letter/sample.h.
 */
#ifndef LETTER_SAMPLE_ROWS_H
#define LETTER_SAMPLE_ROWS_H

#include "base/buf.h"
#include "base/slice.h"
#include "book/policy.h"
#include "value/date.h"

#include <stddef.h>

/* Zero-initialize. */
struct sample_facts {
	const struct policy *policy;
	const struct terms *terms;
	const struct level *level; /* the first with the template; NULL: it is a statement's */
	const char *template, *language;
	date as_of;
	struct slice *columns; /* of customers, beside those that there are anyway */
	size_t ncolumns, capacity;
	struct arena arena;
};

/* as_of DATE_NONE: today. */
void sample_find(struct sample_facts *f, const struct policy *policy, const char *template,
    const char *language, date as_of);
void sample_add_column(struct sample_facts *f, struct slice name);
/* The tables, as CSV. */
void sample_customers(const struct sample_facts *f, struct buf *out);
void sample_items(const struct sample_facts *f, struct buf *out);
void sample_free(struct sample_facts *f);

#endif
