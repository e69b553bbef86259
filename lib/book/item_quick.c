#include "book/item.h"

#include "value/quick.h"

#include <string.h>

#include "base/banned.h"

/* A name that is there, and no number that a spreadsheet changed ("1,5E+15"). */
static inline bool is_key(struct slice s)
{
	return s.n > 0 && (s.n < 5 || ((s.p[s.n - 3] != '+') & (s.p[s.n - 4] != '+')));
}

static inline bool is_currency(struct slice s, const char currency[4])
{
	return s.n == 3 && memcmp(s.p, currency, 3) == 0;
}

/* Of short texts: whether they are the same. */
static inline bool are_alike(struct slice a, struct slice b)
{
	return a.n == b.n && a.n > 0 && a.n <= 8 &&
	       (word_load(a.p) ^ word_load(b.p)) << (64 - 8 * a.n) == 0;
}

/*
 * A row as most are: what is seldom given is not, both dates are, and both amounts, in the currency
 * of the policy. False: parse it as any other.
 */
bool item_parse_quick(const struct item_columns *c, const struct row *row, struct item *item)
{
	const struct slice *f = row->fields;
	struct slice open, amount;
	bool sound;

	if (!c->quick || !row->bare)
		return false;
	for (int i = 0; i < c->nseldom; i++)
		if (f[c->seldom[i]].n > 0)
			return false;
	open = f[c->open_amount];
	amount = f[c->amount];
	sound = is_key(f[c->customer]);
	sound &= is_key(f[c->invoice]);
	sound &= is_currency(f[c->currency], c->default_currency);
	sound &= quick_date(f[c->invoice_date], &item->invoice_date);
	sound &= quick_date(f[c->due_date], &item->due_date);
	sound &= quick_amount(open, c->default_decimals, &item->open_amount);
	/* Of most open items the two are written alike. */
	if (are_alike(amount, open))
		item->amount = item->open_amount;
	else
		sound &= quick_amount(amount, c->default_decimals, &item->amount);
	if (!sound)
		return false;
	item->customer = f[c->customer];
	item->invoice = f[c->invoice];
	item->instalment = (struct slice){"", 0};
	item->terms = row_cell(row, c->terms);
	item->paid_date = item->ledger_date = item->reminded_on = DATE_NONE;
	memcpy(item->currency, c->default_currency, sizeof item->currency);
	item->decimals = c->default_decimals;
	item->kind = KIND_INVOICE;
	item->payable = item->blocked = false;
	return true;
}

bool item_parse_facts(const struct item_columns *c, const struct row *row, struct item *item)
{
	return item_parse_quick(c, row, item) || item_parse_slow(c, row, item);
}
