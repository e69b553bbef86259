#include "base/mem.h"
#include "book/reader.h"

#include <stdlib.h>

#include "base/banned.h"

/*
 * Rows are parsed where they were read, in a block, and are a part there: all of a block but the
 * last customer, who may go on in the next one. His rows are kept, and are a part of their own.
 * Nothing is reported on this way: what is not as it should be ends it, and all that was in no part
 * is read as one that is checked as a whole.
 */

/* So many reminders, and overdue items, of one customer are compared one by one. */
enum { REMINDERS_FEW = 64, ITEMS_FEW = 64 };

static bool parse(const void *context, size_t place, const struct row *row, void *kept)
{
	struct proposal_row *out = kept;

	out->fields = NULL;
	out->index = 0;
	out->file = NULL;
	out->line = row->line;
	return reader_row(context, place, NULL, row, out);
}

void parts_open(struct reader *r)
{
	r->parts.judge = (struct table_judge){parse, r, sizeof(struct proposal_row)};
}

static struct proposal_row *row_at(const struct reader *r, size_t i)
{
	return &((struct proposal_row *)r->parts.block.kept)[i];
}

static bool is_of(const struct proposal_row *row, struct slice customer)
{
	return slice_equal(row->item.customer, customer);
}

/* A run: all rows of one customer. */

/* The place of its reminder among those of the run, which begin at `first`; nreminders: it is a new
 * one. */
static size_t reminder_of(const struct proposal *p, size_t first, const struct proposal_row *row)
{
	size_t i = p->nreminders;

	while (i > first && !slice_equal(p->reminders[i - 1].number, row->reminder))
		i--;
	return i > first ? i - 1 : p->nreminders;
}

/* False: not all of its rows are alike, or a number is not above those of customers before. */
static bool gather_run(struct reader *r, struct proposal_row *rows, size_t count)
{
	struct proposal *p = r->p;
	const size_t first = p->nreminders;

	for (size_t i = 0; i < count; i++) {
		const size_t at = reminder_of(p, first, &rows[i]);

		if (at == p->nreminders) {
			if (at == first + REMINDERS_FEW ||
			    (r->parts.begun &&
				slice_compare(rows[i].reminder, r->parts.number) <= 0))
				return false;
			reader_add_reminder(p, rows[i].reminder);
		} else {
			const struct proposal_row *other = p->reminders[at].rows[0];

			if (rows[i].as_of != other->as_of ||
			    !reader_same_currency(r, &rows[i], other))
				return false;
		}
		reader_add_row(p, at, &rows[i]);
	}
	for (size_t i = first; i < p->nreminders; i++)
		if (p->reminders[i].count != (size_t)p->reminders[i].rows[0]->rows)
			return false;
	return true;
}

static bool same_item(const struct proposal_row *a, const struct proposal_row *b)
{
	return a->section == SECTION_OVERDUE && b->section == SECTION_OVERDUE &&
	       slice_equal(a->item.invoice, b->item.invoice) &&
	       slice_equal(a->item.instalment, b->item.instalment);
}

static bool is_once_of_many(const struct proposal_row *rows, size_t count)
{
	struct map seen = {0};
	struct buf key = {0};
	bool once = true;

	for (size_t i = 0; i < count && once; i++) {
		void **place;

		if (rows[i].section != SECTION_OVERDUE)
			continue;
		item_key(
		    &key, rows[i].item.customer, rows[i].item.invoice, rows[i].item.instalment);
		place = map_at(&seen, buf_slice(&key));
		once = *place == NULL;
		*place = &seen;
	}
	buf_free(&key);
	map_free(&seen);
	return once;
}

static bool is_once(const struct proposal_row *rows, size_t count)
{
	if (count > ITEMS_FEW)
		return is_once_of_many(rows, count);
	for (size_t i = 1; i < count; i++)
		for (size_t j = 0; j < i; j++)
			if (same_item(&rows[i], &rows[j]))
				return false;
	return true;
}

/* Its greatest number is the one that those after it are held against. */
static void pass_run(struct reader *r, size_t first)
{
	struct parts *parts = &r->parts;
	const struct proposal *p = r->p;

	for (size_t i = first; i < p->nreminders; i++) {
		if (!parts->begun || slice_compare(p->reminders[i].number, parts->number) > 0)
			parts->number = p->reminders[i].number;
		parts->begun = true;
		past_add(&parts->past, &p->reminders[i]);
	}
	parts->customer = p->reminders[first].rows[0]->item.customer;
}

bool parts_take_run(struct reader *r, struct proposal_row *rows, size_t count)
{
	const size_t first = r->p->nreminders;

	if ((r->parts.begun && slice_compare(rows[0].item.customer, r->parts.customer) <= 0) ||
	    !gather_run(r, rows, count) || !is_once(rows, count)) {
		r->p->nreminders = first;
		return false;
	}
	pass_run(r, first);
	return true;
}

/* Parts. */

static void copy_text(struct slice *text, struct buf *to)
{
	buf_truncate(to, 0);
	buf_add_slice(to, *text);
	*text = buf_slice(to);
}

