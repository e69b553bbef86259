#include "rules/scope.h"

#include "base/banned.h"

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

bool scope_excludes(const struct scope *s, const struct item *item, const struct slice *fields,
    const struct debtor *debtor, const struct terms *terms, enum picked *picked)
{
	*picked = s->pick != NULL ? pick_of(s, item) : PICKED_NOT;
	if (s->pick != NULL && *picked == PICKED_NOT)
		return true;
	if (s->skip != NULL && picks_match(s->skip, item) != PICK_NONE)
		return true;
	if (s->terms != NULL && terms != s->terms)
		return true;
	if (s->delivery >= 0 && debtor->customer != NULL && debtor->delivery != s->delivery)
		return true;
	return !filter_holds(&s->where, fields, debtor->customer);
}
