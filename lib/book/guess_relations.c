#include "book/guess.h"
#include "book/match.h"
#include "book/relation.h"
#include "table/foreign.h"

#include <string.h>

#include "base/banned.h"

/* Zeros that fill a code up to a fixed width are no part of it. */
enum { FILLED_WIDTH = 10 };

struct codes {
	size_t width; /* of all of them; 0: none was seen */
	bool filled;
};

static bool is_filled(struct slice code)
{
	for (size_t i = 0; i < code.n; i++)
		if (code.p[i] < '0' || code.p[i] > '9')
			return false;
	return code.n >= FILLED_WIDTH && code.p[0] == '0';
}

static void look_at_code(struct codes *c, struct slice code)
{
	if (code.n == 0)
		return;
	c->filled &= is_filled(code) && (c->width == 0 || c->width == code.n);
	c->width = code.n;
}

static bool codes_are_filled(const struct match *m, struct slice text)
{
	struct codes codes = {.filled = true};
	struct dialect dialect = {.delimiter = m->delimiter};
	size_t column = (size_t)match_place(m, "customer");
	struct foreign f;
	struct foreign_row row;

	foreign_open(&f, text, &dialect);
	while (codes.filled && foreign_next(&f, &row))
		if (row.line > m->header.line && row.count > column)
			look_at_code(&codes, row.fields[column]);
	foreign_free(&f);
	return codes.filled && codes.width > 0;
}

/* The name and the e-mail address may stand in several columns: the first that has one is taken. */
static void map_column(struct profile *p, const struct match *m, const char *to, const char *field)
{
	bool many = strcmp(field, "name") == 0 || strcmp(field, "email") == 0;
	struct profile_column *c = profile_column(p, slice_of(to));
	int places[PROFILE_NAMES];
	size_t count = match_all(m, field, places, many ? PROFILE_NAMES : 1);

	for (size_t i = 0; i < count; i++) {
		struct slice name = m->header.names[places[i]];

		c->from[c->nfrom++] = (struct slice){arena_copy(&p->arena, name.p, name.n), name.n};
	}
}

static struct profile *make_profile(const struct match *m, struct slice text, const char *name)
{
	struct profile *p = profile_new(name);

	p->relations = true;
	p->dialect.delimiter = m->delimiter;
	if (match_place(m, "customer") < 0)
		map_column(p, m, "customer", "name");
	for (size_t i = 0; i < m->nfields; i++)
		if (m->places[i] >= 0)
			map_column(p, m, m->fields[i].name, m->fields[i].name);
	if (match_place(m, "customer") >= 0)
		profile_column(p, SLICE_LIT("customer"))->strip_zeros = codes_are_filled(m, text);
	return p;
}

static void tell_doubts(struct diag *d, const struct match *m, const char *file)
{
	for (size_t i = 0; i < m->nfields; i++)
		if (m->places[i] == MATCH_TWICE)
			diag_note(d, AT_LINE(file, m->header.line),
			    "two columns would do for %s, and neither is taken; a profile can "
			    "name one",
			    m->fields[i].name);
}

struct profile *guess_relations(struct diag *d, const struct export_file *file, const char *name)
{
	struct match best = {.fields = relation_fields, .nfields = relation_count};
	struct profile *p = NULL;

	match_find(&best, file->text, relation_match);
	if (best.complete) {
		p = make_profile(&best, file->text, name);
		tell_doubts(d, &best, file->name);
	}
	match_free(&best);
	return p;
}
