#include "rules/open_on.h"

#include "base/banned.h"

/* What the item's payments come to when the ledger has the last word; true where that is less. */
static bool bound(const struct item *item, struct paid_by *paid)
{
	money paid_in_all = 0, before, after;

	if (!paid->bounded || !paid->known)
		return false;
	if (item->amount > item->open_amount &&
	    !money_sum(item->amount, -item->open_amount, &paid_in_all))
		return false;
	before = paid->before < paid_in_all ? paid->before : paid_in_all;
	after = paid->after < paid_in_all - before ? paid->after : paid_in_all - before;
	if (before == paid->before && after == paid->after)
		return false;
	paid->before = before;
	paid->after = after;
	return true;
}

/* Something is open still: what was paid since the day was open too. */
static struct open_on still_open(const struct item *item, date day, const struct paid_by *paid)
{
	const bool paid_on = item->paid_date != DATE_NONE && item->paid_date > day;
	money amount;

	if (!paid->known)
		return (struct open_on){item->open_amount,
		    paid_on && item->amount != item->open_amount ? OPEN_PARTLY : OPEN_SURE, false};
	if (!money_sum(item->open_amount, paid->after, &amount))
		return (struct open_on){0, OPEN_TOO_LARGE, false};
	return (struct open_on){amount, paid->after != 0 ? OPEN_PAID_SINCE : OPEN_SURE, false};
}

/* Nothing is open any more. */
static struct open_on paid_up(const struct item *item, date day, const struct paid_by *paid)
{
	if (paid->known && (item->paid_date == DATE_NONE || !paid->bounded))
		return (struct open_on){
		    paid->after, paid->after != 0 ? OPEN_PAID_SINCE : OPEN_SURE, false};
	if (item->paid_date == DATE_NONE)
		return (struct open_on){0, item->amount != 0 ? OPEN_UNDATED : OPEN_SURE, false};
	if (item->paid_date <= day)
		return (struct open_on){0, OPEN_SURE, false};
	return (struct open_on){item->amount - paid->before, OPEN_PAID_SINCE, false};
}

struct open_on item_open_on(const struct item *item, date day, const struct paid_by *paid)
{
	struct paid_by counted = *paid;
	struct open_on open = {0, OPEN_LATER, false};
	const bool more = bound(item, &counted);

	if (item->invoice_date == DATE_NONE || item->invoice_date <= day)
		open = item->open_amount != 0 ? still_open(item, day, &counted)
					      : paid_up(item, day, &counted);
	open.more = more;
	return open;
}
