#include "stage/books.h"

#include "base/map.h"
#include "base/mem.h"
#include "base/nearest.h"
#include "base/opt.h"
#include "base/plural.h"
#include "rules/state.h"

#include <stdlib.h>
#include <string.h>

#include "base/banned.h"

static const struct books_format *const formats[] = {
    &books_csv, &books_ledger, &books_hledger, &books_beancount};
enum { FORMATS = sizeof(formats) / sizeof(*formats) };

const struct books_format *books_format(const char *name)
{
	for (size_t i = 0; i < FORMATS; i++)
		if (strcmp(formats[i]->name, name) == 0)
			return formats[i];
	return NULL;
}

/* Two accounts of the policy must not become one where the program takes fewer characters. */
static bool name_accounts(struct books *b)
{
	const struct accounts *a = &b->book->policy->accounts;

	for (enum booking_account i = 0; i < BOOKING_ACCOUNTS; i++) {
		const char *name = booking_account_name(a, i);

		b->format->account(&b->accounts[i], i, name);
		for (enum booking_account j = 0; j < i; j++) {
			const char *other = booking_account_name(a, j);

			if (!slice_equal(buf_slice(&b->accounts[i]), buf_slice(&b->accounts[j])) ||
			    strcmp(name, other) == 0)
				continue;
			diag_error(b->d, STATUS_POLICY, AT_FILE(b->book->policy->path),
			    "accounts: \"%s\" and \"%s\" are both %s in %s: give them names of "
			    "letters, digits and hyphens",
			    other, name, buf_string(&b->accounts[i]), b->format->name);
			return false;
		}
	}
	return true;
}

static bool is_wanted(struct books *b, struct slice reminder)
{
	bool wanted = b->nwanted == 0;

	for (size_t i = 0; i < b->nwanted; i++) {
		if (!slice_is(reminder, b->wanted[i].number))
			continue;
		b->wanted[i].found = true;
		wanted = true;
	}
	return wanted;
}

/* The history says that this very reminder of the item was undone. */
static bool was_undone(const struct history *h, const struct proposal_row *row)
{
	const struct event_list list = history_of(h, row->item.customer);

	for (size_t i = 0; i < list.count; i++) {
		const struct event *e = list.events[i];

		if (e->kind == EVENT_REMINDED && (e->n == 0 || e->n == row->n) &&
		    slice_equal(e->field[H_REMINDER], row->reminder) &&
		    slice_equal(e->field[H_INVOICE], row->item.invoice) &&
		    slice_equal(e->field[H_INSTALMENT], row->item.instalment) &&
		    slice_equal(e->field[H_LEVEL], row->level) && state_undone(list, e, DATE_MOST))
			return true;
	}
	return false;
}

/* Of rows that mail-out gave, those of letters that went out. */
static bool went_out(const struct proposal_row *row, int status)
{
	return status < 0 || slice_is(row->fields[status], "sent") ||
	       slice_is(row->fields[status], "printed");
}

/* A reminder is booked once, whatever tables it stands in. */
static bool is_first(struct books *b, const struct booking *made)
{
	const struct proposal_row *row = made->row, *first;
	const struct row place = proposal_place(row);
	void **at = map_at(&b->booked, slice_of(made->id));

	if (*at == NULL) {
		*at = (void *)(uintptr_t)row;
		return true;
	}
	first = *at;
	table_fault_at(b->proposal->table, &place, -1,
	    "customer \"%.*s\", invoice \"%.*s\" is charged the same reminder in \"%.*s\" already "
	    "(%s:%lu)",
	    SLICE_ARG(row->item.customer), SLICE_ARG(row->item.invoice), SLICE_ARG(first->reminder),
	    first->file, first->line);
	return false;
}

static void add(struct books *b, const struct proposal_row *row)
{
	struct books_entry e = {.posted = b->posted != DATE_NONE ? b->posted : row->as_of};

	e.vat_date = b->vat_date != DATE_NONE ? b->vat_date : e.posted;
	if (!booking_make(row, b->reverse, &e.booking)) {
		const struct row place = proposal_place(row);

		table_fault_at(b->proposal->table, &place,
		    table_find(b->proposal->table, fee_names[F_FEES]),
		    "is not the sum of the charges; make the proposal anew with compute-fees");
		return;
	}
	if (e.booking.count == 0 || !is_first(b, &e.booking))
		return;
	b->entries = mem_grow(b->entries, b->count, &b->capacity, sizeof(*b->entries));
	b->entries[b->count++] = e;
}

static void tell_unfound(const struct books *b)
{
	const struct proposal *p = b->proposal;
	for (size_t i = 0; i < b->nwanted; i++) {
		struct nearest near = nearest_to(slice_of(b->wanted[i].number));

		if (b->wanted[i].found)
			continue;
		for (size_t j = 0; j < p->nreminders; j++)
			nearest_offer(&near, p->reminders[j].number);
		diag_error(b->d, STATUS_USAGE, NOWHERE,
		    "option --reminder: the proposal has no reminder \"%s\"%s", b->wanted[i].number,
		    did_you_mean(near.name).text);
	}
}

bool books_make(struct books *b)
{
	const struct proposal *p = b->proposal;
	const int status = table_find(p->table, "delivery_status");
	size_t kept_in = 0;

	if (!name_accounts(b))
		return false;
	for (size_t i = 0; i < p->count; i++) {
		const struct proposal_row *row = &p->rows[i];

		if (!is_wanted(b, row->reminder) ||
		    (b->undone && !was_undone(b->book->history, row)))
			continue;
		if (went_out(row, status))
			add(b, row);
		else if (row->fee[F_FEES] != 0)
			kept_in++;
	}
	tell_unfound(b);
	if (kept_in > 0)
		diag_note(b->d, NOWHERE,
		    "%zu row%s with charges %s not booked: not sent or printed", kept_in,
		    plural(kept_in), kept_in == 1 ? "is" : "are");
	return !diag_failed(b->d);
}

void books_write(const struct books *b, struct buf *out)
{
	if (b->count > 0 || b->format->empty)
		b->format->begin(out, b);
	for (size_t i = 0; i < b->count; i++)
		b->format->entry(out, b, &b->entries[i]);
}

void books_free(struct books *b)
{
	for (size_t i = 0; i < BOOKING_ACCOUNTS; i++)
		buf_free(&b->accounts[i]);
	map_free(&b->booked);
	free(b->entries);
	free(b->wanted);
	*b = (struct books){0};
}
