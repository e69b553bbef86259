#include "stage/billing.h"

#include "base/mem.h"

#include <stdlib.h>

#include "base/banned.h"

/* Faults. */

void billing_hold_back(struct billing *b, const struct proposal_row *row)
{
	*map_at(&b->bad_customers, row->item.customer) = b;
}

static bool is_held_back(const struct billing *b, const struct proposal_row *row)
{
	return b->bad_customers.count > 0 && map_get(&b->bad_customers, row->item.customer) != NULL;
}

bool billing_defers(struct billing *b)
{
	b->deferred = b->deferred || b->quiet;
	return b->quiet;
}

bool billing_refuse(
    struct billing *b, const struct proposal_row *row, const char *column, const char *why)
{
	if (billing_defers(b))
		return false;
	struct row place = {
	    .fields = proposal_fields(b->proposal, row), .file = row->file, .line = row->line};
	int at = table_find(b->proposal->table, column);

	table_fault_at(
	    b->proposal->table, &place, at, "\"%.*s\" %s", SLICE_ARG(place.fields[at]), why);
	billing_hold_back(b, row);
	return false;
}

/* Many rows find the same one. */
bool billing_refuse_rule(struct billing *b, unsigned long line, unsigned long col,
    const struct proposal_row *row, const char *why)
{
	if (billing_defers(b))
		return false;
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

		if (is_held_back(b, &p->rows[i]))
			table_hold_back(p->table, &row);
	}
}

/* The whole. */

unsigned billing_reads(const struct billing *b, const char *payments)
{
	return b->renew || b->as_of != DATE_NONE || b->rejects || b->explain || payments != NULL
		   ? PROPOSAL_WHOLE
		   : 0;
}

void billing_open_bills(struct billing *b)
{
	struct proposal *p = b->proposal;

	earlier_expect(&b->earlier, p->rows, p->count);
	if (p->nreminders > b->bills_capacity) {
		free(b->bills);
		b->bills = mem_array(p->nreminders, sizeof *b->bills);
		b->bills_capacity = p->nreminders;
	}
	if (p->count > b->levels_capacity) {
		free(b->levels);
		b->levels = mem_array(p->count, sizeof(struct level *));
		b->levels_capacity = p->count;
	}
	b->nbills = p->nreminders;
	for (size_t i = 0; i < b->nbills; i++)
		b->bills[i] = (struct bill){.of = &p->reminders[i]};
}

static void write_part(struct billing *b, struct patched *out)
{
	const struct proposal *p = b->proposal;

	for (size_t i = 0; i < p->count; i++) {
		const struct bill *bill = &b->bills[p->rows[i].of];

		if (!bill->left_out && !is_held_back(b, &p->rows[i]))
			fees_row(&b->writer, &bill->out, &p->rows[i], patched_text(out));
		if (!patched_check(b->d, out))
			break;
	}
}

static void make_part(struct billing *b, struct patched *out)
{
	billing_open_bills(b);
	billing_make_letters(b);
	billing_charge(b);
	billing_take_payers(b);
	if (b->rejects)
		reject_held_back(b);
	if (!diag_failed(b->d))
		write_part(b, out);
}

/* The part was worked on already. */
static void take_part(struct billing *b, struct patched *out)
{
	if (diag_failed(b->d))
		return;
	(void)billing_add_worked(b, b->proposal->place, out);
}

/* How each charge comes about. */
static void explain(const struct billing *b)
{
	struct slice all = buf_slice(&b->explained), rest, line;
	size_t from = 0;

	for (size_t i = 0; i < b->nbills; i++) {
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

/* With payments there is one part alone. */
static void run(struct billing *b, const char *paid, struct payments *payments, struct patched *out)
{
	b->per_day = paid != NULL || table_find(b->proposal->table, fees_per_day) >= 0;
	b->earlier.history = b->book->history;
	fees_open(&b->writer, b->proposal, b->per_day);
	b->patches = out->fd > 0;
	fees_stock(&b->writer, out);
	fees_header(&b->writer, patched_text(out));
	billing_work_ahead(b);
	while (proposal_next(b->proposal)) {
		if (b->proposal->place < PROPOSAL_UNWORKED) {
			take_part(b, out);
			continue;
		}
		if (paid != NULL && !payments_load(payments, b->d, paid, b->proposal))
			break;
		make_part(b, out);
	}
	billing_check_law(b);
	if (b->explain && !diag_failed(b->d))
		explain(b);
}

void billing_run(struct billing *b, const char *paid, struct patched *out)
{
	struct payments payments = {0};

	b->payments = paid != NULL ? &payments : NULL;
	run(b, paid, &payments, out);
	b->payments = NULL;
	payments_free(&payments);
}

void billing_free(struct billing *b)
{
	free(b->bills);
	free(b->levels);
	free(b->rows);
	fees_close(&b->writer);
	billing_free_payers(b);
	billing_free_places(b);
	buf_free(&b->explained);
	arena_free(&b->arena);
	map_free(&b->bad_customers);
	map_free(&b->old_tables);
	numbers_free(&b->numbers);
	earlier_free(&b->earlier);
}
