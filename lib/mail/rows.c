#include "mail/rows.h"

#include "base/file.h"
#include "book/eventline.h"
#include "mail/delivery.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/banned.h"

enum { D_STATUS, D_TO, D_ID, D_AT, D_ERROR, DELIVERY_COLUMNS };
static const char *const delivery_columns[DELIVERY_COLUMNS] = {
    "delivery_status", "delivered_to", "message_id", "delivered_at", "delivery_error"};

/* What a tester got counts for nothing. */
static void redirected(const struct rows *r, struct delivery *out)
{
	if (!r->redirect)
		return;
	out->status = "skipped";
	out->id = (struct slice){0};
	buf_truncate(&out->to, 0);
	buf_add_string(&out->to, r->redirect);
}

static void values_of_delivery(const struct delivery *how, struct slice values[DELIVERY_COLUMNS])
{
	values[D_STATUS] = slice_of(how->status);
	values[D_TO] = buf_slice(&how->to);
	values[D_ID] = how->id;
	values[D_AT] = slice_of(how->at);
	values[D_ERROR] = buf_slice(&how->error);
}

/* Rows of the input. */

static bool is_charge(int column)
{
	return column >= H_INTEREST && column <= H_VAT;
}

/*
 * The row's cells, with the values of what was delivered in place of its own (charges where it
 * has any: an overview has none); of what goes out again only the day is another.
 */
static struct slice *cells_of(struct rows *r, const struct plan *plan, size_t at)
{
	const struct composer *c = r->composer;
	const struct proposal_row *row = plan->of->rows[at];
	const struct fate *f = &plan->fates[at];
	size_t count = table_columns(c->proposal->table);
	struct slice *cells = arena_alloc(&r->arena, count * sizeof(*cells));
	const struct slice *event = f->item ? f->item->event : f->known ? f->known->field : NULL;

	memcpy(cells, row->fields, count * sizeof(*cells));
	for (int i = 0; event && i < HISTORY_COLUMNS; i++)
		if (c->events.column[i] >= 0 && (event[i].n > 0 || !is_charge(i)))
			cells[c->events.column[i]] = event[i];
	for (int i = 0; f->item && i < MAIL_COLUMNS; i++)
		if (c->columns[i] >= 0)
			cells[c->columns[i]] = f->item->column[i];
	if (plan->resend > 0 && f->parcel->head.count > 0)
		cells[c->events.column[H_DATE]] = f->parcel->head.items[0].event[H_DATE];
	return cells;
}

static struct slice number_of(const struct proposal_row *row, const struct fate *f)
{
	if (f->item)
		return f->item->event[H_REMINDER];
	return f->known ? f->known->field[H_REMINDER] : row->reminder;
}

static void count_row(struct rows *r, struct slice number)
{
	void **place = map_at(&r->counts, number);

	if (!*place)
		*place = arena_alloc(&r->kept, sizeof(size_t));
	++*(size_t *)*place;
}

struct named_cells {
	const struct table *table;
	const struct slice *cells;
};

static struct slice named_cell(const void *row, const char *name)
{
	const struct named_cells *n = row;
	int column = table_find(n->table, name);

	return column < 0 ? (struct slice){"", 0} : n->cells[column];
}

/* A reminder that is told again, or in part, must still be whole for the next stage. */
static void seal(struct rows *r, const struct plan *plan, size_t at, struct slice *cells)
{
	const struct proposal_row *row = plan->of->rows[at];
	const struct fate *f = &plan->fates[at];
	size_t rows = *(size_t *)map_get(&r->counts, number_of(row, f));
	struct named_cells named = {r->composer->proposal->table, cells};
	struct buf count = {0};
	char check[CHECK_TEXT];

	if (!f->item && !f->known && plan->resend == 0 && rows == (size_t)row->rows)
		return;
	buf_printf(&count, "%zu", rows);
	cells[r->rows] =
	    (struct slice){arena_copy(&r->arena, count.data, count.length), count.length};
	proposal_check(named_cell, &named, check);
	cells[r->check] = slice_of(arena_string(&r->arena, check));
	buf_free(&count);
}

/* Write what was gathered; after a failure nothing more. */
static void put(struct rows *r)
{
	if (!r->broken &&
	    !file_write_all(r->d, STDOUT_FILENO, "standard output", buf_slice(&r->line)))
		r->broken = true;
	buf_truncate(&r->line, 0);
}

