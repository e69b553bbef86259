#include "book/guess_rows.h"

#include "book/fields.h"
#include "table/foreign.h"

#include <stdlib.h>
#include <string.h>

#include "base/banned.h"

void guess_column(struct profile *p, const struct match *m, const char *to, int place)
{
	struct profile_column *c = profile_column(p, slice_of(to));
	struct slice name = m->header.names[place];

	c->from[c->nfrom++] = (struct slice){arena_copy(&p->arena, name.p, name.n), name.n};
}

bool guess_each_row(const struct profile *p, const struct match *m, struct slice text,
    bool (*look)(void *context, const struct foreign_row *row), void *context)
{
	struct foreign f;
	struct foreign_row row;
	bool ok = true;

	foreign_open(&f, text, &p->dialect);
	while (ok && foreign_next(&f, &row))
		if (row.line > m->header.line && row.count >= m->header.count && !row.fault &&
		    !header_is_again(&m->header, &row))
			ok = look(context, &row);
	foreign_free(&f);
	return ok;
}

struct slice guess_cell(const struct match *m, const struct foreign_row *row, const char *field)
{
	int place = match_place(m, field);

	return place >= 0 ? row->fields[place] : SLICE_LIT("");
}

/* The word of a total may stand in a column of dates, where that is the first. */
static bool is_dated(const struct match *m, const struct foreign_row *row, const char *field)
{
	struct slice cell = guess_cell(m, row, field);

	return cell.n > 0 && guess_total_word(cell).n == 0;
}

bool guess_has_date(const struct match *m, const struct foreign_row *row)
{
	return is_dated(m, row, "due_date") || is_dated(m, row, "invoice_date");
}

bool guess_is_item(const struct match *m, const struct foreign_row *row)
{
	return guess_has_date(m, row) && guess_cell(m, row, "invoice").n > 0;
}

/* Words. */

struct words {
	struct profile *p;
	struct profile_column column; /* the values found */
	size_t place;
	const char *(*meaning)(struct slice text);
	size_t count;
};

static bool look_word(void *context, const struct foreign_row *row)
{
	enum { WORDS_MOST = 20 };
	struct words *w = context;
	struct slice text = row->fields[w->place];
	const char *meaning;

	if (text.n == 0)
		return true;
	for (const struct profile_value *v = w->column.values; v; v = v->next)
		if (slice_equal(v->from, text))
			return true;
	meaning = w->meaning(text);
	if (!meaning || ++w->count > WORDS_MOST)
		return false;
	profile_add_value(w->p, &w->column, text, slice_of(meaning));
	return true;
}

/* Map a column of words whose meaning is known, all of them; else it passes through. */
static bool map_words(struct profile *p, const struct match *m, struct slice text, const char *to,
    const char *(*meaning)(struct slice text))
{
	int place = match_place(m, to);
	struct words w = {.p = p, .place = (size_t)place, .meaning = meaning};

	if (place < 0 || !guess_each_row(p, m, text, look_word, &w) || w.count == 0)
		return false;
	guess_column(p, m, to, place);
	profile_column(p, slice_of(to))->values = w.column.values;
	return true;
}

/* Signs. */

struct signs {
	const struct profile_column *kind;
	size_t kind_place, open_place;
	bool above, below;
};

static bool look_sign(void *context, const struct foreign_row *row)
{
	struct signs *s = context;
	struct slice cell = row->fields[s->open_place];

	for (const struct profile_value *v = s->kind->values; v; v = v->next) {
		if (!slice_is(v->to, "credit") || !slice_equal(v->from, row->fields[s->kind_place]))
			continue;
		if (dialect_tell_below_zero(cell))
			s->below = true;
		else if (cell.n > 0)
			s->above = true;
	}
	return true;
}

static void guess_signs(struct profile *p, const struct match *m, struct slice text)
{
	struct signs signs = {.kind = profile_find(p, "kind"),
	    .kind_place = (size_t)match_place(m, "kind"),
	    .open_place = (size_t)match_place(m, "open_amount")};

	guess_each_row(p, m, text, look_sign, &signs);
	if (signs.above && !signs.below)
		p->sign = SIGN_BY_KIND;
}

/* Lines of invoices. */

struct lines {
	const struct match *m;
	struct buf before; /* the cells of the item before */
	size_t *starts;	   /* of each in it, and the end; the end 0: there is none */
	bool *varies;	   /* the columns in which the lines of one invoice differ */
	bool seen, not_so;
};

static bool is_as_before(const struct lines *l, const struct foreign_row *row, size_t i)
{
	struct slice cell = {l->before.data + l->starts[i], l->starts[i + 1] - l->starts[i]};

	return slice_equal(row->fields[i], cell);
}

static bool same(const struct lines *l, const struct foreign_row *row, const char *field)
{
	int place = match_place(l->m, field);

	return place < 0 || is_as_before(l, row, (size_t)place);
}

static void keep_row(struct lines *l, const struct foreign_row *row)
{
	buf_truncate(&l->before, 0);
	for (size_t i = 0; i < l->m->header.count; i++) {
		l->starts[i] = l->before.length;
		buf_add_slice(&l->before, row->fields[i]);
	}
	l->starts[l->m->header.count] = l->before.length;
}

