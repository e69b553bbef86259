#include "rules/lookup.h"

#include "base/mem.h"
#include "book/item.h"

#include <stdlib.h>
#include <string.h>

#include "base/banned.h"

bool lookup_find(
    struct lookup *l, const struct table *t, const struct customers *customers, const char *name)
{
	*l = (struct lookup){.item = table_find(t, name),
	    .customer = customers != NULL ? customers_column(customers, name) : -1};
	return l->item >= 0 || l->customer >= 0;
}

struct slice lookup_value(
    const struct lookup *l, const struct slice *fields, const struct customer *customer)
{
	if (l->item >= 0 && fields[l->item].n > 0)
		return fields[l->item];
	if (l->customer >= 0 && customer != NULL && customer->fields[l->customer].n > 0)
		return customer->fields[l->customer];
	return l->otherwise;
}

void lookup_offer(const struct table *t, const struct customers *customers, struct nearest *nearest)
{
	for (size_t i = 0; i < table_columns(t); i++)
		nearest_offer(nearest, table_column_name(t, i));
	for (size_t i = 0; customers != NULL && i < customers->ncolumns; i++)
		nearest_offer(nearest, customers->names[i]);
}

/* What an empty cell of this column means, which no row need have; empty: nothing. */
static struct slice default_of(const struct policy *p, const char *column)
{
	if (strcmp(column, "delivery") == 0)
		return slice_of(delivery_names[p->defaults.delivery]);
	if (strcmp(column, "language") == 0)
		return slice_of(p->defaults.language);
	return strcmp(column, "currency") == 0 ? slice_of(p->defaults.currency) : SLICE_LIT("");
}

static bool is_status(const struct condition *c)
{
	return strcmp(c->column, "status") == 0;
}

long filter_bind(struct filter *f, const struct condition *conditions, size_t count,
    const struct policy *policy, const struct table *t, const struct customers *customers)
{
	long unknown = -1;

	*f = (struct filter){conditions, mem_array(count + 1, sizeof *f->at), count, false};
	for (size_t i = 0; i < count; i++) {
		const char *column = conditions[i].column;
		bool found = lookup_find(&f->at[i], t, customers, column);

		f->at[i].otherwise = default_of(policy, column);
		f->asks_status = f->asks_status || is_status(&conditions[i]);
		if (!found && unknown < 0 && f->at[i].otherwise.n == 0 &&
		    !is_status(&conditions[i]))
			unknown = (long)i;
	}
	return unknown;
}

bool filter_holds(const struct filter *f, const struct item *item, const struct slice *fields,
    const struct customer *customer)
{
	for (size_t i = 0; i < f->count; i++) {
		const struct condition *c = &f->conditions[i];

		if (!condition_holds(
			c, is_status(c) ? item->status : lookup_value(&f->at[i], fields, customer)))
			return false;
	}
	return true;
}

void filter_free(struct filter *f)
{
	free(f->at);
	*f = (struct filter){0};
}

void assignment_bind(struct assignment *a, const struct policy *policy, const struct table *t,
    const struct customers *customers)
{
	a->policy = policy;
	a->filters = mem_array(policy->nterms_for + 1, sizeof *a->filters);
	a->by_customer = true;
	for (size_t i = 0; i < policy->nterms_for; i++) {
		const struct where_list *where = &policy->terms_for[i].where;

		(void)filter_bind(
		    &a->filters[i], where->conditions, where->count, policy, t, customers);
		a->asks_status = a->asks_status || a->filters[i].asks_status;
		for (size_t j = 0; j < where->count; j++)
			a->by_customer = a->by_customer && a->filters[i].at[j].item < 0;
	}
	a->by_customer = a->by_customer && !a->asks_status;
}

const struct condition *assignment_stranger(const struct assignment *a, size_t index)
{
	const struct filter *f = &a->filters[index];

	for (size_t i = 0; i < f->count; i++) {
		const char *column = f->conditions[i].column;

		/* A table may lack what the manuals tell of: its value is then empty. */
		if (f->at[i].item < 0 && f->at[i].customer < 0 && !item_has_column(column) &&
		    !customer_has_column(column))
			return &f->conditions[i];
	}
	return NULL;
}

const struct terms *assignment_terms(const struct assignment *a, const struct item *item,
    const struct slice *fields, const struct customer *customer)
{
	const struct policy *p = a->policy;

	if (item->terms.n > 0)
		return policy_terms(p, item->terms);
	if (customer != NULL && customer->terms.n > 0)
		return policy_terms(p, customer->terms);
	for (size_t i = 0; i < p->nterms_for; i++)
		if (filter_holds(&a->filters[i], item, fields, customer))
			return p->terms_for[i].terms;
	return p->defaults.terms;
}

void assignment_free(struct assignment *a)
{
	for (size_t i = 0; a->filters != NULL && i < a->policy->nterms_for; i++)
		filter_free(&a->filters[i]);
	free(a->filters);
	*a = (struct assignment){0};
}
