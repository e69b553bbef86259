#include "book/import.h"

#include "base/map.h"
#include "book/cells.h"
#include "book/totals.h"
#include "table/reject.h"

#include <stdlib.h>
#include <string.h>

#include "base/banned.h"

/* Where an item was seen first; `sum` is of all that has a meaning in the row. */
struct seen {
	const char *file;
	unsigned long line;
	uint64_t sum;
};

struct run {
	struct diag *d;
	const struct import *i;
	const struct profile *p;
	struct header header;
	struct layout layout;
	struct cells cells;
	int skip[PROFILE_CONDITIONS], total[PROFILE_CONDITIONS]; /* the conditions' columns */
	const char *file;
	unsigned long line;
	const struct slice *fields; /* of the current row, as many as the header has */
	struct slice *padded;
	bool faulty, silent;
	struct map seen, names, held; /* items; customers by key; those that are held back */
	struct arena arena;
	struct buf key;
	struct totals totals;
	struct rejects rejects;
	unsigned long faults, passed, held_back;
};

/* Faults. */

static void report(struct run *r, const char *column, const char *sentence)
{
	struct place at = AT_LINE(r->file, r->line);
	struct buf reason = {0};

	r->faulty = true;
	r->faults++;
	if (r->silent)
		return;
	at.column = column;
	if (!r->i->rejects) {
		diag_error(r->d, STATUS_DATA, at, "%s", sentence);
		return;
	}
	diag_warn(r->d, at, "%s", sentence);
	buf_printf(&reason, "%s%s%s", column ? column : "", column ? ": " : "", sentence);
	rejects_add(&r->rejects, &(struct row){r->fields, r->file, r->line}, r->header.count,
	    buf_slice(&reason));
	buf_free(&reason);
}

__attribute__((format(printf, 3, 4))) static void report_format(
    struct run *r, const char *column, const char *fmt, ...)
{
	struct buf sentence = {0};
	va_list ap;

	va_start(ap, fmt);
	buf_vprintf(&sentence, fmt, ap);
	va_end(ap);
	report(r, column, buf_string(&sentence));
	buf_free(&sentence);
}

static const char *their_name(const struct run *r, size_t column)
{
	return layout_their_name(&r->layout, &r->header, column);
}

static void cell_fault(void *context, size_t column, const char *sentence)
{
	struct run *r = context;

	report(r, their_name(r, column), sentence);
}

/* The export's own total, where nothing of it was left out. */
static void take_total(struct run *r)
{
	if (r->faults == 0)
		totals_compare(
		    &r->totals, r->d, AT_LINE(r->file, r->line), &r->cells, &r->header, r->fields);
	r->totals.told = true;
}

/* Items. */

/* Two names that become one key would make one customer of two. */
static void check_customer(struct run *r)
{
	const struct cell *cell = &r->cells.cells[r->layout.customer];
	void **place = map_at(&r->names, cell->text);
	struct slice *raw = *place;

	if (!raw) {
		*place = raw = arena_alloc(&r->arena, sizeof *raw);
		*raw = (struct slice){arena_copy(&r->arena, cell->raw.p, cell->raw.n), cell->raw.n};
	} else if (!slice_equal(*raw, cell->raw)) {
		report_format(r, their_name(r, (size_t)r->layout.customer),
		    "\"%.*s\" and \"%.*s\" both become the customer %.*s", SLICE_ARG(cell->raw),
		    SLICE_ARG(*raw), SLICE_ARG(cell->text));
	}
}

static void make_key(struct run *r)
{
	const int parts[] = {r->layout.customer, r->layout.invoice, r->layout.instalment};

	buf_truncate(&r->key, 0);
	for (size_t i = 0; i < sizeof parts / sizeof parts[0]; i++) {
		if (parts[i] >= 0)
			buf_add_slice(&r->key, r->cells.cells[parts[i]].text);
		buf_add_char(&r->key, '\0');
	}
}

static uint64_t sum_of_row(const struct run *r)
{
	uint64_t sum = 0;

	for (size_t i = 0; i < r->layout.count; i++) {
		struct slice text = r->cells.cells[i].text;

		if (r->layout.columns[i].field && r->layout.columns[i].field->type != FIELD_TEXT)
			sum = hash_bytes(sum, text.p, text.n);
	}
	return sum;
}

