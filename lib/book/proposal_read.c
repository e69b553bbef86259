#include "base/mem.h"
#include "book/policy.h"
#include "book/reader.h"
#include "table/pack.h"
#include "value/quick.h"
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

/* All but those of which a cell with a blank is a fault. */
static void find_loose(struct reader *r)
{
	const struct item_columns *items = &r->items;
	const int *s = r->select;
	const int judged[] = {items->invoice_date, items->due_date, items->paid_date,
	    items->ledger_date, items->reminded_on, items->currency, items->amount,
	    items->open_amount, s[S_AS_OF], s[S_N], s[S_SECTION], s[S_DAYS_OVERDUE],
	    s[S_LAST_REMINDED], s[S_PAY_BY], s[S_DELIVERY], s[S_ROWS], s[S_CHECK]};
	const size_t count = table_columns(r->table);

	r->loose = mem_array(count, sizeof(*r->loose));
	for (size_t i = 0; i < count; i++) {
		size_t j = 0;

		while (j < sizeof judged / sizeof *judged && judged[j] != (int)i)
			j++;
		if (j == sizeof judged / sizeof *judged)
			r->loose[r->nloose++] = (int)i;
	}
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
	proposal_check_find(t, &r->checked);
	find_loose(r);
	return ok && find_fees(r, flags);
}

/* As quick_date. */
static inline bool same_date(struct slice text, struct last_date *last, date *out)
{
	uint64_t begin, end;

	if (text.n != 10)
		return false;
	begin = word_load(text.p);
	end = word_load(text.p + 2);
	if (begin == last->begin && end == last->end) {
		*out = last->day;
		return true;
	}
	if (!quick_date(text, out))
		return false;
	*last = (struct last_date){begin, end, *out};
	return true;
}

static bool date_cell(const struct reader *r, struct table *t, const struct row *row,
    enum select_column c, struct last_date *last, date *out)
{
	const struct slice text = row->fields[r->select[c]];
	const bool needed = c == S_AS_OF;

	if (same_date(text, last, out))
		return true;
	*out = DATE_NONE;
	if ((text.n == 0 && !needed) || date_parse(text, out))
		return true;
	table_fault(t, r->select[c], "\"%.*s\" is not a date (YYYY-MM-DD)", SLICE_ARG(text));
	return false;
}

enum { NUMBER_MOST = 999999999 };

/* A number from 1 of up to four digits, as most are. False: another one, or none. */
static inline bool few_digits(struct slice text, int *out)
{
	int number = 0;

	if (text.n - 1 >= 4 || text.p[0] == '0')
		return false;
	for (size_t i = 0; i < text.n; i++) {
		const unsigned digit = (unsigned char)text.p[i] - (unsigned)'0';

		if (digit > 9)
			return false;
		number = 10 * number + (int)digit;
	}
	*out = number;
	return true;
}

/* An empty cell is 0. */
static bool number_cell(struct table *t, const struct row *row, int column, int least, int *out)
{
	const struct slice text = row->fields[column];

	if (few_digits(text, out))
		return true;
	*out = 0;
	if (text.n == 0 && least <= 0)
		return true;
	if (whole_parse(text, least, NUMBER_MOST, out))
		return true;
	table_fault(t, column, "\"%.*s\" is not a whole number%s", SLICE_ARG(text),
	    least == 1	 ? " from 1"
	    : least == 0 ? " from 0"
			 : "");
	return false;
}

static bool section_cell(
    const struct reader *r, struct table *t, const struct row *row, enum section *out)
{
	const struct slice text = row->fields[r->select[S_SECTION]];

	/* Of most rows. */
	if (slice_equal(text, SLICE_LIT("overdue"))) {
		*out = SECTION_OVERDUE;
		return true;
	}
	const int section = slice_among(text, section_names, SECTIONS);

	if (section >= 0) {
		*out = (enum section)section;
		return true;
	}
	table_fault(t, r->select[S_SECTION],
	    "\"%.*s\" is not overdue, reminded, not_due, on_hold or credit", SLICE_ARG(text));
	return false;
}

/* Whether it is an open item that no reminder has. */
static bool is_loose(const struct reader *r, const struct row *row)
{
	return (r->flags & PROPOSAL_LOOSE) && row->fields[r->select[S_REMINDER]].n == 0;
}

static bool delivery_cell(
    const struct reader *r, struct table *t, const struct row *row, struct slice *out)
{
	*out = row->fields[r->select[S_DELIVERY]];
	if (slice_equal(*out, SLICE_LIT("email")) || delivery_named(*out) >= 0 ||
	    (out->n == 0 && is_loose(r, row)))
		return true;
	table_fault(
	    t, r->select[S_DELIVERY], "\"%.*s\" is not email, post or none", SLICE_ARG(*out));
	return false;
}

