#include "stage/sheet.h"

#include "base/mem.h"
#include "book/proposal.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/banned.h"

void sheet_open(struct sheet *s, struct table *t, const struct customers *customers, bool proposal)
{
	*s = (struct sheet){.table = t,
	    .customers = customers,
	    .proposal = proposal,
	    .currency_column = SIZE_MAX,
	    .listing = {.noun = proposal ? "row" : "item"}};
}

/* False when nobody has the column. */
static bool find(const struct sheet *s, const char *name, struct source *out)
{
	const int overview =
	    s->proposal ? -1 : slice_among(slice_of(name), overview_names, OVERVIEW_COLUMNS);

	if (overview >= 0) {
		*out = (struct source){.kind = FROM_OVERVIEW, .overview = (size_t)overview};
		return true;
	}
	out->kind = strcmp(name, "currency") == 0 ? FROM_CURRENCY : FROM_TABLES;
	return lookup_find(&out->lookup, s->table, s->customers, name) ||
	       out->kind == FROM_CURRENCY;
}

struct slice sheet_nearest(const struct sheet *s, const char *name)
{
	const char *near =
	    s->proposal ? NULL : slice_nearest(slice_of(name), overview_names, OVERVIEW_COLUMNS);

	return near != NULL ? slice_of(near)
			    : lookup_nearest(s->table, s->customers, slice_of(name));
}

/* What kind of column: amounts are summed, dates and short words never shortened. */

#define IS_AMONG(name, names)                                                                      \
	(slice_among(slice_of(name), (names), sizeof(names) / sizeof *(names)) >= 0)

/* Elsewhere such names may be the user's own, and no amounts. */
static bool is_fee_column(const struct sheet *s, const char *name)
{
	for (size_t i = 0; i < FEE_COLUMNS; i++)
		if (!s->proposal || table_find(s->table, fee_names[i]) < 0)
			return false;
	return slice_among(slice_of(name), fee_names, FEE_COLUMNS) >= F_INTEREST;
}

static enum listing_kind kind_of(const struct sheet *s, const char *name)
{
	static const char *const amounts[] = {"amount", "open_amount"};
	static const char *const numbers[] = {"days_overdue", "interest_days", "n", "rows"};
	static const char *const fixed[] = {"due_date", "invoice_date", "paid_date", "ledger_date",
	    "reminded_on", "last_reminded", "next_date", "paused_until", "as_of", "pay_by",
	    "currency", "section", "delivery", "bucket", "level", "next_level", "customer",
	    "invoice", "instalment", "reminder"};

	return IS_AMONG(name, amounts) || is_fee_column(s, name) ? LISTING_AMOUNT
	       : IS_AMONG(name, numbers)			 ? LISTING_NUMBER
	       : IS_AMONG(name, fixed)				 ? LISTING_FIXED
								 : LISTING_TEXT;
}

bool sheet_add(struct sheet *s, struct slice name, bool hidden, size_t *place)
{
	struct listing *l = &s->listing;
	const char *text = arena_copy(&l->arena, name.p, name.n);
	struct source source;

	for (*place = 0; *place < l->ncolumns; ++*place)
		if (strcmp(l->columns[*place].name, text) == 0) {
			l->columns[*place].hidden &= hidden;
			return true;
		}
	if (!find(s, text, &source))
		return false;
	l->columns = mem_resize(l->columns, l->ncolumns + 1, sizeof(*l->columns));
	s->from = mem_resize(s->from, l->ncolumns + 1, sizeof(*s->from));
	s->cells = mem_resize(s->cells, l->ncolumns + 1, sizeof(*s->cells));
	l->columns[l->ncolumns] = (struct listing_column){.name = text, .hidden = hidden};
	if (source.kind != FROM_TABLES || source.lookup.item >= 0)
		l->columns[l->ncolumns].kind = kind_of(s, text);
	s->from[l->ncolumns++] = source;
	return true;
}

/* Columns of a table where nobody says which; how spare each is, as in listing.h. */
struct usual {
	const char *name;
	int spare;
};

static const struct usual usual_items[] = {{"customer", 0}, {"name", 0}, {"invoice", 0},
    {"instalment", 1}, {"due_date", 4}, {"days_overdue", 0}, {"bucket", 7}, {"open_amount", 0},
    {"currency", 0}, {"level", 0}, {"last_reminded", 6}, {"next_level", 3}, {"next_date", 2},
    {"paused_until", 5}, {"last_note", 8}, {NULL, 0}};

