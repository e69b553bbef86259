/*
 * Conditions on an item, all of which must hold: on the columns of its table and of the customer
 * file, and on what is known of it whether or not a table has a column for it, such as the due
 * date that counts, its days and its bucket. Pure.
 */
#ifndef RULES_CRITERIA_H
#define RULES_CRITERIA_H

#include "base/slice.h"
#include "rules/buckets.h"
#include "rules/decide.h"
#include "rules/lookup.h"

#include <stdbool.h>

struct criteria {
	struct buckets buckets; /* set first where they are not the usual ones */
	bool history;		/* set first: the facts have a state */
	/* by criteria_bind */
	struct filter tables;
	struct condition *on_tables;
	struct told {
		const struct condition *condition;
		struct slice (*value)(const struct criteria *c, const struct facts *f, char *text);
	} * told;
	size_t ntold;
	bool asks_terms; /* the facts must have them */
};

/*
 * Take the conditions, which stay the caller's. Returns the first whose column nobody has; NULL:
 * all have.
 */
const struct condition *criteria_bind(struct criteria *c, const struct condition *conditions,
    size_t count, const struct policy *policy, const struct table *t,
    const struct customers *customers);

/* The name that the column of such a condition is nearest to; empty: none is near. */
struct slice criteria_nearest(const struct criteria *c, const struct condition *unknown,
    const struct table *t, const struct customers *customers);

/* Those on the tables, which need no more than the row's fields. */
bool criteria_hold_in_row(const struct criteria *c, const struct item *item,
    const struct slice *fields, const struct customer *customer);
/* Those on what is known: item, due date and as-of, and where they are asked for the others. */
bool criteria_hold_of(const struct criteria *c, const struct facts *f);

void criteria_free(struct criteria *c);

#endif
