#include "stage/chronicle.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/map.h"
#include "base/nearest.h"
#include "book/history_read.h"
#include "book/share.h"

#include "base/banned.h"

/* What is shown of an event: the history's columns, then those that the user added. */
struct chronicle_store {
	struct slice *names;
	size_t nnames;
	int *at;		      /* where the file has each, -1: nowhere */
	size_t *from;		      /* which of them each of the listing's columns is */
	size_t *conditions;	      /* which of them each condition is about */
	struct slice *values, *cells; /* of the event at hand: one a name, one a listed column */
	struct map letters;	      /* reminder and document; those seen have a value */
	struct arena arena;
};

/* What a table shows when nothing else is asked for. */
static const struct usual {
	enum history_column column;
	int spare;
} usual[] = {{H_DATE, 0}, {H_EVENT, 0}, {H_CUSTOMER, 0}, {H_INVOICE, 0}, {H_INSTALMENT, 1},
    {H_LEVEL, 1}, {H_REMINDER, 5}, {H_UNTIL, 2}, {H_AMOUNT, 6}, {H_DELIVERY, 7}, {H_USER, 3},
    {H_RUN, 4}, {H_STATUS, 1}, {H_NOTE, 1}};
enum { USUAL = sizeof(usual) / sizeof(*usual) };

/* A history does not say in which currency its amounts are, so nothing is summed. */
static const char no_currency[4];

/* Events are sorted by the first two columns of the listing, which are hidden. */
static const enum history_column order[] = {H_DATE, H_TIME};
static const struct listing_key keys[] = {{0, false}, {1, false}};
enum { KEYS = sizeof(keys) / sizeof(*keys) };

bool words_add(struct words *w, const char *list)
{
	struct slice rest = slice_of(list), word;

	while (slice_cut(&rest, ',', &word)) {
		word = slice_trim(word);
		if (word.n == 0)
			return false;
		w->all = mem_grow(w->all, w->count, &w->capacity, sizeof(*w->all));
		w->all[w->count++] = word;
	}
	return w->count > 0;
}

static bool words_allow(const struct words *w, struct slice text)
{
	for (size_t i = 0; i < w->count; i++)
		if (slice_equal(w->all[i], text))
			return true;
	return w->count == 0;
}

/* Columns. */

static void find_names(struct chronicle_store *s, const struct history_reader *r)
{
	size_t own = table_columns(r->table);

	s->names = arena_alloc(&s->arena, (HISTORY_COLUMNS + own) * sizeof(*s->names));
	s->at = arena_alloc(&s->arena, (HISTORY_COLUMNS + own) * sizeof(*s->at));
	for (int c = 0; c < HISTORY_COLUMNS; c++) {
		s->names[c] = slice_of(history_names[c]);
		s->at[c] = r->at[c];
	}
	s->nnames = HISTORY_COLUMNS;
	for (size_t i = 0; i < own; i++) {
		struct slice name = table_column_name(r->table, i);
		if (slice_among(name, history_names, HISTORY_COLUMNS) >= 0)
			continue;
		s->names[s->nnames] = (struct slice){arena_copy(&s->arena, name.p, name.n), name.n};
		s->at[s->nnames++] = (int)i;
	}
	s->values = arena_alloc(&s->arena, s->nnames * sizeof(*s->values));
}

static bool find_column(const struct chronicle_store *s, struct diag *d, const char *option,
    struct slice name, size_t *column)
{
	struct nearest near = nearest_to(name);

	for (size_t i = 0; i < s->nnames; i++) {
		if (slice_equal(s->names[i], name)) {
			*column = i;
			return true;
		}
		nearest_offer(&near, s->names[i]);
	}
	diag_error(d, STATUS_USAGE, NOWHERE, "option --%s: no column \"%.*s\"%s", option,
	    SLICE_ARG(name), did_you_mean(near.name).text);
	return false;
}

static enum condition_kind compares(size_t column)
{
	if (column == H_N || (column >= H_AMOUNT && column <= H_VAT))
		return COMPARES_NUMBERS;
	return column == H_DATE || column == H_UNTIL ? COMPARES_DATES : COMPARES_TEXTS;
}

static bool find_condition(
    const struct chronicle *c, struct diag *d, const struct condition *condition, size_t *column)
{
	struct buf text = {0};
	const char *why;

	if (!find_column(c->store, d, "where", slice_of(condition->column), column))
		return false;
	why = condition_misfit(condition, compares(*column));
	if (why == NULL)
		return true;
	condition_tell(condition, &text);
	diag_error(d, STATUS_USAGE, NOWHERE, "option --where: \"%s\": %s", buf_string(&text), why);
	buf_free(&text);
	return false;
}

static bool find_conditions(struct chronicle *c, struct diag *d)
{
	const struct conditions *where = c->wanted.where;
	struct chronicle_store *s = c->store;
	bool good = true;

	s->conditions = arena_alloc(&s->arena, (where->count + 1) * sizeof(*s->conditions));
	for (size_t i = 0; i < where->count; i++)
		good = find_condition(c, d, &where->all[i], &s->conditions[i]) && good;
	return good;
}

static enum listing_kind kind_of(size_t column)
{
	if (column == H_NOTE || column == H_STATUS || column == H_ADDRESS ||
	    column >= HISTORY_COLUMNS)
		return LISTING_TEXT;
	return column >= H_AMOUNT && column <= H_VAT ? LISTING_NUMBER : LISTING_FIXED;
}

