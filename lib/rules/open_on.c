#include "rules/open_on.h"

#include "base/banned.h"

static struct open_on too_much(void)
{
	return (struct open_on){0, OPEN_TOO_MUCH};
}

/* Something is open still: what was paid since the day was open too. */
static struct open_on still_open(const struct item *item, date day, const struct paid_by *paid)
{
	const bool paid_on = item->paid_date != DATE_NONE && item->paid_date > day;
	money amount;

	if (!paid->known)
		return (struct open_on){item->open_amount,
		    paid_on && item->amount != item->open_amount ? OPEN_PARTLY : OPEN_SURE};
	if (!money_sum(item->open_amount, paid->after, &amount))
		return too_much();
	if (paid->bounded && paid->after > 0 && amount > item->amount)
		return too_much();
	return (struct open_on){amount, paid->after != 0 ? OPEN_PAID_SINCE : OPEN_SURE};
}

/* Nothing is open any more. */
static struct open_on paid_up(const struct item *item, date day, const struct paid_by *paid)
{
	money amount;

	if (item->paid_date == DATE_NONE && paid->known)
		return (struct open_on){
		    paid->after, paid->after != 0 ? OPEN_PAID_SINCE : OPEN_SURE};
	if (item->paid_date == DATE_NONE)
		return (struct open_on){0, item->amount != 0 ? OPEN_UNDATED : OPEN_SURE};
	if (item->paid_date <= day)
		return (struct open_on){0, OPEN_SURE};
	if (!money_sum(item->amount, -paid->before, &amount) || (paid->known && amount < 0))
		return too_much();
	return (struct open_on){amount, OPEN_PAID_SINCE};
}

struct open_on item_open_on(const struct item *item, date day, const struct paid_by *paid)
{
	if (item->invoice_date != DATE_NONE && item->invoice_date > day)
		return (struct open_on){0, OPEN_LATER};
	return item->open_amount != 0 ? still_open(item, day, paid) : paid_up(item, day, paid);
}
