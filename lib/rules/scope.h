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
#include "rules/criteria.h"
#include "rules/decide.h"

#include <stdbool.h>

struct scope {
	struct picks *pick, *skip; /* NULL: there is no such list */
	const struct terms **terms;
	size_t nterms; /* 0: all */
	struct criteria where;
};

/* Whether the item is outside; *picked says how the list of picks names it. `fields` is its row. */
bool scope_excludes(
    const struct scope *s, const struct facts *f, const struct slice *fields, enum picked *picked);

void scope_free(struct scope *s);

#endif
