#include "book/guess.h"

#include "book/fields.h"
#include "book/match.h"
#include "table/foreign.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/banned.h"

static const char guessed_name[] = "guessed";

/* A shipped profile. */

/* The one that knows most of the columns; NULL when there is none, or when two know as many. */
static struct profile *find_shipped(struct diag *d, const struct export_file *file)
{
	struct profile *best = NULL, *rival = NULL;
	char **names = NULL;
	size_t count = 0;

	if (!profile_list(d, &names, &count))
		return NULL;
	for (size_t i = 0; i < count; i++) {
		struct profile *p = profile_load(d, names[i]);

		if (p && !p->relations && guess_delimiter(p, file->text) &&
		    (!best || p->ncolumns >= best->ncolumns)) {
			profile_free(rival);
			rival = best && p->ncolumns == best->ncolumns ? best : NULL;
			if (!rival)
				profile_free(best);
			best = p;
		} else {
			profile_free(p);
		}
		free(names[i]);
	}
	free(names);
	if (best && rival) {
		diag_error(d, STATUS_DATA, AT_FILE(file->name),
		    "the profiles %.*s and %.*s both read this; name one with --profile",
		    SLICE_ARG(rival->name), SLICE_ARG(best->name));
		profile_free(best);
		best = NULL;
	}
	profile_free(rival);
	return best;
}

/* The usual names. */

static void match_items(struct match *m)
{
	match_names(m);
	m->complete = (match_place(m, "customer") >= 0 || match_place(m, "name") >= 0) &&
		      match_place(m, "invoice") >= 0 && match_place(m, "open_amount") >= 0 &&
		      (match_place(m, "due_date") >= 0 || match_place(m, "invoice_date") >= 0);
}

static void report_incomplete(struct diag *d, const struct export_file *file, const struct match *m)
{
	static const char *const needed[][2] = {{"customer", "name"}, {"invoice", "invoice"},
	    {"open_amount", "open_amount"}, {"due_date", "invoice_date"}};
	struct buf lacks = {0};

	if (m->count == 0) {
		diag_error(d, STATUS_DATA, AT_FILE(file->name),
		    "no row looks like the header of an export of open items; a profile says how "
		    "the "
		    "file is read (--profile; --list-profiles shows those there are)");
		return;
	}
	for (size_t i = 0; i < sizeof needed / sizeof needed[0]; i++) {
		int a = match_place(m, needed[i][0]), b = match_place(m, needed[i][1]);

		if (a < 0 && b < 0)
			buf_printf(&lacks, "%s%s%s", lacks.length > 0 ? ", " : "", needed[i][0],
			    a == MATCH_TWICE || b == MATCH_TWICE ? " (two columns would do)" : "");
	}
	diag_error(d, STATUS_DATA, AT_LINE(file->name, m->header.line),
	    "no column is known here for: %s; a profile can name it (--profile; --show-profile "
	    "with "
	    "one of --list-profiles prints an example)",
	    buf_string(&lacks));
	buf_free(&lacks);
}

static void map_column(struct profile *p, const struct match *m, const char *to, int place)
{
	struct profile_column *c = profile_column(p, slice_of(to));
	struct slice name = m->header.names[place];

	c->from[c->nfrom++] = (struct slice){arena_copy(&p->arena, name.p, name.n), name.n};
}

/* Words, signs and totals, which the rows tell. */

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
	map_column(p, m, to, place);
	profile_column(p, slice_of(to))->values = w.column.values;
	return true;
}

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

/* A word that a total row begins with, as it stands in the cell; n is 0 when it is none. */
static struct slice total_word(struct slice cell)
{
	static const char *const words[] = {"total", "totaal", "subtotal", "subtotaal", "sub-total",
	    "sous-total", "summe", "gesamt", "gesamtsumme", "zwischensumme", "grand"};
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
	size_t invoice;
};

static bool look_total(void *context, const struct foreign_row *row)
{
	struct total_rows *t = context;
	struct profile *p = t->p;
	struct slice word = {0};
	size_t i = 0;
	struct buf text = {0};
	const char *why;

	while (i < t->m->header.count && row->fields[i].n == 0)
		i++;
	if (i < t->m->header.count && row->fields[t->invoice].n == 0)
		word = total_word(row->fields[i]);
	for (size_t j = 0; word.n > 0 && j < p->nskip; j++)
		if (slice_is(t->m->header.names[i], p->skip[j].column) &&
		    condition_holds(&p->skip[j], row->fields[i]))
			word.n = 0;
	if (word.n > 0 && p->nskip < PROFILE_CONDITIONS) {
		buf_printf(&text, "%s ~ %.*s*", t->m->header.names[i].p, SLICE_ARG(word));
		if (condition_parse(buf_slice(&text), &p->skip[p->nskip], &why))
			p->nskip++;
		buf_free(&text);
	}
	return true;
}