/* Two rows of one invoice are lines of it when they tell the same of it, and differ elsewhere. */
static void compare_rows(struct lines *l, const struct foreign_row *row)
{
	bool differ = false;

	for (size_t i = 0; i < l->m->header.count; i++)
		if (!is_as_before(l, row, i))
			differ = l->varies[i] = true;
	if (!same(l, row, "due_date") || !same(l, row, "invoice_date") ||
	    !same(l, row, "open_amount") || !same(l, row, "instalment"))
		l->not_so = true;
	else if (differ)
		l->seen = true;
}

static bool look_line(void *context, const struct foreign_row *row)
{
	struct lines *l = context;

	if (!guess_is_item(l->m, row))
		return true;
	if (l->starts[l->m->header.count] > 0 && same(l, row, "invoice") &&
	    same(l, row, "customer") && same(l, row, "name"))
		compare_rows(l, row);
	keep_row(l, row);
	return !l->not_so;
}

/* The amount of a line is not that of its invoice. */
static void leave_line_amount(struct profile *p, const struct match *m, const bool *varies)
{
	int places[PROFILE_NAMES], now = match_place(m, "amount");
	size_t count = match_all(m, "amount", places, PROFILE_NAMES);
	struct profile_column *c;

	if (now < 0 || !varies[now])
		return;
	c = profile_column(p, SLICE_LIT("amount"));
	c->nfrom = 0;
	for (size_t i = 0; i < count && c->nfrom == 0; i++)
		if (!varies[places[i]])
			guess_column(p, m, "amount", places[i]);
	if (c->nfrom == 0)
		profile_drop_column(p, c);
}

static void guess_lines(struct profile *p, const struct match *m, struct slice text)
{
	struct lines lines = {.m = m,
	    .starts = mem_array(m->header.count + 1, sizeof(size_t)),
	    .varies = mem_array(m->header.count, sizeof(bool))};

	guess_each_row(p, m, text, look_line, &lines);
	p->lines = lines.seen && !lines.not_so;
	if (p->lines)
		leave_line_amount(p, m, lines.varies);
	buf_free(&lines.before);
	free(lines.starts);
	free(lines.varies);
}

/* Currencies. */

struct named {
	const struct match *m;
	char currency[4]; /* that the amounts name; "": none */
	bool several;
};

static bool look_currency(void *context, const struct foreign_row *row)
{
	static const char *const fields[] = {"open_amount", "amount"};
	struct named *n = context;

	for (size_t i = 0; i < sizeof fields / sizeof fields[0] && guess_is_item(n->m, row); i++) {
		struct slice c = dialect_tell_currency(guess_cell(n->m, row, fields[i]));

		if (c.n == 0)
			continue;
		if (n->currency[0] == '\0')
			memcpy(n->currency, c.p, c.n);
		n->several |= c.n != 3 || !slice_is(c, n->currency);
	}
	return !n->several;
}

/* Where no column tells the currency, the amounts may: "€ 5,00", "5.00 USD". */
static void guess_currency(struct profile *p, const struct match *m, struct slice text)
{
	struct named n = {.m = m};

	if (match_place(m, "currency") != MATCH_NONE ||
	    !guess_each_row(p, m, text, look_currency, &n) || n.currency[0] == '\0')
		return;
	profile_column(p, SLICE_LIT("currency"))->constant =
	    slice_of(arena_string(&p->arena, n.currency));
}

/* All. */

struct codes {
	const struct match *m;
	size_t code, name;		     /* their places */
	struct slice first_code, first_name; /* of the first item */
	struct arena *arena;
	bool items, differ, names_differ;
};

static struct slice keep(struct arena *arena, struct slice text)
{
	return (struct slice){arena_copy(arena, text.p, text.n), text.n};
}

static bool look_code(void *context, const struct foreign_row *row)
{
	struct codes *c = context;
	struct slice code = row->fields[c->code], name = row->fields[c->name];

	if (!guess_is_item(c->m, row))
		return true;
	if (!c->items) {
		c->items = true;
		c->first_code = keep(c->arena, code);
		c->first_name = keep(c->arena, name);
	}
	c->differ = !slice_equal(c->first_code, code);
	c->names_differ |= !slice_equal(c->first_name, name);
	return !c->differ;
}

/*
 * A column in which no item has a code, or all have the same one whoever it is of (an account of
 * the ledger), is no use as a key; the name is.
 */
static void guess_customer(struct profile *p, const struct match *m, struct slice text)
{
	struct profile_column *c = profile_column(p, SLICE_LIT("customer"));
	int code = match_place(m, "customer"), name = match_place(m, "name");
	struct codes codes = {
	    .m = m, .code = (size_t)code, .name = (size_t)name, .arena = &p->arena};

	if (code < 0 || name < 0)
		return;
	guess_each_row(p, m, text, look_code, &codes);
	if (!codes.items || codes.differ || (codes.first_code.n > 0 && !codes.names_differ))
		return;
	c->nfrom = 0;
	guess_column(p, m, "customer", name);
}

void guess_rows(struct profile *p, const struct match *m, struct slice text)
{
	guess_customer(p, m, text);
	guess_totals(p, m, text);
	if (map_words(p, m, text, "kind", field_kind))
		guess_signs(p, m, text);
	map_words(p, m, text, "side", field_side);
	guess_lines(p, m, text);
	guess_currency(p, m, text);
}
