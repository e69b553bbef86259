#include "stage/intake.h"

#include <stdlib.h>

#include "base/banned.h"

static void hold_back(void *context, const struct row *row)
{
	struct intake *in = context;
	const struct slice customer = row->fields[in->ledger->columns.customer];

	in->left_out++;
	if (customer.n > 0)
		*map_at(&in->faulty, customer) = in;
}

void intake_open(struct intake *in)
{
	if (in->rejects)
		table_tell_malformed(in->ledger->table, hold_back, in);
}

static bool is_sound(struct intake *in, const struct row *row, struct item *item)
{
	return ledger_item(in->ledger, row, item) && ledger_take_day(in->ledger, row);
}

static void keep(struct intake *in, const struct row *row)
{
	in->rows = mem_grow(in->rows, in->count, &in->capacity, sizeof *in->rows);
	in->rows[in->count++] = row_pack(&in->arena, row, table_columns(in->ledger->table));
}

static void check_all(struct intake *in)
{
	struct row row;
	struct item item;

	while (table_next(in->ledger->table, &row)) {
		if (is_sound(in, &row, &item) && in->check(in->context, &row, &item))
			keep(in, &row);
		else
			hold_back(in, &row);
	}
	in->fields = mem_array(table_columns(in->ledger->table), sizeof *in->fields);
	in->checked = true;
}

/* The next one that was kept, unless its customer has a faulty one. */
static bool next_kept(struct intake *in, struct row *row, struct item *item)
{
	struct ledger *l = in->ledger;

	while (in->next < in->count) {
		*row = row_unpack(&in->rows[in->next++], table_columns(l->table), in->fields);
		if (map_get(&in->faulty, row->fields[l->columns.customer]) == NULL) {
			table_turn_to(l->table, row);
			return item_parse(&l->columns, l->table, row, item);
		}
		table_hold_back(l->table, row);
		in->left_out++;
	}
	return false;
}

bool intake_next(struct intake *in, struct row *row, struct item *item)
{
	if (in->rejects && !in->checked)
		check_all(in);
	if (in->rejects)
		return next_kept(in, row, item);
	while (table_next(in->ledger->table, row))
		if (is_sound(in, row, item))
			return true;
	return false;
}

void intake_free(struct intake *in)
{
	map_free(&in->faulty);
	arena_free(&in->arena);
	free(in->rows);
	free(in->fields);
}
