#include "book/import.h"

#include "base/map.h"
#include "book/cells.h"
#include "book/export_totals.h"
#include "book/relations.h"
#include "book/taken.h"
#include "book/torn.h"
#include "book/walk.h"

#include <stdint.h>

#include "base/banned.h"

struct run {
	struct diag *d;
	const struct import *i;
	struct walk walk;
	struct layout layout;
	struct cells cells;
	struct taken taken;
	struct taken_row keys; /* of the current row */
	struct export_totals totals;
	struct relations relations;
	struct map held;       /* the customers that are held back */
	struct map unnumbered; /* names that were made -> how often, as a number */
	unsigned long held_back;
};

static const char *their_name(const struct run *r, int column)
{
	return layout_their_name(&r->layout, &r->walk.header, (size_t)column);
}

static void cell_fault(void *context, size_t column, const char *sentence)
{
	struct run *r = context;

	walk_report(&r->walk, their_name(r, (int)column), sentence);
}

/* The export's own total, where nothing of it was left out. */
static void take_total(struct run *r)
{
	struct walk *w = &r->walk;

	if (w->faults == 0 && (r->totals.part == w->part || !r->totals.any))
		export_totals_compare(
		    &r->totals, r->d, AT_LINE(w->file, w->line), &r->cells, &w->header, w->fields);
	r->totals.told = true;
}

/* Items. */

static struct slice text_at(const struct run *r, int column)
{
	return column >= 0 ? r->cells.cells[column].text : SLICE_LIT("");
}

static void look_at_keys(struct run *r)
{
	const struct cell *customer = &r->cells.cells[r->layout.customer];

	taken_look(&r->taken, &r->keys, customer->text, customer->raw,
	    text_at(r, r->layout.invoice), text_at(r, r->layout.instalment));
}

/* What the row is by its kind, or by its sign where it has none. */
static struct slice kind_of(const struct run *r)
{
	const struct layout *l = &r->layout;
	struct slice kind = text_at(r, l->kind);
	money open = r->cells.cells[l->open_amount].amount;
	money sign = open == 0 && l->amount >= 0 ? r->cells.cells[l->amount].amount : open;

	return kind.n > 0 ? kind : sign < 0 ? SLICE_LIT("credit") : SLICE_LIT("invoice");
}

/*
 * A payment that was not matched to an invoice has no number in many programs, but it counts for
 * what the customer owes: its kind and its day name it. A row without a day may be a sum.
 */
static void name_unnumbered(struct run *r)
{
	const struct layout *l = &r->layout;
	struct slice kind = kind_of(r), day = text_at(r, l->invoice_date);
	struct buf name = {0};
	size_t own;
	uintptr_t count;
	void **place;

	if (day.n == 0)
		day = text_at(r, l->due_date);
	if (day.n == 0 || (!slice_is(kind, "payment") && !slice_is(kind, "credit"))) {
		walk_fault(&r->walk, their_name(r, l->invoice), "is empty; it names the invoice");
		return;
	}
	buf_printf(&name, "%.*s\t", SLICE_ARG(text_at(r, l->customer)));
	own = name.length;
	buf_printf(&name, "%.*s-%.*s", SLICE_ARG(kind), SLICE_ARG(day));
	place = map_at(&r->unnumbered, buf_slice(&name));
	count = (uintptr_t)*place + 1;
	*place = (void *)count;
	if (count > 1)
		buf_printf(&name, "-%lu", (unsigned long)count);
	cells_name_invoice(&r->cells, buf_string(&name) + own);
	look_at_keys(r);
	buf_free(&name);
}

/* Two names that become one key would make one customer of two. */
static void check_customer(struct run *r)
{
	const struct cell *cell = &r->cells.cells[r->layout.customer];
	struct slice first = taken_name(&r->taken, &r->keys, cell->raw);

	if (!slice_equal(first, cell->raw))
		walk_fault(&r->walk, their_name(r, r->layout.customer),
		    "\"%.*s\" and \"%.*s\" both become the customer %.*s", SLICE_ARG(cell->raw),
		    SLICE_ARG(first), SLICE_ARG(cell->text));
}

/* An invoice that has neither can never be due; what looks like one may be a sum carried over. */
static void check_dates(struct run *r)
{
	const struct layout *l = &r->layout;

	if (slice_is(kind_of(r), "invoice") && text_at(r, l->due_date).n == 0 &&
	    text_at(r, l->invoice_date).n == 0)
		walk_fault(&r->walk,
		    their_name(r, l->due_date >= 0 ? l->due_date : l->invoice_date),
		    "is empty; an invoice needs a due date or an invoice date");
}

/* Of all that has a meaning in the row. */
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
	struct slice invoice = text_at(r, r->layout.invoice);
	bool lines = r->walk.profile->lines;
	uint64_t sum = lines ? sum_of_row(r) : 0;
	const struct taken_item *first =
	    taken_add(&r->taken, &r->keys, r->walk.file_number, r->walk.line, sum);

	if (!first)
		return false;
	if (!lines)
		walk_fault(&r->walk, their_name(r, r->layout.invoice),
		    "the invoice \"%.*s\" of this customer stands on line %lu of %s already",
		    SLICE_ARG(invoice), (unsigned long)first->line, r->i->files[first->file].name);
	else if (taken_sum(&r->taken, first) != sum)
		walk_fault(&r->walk, their_name(r, r->layout.invoice),
		    "this line of the invoice \"%.*s\" tells other dates or amounts than line %lu "
		    "of %s",
		    SLICE_ARG(invoice), (unsigned long)first->line, r->i->files[first->file].name);
	return true;
}

