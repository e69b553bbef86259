#include "rules/scope.h"

#include "base/banned.h"

/* The lists. */

static enum picked pick_of(const struct scope *s, const struct item *item)
{
	switch (picks_match(s->pick, item)) {
	case PICK_ITEM:
		return PICKED_ITEM;
	case PICK_CUSTOMER:
		return PICKED_CUSTOMER;
	case PICK_NONE:
		break;
	}
	return PICKED_NOT;
}

static bool takes_terms(const struct scope *s, const struct terms *terms)
{
	for (size_t i = 0; i < s->nterms; i++)
		if (s->terms[i] == terms)
			return true;
	return s->nterms == 0;
}

bool scope_excludes(
    const struct scope *s, const struct facts *f, const struct slice *fields, enum picked *picked)
{
	*picked = s->pick != NULL ? pick_of(s, f->item) : PICKED_NOT;
	if (s->pick != NULL && *picked == PICKED_NOT)
		return true;
	if (s->skip != NULL && picks_match(s->skip, f->item) != PICK_NONE)
		return true;
	if (!takes_terms(s, f->terms))
		return true;
	return !criteria_hold_of(&s->where, f) ||
	       !criteria_hold_in_row(&s->where, f->item, fields, f->customer);
}
