#include "stage/billing.h"

#include "base/banned.h"

/* What reminders before the payment had demanded; where charges are booked, it paid no such. */
static bool read_demanded(
    struct billing *b, const struct bill *bill, const struct proposal_row *row, struct payment *p)
{
	struct charged charged;
	money sum;

	if (b->book->policy->defaults.fees_booked)
		return true;
	if (!earlier_charged(&b->earlier, row, p->on, bill->out.as_of, &charged) ||
	    !charged_sum(&charged, &sum))
		return false;
	p->interest = charged.interest;
	p->costs = sum - charged.interest;
	return true;
}

static void tell(const struct billing *b, const struct proposal_row *row, struct place at,
    money ledger, money sum, const char *rest)
{
	struct buf text = {0};

	buf_printf(&text, "invoice \"%.*s\": the ledger says that ", SLICE_ARG(row->item.invoice));
	money_add_to(&text, ledger, row->item.decimals);
	buf_add_string(&text, " were paid (amount less open_amount), the payments are ");
	money_add_to(&text, sum, row->item.decimals);
	(sum > ledger ? diag_warn : diag_note)(
	    b->d, at, "%s together; %s", buf_string(&text), rest);
	buf_free(&text);
}

/* More is likely a ledger from before a payment; less may be credits or a discount. */
static void compare(const struct billing *b, const struct proposal_row *row,
    const struct part_payment *last, money sum)
{
	money open = row->item.open_amount, ledger = 0;

	if (open > 0 && row->item.amount > open)
		ledger = row->item.amount - open;
	if (sum > ledger)
		tell(b, row, AT_LINE(b->payments->path, last->line), ledger, sum,
		    "what is more is not counted");
	else if (sum < ledger && b->d->verbose)
		tell(b, row, AT_LINE(row->file, row->line), ledger, sum,
		    "the rest counts as paid before interest began");
}

bool billing_add_payments(struct billing *b, const struct bill *bill,
    const struct proposal_row *row, struct charge_row *out)
{
	size_t count;
	const struct part_payment *all;
	struct payment *kept;
	money sum = 0;

	if (b->payments == NULL || row->section != SECTION_OVERDUE)
		return true;
	all = payments_of(b->payments, row, &count);
	while (count > 0 && all[count - 1].on > bill->out.as_of)
		count--;
	kept = arena_alloc(&b->arena, (count + 1) * sizeof *kept);
	for (size_t i = 0; i < count; i++) {
		kept[i] = (struct payment){.on = all[i].on, .amount = all[i].amount};
		if (!money_sum(sum, all[i].amount, &sum) || !read_demanded(b, bill, row, &kept[i]))
			return billing_refuse(
			    b, row, "open_amount", "has payments that are too large together");
	}
	compare(b, row, count > 0 ? &all[count - 1] : NULL, sum);
	out->payments = kept;
	out->npayments = count;
	return true;
}
