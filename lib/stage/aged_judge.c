#include "stage/aged_row.h"

#include "base/hash.h"

#include <string.h>

#include "base/banned.h"

/*
 * Rows of which nothing more is asked than most have. They are told apart where they are read, on
 * any thread; what is kept of each fills one line of the cache.
 */

struct aged_gist {
	struct fingerprint print;
	const char *value; /* of the column of the grouping */
	uint32_t value_length;
	char currency[4];
	uint64_t group; /* the hash of its name */
	money amount, open_amount;
	uint16_t bucket;
	uint8_t decimals, why; /* as in struct open_on */
};

static bool judge(const void *context, size_t place, const struct row *row, void *kept)
{
	const struct aged *a = context;
	struct aged_gist *g = kept;
	struct open_on open;
	struct item item;
	struct slice value;
	uint64_t customer;
	date from;

	ledger_see_name(&a->ledger, place, row);
	if (!ledger_judge(&a->ledger, row, &item) || item.payable != a->payable ||
	    item.ledger_date != DATE_NONE)
		return false;
	value = row->fields[a->at[0].item];
	open = item_open_on(&item, a->ledger.as_of.day, &(struct paid_by){0});
	from = a->buckets.by_due ? item.due_date : item.invoice_date;
	if (from == DATE_NONE || value.n == 0 || open.why == OPEN_TOO_LARGE)
		return false;
	customer = hash_field(0, item.customer);
	g->print = fingerprint_of(&item, customer);
	g->value = value.p;
	g->value_length = (uint32_t)value.n;
	g->group = value.p == item.customer.p ? ageing_hash_of(customer, item.currency)
					      : ageing_hash(&value, 1, item.currency);
	g->amount = open.amount;
	g->open_amount = item.open_amount;
	g->bucket = (uint16_t)aged_bucket(a, from);
	g->decimals = (uint8_t)item.decimals;
	g->why = (uint8_t)open.why;
	memcpy(g->currency, item.currency, sizeof g->currency);
	return true;
}

/* False when a sum does not fit. */
static bool add(struct aged *a, const struct aged_gist *g)
{
	const struct open_on open = {.amount = g->amount, .why = (enum open_why)g->why};
	const struct slice value = {g->value, g->value_length};
	struct ageing_item item = {&value, "", g->decimals, g->bucket, g->amount};

	memcpy(item.currency, g->currency, sizeof item.currency);
	if (open.why != OPEN_SURE &&
	    !aged_add_to_bridge(
		a, aged_bridge_of(a, g->currency, g->decimals), g->open_amount, open))
		return false;
	return g->amount == 0 || ageing_add_hashed(&a->ageing, &item, g->group);
}

/* Ask for the memory of the groups to come; a name may have been read by another processor. */
static void look_ahead(const struct ageing *a, const struct table_rows *rows, size_t i)
{
	enum { SOON = 40, NEAR = 16 };
	const struct aged_gist *g = rows->kept;

	if (i + SOON >= rows->count)
		return;
	if (rows->settled[i + SOON])
		ageing_soon(a, g[i + SOON].group);
	if (!rows->settled[i + NEAR])
		return;
	ageing_near(a, g[i + NEAR].group);
	__builtin_prefetch(g[i + NEAR].value);
}

static void add_settled(struct aged *a, const struct table_rows *rows)
{
	const struct aged_gist *g = rows->kept;
	struct row row;

	for (size_t i = 0; i < rows->count; i++) {
		look_ahead(&a->ageing, rows, i);
		if (rows->settled[i] && !add(a, &g[i]) && table_take_row(a->ledger.table, i, &row))
			aged_tell_too_large(a);
	}
}

/* A settled row that turns out to repeat an item ends the report, so that it may have been added.
 */
static void take_rest(struct aged *a, const struct table_rows *rows)
{
	enum { SOON = 32 };
	const struct aged_gist *g = rows->kept;
	struct row row;

	for (size_t i = 0; i < rows->count; i++) {
		if (i + SOON < rows->count && rows->settled[i + SOON])
			ledger_soon(&a->ledger, g[i + SOON].print);
		if (!(rows->settled[i] && ledger_take_once(&a->ledger, rows, i, g[i].print)) &&
		    table_take_row(a->ledger.table, i, &row))
			aged_take_row(a, &row);
	}
}

void aged_take_judged(struct aged *a)
{
	const struct table_judge by = {judge, a, sizeof(struct aged_gist)};
	struct table_rows rows;

	ledger_expect_ascent(&a->ledger);
	while (table_next_rows(a->ledger.table, &by, &rows)) {
		ledger_take_names(&a->ledger, &rows);
		add_settled(a, &rows);
		take_rest(a, &rows);
	}
}
