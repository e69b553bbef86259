#include "book/export_totals.h"

#include <string.h>

#include "base/banned.h"

void export_totals_add(struct export_totals *t, const struct cells *c, unsigned long part)
{
	const struct layout *l = c->layout;
	struct slice currency = {0};

	if (t->part != part)
		*t = (struct export_totals){.told = t->told, .part = part};
	if (l->currency >= 0)
		currency = c->cells[l->currency].text;
	if (!t->any && currency.n == 3)
		memcpy(t->currency, currency.p, 3);
	t->any = true;
	t->unknown |=
	    !slice_is(currency, t->currency) ||
	    !money_sum(t->open_amount, c->cells[l->open_amount].amount, &t->open_amount) ||
	    (l->amount >= 0 && !money_sum(t->amount, c->cells[l->amount].amount, &t->amount));
}

static void compare(
    struct diag *d, struct place at, const struct cells *c, struct slice text, money sum)
{
	char ours[MONEY_TEXT];
	money theirs;

	if (text.n == 0)
		return;
	if (c->profile->sign == SIGN_REVERSE)
		sum = -sum;
	if (cells_amount(c, text, &theirs) && theirs == sum)
		return;
	money_format(sum, c->decimals, ours);
	diag_warn(d, at, "the export's own total is \"%.*s\", its rows come to %s; is it whole?",
	    SLICE_ARG(text), ours);
}

void export_totals_compare(const struct export_totals *t, struct diag *d, struct place at,
    const struct cells *c, const struct header *h, const struct slice *fields)
{
	const struct layout *l = c->layout;
	const struct {
		int column;
		money sum;
	} sums[] = {{l->open_amount, t->open_amount}, {l->amount, t->amount}};

	for (size_t i = 0; !t->unknown && i < sizeof sums / sizeof sums[0]; i++) {
		int column = sums[i].column;

		if (column < 0 || l->columns[column].nfrom == 0)
			continue;
		at.column = layout_their_name(l, h, (size_t)column);
		compare(d, at, c, fields[l->columns[column].from[0]], sums[i].sum);
	}
}
