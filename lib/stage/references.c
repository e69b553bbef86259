#include "stage/references.h"

#include "base/plural.h"
#include "value/iban.h"

#include <stdlib.h>

#include "base/banned.h"

enum { VALUES = 3 }; /* what is added at most */

/* Opening. */

/* The columns that are added, by the order of their values. */
static void plan_columns(struct references *r)
{
	const char *names[VALUES];
	size_t n = 0;

	if (r->make != REFERENCE_NONE)
		names[n++] = "reference";
	if (r->check)
		names[n++] = "reference_ok";
	if (r->iban_column != NULL)
		names[n++] = "iban_ok";
	columns_plan(&r->columns, r->table, NULL, 0, names, n);
}

void references_hold_back(struct references *r, struct slice customer)
{
	if (customer.n > 0)
		*map_at(&r->bad_customers, customer) = r;
}

static void tell_malformed(void *context, const struct row *row)
{
	struct references *r = context;

	if (r->customer >= 0)
		references_hold_back(r, row->fields[r->customer]);
}

/* The columns that the options ask for. */
static bool find_asked(struct references *r)
{
	bool ok = true;

	r->invoice = r->iban = -1;
	if (r->make != REFERENCE_NONE) {
		r->invoice = table_need(r->table, "invoice");
		ok = r->invoice >= 0;
	} else if (r->check) {
		ok = table_need_named(r->table, SLICE_LIT("reference"), "--check") >= 0;
	}
	if (r->iban_column != NULL) {
		r->iban = table_need_named(r->table, slice_of(r->iban_column), "--check-iban");
		ok = ok && r->iban >= 0;
	}
	return ok;
}

bool references_open(struct references *r)
{
	struct table *t = r->table;

	r->customer = table_find(t, "customer");
	r->instalment = table_find(t, "instalment");
	r->side = table_find(t, "side");
	r->reference = table_find(t, "reference");
	if (!find_asked(r))
		return false;
	r->keeps = r->make != REFERENCE_NONE || r->rejects;
	r->fields = mem_array(table_columns(t), sizeof *r->fields);
	plan_columns(r);
	if (r->rejects)
		table_tell_malformed(t, tell_malformed, r);
	return true;
}

/* Writing. */

/* With -v: why a cell is not valid. An empty one explains itself. */
static void tell_why(struct references *r, const struct row *row, int column, const char *why)
{
	struct place at = AT_LINE(row->file, row->line);

	if (!r->d->verbose || column < 0 || row->fields[column].n == 0)
		return;
	at.column = table_column_name(r->table, (size_t)column).p;
	diag_note(r->d, at, "\"%.*s\" %s", SLICE_ARG(row->fields[column]), why);
}

static struct slice check_reference(
    struct references *r, const struct row *row, struct slice reference)
{
	char canonical[REFERENCE_TEXT];
	const char *why;

	if (reference_check(reference, canonical, &why) != REFERENCE_NONE)
		return SLICE_LIT("yes");
	r->bad_references++;
	tell_why(r, row, r->reference, why);
	return SLICE_LIT("no");
}

static struct slice check_iban(struct references *r, const struct row *row)
{
	char electronic[IBAN_TEXT];
	const char *why;

	if (iban_check(row->fields[r->iban], electronic, &why))
		return SLICE_LIT("yes");
	r->bad_ibans++;
	tell_why(r, row, r->iban, why);
	return SLICE_LIT("no");
}

/* False when the output cannot be kept. */
static bool write_row(
    struct references *r, const struct row *row, const char *made, struct spool *out)
{
	struct slice reference = made != NULL ? slice_of(made) : row_cell(row, r->reference);
	struct slice values[VALUES];
	size_t n = 0;

	if (r->make != REFERENCE_NONE)
		values[n++] = reference;
	if (r->check)
		values[n++] = check_reference(r, row, reference);
	if (r->iban_column != NULL)
		values[n++] = check_iban(r, row);
	columns_row(&r->columns, &out->memory, row->fields, values);
	return spool_check(r->d, out);
}

/* Rows that wait. */

static void keep(struct references *r, const struct row *row)
{
	r->rows = mem_grow(r->rows, r->count, &r->capacity, sizeof *r->rows);
	r->rows[r->count++] =
	    (struct waiting){.row = row_pack(&r->arena, row, table_columns(r->table))};
}

struct slice waiting_cell(const struct references *r, const struct waiting *w, int column)
{
	return column >= 0 ? row_field(&w->row, table_columns(r->table), (size_t)column)
			   : (struct slice){"", 0};
}

struct row waiting_row(struct references *r, const struct waiting *w)
{
	return row_unpack(&w->row, table_columns(r->table), r->fields);
}

static void write_waiting(struct references *r, struct spool *out)
{
	for (size_t i = 0; i < r->count; i++) {
		const struct waiting *w = &r->rows[i];
		struct row row = waiting_row(r, w);

		if (w->faulty)
			continue;
		if (map_get(&r->bad_customers, row_cell(&row, r->customer)) != NULL)
			table_hold_back(r->table, &row);
		else if (!write_row(r, &row, w->made, out))
			return;
	}
}

/* The whole. */

static void summarize(const struct references *r)
{
	struct buf b = {0};

	if (!r->d->verbose)
		return;
	if (r->make != REFERENCE_NONE)
		buf_printf(&b, ", %zu reference%s made", r->made, plural(r->made));
	if (r->check)
		buf_printf(&b, ", %zu reference%s not valid", r->bad_references,
		    plural(r->bad_references));
	if (r->iban_column != NULL)
		buf_printf(&b, ", %zu IBAN%s not valid", r->bad_ibans, plural(r->bad_ibans));
	diag_note(r->d, NOWHERE, "%zu item%s%s", r->items, plural(r->items), buf_string(&b));
	buf_free(&b);
}

void references_take(struct references *r, struct spool *out)
{
	struct row row;

	columns_header(&r->columns, &out->memory);
	for (; table_next(r->table, &row); r->items++) {
		if (r->keeps)
			keep(r, &row);
		else if (!write_row(r, &row, NULL, out))
			return;
	}
	if (r->make != REFERENCE_NONE)
		references_make(r);
	if (diag_failed(r->d))
		return;
	write_waiting(r, out);
	summarize(r);
}

void references_free(struct references *r)
{
	columns_free(&r->columns);
	map_free(&r->known);
	map_free(&r->bad_customers);
	arena_free(&r->arena);
	free(r->rows);
	free(r->fields);
}
