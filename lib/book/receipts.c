#include "book/receipts.h"

#include "base/map.h"
#include "base/mem.h"
#include "book/payment_row.h"

#include <stdlib.h>
#include <string.h>

#include "base/banned.h"

struct receipt {
	struct receipt *next; /* of the same item */
	date on;
	money amount;
	int decimals;	  /* of the amount: more than the currency's where that was not known */
	char currency[4]; /* "": the item's */
	unsigned long line;
};

/* The payments of an item. */
struct paid {
	struct receipt *first;
	size_t count;
	bool asked; /* there is such an item */
};

struct receipts {
	struct diag *d;
	const char *path;
	struct map by_item; /* customer, invoice and instalment -> struct paid */
	struct buf key;
	struct arena arena;
};

static struct paid *paid_of(struct receipts *r, const struct item *item)
{
	void **place;

	item_key(&r->key, item->customer, item->invoice, item->instalment);
	place = map_at(&r->by_item, buf_slice(&r->key));
	if (*place == NULL)
		*place = arena_alloc(&r->arena, sizeof(struct paid));
	return *place;
}

/* Two of one day and amount may be two, or one that was exported twice: the ledger's sum decides.
 */
static const struct receipt *find_same(const struct paid *paid, const struct item *payment)
{
	for (const struct receipt *one = paid->first; one != NULL; one = one->next)
		if (one->on == payment->due_date && one->amount == payment->open_amount)
			return one;
	return NULL;
}

static void take_row(
    struct receipts *r, struct table *t, struct item_columns *c, const struct row *row)
{
	struct item payment;
	struct paid *paid;
	const struct receipt *same;
	struct receipt *new;

	if (!payment_parse(c, t, row, NULL, &payment))
		return;
	paid = paid_of(r, &payment);
	same = find_same(paid, &payment);
	if (same != NULL)
		diag_note(r->d, AT_LINE(r->path, row->line),
		    "the same payment stands on line %lu already; it counts twice", same->line);
	new = arena_alloc(&r->arena, sizeof *new);
	*new = (struct receipt){.next = paid->first,
	    .on = payment.due_date,
	    .amount = payment.open_amount,
	    .decimals = payment.decimals,
	    .line = row->line};
	if (row_cell(row, c->currency).n > 0)
		memcpy(new->currency, payment.currency, sizeof new->currency);
	paid->first = new;
	paid->count++;
}

struct receipts *receipts_load(struct diag *d, const char *path)
{
	char *paths[] = {(char *)path};
	const unsigned long errors = d->errors;
	struct receipts *r = mem_alloc(sizeof *r);
	struct table *t = table_open(d, paths, 1, NULL);
	struct item_columns columns;
	struct row row;

	r->d = d;
	r->path = path;
	if (t != NULL && payment_columns_find(&columns, t))
		while (table_next(t, &row))
			take_row(r, t, &columns, &row);
	if (t != NULL)
		(void)table_close(t);
	if (d->errors == errors)
		return r;
	receipts_free(r);
	return NULL;
}

/* The amount in the item's decimals; false when it has more. */
static bool amount_of(const struct receipt *one, const struct item *item, money *amount)
{
	const money unit = money_unit(one->decimals - item->decimals);

	*amount = one->amount / unit;
	return one->amount % unit == 0;
}

static bool add_one(const struct receipts *r, struct diag *d, const struct item *item,
    const struct receipt *one, money *sum)
{
	const struct place at = AT_LINE(r->path, one->line);
	money amount;

	if (one->currency[0] != '\0' && memcmp(one->currency, item->currency, 3) != 0)
		diag_error(d, STATUS_DATA, at, "\"%s\" is not the currency of the invoice (%s)",
		    one->currency, item->currency);
	else if (!amount_of(one, item, &amount))
		diag_error(d, STATUS_DATA, at, "the amount has more decimals than %s has (%d)",
		    item->currency, item->decimals);
	else if (!money_sum(*sum, amount, sum))
		diag_error(d, STATUS_DATA, at, "with this payment the sum is too large");
	else
		return true;
	return false;
}

bool receipts_of(
    struct receipts *r, struct diag *d, const struct item *item, date day, struct receipts_sum *out)
{
	struct paid *paid;

	*out = (struct receipts_sum){0};
	item_key(&r->key, item->customer, item->invoice, item->instalment);
	paid = map_get(&r->by_item, buf_slice(&r->key));
	if (paid == NULL)
		return true;
	paid->asked = out->known = true;
	for (const struct receipt *one = paid->first; one != NULL; one = one->next)
		if (!add_one(r, d, item, one, one->on <= day ? &out->before : &out->after))
			return false;
	return true;
}

void receipts_tell_strangers(const struct receipts *r, struct diag *d)
{
	size_t count = 0;

	for (size_t i = 0; i < r->by_item.count; i++) {
		const struct paid *paid = r->by_item.entries[i].value;

		count += paid->asked ? 0 : paid->count;
	}
	if (count > 0)
		diag_note(d, AT_FILE(r->path), "%zu payment%s of no item of the ledger", count,
		    count == 1 ? " is" : "s are");
}

void receipts_free(struct receipts *r)
{
	if (r == NULL)
		return;
	map_free(&r->by_item);
	buf_free(&r->key);
	arena_free(&r->arena);
	free(r);
}
