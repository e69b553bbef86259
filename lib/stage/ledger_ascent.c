#include "stage/ledger.h"

#include "base/hash.h"
#include "base/mem.h"

#include "base/banned.h"

void ledger_expect_ascent(struct ledger *l)
{
	l->names = mem_lines(TABLE_PLACES, sizeof *l->names);
	l->ascends = table_is_lasting(l->table);
}

/* Reading again what was read already. */
struct again {
	struct ledger *ledger;
	struct table *table;
	size_t left;	 /* so many rows */
	struct buf last; /* the name of the last one */
};

static bool judge(const void *context, size_t place, const struct row *row, void *gist)
{
	const struct again *a = context;
	struct item item;

	(void)place;
	return ledger_gist(a->ledger, row, &item, gist);
}

/* What has a fault was told, and has no name. */
static void take_row(struct again *a, const struct row *row)
{
	struct ledger *l = a->ledger;
	struct item item;

	buf_truncate(&a->last, 0);
	buf_add_slice(&a->last, row->fields[l->columns.invoice]);
	if (item_parse(&l->columns, NULL, row, &item))
		(void)seen_take(l->seen, row->file, row->line,
		    fingerprint_of(&item, hash_field(0, item.customer)));
}

/* The last one is looked at as a whole, for its name. */
static void take_rows(struct again *a, const struct table_rows *rows)
{
	const struct gist *all = rows->kept;
	struct row row;

	for (size_t i = 0; i < rows->count && a->left > 0; i++, a->left--)
		if (rows->settled[i] && a->left > 1)
			(void)seen_take(a->ledger->seen, rows->file, table_line(a->table, i),
			    (struct fingerprint){all[i].hash, all[i].part});
		else if (table_take_row(a->table, i, &row))
			take_row(a, &row);
}

/* From now on the names are remembered, and first of all those that were not. */
static void remember(struct ledger *l)
{
	struct again again = {.ledger = l, .left = l->nascending};
	const struct table_judge by = {judge, &again, sizeof(struct gist)};
	struct table_rows rows;

	again.table = again.left > 0 ? table_again(l->table) : NULL;
	if (again.table == NULL)
		return;
	while (again.left > 0 && table_next_rows(again.table, &by, &rows))
		take_rows(&again, &rows);
	if (again.left > 0 || !slice_equal(buf_slice(&again.last), buf_slice(&l->greatest)))
		diag_error(l->d, STATUS_DATA, AT_FILE(table_place(l->table, NULL).file),
		    "was changed while it was read");
	(void)table_close(again.table);
	buf_free(&again.last);
}

static bool go_on(const struct ledger *l, const struct ascent *names, size_t rows)
{
	return names->count == rows && !names->broken &&
	       (l->nascending == 0 || ascends(buf_slice(&l->greatest), names->first));
}

void ledger_take_names(struct ledger *l, const struct table_rows *rows)
{
	struct ascent *names = &l->names[rows->place];

	if (l->ascends && go_on(l, names, rows->count)) {
		l->nascending += rows->count;
		buf_truncate(&l->greatest, 0);
		buf_add_slice(&l->greatest, names->last);
	} else if (l->ascends) {
		l->ascends = false;
		remember(l);
	}
	*names = (struct ascent){0};
}