static void look_at_rows(struct profile *p, const struct match *m, struct slice text)
{
	struct total_rows totals = {p, m, (size_t)match_place(m, "invoice")};
	struct signs signs = {.open_place = (size_t)match_place(m, "open_amount")};

	each_row(p, m, text, look_total, &totals);
	if (map_words(p, m, text, "kind", field_kind)) {
		signs.kind = profile_find(p, "kind");
		signs.kind_place = (size_t)match_place(m, "kind");
		each_row(p, m, text, look_sign, &signs);
		if (signs.above && !signs.below)
			p->sign = SIGN_BY_KIND;
	}
	map_words(p, m, text, "side", field_side);
}

/* A column of words under our own name for it, whatever stands in it. */
static void map_own_words(struct profile *p, const struct match *m)
{
	for (size_t i = 0; i < known_count; i++) {
		const struct field *f = &known_fields[i];

		if (f->type == FIELD_WORD && m->places[i] >= 0 && !profile_find(p, f->name) &&
		    slice_is(m->header.names[m->places[i]], f->name))
			map_column(p, m, f->name, m->places[i]);
	}
}

static struct profile *make_profile(const struct match *m, struct slice text)
{
	struct profile *p = profile_new(guessed_name);

	p->dialect.delimiter = m->delimiter;
	for (size_t i = 0; i < known_count; i++)
		if (m->places[i] >= 0 && known_fields[i].type != FIELD_WORD)
			map_column(p, m, known_fields[i].name, m->places[i]);
	if (!profile_find(p, "customer"))
		map_column(p, m, "customer", match_place(m, "name"));
	look_at_rows(p, m, text);
	map_own_words(p, m);
	return p;
}

struct profile *guess_profile(struct diag *d, const struct export_file *file)
{
	unsigned long before = d->errors;
	struct profile *p = find_shipped(d, file);
	struct match best = {.fields = known_fields, .nfields = known_count};

	if (p || d->errors > before)
		return p;
	match_find(&best, file->text, match_items);
	p = best.complete ? make_profile(&best, file->text)
			  : guess_relations(d, file, guessed_name);
	if (!p)
		report_incomplete(d, file, &best);
	match_free(&best);
	return p;
}

/* Telling. */

static void tell_columns(struct diag *d, const struct profile *p, struct place at)
{
	struct buf list = {0};

	for (size_t i = 0; i < p->ncolumns; i++)
		for (size_t j = 0; j < p->columns[i].nfrom; j++)
			buf_printf(&list, "%s%s%s%s",
			    i + j == 0 ? ""
			    : j > 0    ? " or "
				       : ", ",
			    j == 0 ? p->columns[i].to.p : "", j == 0 ? " = " : "",
			    p->columns[i].from[j].p);
	diag_note(d, at, "columns: %s", buf_string(&list));
	buf_free(&list);
}

void guess_tell(struct diag *d, const struct profile *p, const struct export_file *file)
{
	static const char *const orders[] = {"not told", "ymd", "dmy", "mdy"};
	const struct dialect *t = &p->dialect;
	struct place at = AT_FILE(file->name);
	struct buf how = {0};

	if (strcmp(p->name.p, guessed_name) != 0) {
		diag_note(d, at, "read by the profile %s; --profile %s says so for good", p->name.p,
		    p->name.p);
		return;
	}
	buf_printf(&how, "guessed: delimiter %s, encoding %s",
	    t->delimiter == '\t' ? "tab" : (const char[]){'"', t->delimiter, '"', '\0'},
	    encoding_name(file->encoding));
	if (p->relations)
		buf_add_string(&how, ", a list of customers");
	else
		buf_printf(&how, ", decimal mark %c, dates %s%s",
		    t->decimal_mark ? t->decimal_mark : '?', orders[t->dates],
		    p->sign == SIGN_BY_KIND ? ", credits without a sign" : "");
	diag_note(d, at, "%s", buf_string(&how));
	buf_free(&how);
	tell_columns(d, p, at);
	if (slice_equal(profile_find(p, "customer")->from[0],
		profile_find(p, "name") ? profile_find(p, "name")->from[0] : SLICE_LIT("")))
		diag_note(d, at, "no column is known for a customer's number: the name is the key");
	diag_note(d, at,
	    "to keep this: import-ledger --show-profile FILE > NAME.yaml, then --profile "
	    "NAME.yaml");
}
