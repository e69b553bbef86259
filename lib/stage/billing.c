#include "stage/billing.h"

#include "base/mem.h"

#include <stdint.h>
#include <stdlib.h>

#include "base/banned.h"

/* Faults. */

void billing_hold_back(struct billing *b, const struct proposal_row *row)
{
	*map_at(&b->bad_customers, row->item.customer) = (void *)(uintptr_t)(row->index + 1);
}

static bool is_held_back(const struct billing *b, const struct proposal_row *row)
{
	return b->bad_customers.count > 0 && map_get(&b->bad_customers, row->item.customer) != NULL;
}

/* Whether its fault was told, and it is among the rejects already. */
static bool is_faulty(const struct billing *b, const struct proposal_row *row)
{
	return (uintptr_t)map_get(&b->bad_customers, row->item.customer) == row->index + 1;
}

bool billing_refuse(
    struct billing *b, const struct proposal_row *row, const char *column, const char *why)
{
	struct row place = proposal_place(row);
	int at = table_find(b->proposal->table, column);

	table_fault_at(
	    b->proposal->table, &place, at, "\"%.*s\" %s", SLICE_ARG(row->fields[at]), why);
	billing_hold_back(b, row);
	return false;
}

/* Many rows find the same one. */
bool billing_refuse_rule(struct billing *b, unsigned long line, unsigned long col,
    const struct proposal_row *row, const char *why)
{
	if (b->told_line != line)
		diag_error(b->d, STATUS_POLICY, policy_place(b->book->policy, line, col),
		    "%s (%s:%lu)", why, row->file, row->line);
	b->told_line = line;
	return false;
}

static void reject_held_back(const struct billing *b)
{
	const struct proposal *p = b->proposal;

	for (size_t i = 0; i < p->count; i++) {
		struct row row = proposal_place(&p->rows[i]);

		if (is_held_back(b, &p->rows[i]) && !is_faulty(b, &p->rows[i]))
			table_hold_back(p->table, &row);
	}
}

/* The whole. */

static void open_bills(struct billing *b)
{
	struct proposal *p = b->proposal;

	b->earlier.history = b->book->history;
	if (b->payments != NULL || table_find(p->table, fees_per_day) >= 0)
		b->per_day = mem_array(p->count, sizeof *b->per_day);
	b->bills = mem_array(p->nreminders, sizeof *b->bills);
	b->bill_of = mem_array(p->count, sizeof *b->bill_of);
	for (size_t i = 0; i < p->nreminders; i++) {
		b->bills[i].of = &p->reminders[i];
		for (size_t j = 0; j < p->reminders[i].count; j++)
			b->bill_of[p->reminders[i].rows[j] - p->rows] = i;
	}
}

void billing_make(struct billing *b)
{
	open_bills(b);
	billing_make_letters(b);
	billing_charge(b);
	if (b->charges)
		billing_check_law(b);
	if (b->rejects)
		reject_held_back(b);
}

void billing_write(const struct billing *b, struct spool *out)
{
	const struct proposal *p = b->proposal;
	struct fees_writer w;

	fees_open(&w, p, b->per_day);
	fees_header(&w, &out->memory);
	for (size_t i = 0; i < p->count; i++) {
		const struct bill *bill = &b->bills[b->bill_of[i]];

		if (bill->left_out || is_held_back(b, &p->rows[i]))
			continue;
		fees_row(&w, &bill->out, &p->rows[i], &out->memory);
		if (!spool_check(b->d, out))
			break;
	}
	fees_close(&w);
}

void billing_explain(const struct billing *b)
{
	struct slice all = buf_slice(&b->explained), rest, line;
	size_t from = 0;

	for (size_t i = 0; i < b->proposal->nreminders; i++) {
		const struct bill *bill = &b->bills[i];

		rest = (struct slice){all.p + from, bill->explained - from};
		from = bill->explained;
		if (bill->left_out || is_held_back(b, bill->of->rows[0]))
			continue;
		while (slice_cut(&rest, '\n', &line))
			if (line.n > 0)
				diag_note(b->d, NOWHERE, "%.*s: %.*s", SLICE_ARG(bill->out.number),
				    SLICE_ARG(line));
	}
}

void billing_free(struct billing *b)
{
	free(b->bills);
	free(b->bill_of);
	free(b->rows);
	free(b->per_day);
	buf_free(&b->explained);
	arena_free(&b->arena);
	map_free(&b->bad_customers);
	map_free(&b->old_tables);
	numbers_free(&b->numbers);
	earlier_free(&b->earlier);
}
