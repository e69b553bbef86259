#include "book/match.h"

#include "base/mem.h"
#include "table/foreign.h"

#include <stdlib.h>
#include <string.h>

#include "base/banned.h"

static const char delimiters[] = ";,\t|";

int match_place(const struct match *m, const char *field)
{
	for (size_t i = 0; i < m->nfields; i++)
		if (strcmp(m->fields[i].name, field) == 0)
			return m->places[i];
	return MATCH_NONE;
}

/* Without the prefix that the address's columns have here; empty where it lacks it. */
static struct slice without_prefix(const struct match *m, const struct field *f, struct slice plain)
{
	struct slice prefix = slice_of(m->prefix);

	if (f->type != FIELD_ADDRESS && f->type != FIELD_COUNTRY && f->type != FIELD_HOUSE)
		return plain;
	if (plain.n < prefix.n || (prefix.n > 0 && memcmp(plain.p, prefix.p, prefix.n) != 0))
		return (struct slice){0};
	return (struct slice){plain.p + prefix.n, plain.n - prefix.n};
}

/* How well a column suits a field: 0 its own name, then its synonyms; -1 not at all. */
static int rank(const struct match *m, const struct field *f, size_t column)
{
	struct slice plain = without_prefix(m, f, m->header.plain[column]);
	int place;

	if (slice_is(m->header.names[column], f->name))
		return 0;
	if (!f->synonyms || plain.n == 0)
		return -1;
	place = field_word(f->synonyms, plain);
	return place < 0 ? -1 : place + 1;
}

static int best_place(const struct match *m, const struct field *f, const bool *taken)
{
	int best = MATCH_NONE, least = 0;

	for (size_t i = 0; i < m->header.count; i++) {
		int r = taken[i] ? -1 : rank(m, f, i);

		if (r < 0 || (best != MATCH_NONE && r > least))
			continue;
		best = best != MATCH_NONE && r == least ? MATCH_TWICE : (int)i;
		least = r;
	}
	return best;
}

void match_names(struct match *m)
{
	bool *taken = mem_array(m->header.count + 1, sizeof *taken);

	m->count = 0;
	for (size_t i = 0; i < m->nfields; i++) {
		m->places[i] = best_place(m, &m->fields[i], taken);
		if (m->places[i] < 0)
			continue;
		m->count++;
		/* A column for kinds may be one for sides: its words tell. */
		if (m->fields[i].type != FIELD_WORD)
			taken[m->places[i]] = true;
	}
	free(taken);
}

size_t match_all(const struct match *m, const char *field, int *places, size_t most)
{
	bool *taken = mem_array(m->header.count + 1, sizeof *taken);
	const struct field *f = NULL;
	size_t n = 0;

	for (size_t i = 0; i < m->nfields; i++)
		if (strcmp(m->fields[i].name, field) == 0)
			f = &m->fields[i];
		else if (m->places[i] >= 0)
			taken[m->places[i]] = true;
	for (int place; f && n < most && (place = best_place(m, f, taken)) >= 0; n++) {
		places[n] = place;
		taken[place] = true;
	}
	free(taken);
	return n;
}

void match_find(struct match *best, struct slice text, void (*take)(struct match *m))
{
	for (size_t i = 0; i < sizeof delimiters - 1; i++) {
		struct dialect dialect = {.delimiter = delimiters[i]};
		struct foreign f;
		struct foreign_row row;

		foreign_open(&f, text, &dialect);
		for (int n = 0; n < HEADER_ROWS && foreign_next(&f, &row); n++) {
			struct match m = {.fields = best->fields,
			    .nfields = best->nfields,
			    .delimiter = delimiters[i]};

			header_take(&m.header, &row);
			take(&m);
			if (!row.fault &&
			    (m.complete > best->complete ||
				(m.complete == best->complete && m.count > best->count))) {
				header_free(&best->header);
				*best = m;
			} else {
				header_free(&m.header);
			}
		}
		foreign_free(&f);
	}
}

void match_free(struct match *m)
{
	header_free(&m->header);
}
