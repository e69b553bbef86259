#include "book/history_read.h"

#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/mem.h"
#include "base/nearest.h"
#include "value/whole.h"

#include "base/banned.h"

/* How often an item can be reminded at one level: far above what any policy does. */
enum { N_MOST = 100000 };
/* How many decimals the currency has is known later. Most have two. */
enum { DECIMALS_USUAL = 2 };

enum event_kind event_kind(struct slice name)
{
	int kind = slice_among(name, event_names, EVENT_KINDS);

	return kind >= 0 ? (enum event_kind)kind : EVENT_KINDS;
}

static bool n_parse(struct slice text, int *n)
{
	*n = 0;
	return text.n == 0 || whole_parse(text, 1, N_MOST, n);
}

static bool is_amount(struct slice text)
{
	money amount;

	return text.n == 0 || slice_is(text, "0.00") ||
	       money_parse(text, DECIMALS_USUAL, &amount) ||
	       money_parse(text, MONEY_DECIMALS, &amount);
}

static void tell(
    event_fault *fault, void *to, enum history_column c, struct slice found, const char *phrase)
{
	struct buf b = {0};

	if (fault == NULL)
		return;
	buf_printf(&b, "\"%.*s\" %s", SLICE_ARG(found), phrase);
	fault(to, c, buf_string(&b));
	buf_free(&b);
}

static bool check_kind(struct event *e, event_fault *fault, void *to)
{
	struct slice text = e->field[H_EVENT];

	e->kind = event_kind(text);
	if (e->kind != EVENT_KINDS || fault == NULL)
		return e->kind != EVENT_KINDS;
	struct buf b = {0};
	buf_add_string(&b, "is not an event");
	buf_add_string(&b, did_you_mean(nearest_among(text, event_names, EVENT_KINDS)).text);
	tell(fault, to, H_EVENT, text, buf_string(&b));
	buf_free(&b);
	return false;
}

static bool check_values(struct event *e, event_fault *fault, void *to)
{
	const struct slice *f = e->field;
	date day = DATE_NONE;
	bool good = true;

	if (!time_date(f[H_TIME], &day)) {
		tell(fault, to, H_TIME, f[H_TIME], "is not a time such as 2026-11-22T20:05:01Z");
		good = false;
	}
	e->date = day;
	if (f[H_DATE].n > 0 && !date_parse(f[H_DATE], &e->date)) {
		tell(fault, to, H_DATE, f[H_DATE], "is not a date such as 2026-11-22");
		good = false;
	}
	e->until = DATE_NONE;
	if (f[H_UNTIL].n > 0 && !date_parse(f[H_UNTIL], &e->until)) {
		tell(fault, to, H_UNTIL, f[H_UNTIL], "is not a date such as 2026-11-22");
		good = false;
	}
	if (!n_parse(f[H_N], &e->n)) {
		tell(fault, to, H_N, f[H_N], "is not a whole number above zero");
		good = false;
	}
	for (int c = H_AMOUNT; c <= H_VAT; c++)
		if (!is_amount(f[c])) {
			tell(fault, to, (enum history_column)c, f[c],
			    "is not an amount such as 1234.50");
			good = false;
		}
	return good;
}

static bool check_there(const struct event *e, event_fault *fault, void *to)
{
	static const struct {
		enum event_kind kind;
		enum history_column column;
		const char *phrase;
	} needs[] = {
	    {EVENT_REMINDED, H_INVOICE, "is empty; a reminder is of an invoice"},
	    {EVENT_REMINDED, H_LEVEL, "is empty; a reminder has a level"},
	    {EVENT_UNDONE, H_REMINDER, "is empty; \"undone\" names a reminder"},
	};
	bool good = true;

	if (e->field[H_CUSTOMER].n == 0 && e->kind != EVENT_RUN) {
		if (fault != NULL)
			fault(to, H_CUSTOMER, "is empty");
		good = false;
	}
	for (size_t i = 0; i < sizeof(needs) / sizeof(needs[0]); i++)
		if (e->kind == needs[i].kind && e->field[needs[i].column].n == 0) {
			if (fault != NULL)
				fault(to, needs[i].column, needs[i].phrase);
			good = false;
		}
	return good;
}

bool event_check(struct event *e, event_fault *fault, void *to)
{
	bool kind = check_kind(e, fault, to);
	bool values = check_values(e, fault, to);

	return check_there(e, fault, to) && kind && values;
}

/* As a history is written: all columns, in their order. */
static bool is_usual(const struct history_reader *r)
{
	bool usual = true;

	for (int c = 0; c < HISTORY_COLUMNS; c++)
		usual &= r->at[c] == c;
	return usual;
}

bool history_read_open(struct history_reader *r, struct diag *d, const char *path)
{
	*r = (struct history_reader){.diag = d, .errors = d->errors};
	r->path = mem_string(path);
	r->table = table_open(d, &r->path, 1, NULL);
	if (!r->table)
		return false;
	for (int c = 0; c < HISTORY_COLUMNS; c++)
		r->at[c] = c <= H_CUSTOMER ? table_need(r->table, history_names[c])
					   : table_find(r->table, history_names[c]);
	r->usual = is_usual(r);
	return r->at[H_TIME] >= 0 && r->at[H_EVENT] >= 0 && r->at[H_CUSTOMER] >= 0;
}

static void fault_in_row(void *to, enum history_column column, const char *text)
{
	struct history_reader *r = to;

	if (r->at[column] >= 0)
		table_fault(r->table, r->at[column], "%s", text);
	else
		table_fault(r->table, -1, "column \"%s\" %s", history_names[column], text);
}

static void fields_of(const struct history_reader *r, const struct row *row, struct event *e)
{
	e->line = row->line;
	if (r->usual) {
		memcpy(e->field, row->fields, sizeof e->field);
		return;
	}
	for (int c = 0; c < HISTORY_COLUMNS; c++)
		e->field[c] = r->at[c] < 0 ? (struct slice){0} : row->fields[r->at[c]];
}

/* The event of the row at hand; what is wrong with it is reported. */
static bool check_row(struct history_reader *r)
{
	fields_of(r, &r->row, &r->event);
	return event_check(&r->event, fault_in_row, r);
}

bool history_read_next(struct history_reader *r)
{
	if (!table_next(r->table, &r->row))
		return false;
	(void)check_row(r);
	return true;
}

static bool is_sound(const void *context, size_t place, const struct row *row, void *kept)
{
	struct event *e = kept;

	(void)place;
	fields_of(context, row, e);
	return event_check(e, NULL, NULL);
}

bool history_read_rows(struct history_reader *r, struct table_rows *rows)
{
	const struct table_judge judge = {is_sound, r, sizeof(struct event)};

	return table_next_rows(r->table, &judge, rows);
}

const struct event *history_read_event(
    struct history_reader *r, const struct table_rows *rows, size_t i)
{
	struct event *e = &((struct event *)rows->kept)[i];

	if (rows->settled[i]) {
		e->line = table_line(r->table, i);
		return e;
	}
	return table_take_row(r->table, i, &r->row) && check_row(r) ? &r->event : NULL;
}

bool history_read_close(struct history_reader *r)
{
	bool closed = r->table && table_close(r->table);

	free(r->path);
	*r = (struct history_reader){.diag = r->diag, .errors = r->errors};
	return closed && r->diag->errors == r->errors;
}
