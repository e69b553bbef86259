#include "book/merge.h"

#include "base/file.h"
#include "book/fields.h"
#include "book/key.h"
#include "book/relation.h"
#include "table/csv.h"
#include "table/pack.h"

#include <stdlib.h>
#include <string.h>

#include "base/banned.h"

struct merge_customer {
	struct slice *cells; /* the file's columns; of one that was added NULL */
	struct slice *given; /* one a given column: what was put there; NULL: nothing */
	unsigned long line;
	struct merge_customer *next; /* with the same code but for zeros before it */
	bool met, completed;
};

struct merge {
	struct diag *d;
	const char *path;
	struct slice *names; /* of the file's columns; NULL where there is no file */
	size_t ncolumns;
	int code_column;

	struct slice *given; /* the names of the columns that values are given for */
	bool *is_address;    /* one of those that are an address together */
	bool *used;	     /* something was put there */
	int *places;	     /* where the file has them, -1 */
	size_t ngiven, code; /* `code` is the place of the customer's */

	struct merge_customer **all; /* the file's in its order, then those that were added */
	size_t count, capacity;
	struct map by_code; /* without zeros before it */
	struct merge_count counts;
	struct arena arena;
};

static struct slice keep(struct merge *m, struct slice text)
{
	return (struct slice){arena_copy(&m->arena, text.p, text.n), text.n};
}

/* Reading. */

struct slice merge_code(const struct merge *m, const struct merge_customer *c)
{
	return c->cells ? c->cells[m->code_column] : c->given[m->code];
}

static void index_customer(struct merge *m, struct merge_customer *c)
{
	void **place = map_at(&m->by_code, key_without_zeros(merge_code(m, c)));

	c->next = *place;
	*place = c;
	m->all = mem_grow(m->all, m->count, &m->capacity, sizeof *m->all);
	m->all[m->count++] = c;
}

static const struct merge_customer *find_same(const struct merge *m, struct slice code)
{
	const struct merge_customer *c = map_get(&m->by_code, key_without_zeros(code));

	while (c && !slice_equal(merge_code(m, c), code))
		c = c->next;
	return c;
}

static void take_row(struct merge *m, struct table *t, const struct row *row)
{
	struct merge_customer *c = arena_alloc(&m->arena, sizeof *c);
	const struct merge_customer *same;

	c->line = row->line;
	c->cells = arena_alloc(&m->arena, m->ncolumns * sizeof *c->cells);
	for (size_t i = 0; i < m->ncolumns; i++)
		if (row->fields[i].n > 0)
			c->cells[i] = keep(m, row->fields[i]);
	same = find_same(m, merge_code(m, c));
	if (merge_code(m, c).n == 0)
		table_fault(t, m->code_column, "is empty; every customer has a number or code");
	else if (same)
		table_fault(t, m->code_column, "\"%.*s\" is already on line %lu",
		    SLICE_ARG(merge_code(m, c)), same->line);
	index_customer(m, c);
}

static bool read_file(struct merge *m, struct table *t)
{
	struct row row;

	m->code_column = table_need(t, "customer");
	if (m->code_column < 0 || table_need(t, "name") < 0)
		return false;
	m->ncolumns = table_columns(t);
	m->names = arena_alloc(&m->arena, m->ncolumns * sizeof *m->names);
	for (size_t i = 0; i < m->ncolumns; i++)
		m->names[i] = keep(m, table_column_name(t, i));
	while (table_next(t, &row))
		take_row(m, t, &row);
	return true;
}

struct merge *merge_open(struct diag *d, const char *path)
{
	struct merge *m = mem_alloc(sizeof *m);
	unsigned long before = d->errors;
	char *paths[1];

	m->d = d;
	m->path = paths[0] = arena_string(&m->arena, path);
	if (file_exists(path)) {
		struct table *t = table_open(d, paths, 1, NULL);

		if (t) {
			read_file(m, t);
			table_close(t);
		}
	}
	if (d->errors == before)
		return m;
	merge_free(m);
	return NULL;
}