/* With rejects, the other items of a customer who has a bad one are held back. */
static void hold_back(struct run *r)
{
	struct slice customer = text_at(r, r->layout.customer);

	if (r->i->rejects && customer.n > 0)
		*map_at(&r->held, customer) = r;
}

static bool is_held_back(struct run *r)
{
	if (r->held.count == 0 || !map_get(&r->held, text_at(r, r->layout.customer)))
		return false;
	walk_reject(&r->walk, SLICE_LIT("held back: another row of this customer has a fault"));
	r->held_back++;
	return true;
}

/* out is NULL when the rows are only looked at. */
static bool take_item(struct run *r, struct spool *out)
{
	cells_take_keys(&r->cells, r->walk.fields);
	look_at_keys(r);
	cells_take_rest(&r->cells);
	if (text_at(r, r->layout.customer).n > 0)
		check_customer(r);
	if (text_at(r, r->layout.invoice).n == 0)
		name_unnumbered(r);
	if (!r->walk.faulty)
		check_dates(r);
	if (!r->walk.faulty && is_again(r) && !r->walk.faulty)
		return true;
	if (r->walk.faulty) {
		hold_back(r);
		return true;
	}
	export_totals_add(&r->totals, &r->cells, r->walk.part);
	if (!out || is_held_back(r))
		return true;
	if (r->i->merge && !slice_is(text_at(r, r->layout.side), "payable"))
		relations_take_item(&r->relations, &r->cells);
	cells_write(&r->cells, &out->memory);
	return spool_check(r->d, out);
}

/* The whole. */

static void plan(struct run *r)
{
	bool dated = r->i->ledger_date != DATE_NONE;

	layout_plan(&r->layout, r->i->profile, &r->walk.header, dated);
	cells_open(&r->cells, &r->layout, r->i->profile);
	r->cells.ledger_date = r->i->ledger_date;
	r->cells.fault = cell_fault;
	r->cells.context = r;
	r->taken.keep_sums = r->i->profile->lines;
	if (r->i->merge)
		relations_of_ledger(&r->relations, r->i->merge, &r->walk, &r->layout);
}

static void write_header(const struct run *r, struct buf *b)
{
	bool first = true;

	for (size_t i = 0; i < r->layout.count; i++)
		csv_add(b, &first, r->layout.columns[i].name);
	csv_end(b);
}

/* Look at (out NULL) or convert all rows. */
static bool pass(struct run *r, struct spool *out)
{
	struct walk *w = &r->walk;
	enum walk_row kind;
	bool ok = true;

	while (ok && (kind = walk_next(w)) != WALK_END) {
		if (kind == WALK_TOTAL)
			take_total(r);
		else if (cells_are_no_item(&r->cells, w->fields) || walk_is_lone(w))
			w->passed++;
		else if (walk_is_whole(w))
			ok = take_item(r, out);
	}
	return ok;
}

/* With rejects the rows are looked at first: a fault may stand behind what it holds back. */
static bool pass_twice(struct run *r, struct spool *out)
{
	if (!pass(r, NULL))
		return false;
	taken_free(&r->taken);
	map_free(&r->unnumbered);
	r->totals = (struct export_totals){0};
	r->walk.silent = true;
	walk_again(&r->walk);
	return pass(r, out);
}

static void tell_torn(const struct run *r)
{
	struct slice field;

	for (size_t i = 0; i < r->i->nfiles; i++)
		if (torn_end(r->i->files[i].text, r->i->profile->dialect.delimiter, &field))
			diag_warn(r->d, AT_FILE(r->i->files[i].name),
			    "the last line has no line end, and its last field, \"%.*s\", is "
			    "shorter than those above; was it cut off?",
			    SLICE_ARG(field));
}

static void tell(const struct run *r)
{
	struct place at = AT_FILE(r->i->files[0].name);

	tell_torn(r);

	if (r->i->profile->ntotal > 0 && !r->totals.told)
		diag_warn(r->d, at,
		    "there is no total row (%s), which this export ends with; is it whole?",
		    r->i->profile->total[0].column);
	if (r->held_back > 0)
		diag_warn(r->d, at,
		    "%lu rows are held back, because another row of their customer has "
		    "a fault; see %s",
		    r->held_back, r->i->rejects);
	if (r->d->verbose)
		diag_note(r->d, at, "%zu items; %lu rows passed over (titles, groups, totals)",
		    r->taken.count, r->walk.passed);
}

bool import_run(struct diag *d, const struct import *i, struct spool *out)
{
	struct run r = {.d = d, .i = i};
	unsigned long before = d->errors;
	bool ok = walk_open(&r.walk, d, i->profile, i->files, i->nfiles, i->rejects);

	if (ok) {
		plan(&r);
		write_header(&r, &out->memory);
		ok = i->rejects ? pass_twice(&r, out) : pass(&r, out);
	}
	ok = ok && d->errors == before;
	if (ok)
		tell(&r);
	if (ok && i->rejects)
		ok = rejects_write(&r.walk.rejects, d);
	cells_free(&r.cells);
	layout_free(&r.layout);
	taken_free(&r.taken);
	relations_free(&r.relations);
	map_free(&r.held);
	map_free(&r.unnumbered);
	walk_close(&r.walk);
	return ok;
}
