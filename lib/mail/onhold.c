#include "mail/onhold.h"

#include "mail/plan.h"
#include "rules/state.h"

#include "base/banned.h"

bool onhold_item(struct recall *recall, const struct book *book, const struct item *item, date day)
{
	const struct customer *customer = customers_find(book->customers, item->customer);

	return (customer != NULL && customer->blocked) ||
	       state_on_hold(recall_of(recall, item->customer, item->invoice), item, day);
}

const struct proposal_row *onhold_of(
    struct recall *recall, const struct book *book, const struct reminder *of, date day)
{
	for (size_t i = 0; i < of->count; i++)
		if (plan_reminds(of->rows[i]) && onhold_item(recall, book, &of->rows[i]->item, day))
			return of->rows[i];
	return NULL;
}

/* Not one that only stands in the letter, nor one of an overview. */
static bool reminds(const struct slice event[HISTORY_COLUMNS])
{
	return slice_is(event[H_EVENT], event_names[EVENT_REMINDED]) ||
	       slice_is(event[H_EVENT], event_names[EVENT_RESENT]);
}

const struct mail_item *onhold_mail(
    struct recall *recall, const struct book *book, const struct mail_head *of, date day)
{
	for (size_t i = 0; i < of->count; i++) {
		const struct slice *event = of->items[i].event;
		const struct item item = {.customer = event[H_CUSTOMER],
		    .invoice = event[H_INVOICE],
		    .instalment = event[H_INSTALMENT]};

		if (reminds(event) && onhold_item(recall, book, &item, day))
			return &of->items[i];
	}
	return NULL;
}