void rows_write(struct rows *r, const struct plan *plan)
{
	struct slice values[DELIVERY_COLUMNS];

	for (size_t i = 0; i < plan->of->count; i++) {
		const struct fate *f = &plan->fates[i];
		struct delivery how = {0};
		struct slice *cells = cells_of(r, plan, i);
		seal(r, plan, i, cells);
		delivery_of_fate(r->d, f, &how);
		redirected(r, &how);
		values_of_delivery(&how, values);
		columns_row(&r->columns, &r->line, cells, values);
		delivery_free(&how);
	}
	put(r);
	arena_free(&r->arena);
}

/* Rows without input. */

/* What a row of --flush has, where its value comes from the message. */
static const char *const flush_columns[] = {"reminder", "customer", "invoice", "instalment",
    "invoice_date", "due_date", "currency", "amount", "open_amount", "as_of", "terms", "level",
    "level_name", "n", "section", "days_overdue", "last_level", "last_reminded", "pay_by",
    "template", "language", "delivery", "email", "name", "rows", "check", "interest_days",
    "interest", "line_fee", "damages", "reminder_fee", "cost", "vat", "fees", "earlier_fees",
    "total_due", "created", "letter", "document"};
enum { FLUSH_COLUMNS = sizeof(flush_columns) / sizeof(*flush_columns) };

static struct slice flush_cell(const void *item, const char *name)
{
	const struct mail_item *m = item;
	int own = mail_column(name);

	if (own >= 0)
		return m->column[own];
	for (int c = 0; c < HISTORY_COLUMNS; c++) {
		const char *column = event_column((enum history_column)c);
		if (!column || strcmp(column, name) != 0)
			continue;
		/* A statement's event has no charges, and its row has nothing but zeros. */
		return m->event[c].n == 0 && is_charge(c) ? SLICE_LIT("0") : m->event[c];
	}
	return (struct slice){"", 0};
}

static void write_item(struct rows *r, const struct parcel *parcel, size_t item,
    const struct slice values[DELIVERY_COLUMNS])
{
	const struct mail_item *m = &parcel->head.items[item];
	char check[CHECK_TEXT];
	bool first = true;

	proposal_check(flush_cell, m, check);
	for (int i = 0; i < FLUSH_COLUMNS; i++) {
		struct slice cell = flush_cell(m, flush_columns[i]);
		struct buf count = {0};
		if (strcmp(flush_columns[i], "rows") == 0) {
			buf_printf(&count, "%zu", parcel->head.count);
			cell = buf_slice(&count);
		} else if (strcmp(flush_columns[i], "check") == 0) {
			cell = slice_of(check);
		}
		csv_add(&r->line, &first, cell);
		buf_free(&count);
	}
	for (int i = 0; i < DELIVERY_COLUMNS; i++)
		csv_add(&r->line, &first, values[i]);
	csv_end(&r->line);
}

void rows_write_parcel(struct rows *r, struct parcel *parcel)
{
	struct slice values[DELIVERY_COLUMNS];
	struct delivery how = {0};

	delivery_of_parcel(r->d, parcel, &how);
	values_of_delivery(&how, values);
	for (size_t i = 0; i < parcel->head.count; i++)
		write_item(r, parcel, i, values);
	delivery_free(&how);
	put(r);
}

static void write_flush_header(struct rows *r)
{
	bool first = true;

	for (int i = 0; i < FLUSH_COLUMNS; i++)
		csv_add(&r->line, &first, slice_of(flush_columns[i]));
	for (int i = 0; i < DELIVERY_COLUMNS; i++)
		csv_add(&r->line, &first, slice_of(delivery_columns[i]));
	csv_end(&r->line);
}

void rows_open(struct rows *r, const struct plan *plans, size_t count)
{
	if (!r->composer) {
		write_flush_header(r);
		put(r);
		return;
	}
	const struct table *t = r->composer->proposal->table;
	r->rows = table_find(t, select_names[S_ROWS]);
	r->check = table_find(t, select_names[S_CHECK]);
	columns_plan(&r->columns, t, NULL, 0, delivery_columns, DELIVERY_COLUMNS);
	columns_header(&r->columns, &r->line);
	put(r);
	for (size_t i = 0; i < count; i++)
		for (size_t n = 0; n < plans[i].of->count; n++)
			count_row(r, number_of(plans[i].of->rows[n], &plans[i].fates[n]));
}

void rows_free(struct rows *r)
{
	columns_free(&r->columns);
	map_free(&r->counts);
	arena_free(&r->kept);
	arena_free(&r->arena);
	buf_free(&r->line);
}
