#include "base/mem.h"
#include "book/reader.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/banned.h"

static void note_bad(struct reader *r, struct slice customer)
{
	*map_at(&r->bad_customers, customer) = r;
}

void reader_note_faulty(struct reader *r, const struct row *row)
{
	void **count = map_at(&r->faulty_rows, row->fields[r->select[S_REMINDER]]);

	*count = (void *)((uintptr_t)*count + 1);
	note_bad(r, row->fields[r->items.customer]);
}

/* Of a reminder. What is wrong with them was told: it does not lack them as well. */
static size_t faulty_rows(const struct reader *r, struct slice number)
{
	return (uintptr_t)map_get(&r->faulty_rows, number);
}

/* Those of a part before are made use of again. */
struct reminder *reader_add_reminder(struct proposal *p, struct slice number)
{
	struct reminder *reminder;

	if (p->nreminders == p->reminders_made) {
		p->reminders = mem_grow(
		    p->reminders, p->reminders_made, &p->reminders_capacity, sizeof(*p->reminders));
		p->reminders[p->reminders_made++] = (struct reminder){.rows = NULL};
	}
	reminder = &p->reminders[p->nreminders++];
	reminder->number = number;
	reminder->count = 0;
	return reminder;
}

void reminders_free(struct proposal *p)
{
	for (size_t i = 0; i < p->reminders_made; i++)
		free(p->reminders[i].rows);
	free(p->reminders);
}

void reader_add_row(struct proposal *p, size_t reminder, struct proposal_row *row)
{
	struct reminder *to = &p->reminders[reminder];

	to->rows = mem_grow(to->rows, to->count, &to->capacity, sizeof(struct proposal_row *));
	to->rows[to->count++] = row;
	row->of = reminder;
}

void proposal_gather(struct proposal *p)
{
	struct map by_number = {0};

	p->nreminders = 0;
	for (size_t i = 0; i < p->count; i++) {
		void **place = map_at(&by_number, p->rows[i].reminder);

		/* Indices, plus one: the array of reminders moves when it grows. */
		if (*place == NULL) {
			reader_add_reminder(p, p->rows[i].reminder);
			*place = (void *)(uintptr_t)p->nreminders;
		}
		reader_add_row(p, (uintptr_t)*place - 1, &p->rows[i]);
	}
	map_free(&by_number);
}

/* What a check of the reminders is made with. */
struct causes {
	struct arena arena;
	struct map reminders; /* of parts before: number -> struct earlier_place */
	struct map items;     /* item_key of each that was reminded of -> struct earlier_place */
};

static bool check_whole(struct reader *r, const struct causes *c, const struct reminder *reminder)
{
	const struct proposal_row *first = reminder->rows[0];
	const struct earlier_place *before = map_get(&c->reminders, reminder->number);
	struct row place = proposal_place(first);
	size_t wanted = (size_t)first->rows;
	size_t count = reminder->count + faulty_rows(r, reminder->number);

	if (before != NULL) {
		place = (struct row){.file = before->file, .line = before->line};
		count += before->count;
		wanted = before->wanted;
	}
	if (count == wanted)
		return true;
	if (count < wanted)
		table_fault_at(r->table, &place, r->select[S_ROWS],
		    "reminder \"%.*s\" has %zu of its %zu rows; where rows were left out on "
		    "purpose, compute-fees --renew makes it anew",
		    SLICE_ARG(reminder->number), count, wanted);
	else
		table_fault_at(r->table, &place, r->select[S_ROWS],
		    "reminder \"%.*s\" has %zu rows and should have %zu; is a table here twice?",
		    SLICE_ARG(reminder->number), count, wanted);
	return false;
}

static bool is_currency(const struct proposal_row *row, const char *currency)
{
	return memcmp(row->item.currency, currency, sizeof(row->item.currency)) == 0;
}

bool reader_same_currency(
    const struct reader *r, const struct proposal_row *a, const struct proposal_row *b)
{
	const char *unnamed = r->items.default_currency;

	if (is_currency(a, b->item.currency))
		return true;
	return (r->flags & PROPOSAL_ANY_CURRENCY) &&
	       (is_currency(a, unnamed) || is_currency(b, unnamed));
}

