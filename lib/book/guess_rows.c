#include "book/guess_rows.h"

#include "book/fields.h"
#include "table/foreign.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/banned.h"

void guess_column(struct profile *p, const struct match *m, const char *to, int place)
{
	struct profile_column *c = profile_column(p, slice_of(to));
	struct slice name = m->header.names[place];

	c->from[c->nfrom++] = (struct slice){arena_copy(&p->arena, name.p, name.n), name.n};
}

/* Walk over the rows below the header; each returns false to stop. */
static bool each_row(const struct profile *p, const struct match *m, struct slice text,
    bool (*look)(void *context, const struct foreign_row *row), void *context)
{
	struct foreign f;
	struct foreign_row row;
	bool ok = true;

	foreign_open(&f, text, &p->dialect);
	while (ok && foreign_next(&f, &row))
		if (row.line > m->header.line && row.count >= m->header.count && !row.fault)
			ok = look(context, &row);
	foreign_free(&f);
	return ok;
}

static struct slice cell_of(const struct match *m, const struct foreign_row *row, const char *field)
{
	int place = match_place(m, field);

	return place >= 0 ? row->fields[place] : SLICE_LIT("");
}

static bool has_date(const struct match *m, const struct foreign_row *row)
{
	return cell_of(m, row, "due_date").n > 0 || cell_of(m, row, "invoice_date").n > 0;
}

/* Totals, groups and footers have no date, or name no invoice. */
static bool is_item(const struct match *m, const struct foreign_row *row)
{
	return has_date(m, row) && cell_of(m, row, "invoice").n > 0;
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

	if (place < 0 || !each_row(p, m, text, look_word, &w) || w.count == 0)
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

	each_row(p, m, text, look_sign, &signs);
	if (signs.above && !signs.below)
		p->sign = SIGN_BY_KIND;
}

/* Totals. */

/* A word that a total row begins with, as it stands in the cell; n is 0 when it is none. */
static struct slice total_word(struct slice cell)
{
	static const char *const words[] = {"total", "totaal", "totalen", "totals", "subtotal",
	    "subtotaal", "sub-total", "sous-total", "summe", "gesamt", "gesamtsumme",
	    "zwischensumme", "grand", "eindtotaal"};
	size_t n = 0;

	while (n < cell.n && cell.p[n] != ' ' && cell.p[n] != ':')
		n++;
	for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
		if (strlen(words[i]) == n && strncasecmp(words[i], cell.p, n) == 0)
			return (struct slice){cell.p, n};
	return (struct slice){cell.p, 0};
}

struct total_rows {
	struct profile *p;
	const struct match *m;
	struct slice text;
};

struct hit {
	const struct match *m;
	const struct condition *condition;
	size_t place;
};

static bool spares_item(void *context, const struct foreign_row *row)
{
	const struct hit *h = context;

	return !is_item(h->m, row) || !condition_holds(h->condition, row->fields[h->place]);
}

/* Add a condition by which the row is none, unless it takes an item too: Total Energies, say. */
static bool add_skip(struct total_rows *t, size_t place, const char *form, struct slice value)
{
	struct profile *p = t->p;
	struct hit hit = {t->m, &p->skip[p->nskip], place};
	struct buf text = {0};
	const char *why;
	bool ok;

	buf_printf(&text, "%s ", t->m->header.names[place].p);
	buf_printf(&text, form[0] == '~' ? "~ %.*s*" : "= \"%.*s\"", SLICE_ARG(value));
	ok = p->nskip < PROFILE_CONDITIONS &&
	     condition_parse(buf_slice(&text), &p->skip[p->nskip], &why);
	buf_free(&text);
	if (!ok)
		return false;
	if (each_row(p, t->m, t->text, spares_item, &hit)) {
		p->nskip++;
		return true;
	}
	condition_free(&p->skip[p->nskip]);
	return false;
}

static bool look_total(void *context, const struct foreign_row *row)
{
	struct total_rows *t = context;
	const struct profile *p = t->p;
	struct slice word;
	size_t i = 0;

	while (i < t->m->header.count && row->fields[i].n == 0)
		i++;
	if (i == t->m->header.count || has_date(t->m, row))
		return true;
	for (size_t j = 0; j < p->nskip; j++)
		if (slice_is(t->m->header.names[i], p->skip[j].column) &&
		    condition_holds(&p->skip[j], row->fields[i]))
			return true;
	word = total_word(row->fields[i]);
	if (word.n > 0 && !add_skip(t, i, "~", word))
		(void)add_skip(t, i, "=", row->fields[i]);
	return true;
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

	if (!is_item(l->m, row))
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

	each_row(p, m, text, look_line, &lines);
	p->lines = lines.seen && !lines.not_so;
	if (p->lines)
		leave_line_amount(p, m, lines.varies);
	buf_free(&lines.before);
	free(lines.starts);
	free(lines.varies);
}

/* All. */

struct filled {
	const struct match *m;
	size_t place;
};

static bool is_empty_there(void *context, const struct foreign_row *row)
{
	const struct filled *f = context;

	return !is_item(f->m, row) || row->fields[f->place].n == 0;
}

/* A column of codes in which no item has one is no use as a key; the name is. */
static void guess_customer(struct profile *p, const struct match *m, struct slice text)
{
	struct profile_column *c = profile_column(p, SLICE_LIT("customer"));
	struct filled filled = {m, (size_t)match_place(m, "customer")};

	if (match_place(m, "customer") < 0 || match_place(m, "name") < 0 ||
	    !each_row(p, m, text, is_empty_there, &filled))
		return;
	c->nfrom = 0;
	guess_column(p, m, "customer", match_place(m, "name"));
}

void guess_rows(struct profile *p, const struct match *m, struct slice text)
{
	struct total_rows totals = {p, m, text};

	guess_customer(p, m, text);
	each_row(p, m, text, look_total, &totals);
	if (map_words(p, m, text, "kind", field_kind))
		guess_signs(p, m, text);
	map_words(p, m, text, "side", field_side);
	guess_lines(p, m, text);
}
