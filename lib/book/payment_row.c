#include "book/payment_row.h"

#include <string.h>

#include "base/banned.h"

enum { MOST_DECIMALS = 6 };

bool payment_columns_find(struct item_columns *c, struct table *t)
{
	/* Every place is an int; -1 is "the table lacks it". */
	memset(c, -1, sizeof *c);
	/* Payments are not as most items are. */
	c->nseldom = 0;
	c->quick = false;
	c->customer = table_need(t, "customer");
	c->invoice = table_need(t, "invoice");
	c->instalment = table_find(t, "instalment");
	c->due_date = table_need(t, "date");
	c->open_amount = table_need(t, "amount");
	c->currency = table_find(t, "currency");
	return c->customer >= 0 && c->invoice >= 0 && c->due_date >= 0 && c->open_amount >= 0;
}

bool payment_parse(struct item_columns *c, struct table *t, const struct row *row,
    const struct item *pays, struct item *out)
{
	memcpy(c->default_currency, pays != NULL ? pays->currency : "EUR", 4);
	c->default_decimals = pays != NULL ? pays->decimals : MOST_DECIMALS;
	if (row->fields[c->due_date].n == 0) {
		table_fault(t, c->due_date, "is empty; the day of the payment must stand here");
		return false;
	}
	if (!item_parse(c, t, row, out))
		return false;
	if (out->open_amount > 0)
		return true;
	table_fault(t, c->open_amount,
	    "\"%.*s\" is not above zero; a payment that came back is left out of the table",
	    SLICE_ARG(row->fields[c->open_amount]));
	return false;
}
