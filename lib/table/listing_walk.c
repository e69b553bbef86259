#include "table/listing_walk.h"

#include "base/plural.h"
#include "table/where.h"

#include <stdlib.h>
#include <string.h>

#include "base/banned.h"

/* The columns. */

static bool is_empty(const struct listing *l, size_t column)
{
	for (size_t i = 0; i < l->count; i++)
		if (listing_cell(l, &l->lines[i], column).n > 0)
			return false;
	return true;
}

void listing_show(const struct listing *l, struct listing_shown *s)
{
	*s = (struct listing_shown){
	    .from = mem_array(l->ncolumns, sizeof(*s->from)),
	    .cells = mem_array(l->ncolumns, sizeof(*s->cells)),
	    .texts = mem_array(l->ncolumns, sizeof(*s->texts)),
	};
	for (size_t i = 0; i < l->ncolumns; i++)
		if (!l->columns[i].hidden &&
		    (l->columns[i].spare == 0 || l->count == 0 || !is_empty(l, i)))
			s->from[s->count++] = i;
}

void listing_shown_free(struct listing_shown *s)
{
	free(s->from);
	free(s->cells);
	free(s->texts);
	*s = (struct listing_shown){0};
}

/* Sums. */

/* Of one currency, of rows that have `key` in common. */
struct sums {
	struct slice key;
	const char *apart;
	char currency[4];
	int decimals;
	size_t count;
	money *amounts; /* one a column of the listing */
};

struct totals {
	struct sums *all; /* by key, currency, apart */
	size_t count, capacity;
};

/* A group of the rows that have the first so many keys in common. */
struct group {
	size_t keys;
	struct totals totals;
	size_t parts; /* groups within it so far */
};

struct walk {
	const struct listing *l;
	struct diag *d;
	struct listing_shown *shown;
	const struct listing_paper *how;
	void *paper;
	struct group *groups; /* the outermost first */
	size_t ngroups;
	struct totals all, by;
};

static int compare_words(const char *a, const char *b)
{
	return strcmp(a != NULL ? a : "", b != NULL ? b : "");
}

static int compare_sums(const struct sums *s, struct slice key, const struct listing_line *line)
{
	int order = field_order(s->key, key);

	if (order == 0)
		order = strcmp(s->currency, line->currency);
	return order != 0 ? order : compare_words(s->apart, line->apart);
}

