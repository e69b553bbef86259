#include "mail/onhold.h"

#include "mail/plan.h"
#include "rules/state.h"

#include "base/banned.h"

bool onhold_row(const struct book *book, const struct proposal_row *row, date day)
{
	const struct customer *customer = customers_find(book->customers, row->item.customer);
	const struct terms *terms = policy_terms(book->policy, row->terms);
	struct item_state state;

	if (customer != NULL && customer->blocked)
		return true;
	if (terms == NULL)
		return false;
	state_of(history_of(book->history, row->item.customer), &row->item, terms, day, &state);
	return state.hold != HOLD_NONE || state.customer_hold != HOLD_NONE;
}

const struct proposal_row *onhold_of(const struct book *book, const struct reminder *of, date day)
{
	for (size_t i = 0; i < of->count; i++)
		if (plan_reminds(of->rows[i]) && onhold_row(book, of->rows[i], day))
			return of->rows[i];
	return NULL;
}