static const struct usual usual_proposal[] = {{"reminder", 9}, {"customer", 0}, {"name", 0},
    {"invoice", 0}, {"instalment", 1}, {"due_date", 8}, {"days_overdue", 2}, {"level", 0},
    {"section", 6}, {"open_amount", 4}, {"currency", 0}, {"fees", 3}, {"total_due", 0},
    {"delivery", 7}, {"delivery_status", 5}, {"decision", 5}, {"reason", 5}, {NULL, 0}};

void sheet_add_usual(struct sheet *s)
{
	const struct usual *usual = s->proposal ? usual_proposal : usual_items;

	for (; usual->name != NULL; usual++) {
		size_t place;

		if (!sheet_add(s, slice_of(usual->name), false, &place))
			continue;
		s->listing.columns[place].spare = usual->spare;
		if (s->from[place].kind == FROM_CURRENCY)
			s->currency_column = place;
	}
}

void sheet_add_all(struct sheet *s)
{
	static const char *const keys[] = {"customer", "invoice"};
	size_t place;

	for (size_t i = 0; i < 2 && !s->proposal; i++)
		(void)sheet_add(s, slice_of(keys[i]), false, &place);
	for (size_t i = 0; i < table_columns(s->table); i++)
		(void)sheet_add(s, table_column_name(s->table, i), false, &place);
	for (size_t i = 0; i < OVERVIEW_COLUMNS && !s->proposal; i++)
		(void)sheet_add(s, slice_of(overview_names[i]), false, &place);
}

bool sheet_add_key(struct sheet *s, struct slice name)
{
	struct listing *l = &s->listing;
	struct listing_key key = {.descending = name.n > 1 && name.p[0] == '-'};

	if (key.descending)
		name = (struct slice){name.p + 1, name.n - 1};
	if (!sheet_add(s, name, true, &key.column))
		return false;
	s->keys = mem_resize(s->keys, l->nkeys + 1, sizeof(*s->keys));
	s->keys[l->nkeys++] = key;
	l->keys = s->keys;
	return true;
}

bool sheet_add_where(struct sheet *s, const struct condition *c)
{
	struct sheet_where where = {.condition = c};

	if (!find(s, c->column, &where.from))
		return false;
	s->where = mem_grow(s->where, s->nwhere, &s->where_capacity, sizeof(*s->where));
	s->where[s->nwhere++] = where;
	return true;
}

/* The value of a column for the row at hand. customer may be NULL. */
static struct slice value_of(const struct sheet *s, const struct source *source,
    const struct item *item, const struct row *row, const struct customer *customer)
{
	switch (source->kind) {
	case FROM_OVERVIEW:
		return s->overview.value[source->overview];
	case FROM_CURRENCY:
		return slice_of(item->currency);
	case FROM_TABLES:
		break;
	}
	return lookup_value(&source->lookup, row->fields, customer);
}

bool sheet_wants(const struct sheet *s, const struct item *item, const struct row *row,
    const struct customer *customer)
{
	for (size_t i = 0; i < s->nwhere; i++)
		if (!condition_holds(
			s->where[i].condition, value_of(s, &s->where[i].from, item, row, customer)))
			return false;
	return true;
}

void sheet_keep(struct sheet *s, const struct item *item, const struct row *row,
    const struct customer *customer)
{
	struct listing *l = &s->listing;

	for (size_t i = 0; i < l->ncolumns; i++)
		s->cells[i] = value_of(s, &s->from[i], item, row, customer);
	listing_add(l, s->cells, item->currency, item->decimals);
}

void sheet_hide_currency(struct sheet *s)
{
	const struct listing *l = &s->listing;

	if (s->currency_column == SIZE_MAX)
		return;
	for (size_t i = 1; i < l->count; i++)
		if (strcmp(l->lines[i].currency, l->lines[0].currency) != 0)
			return;
	l->columns[s->currency_column].hidden = true;
}

void sheet_free(struct sheet *s)
{
	free(s->listing.columns);
	listing_free(&s->listing);
	free(s->from);
	free(s->cells);
	free(s->keys);
	free(s->where);
	*s = (struct sheet){0};
}
