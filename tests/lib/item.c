/*
 *   item CURRENCY FILE...   what item_parse makes of each row
 *   item quick SEED N FILE  N random rows of the columns of FILE's header, all of them, parsed the
 *                           quick way and that of all; how many went it
 */
#include "book/item.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "draw.h"

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

/* Random rows. */

enum { FIELDS = 15, FIELD_MOST = 24 };

/* Mostly as rows are, so that many go the quick way. */
static struct slice random_field(int column, char *to)
{
	static const char *const common[FIELDS] = {"C1024", "F2026-00017", "", "2026-09-01",
	    "2026-10-01", "", "", "EUR", "1234.50", "0.07", "", "", "", "", ""};
	static const char *const seldom[] = {"", "1", "1.5", "-3.00", "12345678.90", "+0.10",
	    "2026-02-29", "2028-02-29", "1999-12-31", "2100-01-01", "2026-13-01", "KWD", "eur",
	    "fee", "payable", "no", "net", "1+15", "1,5E+15", "00.00", "99999.99", "7.", ".50"};
	const char *text =
	    below(24) > 0 ? common[column] : seldom[below(sizeof seldom / sizeof *seldom)];
	const size_t n = strlen(text);

	memcpy(to, text, n);
	if (n > 0 && below(40) == 0)
		to[below(n)] = "0123456789.-+Ex"[below(15)];
	return (struct slice){to, n};
}

static bool same(const struct item *a, const struct item *b)
{
	return slice_equal(a->customer, b->customer) && slice_equal(a->invoice, b->invoice) &&
	       slice_equal(a->instalment, b->instalment) && slice_equal(a->terms, b->terms) &&
	       a->invoice_date == b->invoice_date && a->due_date == b->due_date &&
	       a->paid_date == b->paid_date && a->ledger_date == b->ledger_date &&
	       a->reminded_on == b->reminded_on && strcmp(a->currency, b->currency) == 0 &&
	       a->decimals == b->decimals && a->amount == b->amount &&
	       a->open_amount == b->open_amount && a->kind == b->kind && a->payable == b->payable &&
	       a->blocked == b->blocked;
}

static int test_quick(const struct item_columns *columns, size_t rounds)
{
	struct slice fields[FIELDS];
	char text[FIELDS][FIELD_MOST];
	const struct row row = {.fields = fields, .bare = true};
	size_t quick = 0;

	for (size_t i = 0; i < rounds; i++) {
		struct item a = {0}, b = {0};

		for (int k = 0; k < FIELDS; k++)
			fields[k] = random_field(k, text[k]);
		/* Paid in no part, as most are. */
		if (below(2) > 0)
			fields[columns->amount] = fields[columns->open_amount];
		const bool good = item_parse_facts(columns, &row, &a);

		if (good != item_parse_slow(columns, &row, &b) || (good && !same(&a, &b))) {
			printf("not ok: %d: ", good);
			for (int k = 0; k < FIELDS; k++)
				printf("%.*s,", SLICE_ARG(fields[k]));
			printf("\n");
			return 1;
		}
		quick += item_parse_quick(columns, &row, &a);
	}
	printf("%zu quick\n", quick);
	return 0;
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
	const bool quick = strcmp(argv[1], "quick") == 0 && argc == 5;
	const int first = quick ? 4 : 2;
	struct table *t = table_open(&d, argv + first, (size_t)(argc - first), NULL);

	if (t == NULL)
		return diag_finish(&d);
	if (quick && item_columns_find(&columns, t, "EUR")) {
		state = strtoull(argv[2], NULL, 10);
		if (test_quick(&columns, strtoull(argv[3], NULL, 10)) != 0)
			d.status = STATUS_INTERNAL;
	} else if (item_columns_find(&columns, t, argv[1])) {
		while (table_next(t, &row))
			if (item_parse(&columns, t, &row, &item))
				show(&item);
	}
	table_close(t);
	return diag_finish(&d);
}
