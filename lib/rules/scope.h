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
	struct filter where;
};

/* Whether the item is outside; *picked says how the list of picks names it. */
bool scope_excludes(const struct scope *s, const struct item *item, const struct slice *fields,
    const struct debtor *debtor, const struct terms *terms, enum picked *picked);

#endif
