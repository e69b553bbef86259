/*
 * What a person narrows a run to: items outside of it cause no letter, but
 * count in totals and stand in letters as ever. Pure.
 */
#ifndef RULES_SCOPE_H
#define RULES_SCOPE_H

#include "base/slice.h"
#include "book/item.h"
#include "book/picks.h"
#include "book/policy.h"
#include "rules/debtors.h"
#include "rules/decide.h"
#include "rules/lookup.h"

#include <stdbool.h>

struct scope {
	struct picks *pick, *skip; /* NULL: there is no such list */
	const struct terms **terms;
	size_t nterms; /* 0: all */
	/* by scope_bind */
	struct filter where; /* conditions on columns of the tables */
	struct condition *tables;
	struct told {
		const struct condition *condition;
		struct slice (*value)(const struct facts *f, char *text);
	} * told; /* on what is known of an item without them */
	size_t ntold;
};

/*
 * Take the conditions, which stay the caller's. Those on what the selection knows itself (the
 * due date that counts, the days, the terms, what was reminded last) need no column. Returns
 * the first whose column nobody has; NULL: all have.
 */
const struct condition *scope_bind(struct scope *s, const struct conditions *where,
    const struct policy *policy, const struct table *t, const struct customers *customers);

/* Whether the item is outside; *picked says how the list of picks names it. `fields` is its row. */
bool scope_excludes(
    const struct scope *s, const struct facts *f, const struct slice *fields, enum picked *picked);

void scope_free(struct scope *s);

#endif