/* Whether the row is another line of an invoice that was taken already; else it is a new item. */
static bool is_again(struct run *r)
{
	uint64_t sum = r->p->lines ? sum_of_row(r) : 0;
	struct seen *seen;
	void **place;

	make_key(r);
	place = map_at(&r->seen, buf_slice(&r->key));
	seen = *place;
	if (!seen) {
		*place = seen = arena_alloc(&r->arena, sizeof *seen);
		*seen = (struct seen){r->file, r->line, sum};
		return false;
	}
	if (!r->p->lines)
		report_format(r, their_name(r, (size_t)r->layout.invoice),
		    "the invoice \"%.*s\" of this customer stands on line %lu of %s already",
		    SLICE_ARG(r->cells.cells[r->layout.invoice].text), seen->line, seen->file);
	else if (seen->sum != sum)
		report_format(r, their_name(r, (size_t)r->layout.invoice),
		    "this line of the invoice \"%.*s\" tells other dates or amounts than line %lu "
		    "of %s",
		    SLICE_ARG(r->cells.cells[r->layout.invoice].text), seen->line, seen->file);
	return true;
}

/* With rejects, the other items of a customer who has a bad one are held back. */
static void hold_back(struct run *r)
{
	struct slice customer = r->cells.cells[r->layout.customer].text;

	if (r->i->rejects && customer.n > 0)
		*map_at(&r->held, customer) = r;
}

static bool is_held_back(struct run *r)
{
	struct slice customer = r->cells.cells[r->layout.customer].text;

	if (r->held.count == 0 || !map_get(&r->held, customer))
		return false;
	rejects_add(&r->rejects, &(struct row){r->fields, r->file, r->line}, r->header.count,
	    SLICE_LIT("held back: another row of this customer has a fault"));
	r->held_back++;
	return true;
}

static void write_row(struct run *r, struct buf *b)
{
	bool first = true;

	for (size_t i = 0; i < r->layout.count; i++)
		csv_add(b, &first, r->cells.cells[i].text);
	csv_end(b);
}

/* out is NULL when the rows are only looked at. */
static bool take_item(struct run *r, struct spool *out)
{
	cells_take(&r->cells, r->fields);
	if (r->cells.cells[r->layout.customer].text.n > 0)
		check_customer(r);
	if (!r->faulty && is_again(r) && !r->faulty)
		return true;
	if (r->faulty) {
		hold_back(r);
		return true;
	}
	totals_add(&r->totals, &r->cells);
	if (!out || is_held_back(r))
		return true;
	write_row(r, &out->memory);
	return spool_check(r->d, out);
}

/* Rows. */

static bool holds_any(
    const struct condition *list, const int *columns, size_t count, const struct slice *fields)
{
	for (size_t i = 0; i < count; i++)
		if (condition_holds(&list[i], fields[columns[i]]))
			return true;
	return false;
}

/* As many fields as the header has, so that conditions can look at a short row too. */
static void pad(struct run *r, const struct foreign_row *row)
{
	r->fields = row->fields;
	if (row->count >= r->header.count)
		return;
	for (size_t i = 0; i < r->header.count; i++)
		r->padded[i] = i < row->count ? row->fields[i] : SLICE_LIT("");
	r->fields = r->padded;
}

/* Empty fields behind the header's last are no more than delimiters at the line's end. */
static bool is_whole(const struct run *r, const struct foreign_row *row)
{
	for (size_t i = r->header.count; i < row->count; i++)
		if (row->fields[i].n > 0)
			return false;
	return row->count >= r->header.count;
}

static bool take_row(struct run *r, const struct foreign_row *row, struct spool *out)
{
	r->line = row->line;
	r->faulty = false;
	pad(r, row);
	if (row->fault) {
		report(r, NULL, row->fault);
	} else if (holds_any(r->p->total, r->total, r->p->ntotal, r->fields)) {
		take_total(r);
	} else if (holds_any(r->p->skip, r->skip, r->p->nskip, r->fields) ||
		   cells_are_no_item(&r->cells, r->fields)) {
		r->passed++;
	} else if (!is_whole(r, row)) {
		report_format(r, NULL, "has %zu fields, the header on line %lu has %zu", row->count,
		    r->header.line, r->header.count);
	} else {
		return take_item(r, out);
	}
	return true;
}

/* Files. */

