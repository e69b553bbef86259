#include "stage/selector_parts.h"

#include "base/banned.h"

/* Rows that change nothing: of a ledger most are such. They are told apart where they are read. */

static bool judge(const void *context, const struct row *row, void *kept)
{
	const struct selector *s = context;
	struct gist *gist = kept;
	struct item item;

	if (!ledger_gist(&s->ledger, row, &item, gist))
		return false;
	(void)customers_soon(s->ledger.book->customers, gist->customer_hash, 0);
	gist->known = item.open_amount == 0;
	gist->share = selection_share(&s->selection, &item);
	if (selection_may_pass(&s->selection, &item, item.due_date))
		return true;
	gist->mark = history_mark(item.invoice);
	return false;
}

/* What is owed by strangers is looked at as a whole. */
static void look_up(void *context, const struct table_rows *rows)
{
	const struct selector *s = context;
	struct gist *g = rows->kept;

	for (size_t i = 0; i < rows->count; i++)
		g[i].known = g[i].known ||
			     (rows->settled[i] &&
				 customers_have(s->ledger.book->customers, g[i].customer_hash));
}

/* False: it has to be looked at after all. */
static bool let_pass(struct selector *s, const struct table_rows *rows, size_t i)
{
	const struct gist *g = (const struct gist *)rows->kept + i;

	if (!g->known || !ledger_take_gist(&s->ledger, rows, i, g))
		return false;
	if (g->share != 0)
		selection_pass(
		    &s->selection, debtors_of(&s->selection.debtors, g->customer), g->share);
	return true;
}

/* Ask for the memory of the rows that have to be looked at. */
static void look_ahead(const struct selector *s, const struct table_rows *rows)
{
	enum { AT_ONCE = 64 };
	const struct gist *g = rows->kept;
	struct debtor_soon soon[AT_ONCE];
	size_t count = 0;

	for (size_t i = 0; i < rows->count && count < AT_ONCE; i++)
		if (!rows->settled[i] && g[i].sound) {
			__builtin_prefetch(g[i].customer.p);
			__builtin_prefetch(g[i].customer.p + 64);
			__builtin_prefetch(g[i].customer.p + 128);
			soon[count++] =
			    (struct debtor_soon){.hash = g[i].customer_hash, .mark = g[i].mark};
		}
	debtors_soon(&s->selection.debtors, soon, count);
}

void selector_take_judged(struct selector *s)
{
	const struct table_judge by = {judge, s, sizeof(struct gist)};
	struct table_rows rows;
	struct row row;

	table_work_on(s->ledger.table, &(struct table_work){look_up, s});
	while (table_next_rows(s->ledger.table, &by, &rows)) {
		look_ahead(s, &rows);
		for (size_t i = 0; i < rows.count; i++)
			if (!(rows.settled[i] && let_pass(s, &rows, i)) &&
			    table_take_row(s->ledger.table, i, &row))
				selector_take_row(s, &row);
	}
}