/* The rows of the part; what is remembered of it outlives them. */
static bool give(struct reader *r, struct proposal_row *rows, size_t count)
{
	r->p->rows = rows;
	r->p->count = count;
	copy_text(&r->parts.customer, &r->parts.customer_text);
	copy_text(&r->parts.number, &r->parts.number_text);
	return true;
}

/* What was remembered where the work was done goes on here. */
static bool give_worked(struct reader *r, struct part_place *place)
{
	struct parts *parts = &r->parts;
	const struct reader *own = place->reader;
	struct proposal_row *rows = row_at(r, place->begin);

	past_append(&parts->past, &own->parts.past, parts->block.file,
	    table_line(r->table, place->begin) - rows[0].line);
	parts->customer = own->parts.customer;
	parts->number = own->parts.number;
	parts->begun = true;
	parts->at = place->end;
	r->p->place = parts->block.place;
	return give(r, rows, place->end - place->begin);
}

static void keep_row_at(struct reader *r, size_t i)
{
	struct row row;

	if (table_take_row(r->table, i, &row))
		reader_keep(r, &row);
}

size_t parts_run_at(const struct table_rows *rows, size_t i)
{
	const struct proposal_row *row = rows->kept;
	size_t end = i;

	while (end < rows->count && rows->settled[end] && is_of(&row[end], row[i].item.customer))
		end++;
	return end - i;
}

/* The runs that end in the block, or before the part there that was worked on; how many rows. */
static size_t take_runs(struct reader *r)
{
	struct parts *parts = &r->parts;
	const size_t begin = parts->at;
	size_t at = begin, count;

	for (; (count = parts_run_at(&parts->block, at)) > 0 && at + count < parts->block.count;
	     at += count) {
		if (at > begin && work_take(r, at) != NULL)
			break;
		parts->last = !parts->block.settled[at + count];
		for (size_t i = at; i < at + count && !parts->last; i++) {
			row_at(r, i)->file = parts->block.file;
			row_at(r, i)->line = table_line(r->table, i);
		}
		parts->last = parts->last || !parts_take_run(r, row_at(r, at), count);
		if (parts->last)
			break;
	}
	parts->last = parts->last || (at < parts->block.count && count == 0);
	parts->at = at;
	return at - begin;
}

/* The rows of the customer with whom the block before ended. False: he goes on. */
static bool end_kept(struct reader *r)
{
	struct parts *parts = &r->parts;
	const struct slice customer = r->rows[0].item.customer;

	while (parts->at < parts->block.count && parts->block.settled[parts->at] &&
	       is_of(row_at(r, parts->at), customer))
		keep_row_at(r, parts->at++);
	if (parts->at == parts->block.count)
		return false;
	parts->last = !parts->block.settled[parts->at] || !parts_take_run(r, r->rows, r->count);
	return true;
}

static void keep_rest(struct reader *r)
{
	while (r->parts.at < r->parts.block.count)
		keep_row_at(r, r->parts.at++);
}

/* Nothing is kept any more, but the part may still be at hand. */
static bool give_kept(struct reader *r)
{
	const size_t count = r->count;

	r->count = 0;
	return give(r, r->rows, count);
}

static bool next_block(struct reader *r)
{
	r->parts.at = 0;
	if (table_next_rows(r->table, &r->parts.judge, &r->parts.block))
		return true;
	r->parts.block.count = 0;
	return false;
}

/* All that was in no part; it is checked as a whole, with what was before. */
static bool give_last(struct reader *r)
{
	do
		keep_rest(r);
	while (next_block(r));
	r->ended = true;
	if (r->count == 0)
		return false;
	r->p->rows = r->rows;
	r->p->count = r->count;
	proposal_gather(r->p);
	reader_check_reminders(r);
	return true;
}

bool parts_next(struct reader *r)
{
	struct parts *parts = &r->parts;
	size_t count;

	r->p->nreminders = r->p->count = 0;
	r->p->place = PROPOSAL_UNWORKED;
	if (r->ended)
		return false;
	while (!parts->last) {
		if (parts->at == parts->block.count && !next_block(r)) {
			/* The last customer's, in order as they were. */
			r->ended = r->count == 0 || parts_take_run(r, r->rows, r->count);
			if (r->ended)
				return r->count > 0 && give_kept(r);
			parts->last = true;
		} else if (r->count > 0) {
			if (end_kept(r) && !parts->last)
				return give_kept(r);
		} else if (work_take(r, parts->at) != NULL) {
			return give_worked(r, work_take(r, parts->at));
		} else {
			count = take_runs(r);
			if (count > 0)
				return give(r, row_at(r, parts->at - count), count);
			arena_free(&r->p->arena);
			if (!parts->last)
				keep_rest(r);
		}
	}
	return give_last(r);
}

const struct slice *proposal_fields(const struct proposal *p, const struct proposal_row *row)
{
	struct row found;

	if (row->fields != NULL)
		return row->fields;
	(void)table_take_row(p->table, (size_t)(row - row_at(p->reader, 0)), &found);
	return found.fields;
}

void parts_free(struct reader *r)
{
	work_free(r);
	past_free(&r->parts.past);
	buf_free(&r->parts.customer_text);
	buf_free(&r->parts.number_text);
}
