#include "stage/selector_parts.h"

#include "base/mem.h"

#include <stdlib.h>

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

/* The rows of a block, once they are judged: nothing more is asked of the first ones than that they
 * stand there once. */
struct sorted {
	struct seen_row *passing;
	uint32_t *rest;
	size_t npassing, nrest, capacity;
};

static struct sorted *begin_sorting(struct selector *s, const struct table_rows *rows)
{
	struct sorted *sorted = &s->sorted[rows->place];

	if (sorted->capacity < rows->count) {
		sorted->passing = mem_resize(sorted->passing, rows->count, sizeof *sorted->passing);
		sorted->rest = mem_resize(sorted->rest, rows->count, sizeof *sorted->rest);
		sorted->capacity = rows->count;
	}
	sorted->npassing = sorted->nrest = 0;
	return sorted;
}

/* What is owed by strangers is looked at as a whole. */
static void sort_rows(void *context, const struct table_rows *rows)
{
	struct selector *s = context;
	const struct customers *customers = s->ledger.book->customers;
	struct sorted *sorted = begin_sorting(s, rows);
	struct gist *all = rows->kept;

	for (size_t i = 0; i < rows->count; i++) {
		struct gist *g = &all[i];

		if (rows->settled[i] && !g->known)
			g->known = customers_have(customers, g->customer_hash);
		if (rows->settled[i] && g->known && g->share == 0 && g->ledger_date == DATE_NONE)
			sorted->passing[sorted->npassing++] = (struct seen_row){
			    .hash = g->print.hash, .row = (uint32_t)i, .part = g->print.part};
		else
			sorted->rest[sorted->nrest++] = (uint32_t)i;
	}
}

/* False: it has to be looked at after all. */
static bool let_pass(struct selector *s, const struct table_rows *rows, size_t i)
{
	const struct gist *g = (const struct gist *)rows->kept + i;

	if (!rows->settled[i] || !g->known || !ledger_take_gist(&s->ledger, rows, i, g))
		return false;
	if (g->share != 0)
		selection_pass(
		    &s->selection, debtors_of(&s->selection.debtors, g->customer), g->share);
	return true;
}

/* Ask for the memory of the rows that have to be looked at. */
static void look_ahead(
    const struct selector *s, const struct table_rows *rows, const struct sorted *sorted)
{
	enum { AT_ONCE = 64 };
	const struct gist *all = rows->kept;
	struct debtor_soon soon[AT_ONCE];
	size_t count = 0;

	for (size_t k = 0; k < sorted->nrest && count < AT_ONCE; k++) {
		const size_t i = sorted->rest[k];
		const struct gist *g = &all[i];

		if (rows->settled[i] || !g->sound)
			continue;
		__builtin_prefetch(g->customer.p);
		__builtin_prefetch(g->customer.p + 64);
		__builtin_prefetch(g->customer.p + 128);
		soon[count++] = (struct debtor_soon){.hash = g->customer_hash, .mark = g->mark};
	}
	debtors_soon(&s->selection.debtors, soon, count);
}

static void take(struct selector *s, const struct table_rows *rows, size_t i)
{
	struct row row;

	if (!let_pass(s, rows, i) && table_take_row(s->ledger.table, i, &row))
		selector_take_row(s, &row);
}

/* Those that pass at once, as soon as a repetition need not be told at once. */
static void take_rows(
    struct selector *s, const struct table_rows *rows, const struct sorted *sorted)
{
	look_ahead(s, rows, sorted);
	if (ledger_take_rows(&s->ledger, rows, sorted->passing, sorted->npassing))
		for (size_t k = 0; k < sorted->nrest; k++)
			take(s, rows, sorted->rest[k]);
	else
		for (size_t i = 0; i < rows->count; i++)
			take(s, rows, i);
}

void selector_take_judged(struct selector *s)
{
	const struct table_judge by = {judge, s, sizeof(struct gist)};
	struct table_rows rows;

	s->sorted = mem_array(TABLE_PLACES, sizeof *s->sorted);
	table_work_on(s->ledger.table, &(struct table_work){sort_rows, s});
	while (table_next_rows(s->ledger.table, &by, &rows))
		take_rows(s, &rows, &s->sorted[rows.place]);
}

void selector_free_judged(struct selector *s)
{
	if (s->sorted == NULL)
		return;
	for (size_t i = 0; i < TABLE_PLACES; i++) {
		free(s->sorted[i].passing);
		free(s->sorted[i].rest);
	}
	free(s->sorted);
}