/* Rows of one reminder were written together: one customer, currency, day and number of rows. */
static bool check_alike(struct reader *r, const struct reminder *reminder)
{
	const struct proposal_row *first = reminder->rows[0];
	bool ok = true;

	for (size_t i = 1; i < reminder->count; i++) {
		const struct proposal_row *row = reminder->rows[i];
		const struct row place = proposal_place(row);
		const char *other = NULL;
		int column = -1;

		if (row->as_of != first->as_of) {
			other = "as_of";
			column = r->select[S_AS_OF];
		} else if (!slice_equal(row->item.customer, first->item.customer)) {
			other = "customer";
			column = r->items.customer;
		} else if (!reader_same_currency(r, row, first)) {
			other = "currency";
			column = r->items.currency;
		} else if (row->rows != first->rows && !(r->flags & PROPOSAL_PARTIAL)) {
			other = "number";
			column = r->select[S_ROWS];
		}
		if (other == NULL)
			continue;
		table_fault_at(r->table, &place, column,
		    "reminder \"%.*s\" began with another %s in line %lu",
		    SLICE_ARG(reminder->number), other, first->line);
		ok = false;
	}
	return ok;
}

/* An item is the cause of one letter: two would charge it twice. */
static bool check_once(struct reader *r, struct causes *c, const struct proposal_row *row)
{
	struct buf key = {0};
	const struct row place = proposal_place(row);
	struct earlier_place *first;

	if (row->section != SECTION_OVERDUE || (r->flags & PROPOSAL_RUNS))
		return true;
	item_key(&key, row->item.customer, row->item.invoice, row->item.instalment);
	void **found = map_at(&c->items, buf_slice(&key));

	buf_free(&key);
	first = *found;
	if (first == NULL) {
		first = *found = arena_alloc(&c->arena, sizeof *first);
		*first = (struct earlier_place){
		    .reminder = row->reminder, .file = row->file, .line = row->line};
		return true;
	}
	table_fault_at(r->table, &place, -1,
	    "customer \"%.*s\", invoice \"%.*s\" is reminded in \"%.*s\" already (%s:%lu)",
	    SLICE_ARG(row->item.customer), SLICE_ARG(row->item.invoice), SLICE_ARG(first->reminder),
	    first->file, first->line);
	return false;
}

void reader_check_reminders(struct reader *r)
{
	struct causes c = {0};

	past_find(&r->parts.past, &c.arena, &c.reminders, &c.items);
	for (size_t i = 0; i < r->p->nreminders; i++) {
		const struct reminder *reminder = &r->p->reminders[i];
		bool ok = check_alike(r, reminder);

		ok &= (r->flags & PROPOSAL_PARTIAL) || check_whole(r, &c, reminder);
		for (size_t j = 0; j < reminder->count; j++)
			ok &= check_once(r, &c, reminder->rows[j]);
		if (!ok)
			note_bad(r, reminder->rows[0]->item.customer);
	}
	map_free(&c.reminders);
	map_free(&c.items);
	arena_free(&c.arena);
}

void proposal_hold_back(struct proposal *p, const struct map *customers)
{
	size_t kept = 0;

	for (size_t i = 0; i < p->count; i++) {
		if (map_get(customers, p->rows[i].item.customer) == NULL) {
			p->rows[kept++] = p->rows[i];
			continue;
		}
		const struct row row = proposal_place(&p->rows[i]);

		table_hold_back(p->table, &row);
	}
	p->count = kept;
	proposal_gather(p);
}

bool proposal_is_of(const struct proposal *p, date told)
{
	const int column = table_find(p->table, "as_of");
	char is[DATE_TEXT], wanted[DATE_TEXT];
	bool ok = true;

	for (size_t i = 0; i < p->count && told != DATE_NONE; i++) {
		const struct row place = proposal_place(&p->rows[i]);

		if (p->rows[i].as_of == told)
			continue;
		date_format(p->rows[i].as_of, is);
		date_format(told, wanted);
		table_fault_at(p->table, &place, column,
		    "the row is of %s, not of %s: compute-fees --as-of makes it anew", is, wanted);
		ok = false;
	}
	return ok;
}