/* Where the sums are, or would stand. */
static size_t place_of(const struct totals *t, struct slice key, const struct listing_line *line)
{
	size_t low = 0, high = t->count;

	while (low < high) {
		const size_t middle = (low + high) / 2;

		if (compare_sums(&t->all[middle], key, line) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

static struct sums *sums_of(
    const struct listing *l, struct totals *t, struct slice key, const struct listing_line *line)
{
	const size_t i = place_of(t, key, line);

	if (i < t->count && compare_sums(&t->all[i], key, line) == 0)
		return &t->all[i];
	t->all = mem_grow(t->all, t->count, &t->capacity, sizeof(*t->all));
	memmove(&t->all[i + 1], &t->all[i], (t->count++ - i) * sizeof(*t->all));
	t->all[i] = (struct sums){.key = key,
	    .apart = line->apart,
	    .decimals = line->decimals,
	    .amounts = mem_array(l->ncolumns, sizeof(*t->all->amounts))};
	memcpy(t->all[i].currency, line->currency, sizeof(line->currency));
	return &t->all[i];
}

static bool add_sums(
    const struct walk *w, struct totals *totals, struct slice key, const struct listing_line *line)
{
	struct sums *sums = sums_of(w->l, totals, key, line);

	sums->count++;
	for (size_t i = 0; i < w->shown->count; i++) {
		const size_t column = w->shown->from[i];
		money amount;

		if (w->l->columns[column].kind != LISTING_AMOUNT ||
		    !money_parse(listing_cell(w->l, line, column), line->decimals, &amount) ||
		    money_sum(sums->amounts[column], amount, &sums->amounts[column]))
			continue;
		diag_error(w->d, STATUS_DATA, NOWHERE, "%s: the amounts are too large to be added",
		    w->l->columns[column].name);
		return false;
	}
	return true;
}

static void totals_free(struct totals *t)
{
	for (size_t i = 0; i < t->count; i++)
		free(t->all[i].amounts);
	free(t->all);
	*t = (struct totals){0};
}

/* What is handed out. */

static void fill_money(struct listing_shown *s, size_t place, money amount, int decimals)
{
	const size_t n = money_format(amount, decimals, s->texts[place]);

	s->cells[place] = (struct slice){s->texts[place], n};
}

static void fill_cells(const struct walk *w, const struct listing_line *line)
{
	struct listing_shown *s = w->shown;

	for (size_t i = 0; i < s->count; i++) {
		const enum listing_kind kind = w->l->columns[s->from[i]].kind;
		money amount;

		s->cells[i] = listing_cell(w->l, line, s->from[i]);
		if ((kind == LISTING_AMOUNT || kind == LISTING_MONEY) &&
		    money_parse(s->cells[i], line->decimals, &amount))
			fill_money(s, i, amount, line->decimals);
	}
}

static void fill_sums(const struct walk *w, const struct sums *sums)
{
	struct listing_shown *s = w->shown;

	for (size_t i = 0; i < s->count; i++) {
		s->cells[i] = (struct slice){"", 0};
		if (w->l->columns[s->from[i]].kind == LISTING_AMOUNT)
			fill_money(s, i, sums->amounts[s->from[i]], sums->decimals);
	}
}

/* "total EUR payable, 12 items" */
static void add_label(
    const struct listing *l, struct slice what, const struct sums *sums, struct buf *b)
{
	buf_truncate(b, 0);
	buf_add_slice(b, what);
	if (sums->currency[0] != '\0')
		buf_printf(b, " %s", sums->currency);
	if (sums->apart != NULL)
		buf_printf(b, " %s", sums->apart);
	buf_printf(b, ", %zu %s%s", sums->count, l->noun, plural(sums->count));
}

/* What totals by a column are of: "next level 2", or "no next level". */
static void name_key(const struct walk *w, struct slice key, struct buf *b)
{
	const char *column = w->l->columns[w->l->by].name;

	buf_truncate(b, 0);
	buf_add_string(b, key.n > 0 ? "" : "no ");
	for (const char *p = column; *p != '\0'; p++)
		buf_add_char(b, *p == '_' ? ' ' : *p);
	buf_add_string(b, key.n > 0 ? " " : "");
	buf_add_slice(b, key);
}

/* `last`: nothing of the kind follows here. */
static void hand_sums(const struct walk *w, enum listing_sum kind, const struct totals *totals,
    struct slice what, bool last)
{
	struct buf label = {0}, key = {0};

	for (size_t n = 0; n < totals->count; n++) {
		const struct sums *sums = &totals->all[n];

		if (kind == SUM_BY_COLUMN)
			name_key(w, sums->key, &key);
		fill_sums(w, sums);
		add_label(w->l, kind == SUM_BY_COLUMN ? buf_slice(&key) : what, sums, &label);
		w->how->sums(w->paper, kind, buf_slice(&label), w->shown->cells,
		    last && n + 1 == totals->count);
	}
	buf_free(&label);
	buf_free(&key);
}

/* Groups. */

static bool same_group(const struct listing *l, size_t a, size_t b, size_t keys)
{
	for (size_t i = 0; i < keys; i++) {
		const size_t column = l->keys[i].column;

		if (!slice_equal(listing_cell(l, &l->lines[a], column),
			listing_cell(l, &l->lines[b], column)))
			return false;
	}
	return true;
}

/* A group for each key and those before it; under a heading all of them are one. */
static void open_groups(struct walk *w)
{
	const struct listing *l = w->l;

	w->ngroups = l->headings && l->ngroups > 0 ? 1 : l->ngroups;
	w->groups = mem_array(w->ngroups + 1, sizeof(*w->groups));
	for (size_t i = 0; i < w->ngroups; i++)
		w->groups[i].keys = l->headings ? l->ngroups : i + 1;
}

/* What the rows of a group have in common; of a heading's what says nothing is left out. */
static void name_group(const struct listing *l, size_t line, size_t keys, struct buf *b)
{
	for (size_t i = 0; i < keys; i++) {
		const struct slice cell = listing_cell(l, &l->lines[line], l->keys[i].column);

		if (cell.n == 0 && l->headings && i > 0)
			continue;
		buf_add_string(b, i > 0 ? ", " : "");
		buf_add_slice(b, cell.n > 0 ? cell : SLICE_LIT("(none)"));
	}
}

static void begin_group(const struct walk *w, size_t line)
{
	struct buf name = {0};

	if (w->l->headings && (line == 0 || !same_group(w->l, line - 1, line, w->l->ngroups))) {
		name_group(w->l, line, w->l->ngroups, &name);
		w->how->group(w->paper, buf_slice(&name));
	}
	buf_free(&name);
}

static bool ends(const struct walk *w, size_t group, size_t line)
{
	return line + 1 == w->l->count || !same_group(w->l, line, line + 1, w->groups[group].keys);
}

/* The sums of a group of one part are those of the part. */
static bool tells_more(const struct walk *w, size_t group)
{
	return group + 1 == w->ngroups || w->groups[group].parts > 1;
}

/* The groups that end with the line, the innermost first. */
static void end_groups(struct walk *w, size_t line)
{
	struct buf what = {0};
	size_t last = w->ngroups;

	for (size_t i = w->ngroups; i-- > 0 && ends(w, i, line);) {
		last = tells_more(w, i) ? i : last;
		if (i > 0)
			w->groups[i - 1].parts++;
	}
	for (size_t i = w->ngroups; i-- > 0 && ends(w, i, line);) {
		struct group *g = &w->groups[i];

		buf_truncate(&what, 0);
		name_group(w->l, line, w->l->headings ? 1 : g->keys, &what);
		if (tells_more(w, i))
			hand_sums(w, SUM_OF_GROUP, &g->totals, buf_slice(&what), i == last);
		totals_free(&g->totals);
		g->parts = 0;
	}
	buf_free(&what);
}

static bool add_line(struct walk *w, const struct listing_line *line)
{
	const struct listing *l = w->l;
	const struct slice none = {"", 0};

	for (size_t i = 0; i < w->ngroups; i++)
		if (!add_sums(w, &w->groups[i].totals, none, line))
			return false;
	return add_sums(w, &w->all, none, line) &&
	       (l->nby == 0 || add_sums(w, &w->by, listing_cell(l, line, l->by), line));
}

static bool hand_line(struct walk *w, size_t place)
{
	const struct listing_line *line = &w->l->lines[place];

	if (!add_line(w, line))
		return false;
	begin_group(w, place);
	fill_cells(w, line);
	if (!w->how->row(w->paper, line, w->shown->cells))
		return false;
	end_groups(w, place);
	return true;
}

bool listing_walk(const struct listing *l, struct diag *d, struct listing_shown *s,
    const struct listing_paper *how, void *paper)
{
	struct walk w = {.l = l, .d = d, .shown = s, .how = how, .paper = paper};
	bool ok = true;

	open_groups(&w);
	for (size_t i = 0; i < l->count && ok; i++)
		ok = hand_line(&w, i);
	if (ok) {
		hand_sums(&w, SUM_OF_ALL, &w.all, SLICE_LIT("total"), true);
		hand_sums(&w, SUM_BY_COLUMN, &w.by, (struct slice){0}, true);
	}
	for (size_t i = 0; i < w.ngroups; i++)
		totals_free(&w.groups[i].totals);
	free(w.groups);
	totals_free(&w.all);
	totals_free(&w.by);
	return ok;
}
