#include "base/mem.h"
#include "book/policy.h"
#include "book/reader.h"
#include "table/pack.h"
#include "value/whole.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "base/banned.h"

/* The fee columns stand all there or do not count. */
static bool find_fees(struct reader *r, unsigned flags)
{
	const char *missing = NULL;

	for (size_t i = 0; i < FEE_COLUMNS; i++) {
		r->fee[i] = table_find(r->table, fee_names[i]);
		if (r->fee[i] < 0 && missing == NULL)
			missing = fee_names[i];
	}
	r->has_fees = missing == NULL;
	if (r->has_fees || !(flags & PROPOSAL_FEES))
		return true;
	diag_error(r->d, STATUS_DATA, table_place(r->table, NULL),
	    "no column \"%s\"; a proposal goes through compute-fees first", missing);
	return false;
}

static bool find_columns(struct reader *r, const char *default_currency, unsigned flags)
{
	struct table *t = r->table;

	if (table_find(t, "reminder") < 0) {
		diag_error(r->d, STATUS_DATA, table_place(t, NULL),
		    "no column \"reminder\": this is not a proposal (select-overdue makes one)");
		return false;
	}
	bool ok = item_columns_find(&r->items, t, default_currency);

	for (size_t i = 0; i < SELECT_COLUMNS; i++) {
		r->select[i] = table_need(t, select_names[i]);
		ok &= r->select[i] >= 0;
	}
	proposal_check_find(t, r->checked);
	return ok && find_fees(r, flags);
}

static bool date_cell(
    struct reader *r, const struct row *row, enum select_column c, bool needed, date *out)
{
	const struct slice text = row->fields[r->select[c]];

	*out = DATE_NONE;
	if ((text.n == 0 && !needed) || date_parse(text, out))
		return true;
	table_fault(r->table, r->select[c], "\"%.*s\" is not a date (YYYY-MM-DD)", SLICE_ARG(text));
	return false;
}

enum { NUMBER_MOST = 999999999 };

/* An empty cell is 0. */
static bool number_cell(struct reader *r, const struct row *row, int column, int least, int *out)
{
	const struct slice text = row->fields[column];

	*out = 0;
	if (text.n == 0 && least <= 0)
		return true;
	if (whole_parse(text, least, NUMBER_MOST, out))
		return true;
	table_fault(r->table, column, "\"%.*s\" is not a whole number%s", SLICE_ARG(text),
	    least == 1	 ? " from 1"
	    : least == 0 ? " from 0"
			 : "");
	return false;
}

static bool section_cell(struct reader *r, const struct row *row, enum section *out)
{
	const struct slice text = row->fields[r->select[S_SECTION]];

	const int section = slice_among(text, section_names, SECTIONS);

	if (section >= 0) {
		*out = (enum section)section;
		return true;
	}
	table_fault(r->table, r->select[S_SECTION],
	    "\"%.*s\" is not overdue, reminded, not_due, on_hold or credit", SLICE_ARG(text));
	return false;
}

/* Whether it is an open item that no reminder has. */
static bool is_loose(const struct reader *r, const struct row *row)
{
	return (r->flags & PROPOSAL_LOOSE) && row->fields[r->select[S_REMINDER]].n == 0;
}

static bool delivery_cell(struct reader *r, const struct row *row, struct slice *out)
{
	*out = row->fields[r->select[S_DELIVERY]];
	if (delivery_named(*out) >= 0 || (out->n == 0 && is_loose(r, row)))
		return true;
	table_fault(r->table, r->select[S_DELIVERY], "\"%.*s\" is not email, post or none",
	    SLICE_ARG(*out));
	return false;
}

static bool fee_cells(struct reader *r, const struct row *row, struct proposal_row *out)
{
	bool ok = number_cell(r, row, r->fee[F_INTEREST_DAYS], INT_MIN, &out->interest_days);

	for (size_t i = F_INTEREST; i < FEE_COLUMNS; i++) {
		const struct slice text = row->fields[r->fee[i]];

		if (money_parse(text, out->item.decimals, &out->fee[i]))
			continue;
		table_fault(
		    r->table, r->fee[i], "\"%.*s\" is not an amount (1234.50)", SLICE_ARG(text));
		ok = false;
	}
	return ok;
}

static bool check_cell(struct reader *r, const struct row *row)
{
	char text[CHECK_TEXT];

	proposal_check_row(r->checked, row->fields, text);
	if (slice_is(row->fields[r->select[S_CHECK]], text))
		return true;
	table_fault(r->table, r->select[S_CHECK],
	    "the row was changed by another program after it was written; make the proposal anew, "
	    "or leave rows out and use compute-fees --renew");
	return false;
}

