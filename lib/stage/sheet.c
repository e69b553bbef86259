#include "stage/sheet.h"

#include "base/mem.h"
#include "base/nearest.h"
#include "book/proposal.h"
#include "value/whole.h"

#include <limits.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/banned.h"

/* What an item has though no table has a column for it; its amount is what is open then. */
static bool find_known(const struct sheet *s, const char *name, struct source *out)
{
	if (strcmp(name, "amount") == 0)
		return lookup_find(&out->lookup, s->table, s->customers, "open_amount");
	if (strcmp(name, "kind") == 0)
		out->kind = FROM_KIND;
	else if (strcmp(name, "terms") == 0 && s->kind != SHEET_PROPOSAL)
		out->kind = FROM_TERMS;
	return out->kind != FROM_TABLES;
}

/* False when nobody has the column. */
static bool find(const struct sheet *s, const char *name, struct source *out)
{
	const int among = slice_among(slice_of(name), overview_names, OVERVIEW_COLUMNS);
	const int overview = s->kind != SHEET_PROPOSAL || among == O_STATUS ? among : -1;
	const bool found = lookup_find(&out->lookup, s->table, s->customers, name);

	if (overview >= 0) {
		out->kind = FROM_OVERVIEW;
		out->overview = (size_t)overview;
		return true;
	}
	out->kind = strcmp(name, "currency") == 0 ? FROM_CURRENCY
		    : strcmp(name, "side") == 0	  ? FROM_SIDE
						  : FROM_TABLES;
	return found || out->kind != FROM_TABLES || find_known(s, name, out);
}

void sheet_open(
    struct sheet *s, struct table *t, const struct customers *customers, enum sheet_kind kind)
{
	*s = (struct sheet){.table = t,
	    .customers = customers,
	    .kind = kind,
	    .currency_column = SIZE_MAX,
	    .side_column = SIZE_MAX,
	    .listing = {.noun = kind == SHEET_ITEMS  ? "item"
				: kind == SHEET_PLAN ? "reminder"
						     : "row"}};
	(void)find(s, "days_overdue", &s->days);
}

struct slice sheet_nearest(const struct sheet *s, const char *name)
{
	struct nearest n = nearest_to(slice_of(name));

	for (size_t i = 0; i < OVERVIEW_COLUMNS && s->kind != SHEET_PROPOSAL; i++)
		nearest_offer(&n, slice_of(overview_names[i]));
	lookup_offer(s->table, s->customers, &n);
	return n.name;
}

/* What kind of column: amounts are summed, dates and short words never shortened. */

#define IS_AMONG(name, names)                                                                      \
	(slice_among(slice_of(name), (names), sizeof(names) / sizeof *(names)) >= 0)

/* Elsewhere such names may be the user's own, and no amounts. */
static bool is_fee_column(const struct sheet *s, const char *name)
{
	for (size_t i = 0; i < FEE_COLUMNS; i++)
		if (s->kind != SHEET_PROPOSAL || table_find(s->table, fee_names[i]) < 0)
			return false;
	return slice_among(slice_of(name), fee_names, FEE_COLUMNS) >= F_INTEREST;
}

static enum listing_kind kind_of(const struct sheet *s, const char *name)
{
	static const char *const amounts[] = {"amount", "open_amount"};
	static const char *const numbers[] = {"days_overdue", "interest_days", "n", "rows"};
	static const char *const fixed[] = {"due_date", "invoice_date", "paid_date", "ledger_date",
	    "reminded_on", "last_reminded", "next_date", "paused_until", "arranged_until", "as_of",
	    "pay_by", "side", "currency", "section", "delivery", "bucket", "level", "next_level",
	    "customer", "invoice", "instalment", "reminder"};

	/* Of a plan the sums would count an item several times. */
	if (IS_AMONG(name, amounts) || is_fee_column(s, name))
		return s->kind == SHEET_PLAN ? LISTING_MONEY : LISTING_AMOUNT;
	return IS_AMONG(name, numbers) ? LISTING_NUMBER
	       : IS_AMONG(name, fixed) ? LISTING_FIXED
				       : LISTING_TEXT;
}

