#include "stage/selector_parts.h"

#include "base/mem.h"

#include <stdlib.h>

#include "base/banned.h"

/*
 * Rows are judged by the threads that read them. Those that change nothing, of a ledger most, are
 * known by that; the others are weighed there, but for those of which something has to be told.
 */

/* A row to be weighed. */
struct look {
	struct item item;
	uint64_t customer_hash;
	uint32_t row;
	bool passes; /* only its share counts */
};

/* The rows of a block. */
struct judged {
	_Alignas(CACHE_LINE) struct look *looks;
	struct weighed *weighed; /* what came of each; without terms: it is still to be looked at */
	size_t count, looks_capacity;
	struct buf folded;
	struct debtor_room room;
	struct customer flags;
	/* Of the first ones nothing more is asked than that they stand there once. */
	struct seen_row *passing;
	uint32_t *rest;
	bool unprinted; /* some of all rows cannot be remembered by their gists */
	/* Rows of which it is asked whether the customer is known, and the answers. */
	uint32_t *asked;
	uint64_t *hashes;
	bool *known;
	size_t npassing, nrest, capacity;
};

/* Judging. */

/* Its place among them, from 1. */
static uint32_t add_look(struct judged *j, const struct look *look)
{
	if (j->count == j->looks_capacity) {
		j->looks_capacity = j->looks_capacity > 0 ? 2 * j->looks_capacity : 64;
		j->looks = mem_resize(j->looks, j->looks_capacity, sizeof *j->looks);
		j->weighed = mem_resize(j->weighed, j->looks_capacity, sizeof *j->weighed);
	}
	j->looks[j->count] = *look;
	return (uint32_t)++j->count;
}

static bool judge(const void *context, size_t place, const struct row *row, void *kept)
{
	const struct selector *s = context;
	struct gist *gist = kept;
	struct look look;
	struct item *item = &look.item;

	*gist = (struct gist){0};
	ledger_see_name(&s->ledger, place, row);
	if (!ledger_gist(&s->ledger, row, item, gist))
		return false;
	gist->known = item->open_amount == 0;
	look.passes = selection_may_pass(&s->selection, item, item->due_date);
	if (look.passes && selection_share(&s->selection, item) == 0)
		return true;
	look.customer_hash = gist->customer_hash;
	item_take_texts(&s->ledger.columns, row, item);
	gist->number = add_look(&s->judged[place], &look);
	return look.passes;
}

/* Weighing. */

/* Under which terms its customer's items are; NULL: what is wrong with them is to be told. */
static const struct terms *terms_of(const struct selector *s, struct debtor *debtor,
    const struct item *item, const struct slice *fields, const struct customer *customer)
{
	const struct terms *terms = debtor->terms;

	if (terms == NULL)
		debtor->terms = terms =
		    assignment_terms(&s->ledger.assignment, item, fields, customer);
	return terms;
}

static void weigh(const struct selector *s, struct judged *j, size_t i, const struct slice *fields)
{
	const struct selection *selection = &s->selection;
	const struct debtors *debtors = &selection->debtors;
	struct look *look = &j->looks[i];
	struct item *item = &look->item;
	struct debtor *debtor = debtors_known(debtors, item->customer, look->customer_hash);
	struct facts f = {.item = item, .due_date = item->due_date, .as_of = selection->as_of};
	struct decision decision;

	j->weighed[i] =
	    (struct weighed){.debtor = debtor, .share = selection_share(selection, item)};
	if (debtor == NULL || item->reminded_on != DATE_NONE || look->passes)
		return;
	f.customer = debtor->terms != NULL && s->scope.where.tables.count == 0
			 ? debtors_flags(debtors, debtor, &j->flags)
			 : debtors_customer(debtors, debtor, &j->room.customer);
	selector_take_status(s, debtor, item, &j->room);
	f.terms = terms_of(s, debtor, item, fields, f.customer);
	if (f.terms == NULL)
		return;
	decision = selector_decide_item(s, debtor, &f, fields, &j->room);
	if (decision.reason != REASON_UNKNOWN_LEVEL)
		j->weighed[i] =
		    selection_weigh(selection, debtor, &f, &decision, fields, &j->room, &j->folded);
}

/* So many at once, that their memory is waited for once. */
static void weigh_all(const struct selector *s, struct judged *j, const struct table_rows *rows)
{
	enum { AT_ONCE = 64 };
	struct debtor_soon soon[AT_ONCE];

	for (size_t from = 0; from < j->count; from += AT_ONCE) {
		const size_t left = j->count - from, count = left < AT_ONCE ? left : AT_ONCE;

		for (size_t i = 0; i < count; i++)
			soon[i] = (struct debtor_soon){.hash = j->looks[from + i].customer_hash,
			    .mark = history_mark(j->looks[from + i].item.invoice)};
		debtors_soon(&s->selection.debtors, soon, count);
		for (size_t i = from; i < from + count; i++)
			weigh(s, j, i, table_fields(rows, j->looks[i].row));
	}
}

static void begin_sorting(struct judged *j, size_t count)
{
	if (j->capacity < count) {
		j->passing = mem_resize(j->passing, count, sizeof *j->passing);
		j->rest = mem_resize(j->rest, count, sizeof *j->rest);
		j->asked = mem_resize(j->asked, count, sizeof *j->asked);
		j->hashes = mem_resize(j->hashes, count, sizeof *j->hashes);
		j->known = mem_resize(j->known, count, sizeof *j->known);
		j->capacity = count;
	}
}