static bool is_address(struct slice name)
{
	const struct field *f = relation_find(name);

	return f && (f->type == FIELD_ADDRESS || f->type == FIELD_COUNTRY);
}

static int find_column(const struct merge *m, struct slice name)
{
	for (size_t i = 0; i < m->ncolumns; i++)
		if (slice_equal(m->names[i], name))
			return (int)i;
	return -1;
}

void merge_columns(struct merge *m, const struct slice *names, size_t count)
{
	m->ngiven = count;
	m->given = arena_alloc(&m->arena, count * sizeof *m->given);
	m->places = arena_alloc(&m->arena, count * sizeof *m->places);
	m->is_address = arena_alloc(&m->arena, count * sizeof *m->is_address);
	m->used = arena_alloc(&m->arena, count * sizeof *m->used);
	for (size_t i = 0; i < count; i++) {
		m->given[i] = keep(m, names[i]);
		m->places[i] = find_column(m, names[i]);
		m->is_address[i] = is_address(names[i]);
		if (slice_is(names[i], "customer"))
			m->code = i;
		/* A new file has these two, whatever else there is. */
		m->used[i] = slice_is(names[i], "customer") || slice_is(names[i], "name");
	}
}

void merge_free(struct merge *m)
{
	if (!m)
		return;
	map_free(&m->by_code);
	arena_free(&m->arena);
	free(m->all);
	free(m);
}

/* Customers. */

struct merge_customer *merge_find(
    const struct merge *m, struct slice code, const struct merge_customer **other)
{
	struct merge_customer *first = map_get(&m->by_code, key_without_zeros(code));

	*other = NULL;
	for (struct merge_customer *c = first; c; c = c->next)
		if (slice_equal(merge_code(m, c), code))
			return c;
	if (first)
		*other = first->next;
	return first;
}

const char *merge_path(const struct merge *m)
{
	return m->path;
}

unsigned long merge_line(const struct merge_customer *c)
{
	return c->line;
}

/* What the customer has in a given column: what was put there, else what the file has. */
static struct slice cell_of(const struct merge *m, const struct merge_customer *c, size_t column)
{
	if (c->given && c->given[column].n > 0)
		return c->given[column];
	if (c->cells && m->places[column] >= 0)
		return c->cells[m->places[column]];
	return SLICE_LIT("");
}

bool merge_lacks(const struct merge *m, const struct merge_customer *c, size_t column)
{
	return !c || cell_of(m, c, column).n == 0;
}

bool merge_is_settled(const struct merge *m, struct slice code)
{
	const struct merge_customer *other, *c = merge_find(m, code, &other);
	bool settled = c && c->met;

	for (size_t i = 0; settled && i < m->ngiven; i++)
		settled = !merge_lacks(m, c, i);
	return settled;
}

bool merge_meet(struct merge *m, struct merge_customer *c)
{
	bool first = !c->met;

	c->met = true;
	m->counts.same += first;
	return first;
}

static void put(struct merge *m, struct merge_customer *c, size_t column, struct slice value)
{
	if (!c->given)
		c->given = arena_alloc(&m->arena, m->ngiven * sizeof *c->given);
	c->given[column] = keep(m, value);
	m->used[column] = true;
}

void merge_add(struct merge *m, const struct slice *values)
{
	struct merge_customer *c = arena_alloc(&m->arena, sizeof *c);

	for (size_t i = 0; i < m->ngiven; i++)
		if (values[i].n > 0)
			put(m, c, i, values[i]);
	c->met = true;
	m->counts.added++;
	index_customer(m, c);
}