/* A column after those before. */
static void append(struct sheet *s, const struct listing_column *column, const struct source *from)
{
	struct listing *l = &s->listing;

	l->columns = mem_resize(l->columns, l->ncolumns + 1, sizeof(*l->columns));
	s->from = mem_resize(s->from, l->ncolumns + 1, sizeof(*s->from));
	s->cells = mem_resize(s->cells, l->ncolumns + 1, sizeof(*s->cells));
	l->columns[l->ncolumns] = *column;
	s->from[l->ncolumns++] = *from;
}

bool sheet_add(struct sheet *s, struct slice name, bool hidden, size_t *place)
{
	static const char *const toned[] = {"days_overdue", "bucket"};
	struct listing *l = &s->listing;
	const char *text = arena_copy(&l->arena, name.p, name.n);
	struct listing_column column = {.name = text, .hidden = hidden};
	struct source source = {0};

	for (*place = 0; *place < l->ncolumns; ++*place)
		if (strcmp(l->columns[*place].name, text) == 0) {
			l->columns[*place].hidden &= hidden;
			return true;
		}
	if (!find(s, text, &source))
		return false;
	if (source.kind != FROM_TABLES || source.lookup.item >= 0)
		column.kind = kind_of(s, text);
	column.toned = IS_AMONG(text, toned);
	if (strcmp(text, overview_names[O_BUCKET]) == 0) {
		column.order = overview_buckets;
		column.norder = OVERVIEW_BUCKETS;
	}
	append(s, &column, &source);
	return true;
}

void sheet_check_off(struct sheet *s)
{
	const struct listing_column tick = {.name = "", .kind = LISTING_TICK};
	const struct source nowhere = {.kind = FROM_NOWHERE};

	append(s, &tick, &nowhere);
	s->listing.headings = true;
}

void sheet_add_all(struct sheet *s)
{
	static const char *const keys[] = {"customer", "invoice"};
	size_t place;

	for (size_t i = 0; i < 2 && s->kind != SHEET_PROPOSAL; i++)
		(void)sheet_add(s, slice_of(keys[i]), false, &place);
	for (size_t i = 0; i < table_columns(s->table); i++)
		(void)sheet_add(s, table_column_name(s->table, i), false, &place);
	for (size_t i = 0; i < OVERVIEW_COLUMNS && s->kind != SHEET_PROPOSAL; i++)
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

const char *sheet_misfit(const struct sheet *s, const struct condition *c)
{
	const bool number = is_fee_column(s, c->column) ||
			    (s->kind == SHEET_PROPOSAL &&
				(strcmp(c->column, "n") == 0 || strcmp(c->column, "rows") == 0));

	return condition_misfit(c, number ? COMPARES_NUMBERS : COMPARES_TEXTS);
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

/* The value of a column for the row at hand; currency and side with their defaults. customer may
 * be NULL. */
static struct slice value_of(const struct sheet *s, const struct source *source,
    const struct item *item, const struct row *row, const struct customer *customer)
{
	switch (source->kind) {
	case FROM_NOWHERE:
		return (struct slice){"", 0};
	case FROM_OVERVIEW:
		if (source->overview != O_STATUS || s->overview.value[O_STATUS].n > 0)
			return s->overview.value[source->overview];
		break;
	case FROM_CURRENCY:
		return slice_of(item->currency);
	case FROM_SIDE:
		return item->payable ? SLICE_LIT("payable") : SLICE_LIT("receivable");
	case FROM_KIND:
		return slice_of(item_kind_names[item->kind]);
	case FROM_TERMS:
		return s->terms;
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

/* How the row is shown where there is colour. */
static enum listing_tone tone_of(const struct item *item, struct slice days)
{
	enum { LATE = 30, VERY_LATE = 60 };
	int count;

	if (item->open_amount == 0)
		return LISTING_PALE;
	if (!whole_parse(days, 0, INT_MAX, &count))
		return LISTING_PLAIN;
	return count > VERY_LATE ? LISTING_VERY_LATE : count > LATE ? LISTING_LATE : LISTING_PLAIN;
}

void sheet_keep(struct sheet *s, const struct item *item, const struct row *row,
    const struct customer *customer)
{
	struct listing *l = &s->listing;
	struct listing_line *line;

	for (size_t i = 0; i < l->ncolumns; i++)
		s->cells[i] = value_of(s, &s->from[i], item, row, customer);
	line = listing_add(l, s->cells, item->currency, item->decimals);
	line->apart = item->payable ? "payable" : NULL;
	line->tone = tone_of(item, value_of(s, &s->days, item, row, customer));
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
