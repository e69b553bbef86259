#include "book/payments.h"

#include "base/map.h"
#include "base/mem.h"
#include "book/payment_row.h"
#include "table/csv.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/banned.h"

/* The table while it is read. */
struct reader {
	struct payments *payments;
	const struct proposal *proposal;
	struct table *table;
	struct item_columns columns;
	struct map rows; /* customer, invoice and instalment, to the row's index plus one */
	struct buf name;
	unsigned long strangers, first_stranger; /* of no item of the proposal */
};

static struct slice name_of(
    struct buf *b, struct slice customer, struct slice invoice, struct slice instalment)
{
	buf_truncate(b, 0);
	buf_add_slice(b, customer);
	buf_add_char(b, '\0');
	buf_add_slice(b, invoice);
	buf_add_char(b, '\0');
	buf_add_slice(b, instalment);
	return buf_slice(b);
}

static const struct proposal_row *find_row(struct reader *r, const struct row *row)
{
	const struct item_columns *c = &r->columns;
	const struct slice none = {"", 0};
	struct slice name = name_of(&r->name, row->fields[c->customer], row->fields[c->invoice],
	    c->instalment >= 0 ? row->fields[c->instalment] : none);
	uintptr_t at = (uintptr_t)map_get(&r->rows, name);

	return at > 0 ? &r->proposal->rows[at - 1] : NULL;
}

/* Where no currency is told, it is the invoice's. */
static bool parse(
    struct reader *r, const struct row *row, const struct proposal_row *of, struct item *payment)
{
	if (!payment_parse(&r->columns, r->table, row, of != NULL ? &of->item : NULL, payment))
		return false;
	if (of == NULL || strcmp(payment->currency, of->item.currency) == 0)
		return true;
	table_fault(r->table, r->columns.currency, "\"%s\" is not the currency of the invoice (%s)",
	    payment->currency, of->item.currency);
	return false;
}

static void take_row(struct reader *r, const struct row *row)
{
	struct payments *p = r->payments;
	const struct proposal_row *of = find_row(r, row);
	struct item payment;

	if (!parse(r, row, of, &payment))
		return;
	if (of == NULL) {
		if (r->strangers++ == 0)
			r->first_stranger = row->line;
		return;
	}
	p->all = mem_grow(p->all, p->count, &p->capacity, sizeof *p->all);
	p->all[p->count++] =
	    (struct part_payment){of, payment.due_date, payment.open_amount, row->line};
}

static int compare(const void *left, const void *right)
{
	const struct part_payment *a = left, *b = right;

	if (a->of != b->of)
		return a->of < b->of ? -1 : 1;
	if (a->on != b->on)
		return a->on < b->on ? -1 : 1;
	if (a->amount != b->amount)
		return a->amount < b->amount ? -1 : 1;
	return a->line < b->line ? -1 : a->line > b->line;
}

/* Two of one day and amount may be two, or one that was exported twice: the ledger's sum decides.
 */
static void tell_repeated(const struct reader *r, struct diag *d)
{
	const struct payments *p = r->payments;

	for (size_t i = 1; i < p->count; i++) {
		const struct part_payment *a = &p->all[i - 1], *b = &p->all[i];

		if (a->of == b->of && a->on == b->on && a->amount == b->amount)
			diag_note(d, AT_LINE(p->path, b->line),
			    "the same payment stands on line %lu already; it counts twice",
			    a->line);
	}
}

static void read_rows(struct reader *r, struct diag *d)
{
	struct row row;

	for (size_t i = 0; i < r->proposal->count; i++) {
		const struct item *item = &r->proposal->rows[i].item;

		*map_at(&r->rows, name_of(&r->name, item->customer, item->invoice,
				      item->instalment)) = (void *)(uintptr_t)(i + 1);
	}
	while (table_next(r->table, &row))
		take_row(r, &row);
	if (r->payments->count > 0)
		qsort(r->payments->all, r->payments->count, sizeof *r->payments->all, compare);
	if (diag_failed(d))
		return;
	tell_repeated(r, d);
	if (r->strangers > 0)
		diag_note(d, AT_LINE(r->payments->path, r->first_stranger),
		    "%lu payment%s of no item of this proposal%s", r->strangers,
		    r->strangers == 1 ? " is" : "s are",
		    r->strangers == 1 ? "" : ", this one the first");
}

bool payments_load(
    struct payments *p, struct diag *d, const char *path, const struct proposal *proposal)
{
	char *paths[] = {(char *)path};
	unsigned long errors = d->errors;
	struct reader r = {.payments = p, .proposal = proposal};

	*p = (struct payments){.path = path};
	r.table = table_open(d, paths, 1, NULL);
	if (r.table == NULL)
		return false;
	if (payment_columns_find(&r.columns, r.table))
		read_rows(&r, d);
	(void)table_close(r.table);
	map_free(&r.rows);
	buf_free(&r.name);
	return d->errors == errors;
}

const struct part_payment *payments_of(
    const struct payments *p, const struct proposal_row *row, size_t *count)
{
	size_t low = 0, high = p->count, end;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (p->all[middle].of < row)
			low = middle + 1;
		else
			high = middle;
	}
	for (end = low; end < p->count && p->all[end].of == row;)
		end++;
	*count = end - low;
	return p->all + low;
}

void payments_free(struct payments *p)
{
	free(p->all);
	*p = (struct payments){0};
}
