#include "book/import.h"

#include "base/map.h"
#include "base/plural.h"
#include "book/export_item.h"
#include "book/export_totals.h"
#include "book/relations.h"
#include "book/strips.h"
#include "book/torn.h"

#include <stdint.h>

#include "base/banned.h"

struct run {
	struct diag *d;
	const struct import *i;
	struct walk walk;
	struct layout layout;
	struct export_item item; /* the current row */
	struct taken taken;
	struct export_totals totals;
	struct relations relations;
	struct map held;       /* the customers that are held back */
	struct map unnumbered; /* names that were made -> how often, as a number */
	unsigned long held_back;
	unsigned long overpaid;
	struct place overpaid_first;
};

/* The export's own total, where nothing of it was left out. */
static void take_total(struct run *r)
{
	struct walk *w = &r->walk;

	if (w->faults == 0 && (r->totals.part == w->part || !r->totals.any))
		export_totals_compare(&r->totals, r->d, AT_LINE(w->file, w->line), &r->item.cells,
		    &w->header, w->fields);
	r->totals.told = true;
}

/* Items. */

static struct slice text_at(const struct run *r, int column)
{
	return export_item_text(&r->item, column);
}

static const char *their_name(const struct run *r, int column)
{
	return export_item_column(&r->item, column);
}

/*
 * A payment that was not matched to an invoice has no number in many programs, but it counts for
 * what the customer owes: its kind and its day name it. A row without a day may be a sum.
 */
static void name_unnumbered(struct run *r)
{
	const struct layout *l = &r->layout;
	struct slice kind = export_item_kind(&r->item), day = text_at(r, l->invoice_date);
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
	cells_name_invoice(&r->item.cells, buf_string(&name) + own);
	export_item_find_keys(&r->item);
	buf_free(&name);
}

/* Two names that become one key would make one customer of two. */
static void check_customer(struct run *r)
{
	const struct cell *cell = &r->item.cells.cells[r->layout.customer];
	struct slice first = taken_name(&r->taken, &r->item.keys, cell->raw);

	if (!slice_equal(first, cell->raw))
		walk_fault(&r->walk, their_name(r, r->layout.customer),
		    "\"%.*s\" and \"%.*s\" both become the customer %.*s", SLICE_ARG(cell->raw),
		    SLICE_ARG(first), SLICE_ARG(cell->text));
}

