#include "text/totals.h"

#include <string.h>

#include "base/banned.h"

bool totals_counts(const struct totals *t, enum section section)
{
	return section == SECTION_OVERDUE || section == SECTION_REMINDED ||
	       (section == SECTION_CREDIT && t->net);
}

bool totals_shown(const struct totals *t, enum section section)
{
	return t->statement || totals_counts(t, section);
}

static bool add_row(struct totals *t, const struct proposal_row *row)
{
	bool good =
	    money_sum(t->section[row->section], row->item.open_amount, &t->section[row->section]);
	t->has[row->section] = true;
	if (!totals_counts(t, row->section))
		return good;
	for (int i = F_INTEREST; i < FEE_COLUMNS && good; i++)
		good = money_sum(t->fee[i], row->fee[i], &t->fee[i]);
	return good && money_sum(t->overdue, row->item.open_amount, &t->overdue);
}

bool totals_of(const struct reminder *reminder, bool net, struct totals *out)
{
	const struct item *first = &reminder->rows[0]->item;
	bool good = true;
	*out = (struct totals){.decimals = first->decimals};
	out->statement = reminder_is_statement(reminder->number);
	out->net = net || out->statement;
	memcpy(out->currency, first->currency, sizeof(out->currency));
	for (size_t i = 0; i < reminder->count && good; i++)
		good = add_row(out, reminder->rows[i]);
	good = good && money_sum(out->fee[F_FEES], out->fee[F_EARLIER_FEES], &out->fees) &&
	       money_sum(out->overdue, out->fees, &out->total);
	out->balance = out->total;
	for (int i = 0; i < SECTIONS && good; i++)
		if (!totals_counts(out, (enum section)i))
			good = money_sum(out->balance, out->section[i], &out->balance);
	return good;
}