static bool fee_cells(
    const struct reader *r, struct table *t, const struct row *row, struct proposal_row *out)
{
	bool ok = number_cell(t, row, r->fee[F_INTEREST_DAYS], INT_MIN, &out->interest_days);

	for (size_t i = F_INTEREST; i < FEE_COLUMNS; i++) {
		const struct slice text = row->fields[r->fee[i]];

		if (money_parse(text, out->item.decimals, &out->fee[i]))
			continue;
		table_fault(t, r->fee[i], "\"%.*s\" is not an amount (1234.50)", SLICE_ARG(text));
		ok = false;
	}
	return ok;
}

static bool check_cell(
    const struct reader *r, struct table *t, const struct row *row, struct proposal_row *out)
{
	char text[CHECK_TEXT];

	out->sum = proposal_check_row(&r->checked, row->fields, text);
	if (slice_equal(row->fields[r->select[S_CHECK]], (struct slice){text, CHECK_TEXT - 1}))
		return true;
	table_fault(t, r->select[S_CHECK],
	    "the row was changed by another program after it was written; make the proposal anew, "
	    "or leave rows out and use compute-fees --renew");
	return false;
}

/* Whether a number is written as we would write it. */
static bool is_plain(struct slice number)
{
	const size_t sign = number.n > 0 && number.p[0] == '-';

	return number.n > sign && (number.p[sign] != '0' || number.n == 1);
}

/* Or a control character: those are too few to be told apart. */
static bool is_blank(char c)
{
	return (unsigned char)c <= ' ';
}

/* Whether a field begins or ends with a blank, of those that may; then it is written in quotes. Of
 * an empty one, what stands around it is looked at. */
static bool has_blanks(const struct reader *r, const struct slice *fields)
{
	bool blank = false;

	for (size_t i = 0; i < r->nloose; i++) {
		const struct slice field = fields[r->loose[i]];

		blank |= is_blank(field.p[0]);
		blank |= is_blank((field.p + field.n)[-1]);
	}
	return blank;
}

static size_t count_quotes(struct slice field)
{
	size_t count = 0;

	for (size_t i = 0; i < field.n; i++)
		count += field.p[i] == '"';
	return count;
}

/* Where the field ends that begins at p in its line, if it stands there as it would be written;
 * else NULL. */
static const char *field_end(const char *p, struct slice field)
{
	size_t quotes;

	if (field.p == p)
		return p + field.n;
	if (*p != '"')
		return NULL;
	if (field.p == p + 1)
		return field.n > 0 && memchr(field.p, ',', field.n) != NULL ? p + field.n + 2
									    : NULL;
	/* What was doubled stands elsewhere, once; a line break has become a blank. */
	quotes = count_quotes(field);
	return quotes > 0 && memchr(p, '\n', field.n + quotes) == NULL ? p + field.n + quotes + 2
								       : NULL;
}

/*
 * Where the line ends whose fields these are, if all stand there as they would be written; else
 * NULL. Fields that libcsv took apart stand one right after the other, and so do those of a kept
 * row.
 */
static const char *line_end(const struct slice *fields, size_t count)
{
	const char *p = fields[0].p;

	if (count < 2 || fields[1].p == p + fields[0].n)
		return NULL;
	for (size_t i = 0; i < count; i++) {
		if (i > 0 && *p++ != ',')
			return NULL;
		p = field_end(p, fields[i]);
		/* The first two show whether it is a line. */
		if (p == NULL || (i == 1 && p[-1] == '"'))
			return NULL;
	}
	return p;
}

/* The same of a row without quotes. */
static const char *bare_end(const struct slice *fields, size_t count)
{
	const struct slice last = fields[count - 1];

	if (fields[0].n == 0 || count < 2 || fields[1].p != fields[0].p + fields[0].n + 1)
		return NULL;
	return last.p + last.n;
}

static void find_line(const struct reader *r, const struct row *row, struct proposal_row *out)
{
	const size_t count = table_columns(r->table);
	const struct slice *f = row->fields;
	const char *end;

	out->as_is = (struct slice){NULL, 0};
	if (r->has_fees || !is_plain(f[r->select[S_ROWS]]) ||
	    !is_plain(f[r->select[S_DAYS_OVERDUE]]))
		return;
	end = row->bare ? bare_end(f, count) : line_end(f, count);
	if (end == NULL || has_blanks(r, f))
		return;
	out->as_is = (struct slice){f[0].p, (size_t)(end - f[0].p)};
	out->check_at = (size_t)(f[r->select[S_CHECK]].p - f[0].p);
}

static void text_cells(const struct reader *r, const struct row *row, struct proposal_row *out)
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
static bool reminder_cells(
    const struct reader *r, struct table *t, const struct row *row, struct proposal_row *out)
{
	bool ok = number_cell(t, row, r->select[S_ROWS], 1, &out->rows);

	if (!ok || out->section != SECTION_OVERDUE || out->level.n > 0 ||
	    reminder_is_statement(out->reminder))
		return ok;
	table_fault(t, r->select[S_LEVEL], "is empty in a row of section overdue");
	return false;
}