static void find_conditions(struct run *r)
{
	for (size_t i = 0; i < r->p->nskip; i++)
		r->skip[i] = header_find(&r->header, slice_of(r->p->skip[i].column));
	for (size_t i = 0; i < r->p->ntotal; i++)
		r->total[i] = header_find(&r->header, slice_of(r->p->total[i].column));
}

/* The first file's header is everyone's, in the second pass too. */
static bool begin_file(struct run *r, const struct export_file *file, struct foreign *f)
{
	struct header own = {0};
	bool ok = true;

	r->file = file->name;
	if (!header_seek(&own, r->p, f)) {
		header_report(r->d, file->name, file->text, r->p, &r->p->dialect);
		ok = false;
	} else if (!r->header.names) {
		r->header = own;
		return true;
	} else if (!header_same(&r->header, &own)) {
		diag_error(r->d, STATUS_DATA, AT_LINE(file->name, own.line),
		    "the header is not that of %s; import each layout by itself",
		    r->i->files[0].name);
		ok = false;
	}
	header_free(&own);
	return ok;
}

static void plan(struct run *r)
{
	layout_plan(&r->layout, r->p, &r->header, r->i->ledger_date != DATE_NONE);
	cells_open(&r->cells, &r->layout, r->p);
	r->cells.ledger_date = r->i->ledger_date;
	r->cells.fault = cell_fault;
	r->cells.context = r;
	r->padded = mem_array(r->header.count, sizeof *r->padded);
	find_conditions(r);
	if (r->i->rejects)
		rejects_header(&r->rejects, r->header.names, r->header.count);
}

static void write_header(struct run *r, struct buf *b)
{
	bool first = true;

	for (size_t i = 0; i < r->layout.count; i++)
		csv_add(b, &first, r->layout.columns[i].name);
	csv_end(b);
}

static bool take_file(struct run *r, const struct export_file *file, struct spool *out)
{
	struct foreign f;
	struct foreign_row row;
	bool ok;

	foreign_open(&f, file->text, &r->p->dialect);
	ok = begin_file(r, file, &f);
	if (ok && !r->cells.cells)
		plan(r);
	if (ok && out && file == r->i->files)
		write_header(r, &out->memory);
	while (ok && foreign_next(&f, &row))
		ok = take_row(r, &row, out);
	foreign_free(&f);
	return ok;
}

/* Look at (out NULL) or convert all rows. */
static bool pass(struct run *r, struct spool *out)
{
	bool ok = true;

	map_free(&r->seen);
	map_free(&r->names);
	arena_free(&r->arena);
	r->totals = (struct totals){0};
	r->passed = 0;
	for (size_t i = 0; ok && i < r->i->nfiles; i++)
		ok = take_file(r, &r->i->files[i], out);
	return ok;
}

static void tell(struct run *r)
{
	struct place at = AT_FILE(r->i->files[0].name);

	if (r->p->ntotal > 0 && !r->totals.told)
		diag_warn(r->d, at,
		    "there is no total row (%s), which this export ends with; is it whole?",
		    r->p->total[0].column);
	if (r->held_back > 0)
		diag_warn(r->d, at,
		    "%lu rows are held back, because another row of their customer has "
		    "a fault; see %s",
		    r->held_back, r->i->rejects);
	if (r->d->verbose)
		diag_note(r->d, at, "%zu items; %lu rows passed over (titles, groups, totals)",
		    r->seen.count, r->passed);
}

static void free_run(struct run *r)
{
	cells_free(&r->cells);
	layout_free(&r->layout);
	header_free(&r->header);
	map_free(&r->seen);
	map_free(&r->names);
	map_free(&r->held);
	arena_free(&r->arena);
	buf_free(&r->key);
	rejects_free(&r->rejects);
	free(r->padded);
}

bool import_run(struct diag *d, const struct import *i, struct spool *out)
{
	struct run r = {.d = d, .i = i, .p = i->profile, .rejects.path = i->rejects};
	unsigned long before = d->errors;
	bool ok = true;

	if (i->rejects) {
		ok = pass(&r, NULL);
		r.silent = true;
	}
	ok = ok && pass(&r, out);
	if (ok && d->errors == before)
		tell(&r);
	if (ok && i->rejects)
		ok = rejects_write(&r.rejects, d);
	free_run(&r);
	return ok && d->errors == before;
}