/* Of all that has a meaning in the row. */
static uint64_t sum_of_row(const struct run *r)
{
	uint64_t sum = 0;

	for (size_t i = 0; i < r->layout.count; i++) {
		struct slice text = text_at(r, (int)i);

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
	    taken_add(&r->taken, &r->item.keys, r->walk.file_number, r->walk.line, sum);

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
	walk_hold_back(&r->walk);
	r->held_back++;
	return true;
}

/* out is NULL when the rows are only looked at. */
static bool take_item(struct run *r, struct spool *out)
{
	struct export_sums sums;

	export_item_take_keys(&r->item);
	taken_soon(&r->taken, &r->item.keys);
	export_item_take_rest(&r->item);
	if (text_at(r, r->layout.customer).n > 0)
		check_customer(r);
	if (text_at(r, r->layout.invoice).n == 0)
		name_unnumbered(r);
	if (!r->walk.faulty)
		export_item_check(&r->item);
	if (!r->walk.faulty && is_again(r) && !r->walk.faulty)
		return true;
	if (r->walk.faulty) {
		hold_back(r);
		return true;
	}
	sums = export_item_sums(&r->item);
	export_totals_add(&r->totals, &sums, r->walk.part);
	if (!out || is_held_back(r))
		return true;
	if (export_item_is_overpaid(&r->item) && r->overpaid++ == 0)
		r->overpaid_first = AT_LINE(r->walk.file, r->walk.line);
	if (r->i->merge && !slice_is(text_at(r, r->layout.side), "payable"))
		relations_take_item(&r->relations, &r->item.cells);
	cells_write(&r->item.cells, &out->memory);
	return spool_check(r->d, out);
}

static bool take_row(struct run *r, enum walk_row kind, struct spool *out)
{
	struct walk *w = &r->walk;

	if (kind == WALK_TOTAL)
		take_total(r);
	else if (kind != WALK_ROW)
		return true;
	else if (cells_are_no_item(&r->item.cells, w->fields) || walk_is_lone(w))
		w->passed++;
	else if (walk_is_whole(w))
		return take_item(r, out);
	return true;
}

/* Strips. */

/* A row that was converted ahead. False: it is to be looked at as others, which tells why. */
static bool take_plain(struct run *r, const struct strip_row *row, unsigned long line)
{
	if (!slice_equal(taken_name(&r->taken, &row->keys, row->customer), row->customer) ||
	    taken_add(&r->taken, &row->keys, r->walk.file_number, line, 0) != NULL)
		return false;
	export_totals_add(&r->totals, &row->sums, r->walk.part);
	return true;
}

/* Where its records begin where those before it ended: its rows. */
static bool take_strip(struct run *r, const struct strip *s, struct spool *out)
{
	enum { SOON = 16 };
	struct foreign *f = &r->walk.foreign;
	const unsigned long line = f->line - 1;
	size_t from = 0, to = 0;
	bool ok = true;

	for (size_t i = 0; i < s->count && ok; i++) {
		const struct strip_row *row = &s->rows[i];

		taken_soon(&r->taken, &s->rows[i + SOON < s->count ? i + SOON : i].keys);
		if (row->plain && take_plain(r, row, line + row->line)) {
			to = row->written;
			continue;
		}
		buf_add(&out->memory, buf_string(&s->table) + from, to - from);
		from = to = row->plain ? row->written : to;
		foreign_seek(f, row->at, line + row->line);
		ok = take_row(r, walk_read(&r->walk), out);
	}
	buf_add(&out->memory, buf_string(&s->table) + from, to - from);
	foreign_seek(f, s->ended, line + 1 + s->lines);
	r->walk.passed += s->passed;
	return ok && spool_check(r->d, out);
}

/* As many rows a byte as in the first strip, or a little fewer, lest half of the room stays empty.
 */
static void expect_more(struct run *r, const struct strip *first)
{
	const size_t bytes = (size_t)(first->end - first->from);
	const size_t strips = (size_t)(r->walk.foreign.end - first->from) / bytes;

	taken_expect(&r->taken, r->taken.count + strips * first->count / 8 * 7);
}

/* The rest of the file. */
static bool take_strips(struct run *r, struct spool *out)
{
	struct foreign *f = &r->walk.foreign;
	struct strips *strips =
	    strips_open(&r->walk, &r->layout, r->item.cells.ledger_date, r->i->strip);
	const struct strip *s;
	const char *from = f->at;
	bool ok = true;

	while (ok && (s = strips_next(strips))) {
		if (s->from == from)
			expect_more(r, s);
		if (s->from == f->at)
			ok = take_strip(r, s, out);
		while (ok && f->at < s->end)
			ok = take_row(r, walk_read(&r->walk), out);
	}
	strips_close(strips);
	return ok;
}

/* Whether strips are worth their while, and no row depends on more than those before it. */
static bool has_strips(const struct run *r, const struct spool *out)
{
	const struct foreign *f = &r->walk.foreign;

	return out && r->i->strip > 0 && !r->i->rejects && !r->i->merge && !r->i->profile->lines &&
	       (size_t)(f->end - f->at) / 4 >= r->i->strip;
}

/* The whole. */

static void plan(struct run *r)
{
	bool dated = r->i->ledger_date != DATE_NONE;

	layout_plan(&r->layout, r->i->profile, &r->walk.header, dated);
	export_item_open(&r->item, &r->walk, &r->layout, r->i->ledger_date);
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
	enum walk_row kind;
	bool ok = true;

	do {
		if (has_strips(r, out))
			ok = take_strips(r, out);
		if (!ok || (kind = walk_next(&r->walk)) == WALK_END)
			return ok;
		ok = take_row(r, kind, out);
	} while (ok);
	return false;
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
		    "%lu row%s held back, because another row of their customer has "
		    "a fault; see %s",
		    r->held_back, r->held_back == 1 ? " is" : "s are", r->i->rejects);
	if (r->overpaid > 0)
		diag_note(r->d, r->overpaid_first,
		    "%lu item%s below zero where the amount is not, and count%s as a credit: was "
		    "too much paid?",
		    r->overpaid, r->overpaid == 1 ? " is" : "s are", r->overpaid == 1 ? "s" : "");
	if (r->d->verbose)
		diag_note(r->d, at, "%zu item%s; %lu row%s passed over (titles, groups, totals)",
		    r->taken.count, plural(r->taken.count), r->walk.passed, plural(r->walk.passed));
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
	export_item_free(&r.item);
	layout_free(&r.layout);
	taken_free(&r.taken);
	relations_free(&r.relations);
	map_free(&r.held);
	map_free(&r.unnumbered);
	walk_close(&r.walk);
	return ok;
}
