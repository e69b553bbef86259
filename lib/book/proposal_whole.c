#include "base/mem.h"
#include "book/reader.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/banned.h"

void reader_note_bad(struct reader *r, struct slice customer)
{
	*map_at(&r->bad_customers, customer) = r;
}

static void add_to_reminder(struct reminder *reminder, struct proposal_row *row)
{
	reminder->rows = mem_grow(
	    reminder->rows, reminder->count, &reminder->capacity, sizeof(struct proposal_row *));
	reminder->rows[reminder->count++] = row;
}

void proposal_gather(struct proposal *p)
{
	struct map by_number = {0};
	size_t capacity = 0;

	reader_free_reminders(p);
	for (size_t i = 0; i < p->count; i++) {
		void **place = map_at(&by_number, p->rows[i].reminder);

		/* Indices, plus one: the array of reminders moves when it grows. */
		if (*place == NULL) {
			p->reminders =
			    mem_grow(p->reminders, p->nreminders, &capacity, sizeof(*p->reminders));
			p->reminders[p->nreminders] =
			    (struct reminder){.number = p->rows[i].reminder};
			*place = (void *)(uintptr_t)++p->nreminders;
		}
		add_to_reminder(&p->reminders[(uintptr_t)*place - 1], &p->rows[i]);
	}
	map_free(&by_number);
}

static bool check_whole(struct reader *r, const struct reminder *reminder)
{
	const struct proposal_row *first = reminder->rows[0];
	const struct row place = proposal_place(first);
	const size_t wanted = (size_t)first->rows;

	if (reminder->count == wanted)
		return true;
	if (reminder->count < wanted)
		table_fault_at(r->table, &place, r->select[S_ROWS],
		    "reminder \"%.*s\" has %zu of its %zu rows; where rows were left out on "
		    "purpose, compute-fees --renew makes it anew",
		    SLICE_ARG(reminder->number), reminder->count, wanted);
	else
		table_fault_at(r->table, &place, r->select[S_ROWS],
		    "reminder \"%.*s\" has %zu rows and should have %zu; is a table here twice?",
		    SLICE_ARG(reminder->number), reminder->count, wanted);
	return false;
}

static bool same_currency(
    const struct reader *r, const struct proposal_row *a, const struct proposal_row *b)
{
	const char *unnamed = r->items.default_currency;

	if (r->flags & PROPOSAL_ANY_CURRENCY &&
	    (strcmp(a->item.currency, unnamed) == 0 || strcmp(b->item.currency, unnamed) == 0))
		return true;
	return strcmp(a->item.currency, b->item.currency) == 0;
}

/* Rows of one reminder were written together: one customer, currency and day. */
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
		} else if (!same_currency(r, row, first)) {
			other = "currency";
			column = r->items.currency;
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
static bool check_once(struct reader *r, struct map *causes, struct proposal_row *row)
{
	struct buf key = {0};
	const struct row place = proposal_place(row);

	if (row->section != SECTION_OVERDUE)
		return true;
	item_key(&key, row->item.customer, row->item.invoice, row->item.instalment);
	void **earlier = map_at(causes, buf_slice(&key));

	buf_free(&key);
	if (*earlier == NULL) {
		*earlier = row;
		return true;
	}
	const struct proposal_row *first = *earlier;

	table_fault_at(r->table, &place, -1,
	    "customer \"%.*s\", invoice \"%.*s\" is reminded in \"%.*s\" already (%s:%lu)",
	    SLICE_ARG(row->item.customer), SLICE_ARG(row->item.invoice), SLICE_ARG(first->reminder),
	    first->file, first->line);
	return false;
}

void reader_check_reminders(struct reader *r, unsigned flags)
{
	struct map causes = {0};

	for (size_t i = 0; i < r->p->nreminders; i++) {
		const struct reminder *reminder = &r->p->reminders[i];
		bool ok = check_alike(r, reminder);

		ok &= (flags & PROPOSAL_PARTIAL) || check_whole(r, reminder);
		for (size_t j = 0; j < reminder->count; j++)
			ok &= check_once(r, &causes, reminder->rows[j]);
		if (!ok)
			reader_note_bad(r, reminder->rows[0]->item.customer);
	}
	map_free(&causes);
}

void reader_free_reminders(struct proposal *p)
{
	for (size_t i = 0; i < p->nreminders; i++)
		free(p->reminders[i].rows);
	free(p->reminders);
	p->reminders = NULL;
	p->nreminders = 0;
}

void reader_hold_back(struct reader *r)
{
	struct proposal *p = r->p;
	size_t kept = 0;

	for (size_t i = 0; i < p->count; i++) {
		if (map_get(&r->bad_customers, p->rows[i].item.customer) == NULL) {
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