static void ask(const struct selector *s, struct judged *j, const struct table_rows *rows)
{
	struct gist *all = rows->kept;
	uint32_t *asked = j->asked;
	uint64_t *hashes = j->hashes;
	size_t count = 0;

	for (size_t i = 0; i < rows->count; i++) {
		asked[count] = (uint32_t)i;
		hashes[count] = all[i].customer_hash;
		count += rows->settled[i] & !all[i].known;
	}
	customers_have(s->ledger.book->customers, hashes, count, j->known);
	for (size_t i = 0; i < count; i++)
		all[asked[i]].known = j->known[i];
}

/* What is owed by strangers is looked at as a whole. */
static void sort_rows(void *context, const struct table_rows *rows)
{
	const struct selector *s = context;
	struct judged *j = &s->judged[rows->place];
	const struct gist *all = rows->kept;
	size_t npassing = 0, nrest = 0;
	bool unprinted = false;

	begin_sorting(j, rows->count);
	ask(s, j, rows);
	for (size_t i = 0; i < rows->count; i++) {
		const struct gist *g = &all[i];
		const bool passes =
		    rows->settled[i] & g->known & (g->number == 0) & (g->ledger_date == DATE_NONE);

		if (g->number > 0)
			j->looks[g->number - 1].row = (uint32_t)i;
		if (g->printed)
			j->passing[npassing] =
			    (struct seen_row){.hash = g->hash, .line = g->line, .part = g->part};
		j->rest[nrest] = (uint32_t)i;
		unprinted |= !g->printed;
		npassing += passes;
		nrest += !passes;
	}
	j->npassing = npassing;
	j->nrest = nrest;
	j->unprinted = unprinted;
	weigh_all(s, j, rows);
}

/* Taking, in the order of the ledger. */

/* False: it has to be looked at after all. */
static bool let_pass(struct selector *s, const struct table_rows *rows, size_t i)
{
	const struct gist *g = (const struct gist *)rows->kept + i;
	const struct weighed *w =
	    g->number > 0 ? &s->judged[rows->place].weighed[g->number - 1] : NULL;

	if (!g->known || (w != NULL && w->debtor == NULL) ||
	    !ledger_take_gist(&s->ledger, rows, i, g))
		return false;
	if (w != NULL)
		selection_pass(&s->selection, w->debtor, w->share);
	return true;
}

/* The same of one that was weighed. The memory of those to come is asked for first, which another
 * processor may have written. (Of a function that did nothing else the compiler would think that it
 * does nothing.) */
static bool let_count(struct selector *s, const struct table_rows *rows, size_t i)
{
	enum { FAR = 4, FURTHER = 8 };
	const struct gist *g = (const struct gist *)rows->kept + i;
	const struct judged *j = &s->judged[rows->place];
	const struct weighed *w = &j->weighed[g->number - 1];

	if (j->count - g->number >= FURTHER) {
		/* Addresses: there may be nothing. */
		const uintptr_t folded = (uintptr_t)j->folded.data + w[FAR].at;

		__builtin_prefetch(&w[FURTHER]);
		__builtin_prefetch(w[FAR].debtor);
		__builtin_prefetch((const void *)folded);
		__builtin_prefetch((const void *)(folded + 64));
		__builtin_prefetch((const void *)(folded + 128));
		if (w[1].debtor != NULL) {
			const uintptr_t part = (uintptr_t)w[1].debtor->part;

			__builtin_prefetch((const void *)part);
			__builtin_prefetch((const void *)(part + 64));
		}
	}
	if (w->terms == NULL || !ledger_take_gist(&s->ledger, rows, i, g))
		return false;
	selection_add(&s->selection, w, &j->folded, rows->file, table_line(s->ledger.table, i));
	return true;
}

static void take(struct selector *s, const struct table_rows *rows, size_t i)
{
	const struct gist *g = (const struct gist *)rows->kept + i;
	struct row row;

	if (rows->settled[i] ? let_pass(s, rows, i) : g->number > 0 && let_count(s, rows, i))
		return;
	if (table_take_row(s->ledger.table, i, &row))
		selector_take_row(s, &row);
}

/* Those that pass at once, as soon as a repetition need not be told at once. */
static void take_rows(struct selector *s, const struct table_rows *rows, struct judged *j)
{
	ledger_take_names(&s->ledger, rows);
	if ((s->ledger.ascends || !j->unprinted) &&
	    ledger_take_rows(&s->ledger, rows, j->passing, j->npassing))
		for (size_t k = 0; k < j->nrest; k++)
			take(s, rows, j->rest[k]);
	else
		for (size_t i = 0; i < rows->count; i++)
			take(s, rows, i);
	j->count = 0;
	buf_truncate(&j->folded, 0);
}

void selector_take_judged(struct selector *s)
{
	const struct table_judge by = {judge, s, sizeof(struct gist)};
	struct table_rows rows;

	s->judged = mem_lines(TABLE_PLACES, sizeof *s->judged);
	ledger_expect_ascent(&s->ledger);
	table_work_on(s->ledger.table, &(struct table_work){sort_rows, s});
	while (table_next_rows(s->ledger.table, &by, &rows))
		take_rows(s, &rows, &s->judged[rows.place]);
}

void selector_free_judged(struct selector *s)
{
	for (size_t i = 0; s->judged != NULL && i < TABLE_PLACES; i++) {
		struct judged *j = &s->judged[i];

		free(j->looks);
		free(j->weighed);
		buf_free(&j->folded);
		debtor_room_free(&j->room);
		free(j->passing);
		free(j->rest);
		free(j->asked);
		free(j->hashes);
		free(j->known);
	}
	free(s->judged);
}
