#include "book/match.h"

#include "base/mem.h"
#include "table/foreign.h"
#include "value/money.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/banned.h"

enum { SYNONYMS_MOST = 1000 };
/* So many cells are tried as names of columns, whatever rows they make. */
enum { CELLS_MOST = 32 * 1024 };

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

/* "Amount due (EUR)" without what stands in brackets at its end; "Saldo EUR" without the currency.
 */
static struct slice without_unit(struct slice name)
{
	size_t n = name.n;

	if (n > 0 && (name.p[n - 1] == ')' || name.p[n - 1] == ']'))
		while (n > 0 && name.p[n - 1] != '(' && name.p[n - 1] != '[')
			n--;
	else if (n > 4 && name.p[n - 4] == ' ' &&
		 currency_decimals((struct slice){name.p + n - 3, 3}) >= 0)
		n -= 3;
	return (struct slice){name.p, n == name.n || n == 0 ? 0 : n};
}

/* The place of a name among the field's synonyms without its unit, -1 when it has none. */
static int place_without_unit(const struct field *f, struct slice name)
{
	struct slice bare = without_unit(name);
	struct buf plain = {0};
	int place = -1;

	if (bare.n > 0) {
		field_plain_name(&plain, bare);
		place = field_word(f->synonyms, buf_slice(&plain));
	}
	buf_free(&plain);
	return place;
}

/*
 * How well a column suits a field: 0 its own name, then its synonyms, then those with a unit
 * behind; -1 not at all.
 */
static int rank(const struct match *m, const struct field *f, size_t column)
{
	struct slice plain = without_prefix(m, f, m->header.plain[column]);
	int place;

	if (slice_is(m->header.names[column], f->name))
		return 0;
	if (!f->synonyms || plain.n == 0)
		return -1;
	place = field_word(f->synonyms, plain);
	if (place >= 0)
		return place + 1;
	/* "Billing Code", and "Postcode" beside "Postadres": the prefix is a part of the word. */
	place = plain.n < m->header.plain[column].n
		    ? field_word(f->synonyms, m->header.plain[column])
		    : -1;
	if (place >= 0)
		return SYNONYMS_MOST + place;
	place = m->prefix == NULL ? place_without_unit(f, m->header.names[column]) : -1;
	return place >= 0 ? SYNONYMS_MOST + place : -1;
}

/*
 * Most cells of most rows are no names at all. So all names are put into one map first, each with
 * a bit for every field that has it, and only those fields are asked.
 */
_Static_assert(FIELDS_MOST <= 64 && sizeof(void *) == 8, "a bit for each field");

static void add_words(struct map *words, const struct field *f, uint64_t bit)
{
	struct slice rest = slice_of(f->synonyms), word = slice_of(f->name);

	do {
		void **fields = map_at(words, word);

		*fields = (void *)((uintptr_t)*fields | bit);
	} while (slice_cut(&rest, ' ', &word));
}

static uint64_t ask(const struct match *m, struct slice name)
{
	return name.n > 0 ? (uint64_t)(uintptr_t)map_get(m->words, name) : 0;
}

/* The fields that may rank the column. */
static uint64_t who_knows(const struct match *m, size_t column)
{
	const struct slice name = m->header.names[column], plain = m->header.plain[column];
	const struct slice bare = without_unit(name), prefix = slice_of(m->prefix);
	struct buf b = {0};
	uint64_t fields;

	if (!m->words)
		return UINT64_MAX;
	fields = ask(m, name) | ask(m, plain);
	if (prefix.n > 0 && slice_begins(plain, prefix))
		fields |= ask(m, (struct slice){plain.p + prefix.n, plain.n - prefix.n});
	if (bare.n > 0) {
		field_plain_name(&b, bare);
		fields |= ask(m, buf_slice(&b));
	}
	buf_free(&b);
	return fields;
}

static uint64_t *who_knows_each(const struct match *m)
{
	uint64_t *known = mem_array(m->header.count, sizeof *known);

	for (size_t i = 0; i < m->header.count; i++)
		known[i] = who_knows(m, i);
	return known;
}

/* Among the columns that are known to the field. */
static int best_place(
    const struct match *m, const struct field *f, const bool *taken, const uint64_t *known)
{
	const uint64_t bit = UINT64_C(1) << (f - m->fields);
	int best = MATCH_NONE, least = 0;

	for (size_t i = 0; i < m->header.count; i++) {
		int r = taken[i] || !(known[i] & bit) ? -1 : rank(m, f, i);

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
	uint64_t *known = who_knows_each(m);

	m->count = 0;
	for (size_t i = 0; i < m->nfields; i++) {
		m->places[i] = best_place(m, &m->fields[i], taken, known);
		if (m->places[i] < 0)
			continue;
		m->count++;
		/* A column for kinds may be one for sides: its words tell. */
		if (m->fields[i].type != FIELD_WORD)
			taken[m->places[i]] = true;
	}
	free(known);
	free(taken);
}

size_t match_all(const struct match *m, const char *field, int *places, size_t most)
{
	bool *taken = mem_array(m->header.count + 1, sizeof *taken);
	uint64_t *known = who_knows_each(m);
	const struct field *f = NULL;
	size_t n = 0;

	for (size_t i = 0; i < m->nfields; i++)
		if (strcmp(m->fields[i].name, field) == 0)
			f = &m->fields[i];
		else if (m->places[i] >= 0)
			taken[m->places[i]] = true;
	for (int place; f && n < most && (place = best_place(m, f, taken, known)) >= 0; n++) {
		places[n] = place;
		taken[place] = true;
	}
	free(known);
	free(taken);
	return n;
}

/* With a delimiter that is not the file's, a sound row may have a fault, in its first field. */
static void keep_fault(struct match *best, const struct foreign_row *row)
{
	if (row->count <= best->before_fault)
		return;
	best->fault = row->fault;
	best->fault_line = row->line;
	best->before_fault = row->count;
}

/* Take this one if more is known of it. */
static void keep_better(struct match *best, struct match *m)
{
	if (m->complete < best->complete ||
	    (m->complete == best->complete && m->count <= best->count)) {
		header_free(&m->header);
		return;
	}
	m->fault = best->fault;
	m->fault_line = best->fault_line;
	m->before_fault = best->before_fault;
	header_free(&best->header);
	*best = *m;
}

void match_find(struct match *best, struct slice text, void (*take)(struct match *m))
{
	struct map words = {0};

	for (size_t i = 0; i < best->nfields; i++)
		add_words(&words, &best->fields[i], UINT64_C(1) << i);
	for (size_t i = 0; i < sizeof delimiters - 1; i++) {
		struct dialect dialect = {.delimiter = delimiters[i]};
		struct foreign f;
		struct foreign_row row;
		size_t cells = 0;

		foreign_open(&f, text, &dialect);
		for (int n = 0; n < HEADER_ROWS && cells < CELLS_MOST && foreign_next(&f, &row);
		     n++) {
			struct match m = {.fields = best->fields,
			    .nfields = best->nfields,
			    .words = &words,
			    .delimiter = delimiters[i]};

			if (row.fault) {
				keep_fault(best, &row);
				continue;
			}
			cells += row.count;
			header_take(&m.header, &row);
			take(&m);
			keep_better(best, &m);
		}
		foreign_free(&f);
	}
	best->words = NULL;
	map_free(&words);
}

void match_free(struct match *m)
{
	header_free(&m->header);
}
