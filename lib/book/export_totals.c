#include "book/export_totals.h"

#include <string.h>

#include "base/banned.h"

void export_totals_add(struct export_totals *t, const struct export_sums *sums, unsigned long part)
{
	if (t->part != part)
		*t = (struct export_totals){.told = t->told, .part = part};
	if (!t->any)
		memcpy(t->currency, sums->currency, sizeof t->currency);
	t->any = true;
	t->unknown |= memcmp(sums->currency, t->currency, 3) != 0 ||
		      !money_sum(t->open_amount, sums->open_amount, &t->open_amount) ||
		      !money_sum(t->amount, sums->amount, &t->amount);
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