static void list_column(struct chronicle *c, size_t column, int spare, bool hidden)
{
	struct listing *l = &c->listing;

	c->store->from[l->ncolumns] = column;
	l->columns[l->ncolumns++] = (struct listing_column){.name = c->store->names[column].p,
	    .kind = kind_of(column),
	    .spare = spare,
	    .hidden = hidden};
}

static bool list_columns(struct chronicle *c, struct diag *d)
{
	struct chronicle_store *s = c->store;
	size_t most = KEYS + c->columns.count + s->nnames, column;
	bool good = true;

	s->from = arena_alloc(&s->arena, most * sizeof(*s->from));
	s->cells = arena_alloc(&s->arena, most * sizeof(*s->cells));
	c->listing.columns = arena_alloc(&s->arena, most * sizeof(*c->listing.columns));
	c->listing.keys = keys;
	c->listing.nkeys = KEYS;
	c->listing.noun = "event";
	for (size_t i = 0; i < KEYS; i++)
		list_column(c, order[i], 0, true);
	for (size_t i = 0; i < c->columns.count; i++) {
		bool found = find_column(s, d, "columns", c->columns.all[i], &column);
		if (found)
			list_column(c, column, 0, false);
		good = good && found;
	}
	if (c->columns.count > 0)
		return good;
	for (size_t i = 0; c->all_columns && i < s->nnames; i++)
		list_column(c, i, 0, false);
	for (size_t i = 0; !c->all_columns && i < USUAL; i++)
		list_column(c, usual[i].column, usual[i].spare, false);
	return true;
}

/* Events. */

static bool is_wanted(const struct chronicle *c, const struct event *e)
{
	const struct chronicle_wanted *w = &c->wanted;

	if ((w->since != DATE_NONE && e->date < w->since) ||
	    (w->until != DATE_NONE && e->date > w->until) ||
	    (w->any_events && (e->kind == EVENT_KINDS || !w->events[e->kind])) ||
	    !words_allow(&w->customers, e->field[H_CUSTOMER]) ||
	    !words_allow(&w->invoices, e->field[H_INVOICE]) ||
	    !words_allow(&w->runs, e->field[H_RUN]) || !words_allow(&w->users, e->field[H_USER]))
		return false;
	for (size_t i = 0; i < w->where->count; i++)
		if (!condition_holds(&w->where->all[i], c->store->values[c->store->conditions[i]]))
			return false;
	return true;
}

static void keep_letter(struct chronicle *c, const struct event *e)
{
	struct chronicle_store *s = c->store;
	struct slice reminder = e->field[H_REMINDER], document = e->field[H_DOCUMENT];
	struct buf key = {0};

	/* A customer's pause and the like have neither. */
	if (reminder.n == 0 || e->kind == EVENT_UNDONE || e->kind == EVENT_NOTE)
		return;
	buf_add_slice(&key, reminder);
	buf_add_char(&key, '\0');
	buf_add_slice(&key, document);
	void **seen = map_at(&s->letters, buf_slice(&key));
	buf_free(&key);
	if (*seen)
		return;
	*seen = s;
	c->letters = mem_grow(c->letters, c->nletters, &c->letters_capacity, sizeof(*c->letters));
	c->letters[c->nletters++] =
	    (struct chronicle_letter){{arena_copy(&s->arena, reminder.p, reminder.n), reminder.n},
		{arena_copy(&s->arena, document.p, document.n), document.n}, e->line};
}

static void take_event(struct chronicle *c, const struct history_reader *r)
{
	struct chronicle_store *s = c->store;
	char day[DATE_TEXT];

	for (size_t i = 0; i < s->nnames; i++)
		s->values[i] = row_cell(&r->row, s->at[i]);
	/* Where the line has no date, its time says the day from which it counts. */
	date_format(r->event.date, day);
	s->values[H_DATE] = slice_of(day);
	if (!is_wanted(c, &r->event))
		return;
	for (size_t i = 0; i < c->listing.ncolumns; i++)
		s->cells[i] = s->values[s->from[i]];
	listing_add(&c->listing, s->cells, no_currency, 0);
	keep_letter(c, &r->event);
}

static bool read_events(struct chronicle *c, struct diag *d, const char *path)
{
	struct history_reader r;
	bool good = history_read_open(&r, d, path);

	if (good) {
		find_names(c->store, &r);
		good = find_conditions(c, d);
		good = list_columns(c, d) && good;
	}
	while (good && history_read_next(&r))
		take_event(c, &r);
	return history_read_close(&r) && good;
}

bool chronicle_read(struct chronicle *c, struct diag *d, const char *path)
{
	int fd = history_share(d, path);

	if (fd < 0)
		return false;
	c->store = mem_alloc(sizeof(*c->store));
	bool good = read_events(c, d, path);
	close(fd);
	listing_sort(&c->listing);
	return good;
}

void chronicle_free(struct chronicle *c)
{
	free(c->wanted.customers.all);
	free(c->wanted.invoices.all);
	free(c->wanted.runs.all);
	free(c->wanted.users.all);
	free(c->columns.all);
	free(c->letters);
	listing_free(&c->listing);
	if (c->store) {
		map_free(&c->store->letters);
		arena_free(&c->store->arena);
	}
	free(c->store);
	*c = (struct chronicle){0};
}