/* The same but for case, blanks and points: "1017ga" is 1017 GA. */
static bool agree(struct slice a, struct slice b)
{
	struct buf one = {0}, other = {0};
	bool same;

	if (slice_equal(a, b))
		return true;
	field_plain_name(&one, a);
	field_plain_name(&other, b);
	same = slice_equal(buf_slice(&one), buf_slice(&other));
	buf_free(&one);
	buf_free(&other);
	return same;
}

static bool differs(const struct merge *m, const struct merge_customer *c,
    const struct slice *values, size_t column)
{
	return values[column].n > 0 && !merge_lacks(m, c, column) &&
	       !agree(cell_of(m, c, column), values[column]);
}

/* Half of one address and half of another would reach nobody. */
static bool is_other_address(
    const struct merge *m, const struct merge_customer *c, const struct slice *values)
{
	for (size_t i = 0; i < m->ngiven; i++)
		if (m->is_address[i] && differs(m, c, values, i))
			return true;
	return false;
}

void merge_fill(struct merge *m, struct merge_customer *c, const struct slice *values)
{
	bool other = is_other_address(m, c, values), filled = false;

	for (size_t i = 0; i < m->ngiven; i++) {
		if (values[i].n == 0 || !merge_lacks(m, c, i) || (other && m->is_address[i]))
			continue;
		put(m, c, i, values[i]);
		filled = true;
	}
	/* One that was added now is counted already. */
	if (!filled || c->completed || !c->cells)
		return;
	c->completed = true;
	m->counts.completed++;
	m->counts.same--;
}

void merge_tell(struct merge *m, const struct merge_customer *c, const struct slice *values)
{
	for (size_t i = 0; i < m->ngiven; i++) {
		struct place at = AT_LINE(m->path, c->line);

		if (i == m->code || !differs(m, c, values, i))
			continue;
		at.column = m->given[i].p;
		diag_note(m->d, at, "\"%.*s\" stays; the export has \"%.*s\"",
		    SLICE_ARG(cell_of(m, c, i)), SLICE_ARG(values[i]));
	}
}

/* Writing. */

struct merge_count merge_count(const struct merge *m)
{
	return m->counts;
}

/* The columns that the file lacks go behind its own, if there is something in them. */
static bool is_new(const struct merge *m, size_t given)
{
	return m->places[given] < 0 && m->used[given];
}

static int given_place(const struct merge *m, size_t column)
{
	for (size_t i = 0; i < m->ngiven; i++)
		if (m->places[i] == (int)column)
			return (int)i;
	return -1;
}

static void write_header(const struct merge *m, struct buf *b)
{
	bool first = true;

	for (size_t i = 0; i < m->ncolumns; i++)
		csv_add(b, &first, m->names[i]);
	for (size_t i = 0; i < m->ngiven; i++)
		if (is_new(m, i))
			csv_add(b, &first, m->given[i]);
	csv_end(b);
}

static void write_customer(
    const struct merge *m, const int *given, const struct merge_customer *c, struct buf *b)
{
	bool first = true;

	for (size_t i = 0; i < m->ncolumns; i++) {
		struct slice cell = c->cells ? c->cells[i] : SLICE_LIT("");

		csv_add(b, &first, given[i] >= 0 ? cell_of(m, c, (size_t)given[i]) : cell);
	}
	for (size_t i = 0; i < m->ngiven; i++)
		if (is_new(m, i))
			csv_add(b, &first, cell_of(m, c, i));
	csv_end(b);
}

bool merge_write(struct merge *m)
{
	struct buf b = {0};
	int *given;
	bool ok;

	if (m->counts.added + m->counts.completed == 0 && m->names)
		return true;
	given = mem_array(m->ncolumns, sizeof *given);
	for (size_t i = 0; i < m->ncolumns; i++)
		given[i] = given_place(m, i);
	write_header(m, &b);
	for (size_t i = 0; i < m->count; i++)
		write_customer(m, given, m->all[i], &b);
	ok = file_rewrite(m->d, m->path, buf_slice(&b), 0666);
	free(given);
	buf_free(&b);
	return ok;
}
