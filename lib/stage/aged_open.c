/* What the report is asked for: its columns and conditions, found in the items and the customers.
 */
#include "stage/aged.h"

#include "base/mem.h"
#include "base/nearest.h"
#include "base/opt.h"

#include <stdlib.h>

#include "base/banned.h"

__attribute__((noreturn)) static void no_column(
    const char *option, struct slice name, struct slice near)
{
	usage_error("option --%s: neither the items nor the customers have a column \"%.*s\""
		    "%s",
	    option, SLICE_ARG(name), did_you_mean(near).text);
}

/* A column of the report's own would stand twice in its header. */
static bool is_taken(const struct aged *a, size_t by)
{
	const struct slice name = a->by[by];

	for (size_t i = 0; i < by; i++)
		if (slice_equal(a->by[i], name))
			return true;
	for (size_t i = 0; i < a->buckets.count; i++)
		if (slice_is(name, a->buckets.names[i]))
			return true;
	return slice_is(name, "currency") || slice_is(name, "total");
}

/* What the customer file tells; it has nothing to add to the items' own customer. */
static void note_source(struct aged *a, struct lookup *l)
{
	if (l->item == a->ledger.columns.customer)
		l->customer = -1;
	a->asks_customers |= l->customer >= 0;
	a->needs_customers |= l->customer >= 0 && l->item < 0;
}

static void find_column(struct aged *a, size_t i)
{
	const struct slice name = a->by[i];
	struct nearest near = nearest_to(name);
	char *text = mem_copy(name.p, name.n);
	const bool found = lookup_find(&a->at[i], a->ledger.table, a->ledger.book->customers, text);

	free(text);
	if (is_taken(a, i))
		usage_error(
		    "option --by: the report has a column \"%.*s\" already", SLICE_ARG(name));
	lookup_offer(a->ledger.table, a->ledger.book->customers, &near);
	if (!found)
		no_column("by", name, near.name);
	note_source(a, &a->at[i]);
}

void aged_open(struct aged *a)
{
	const struct conditions *where = a->where;
	const struct condition *unknown;

	a->at = mem_array(a->nby, sizeof *a->at);
	a->values = mem_array(a->nby, sizeof *a->values);
	for (size_t i = 0; i < a->nby; i++)
		find_column(a, i);
	a->criteria.buckets = a->buckets;
	unknown = criteria_bind(&a->criteria, where->all, where->count, a->ledger.book->policy,
	    a->ledger.table, a->ledger.book->customers);
	if (unknown != NULL)
		no_column("where", slice_of(unknown->column),
		    criteria_nearest(
			&a->criteria, unknown, a->ledger.table, a->ledger.book->customers));
	for (size_t i = 0; i < a->criteria.tables.count; i++)
		note_source(a, &a->criteria.tables.at[i]);
	a->asks_customers |= a->criteria.asks_terms;
	if (!a->buckets.by_due)
		(void)table_need(a->ledger.table, "invoice_date");
	a->ageing = (struct ageing){.ncolumns = a->nby, .nbuckets = a->buckets.count};
	a->outer = (struct ageing){.ncolumns = 1, .nbuckets = a->buckets.count};
	a->judges = a->nby == 1 && a->at[0].item >= 0 && a->at[0].customer < 0 &&
		    where->count == 0 && !a->rejects && a->receipts == NULL && a->months == 0 &&
		    a->ledger.as_of.column < 0 && !a->ledger.book->policy->customer_term_overrides;
}