static void text_cells(struct reader *r, const struct row *row, struct proposal_row *out)
{
	out->reminder = row->fields[r->select[S_REMINDER]];
	out->terms = row->fields[r->select[S_TERMS]];
	out->level = row->fields[r->select[S_LEVEL]];
	out->level_name = row->fields[r->select[S_LEVEL_NAME]];
	out->last_level = row->fields[r->select[S_LAST_LEVEL]];
	out->template = row->fields[r->select[S_TEMPLATE]];
	out->language = row->fields[r->select[S_LANGUAGE]];
	out->email = row->fields[r->select[S_EMAIL]];
	out->name = row->fields[r->select[S_NAME]];
}

/* What says that the row is part of a reminder, and which. */
static bool reminder_cells(struct reader *r, const struct row *row, struct proposal_row *out)
{
	bool ok = number_cell(r, row, r->select[S_ROWS], 1, &out->rows);

	if (!ok || out->section != SECTION_OVERDUE || out->level.n > 0 ||
	    reminder_is_statement(out->reminder))
		return ok;
	table_fault(r->table, r->select[S_LEVEL], "is empty in a row of section overdue");
	return false;
}

static bool read_row(struct reader *r, const struct row *row, struct proposal_row *out)
{
	bool ok = item_parse(&r->items, r->table, row, &out->item);

	text_cells(r, row, out);
	const bool loose = is_loose(r, row);

	if (out->reminder.n == 0 && !loose) {
		table_fault(r->table, r->select[S_REMINDER],
		    "is empty; a table of select-overdue --all or --explain is no proposal");
		return false;
	}
	ok &= date_cell(r, row, S_AS_OF, true, &out->as_of);
	ok &= date_cell(r, row, S_PAY_BY, false, &out->pay_by);
	ok &= date_cell(r, row, S_LAST_REMINDED, false, &out->last_reminded);
	ok &= number_cell(r, row, r->select[S_N], 0, &out->n);
	ok &= number_cell(r, row, r->select[S_DAYS_OVERDUE], INT_MIN, &out->days_overdue);
	ok &= section_cell(r, row, &out->section);
	ok &= delivery_cell(r, row, &out->delivery);
	out->due_date = row->fields[r->select[S_DAYS_OVERDUE]].n > 0
			    ? out->as_of - out->days_overdue
			    : out->item.due_date;
	out->has_fees = r->has_fees;
	ok = ok && (!r->has_fees || fee_cells(r, row, out));
	if (loose)
		return ok;
	ok = ok && reminder_cells(r, row, out);
	/* What is wrong with a cell says more than that it was changed. */
	return ok && check_cell(r, row);
}

static void note_malformed(void *context, const struct row *row)
{
	struct reader *r = context;

	reader_note_bad(r, row->fields[r->items.customer]);
}

static void read_rows(struct reader *r)
{
	struct proposal *p = r->p;
	struct row row;

	table_tell_malformed(r->table, note_malformed, r);
	for (size_t index = 0; table_next(r->table, &row); index++) {
		struct proposal_row out = {.index = index, .file = row.file, .line = row.line};

		row.fields = fields_copy(&p->arena, row.fields, table_columns(r->table));
		out.fields = row.fields;
		if (!read_row(r, &row, &out)) {
			reader_note_bad(r, row.fields[r->items.customer]);
			continue;
		}
		p->rows = mem_grow(p->rows, p->count, &r->capacity, sizeof(*p->rows));
		p->rows[p->count++] = out;
	}
}

struct proposal *proposal_read(struct diag *d, char *const *paths, size_t count,
    const char *default_currency, unsigned flags, const char *rejects)
{
	struct table *t = table_open(d, paths, count, rejects);

	if (t == NULL)
		return NULL;
	struct proposal *p = mem_alloc(sizeof(*p));
	struct reader r = {.d = d, .table = t, .p = p, .flags = flags};

	p->table = t;
	if (find_columns(&r, default_currency, flags)) {
		read_rows(&r);
		if (!(flags & PROPOSAL_LOOSE)) {
			proposal_gather(p);
			reader_check_reminders(&r, flags);
		}
		if (r.bad_customers.count > 0 && rejects != NULL)
			reader_hold_back(&r);
	}
	map_free(&r.bad_customers);
	if (!diag_failed(d))
		return p;
	proposal_close(p);
	return NULL;
}

bool proposal_close(struct proposal *p)
{
	const bool ok = table_close(p->table);

	reader_free_reminders(p);
	free(p->rows);
	arena_free(&p->arena);
	free(p);
	return ok;
}
