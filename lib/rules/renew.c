#include "rules/renew.h"

#include "base/banned.h"

/* Whether `number` is `plain`, or that and more parts, which *rest becomes. */
static bool begins(struct slice number, struct slice plain, struct slice *rest)
{
	if (!slice_begins(number, plain))
		return false;
	*rest = (struct slice){"", 0};
	if (number.n == plain.n)
		return true;
	if (number.p[plain.n] != '-')
		return false;
	*rest = (struct slice){number.p + plain.n + 1, number.n - plain.n - 1};
	return true;
}

const struct level *renew_former_level(
    const struct reminder *r, const struct terms *terms, struct slice *suffix)
{
	const struct proposal_row *row = r->rows[0];
	const struct level *found = NULL;
	struct numbers scratch = {0};
	struct slice rest, none = {"", 0};

	*suffix = none;
	for (size_t i = 0; i < terms->nlevels; i++) {
		const char *plain = numbers_want(
		    &scratch, row->as_of, row->item.customer, terms->levels[i].id, none);

		/* Where one level's name begins with another's, the longer one is meant. */
		if (begins(r->number, slice_of(plain), &rest) &&
		    (found == NULL || rest.n < suffix->n)) {
			found = &terms->levels[i];
			*suffix = rest;
		}
	}
	numbers_free(&scratch);
	return found;
}

uint64_t renew_identity(const struct reminder *r)
{
	const struct proposal_row *first = r->rows[0];
	uint64_t identity = identity_of(first->item.customer, first->terms, first->item.currency);

	for (size_t i = 0; i < r->count; i++) {
		const struct proposal_row *row = r->rows[i];

		if (row->section == SECTION_OVERDUE)
			identity = identity_with(
			    identity, row->item.invoice, row->item.instalment, row->level, row->n);
	}
	return identity;
}
