/*
 *   item CURRENCY FILE...   what item_parse makes of each row
 */
#include "book/item.h"

#include <stdio.h>

#include "base/banned.h"

static void show_date(const char *name, date day)
{
	char text[DATE_TEXT];

	date_format(day, text);
	if (day != DATE_NONE)
		printf(" %s=%s", name, text);
}

static void show_text(const char *name, struct slice text)
{
	if (text.n > 0)
		printf(" %s=%.*s", name, SLICE_ARG(text));
}

static void show(const struct item *item)
{
	static const char *const kinds[] = {"invoice", "credit", "payment", "fee"};
	char open[MONEY_TEXT], amount[MONEY_TEXT];

	money_format(item->open_amount, item->decimals, open);
	money_format(item->amount, item->decimals, amount);
	printf("%.*s/%.*s/%.*s %s %s of %s %s%s%s", SLICE_ARG(item->customer),
	    SLICE_ARG(item->invoice), SLICE_ARG(item->instalment), kinds[item->kind], open, amount,
	    item->currency, item->payable ? " payable" : "", item->blocked ? " blocked" : "");
	show_date("invoiced", item->invoice_date);
	show_date("due", item->due_date);
	show_date("paid", item->paid_date);
	show_date("ledger", item->ledger_date);
	show_date("reminded", item->reminded_on);
	show_text("level", item->reminded_level);
	show_text("terms", item->terms);
	show_text("reference", item->reference);
	show_text("description", item->description);
	show_text("method", item->payment_method);
	show_text("file", item->invoice_file);
	show_text("status", item->status);
	printf("\n");
}

int main(int argc, char **argv)
{
	struct diag d = {0};
	struct item_columns columns;
	struct item item;
	struct row row;

	diag_program("item");
	if (argc < 3)
		return STATUS_USAGE;
	struct table *t = table_open(&d, argv + 2, (size_t)argc - 2, NULL);

	if (t == NULL)
		return diag_finish(&d);
	if (item_columns_find(&columns, t, argv[1]))
		while (table_next(t, &row))
			if (item_parse(&columns, t, &row, &item))
				show(&item);
	table_close(t);
	return diag_finish(&d);
}
