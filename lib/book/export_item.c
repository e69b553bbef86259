#include "book/export_item.h"

#include <string.h>

#include "base/banned.h"

static void cell_fault(void *context, size_t column, const char *sentence)
{
	const struct export_item *e = context;

	walk_report(e->walk, export_item_column(e, (int)column), sentence);
}

void export_item_open(
    struct export_item *e, struct walk *w, const struct layout *l, date ledger_date)
{
	*e = (struct export_item){.walk = w, .layout = l};
	cells_open(&e->cells, l, w->profile);
	e->cells.ledger_date = ledger_date;
	e->cells.fault = cell_fault;
	e->cells.context = e;
}

void export_item_free(struct export_item *e)
{
	cells_free(&e->cells);
}

void export_item_find_keys(struct export_item *e)
{
	const struct layout *l = e->layout;

	taken_keys(&e->keys, export_item_text(e, l->customer), e->cells.cells[l->customer].raw,
	    export_item_text(e, l->invoice), export_item_text(e, l->instalment));
}

void export_item_take_keys(struct export_item *e)
{
	cells_take_keys(&e->cells, e->walk->fields);
	export_item_find_keys(e);
}

void export_item_take_rest(struct export_item *e)
{
	cells_take_rest(&e->cells);
}

static money amount_of(const struct export_item *e, int column)
{
	return column >= 0 ? e->cells.cells[column].amount : 0;
}

static void check_dates(struct export_item *e)
{
	const struct layout *l = e->layout;

	if (slice_is(export_item_kind(e), "invoice") && export_item_text(e, l->due_date).n == 0 &&
	    export_item_text(e, l->invoice_date).n == 0)
		walk_fault(e->walk,
		    export_item_column(e, l->due_date >= 0 ? l->due_date : l->invoice_date),
		    "is empty; an invoice needs a due date or an invoice date");
}

/* Of a credit both are below zero; charges of such an invoice would be nonsense. */
static void check_signs(struct export_item *e)
{
	const struct layout *l = e->layout;

	if (amount_of(e, l->amount) < 0 && amount_of(e, l->open_amount) > 0)
		walk_fault(e->walk, export_item_column(e, l->amount),
		    "\"%.*s\" is below zero, and what is open is not; of a credit both are",
		    SLICE_ARG(e->cells.cells[l->amount].raw));
}

void export_item_check(struct export_item *e)
{
	check_dates(e);
	check_signs(e);
}

bool export_item_is_overpaid(const struct export_item *e)
{
	return amount_of(e, e->layout->amount) > 0 && amount_of(e, e->layout->open_amount) < 0;
}

struct slice export_item_text(const struct export_item *e, int column)
{
	return column >= 0 ? e->cells.cells[column].text : SLICE_LIT("");
}

struct slice export_item_kind(const struct export_item *e)
{
	struct slice kind = export_item_text(e, e->layout->kind);
	money sign = amount_of(e, e->layout->open_amount);

	if (sign == 0)
		sign = amount_of(e, e->layout->amount);
	return kind.n > 0 ? kind : sign < 0 ? SLICE_LIT("credit") : SLICE_LIT("invoice");
}

const char *export_item_column(const struct export_item *e, int column)
{
	return layout_their_name(e->layout, &e->walk->header, (size_t)column);
}

struct export_sums export_item_sums(const struct export_item *e)
{
	const struct slice currency = export_item_text(e, e->layout->currency);
	struct export_sums sums = {.amount = amount_of(e, e->layout->amount),
	    .open_amount = amount_of(e, e->layout->open_amount)};

	if (currency.n == 3)
		memcpy(sums.currency, currency.p, 3);
	return sums;
}