bool reader_row(const struct reader *r, size_t place, struct table *t, const struct row *row,
    struct proposal_row *out)
{
	struct last_dates *last = &r->last[place];
	bool ok = item_parse(&r->items, t, row, &out->item);

	text_cells(r, row, out);
	const bool loose = is_loose(r, row);

	if (out->reminder.n == 0 && !loose) {
		table_fault(t, r->select[S_REMINDER],
		    "is empty; a table of select-overdue --all or --explain is no proposal");
		return false;
	}
	ok &= date_cell(r, t, row, S_AS_OF, &last->as_of, &out->as_of);
	ok &= date_cell(r, t, row, S_PAY_BY, &last->pay_by, &out->pay_by);
	ok &= date_cell(r, t, row, S_LAST_REMINDED, &last->last_reminded, &out->last_reminded);
	ok &= number_cell(t, row, r->select[S_N], 0, &out->n);
	ok &= number_cell(t, row, r->select[S_DAYS_OVERDUE], INT_MIN, &out->days_overdue);
	ok &= section_cell(r, t, row, &out->section);
	ok &= delivery_cell(r, t, row, &out->delivery);
	out->due_date = row->fields[r->select[S_DAYS_OVERDUE]].n > 0
			    ? out->as_of - out->days_overdue
			    : out->item.due_date;
	out->has_fees = r->has_fees;
	find_line(r, row, out);
	ok = ok && (!r->has_fees || fee_cells(r, t, row, out));
	if (loose)
		return ok;
	ok = ok && reminder_cells(r, t, row, out);
	/* What is wrong with a cell says more than that it was changed. */
	return ok && check_cell(r, t, row, out);
}

void reader_keep(struct reader *r, const struct row *row)
{
	struct proposal_row out = {.index = r->index++, .file = row->file, .line = row->line};
	const struct row kept = {fields_copy(&r->p->arena, row->fields, table_columns(r->table)),
	    row->file, row->line, row->bare};

	out.fields = kept.fields;
	if (!reader_row(r, TABLE_PLACES, r->table, &kept, &out)) {
		reader_note_faulty(r, row);
		return;
	}
	r->rows = mem_grow(r->rows, r->count, &r->capacity, sizeof(*r->rows));
	r->rows[r->count++] = out;
}

static void note_malformed(void *context, const struct row *row)
{
	reader_note_faulty(context, row);
}

static void read_whole(struct reader *r)
{
	struct proposal *p = r->p;
	struct row row;

	while (table_next(r->table, &row))
		reader_keep(r, &row);
	p->rows = r->rows;
	p->count = r->count;
	if (!(r->flags & PROPOSAL_LOOSE)) {
		proposal_gather(p);
		reader_check_reminders(r);
	}
	if (r->bad_customers.count > 0)
		proposal_hold_back(p, &r->bad_customers);
}

struct proposal *proposal_open(struct diag *d, char *const *paths, size_t count,
    const char *default_currency, unsigned flags, const char *rejects)
{
	struct table *t = table_open(d, paths, count, rejects);

	if (t == NULL)
		return NULL;
	struct proposal *p = mem_alloc(sizeof(*p));
	struct reader *r = mem_alloc(sizeof(*r));

	p->table = t;
	p->reader = r;
	p->place = PROPOSAL_UNWORKED;
	*r = (struct reader){.d = d, .table = t, .p = p, .flags = flags};
	r->last = mem_lines(TABLE_PLACES + 1, sizeof(*r->last));
	if (find_columns(r, default_currency, flags)) {
		table_tell_malformed(t, note_malformed, r);
		if (!(flags & PROPOSAL_WHOLE))
			parts_open(r);
		return p;
	}
	proposal_close(p);
	return NULL;
}

bool proposal_next(struct proposal *p)
{
	struct reader *r = p->reader;
	const unsigned long errors = r->d->errors;

	if (!(r->flags & PROPOSAL_WHOLE))
		return parts_next(r) && r->d->errors == errors;
	if (r->ended)
		return false;
	read_whole(r);
	r->ended = true;
	return r->d->errors == errors;
}

struct proposal *proposal_read(struct diag *d, char *const *paths, size_t count,
    const char *default_currency, unsigned flags, const char *rejects)
{
	struct proposal *p =
	    proposal_open(d, paths, count, default_currency, flags | PROPOSAL_WHOLE, rejects);

	if (p == NULL || (proposal_next(p) && !diag_failed(d)))
		return p;
	proposal_close(p);
	return NULL;
}

bool proposal_close(struct proposal *p)
{
	struct reader *r = p->reader;
	/* Before its table: blocks of it are read by another thread. */
	const bool ok = table_close(p->table);

	reminders_free(p);
	parts_free(r);
	map_free(&r->bad_customers);
	map_free(&r->faulty_rows);
	free(r->rows);
	free(r->loose);
	free(r->last);
	free(r);
	arena_free(&p->arena);
	free(p);
	return ok;
}
