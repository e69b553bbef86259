#include "mail/onhold.h"

#include "mail/plan.h"
#include "rules/state.h"

#include "base/banned.h"

bool onhold_row(
    struct recall *recall, const struct book *book, const struct proposal_row *row, date day)
{
	const struct customer *customer = customers_find(book->customers, row->item.customer);
	const struct terms *terms = policy_terms(book->policy, row->terms);
	struct item_state state;

	if (customer != NULL && customer->blocked)
		return true;
	if (terms == NULL)
		return false;
	state_of(recall_of(recall, row->item.customer, row->item.invoice), &row->item, terms, day,
	    &state);
	return state.hold != HOLD_NONE || state.customer_hold != HOLD_NONE;
}

const struct proposal_row *onhold_of(
    struct recall *recall, const struct book *book, const struct reminder *of, date day)
{
	for (size_t i = 0; i < of->count; i++)
		if (plan_reminds(of->rows[i]) && onhold_row(recall, book, of->rows[i], day))
			return of->rows[i];
	return NULL;
}
