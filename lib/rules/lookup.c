#include "rules/lookup.h"

#include "base/mem.h"

#include <stdlib.h>

#include "base/banned.h"

/* What dun-items(5) and dun-customers(5) tell of: a table may lack them, their value is then empty.
 */
static const char *const known_columns[] = {"customer", "invoice", "instalment", "invoice_date",
    "due_date", "currency", "amount", "open_amount", "kind", "side", "terms", "reminders",
    "reference", "description", "payment_method", "invoice_file", "status", "paid_date",
    "ledger_date", "reminded_level", "reminded_on", "name", "contact", "address1", "address2",
    "address3", "address4", "postal_code", "city", "country", "language", "email", "delivery",
    "term_days", "credit_limit", "template_group", "type"};

enum { KNOWN_COLUMNS = sizeof known_columns / sizeof *known_columns };

bool lookup_find(
    struct lookup *l, const struct table *t, const struct customers *customers, const char *name)
{
	l->item = table_find(t, name);
	l->customer = customers != NULL ? customers_column(customers, name) : -1;
	return l->item >= 0 || l->customer >= 0;
}

struct slice lookup_value(
    const struct lookup *l, const struct slice *fields, const struct customer *customer)
{
	if (l->item >= 0 && (fields[l->item].n > 0 || l->customer < 0))
		return fields[l->item];
	if (l->customer >= 0 && customer != NULL)
		return customer->fields[l->customer];
	return (struct slice){0};
}

struct slice lookup_nearest(
    const struct table *t, const struct customers *customers, struct slice wanted)
{
	struct slice best = {0};
	size_t least = wanted.n / 2 + 1;

	for (size_t i = 0; i < table_columns(t); i++) {
		size_t distance = slice_distance(wanted, table_column_name(t, i));

		if (distance < least) {
			least = distance;
			best = table_column_name(t, i);
		}
	}
	for (size_t i = 0; customers != NULL && i < customers->ncolumns; i++) {
		size_t distance = slice_distance(wanted, customers->names[i]);

		if (distance < least) {
			least = distance;
			best = customers->names[i];
		}
	}
	return best;
}

static bool is_known(const char *name)
{
	for (size_t i = 0; i < KNOWN_COLUMNS; i++)
		if (slice_is(slice_of(name), known_columns[i]))
			return true;
	return false;
}

long filter_bind(struct filter *f, const struct condition *conditions, size_t count,
    const struct table *t, const struct customers *customers)
{
	long unknown = -1;

	*f = (struct filter){conditions, mem_array(count + 1, sizeof *f->at), count};
	for (size_t i = 0; i < count; i++)
		if (!lookup_find(&f->at[i], t, customers, conditions[i].column) && unknown < 0)
			unknown = (long)i;
	return unknown;
}

bool filter_holds(
    const struct filter *f, const struct slice *fields, const struct customer *customer)
{
	for (size_t i = 0; i < f->count; i++)
		if (!condition_holds(&f->conditions[i], lookup_value(&f->at[i], fields, customer)))
			return false;
	return true;
}

void filter_free(struct filter *f)
{
	free(f->at);
	*f = (struct filter){0};
}

/* The first condition that names a column of nobody's, NULL when there is none. */
static const struct condition *stranger(const struct filter *f)
{
	for (size_t i = 0; i < f->count; i++)
		if (f->at[i].item < 0 && f->at[i].customer < 0 &&
		    !is_known(f->conditions[i].column))
			return &f->conditions[i];
	return NULL;
}

static void report_stranger(struct diag *d, const struct policy *policy, size_t index,
    const struct condition *c, struct slice near)
{
	struct place at =
	    policy_place(policy, policy->terms_for[index].line, policy->terms_for[index].col);

	if (near.n > 0)
		diag_error(d, STATUS_POLICY, at,
		    "terms_for: neither the items nor the customers have a column \"%s\"; the "
		    "nearest is \"%.*s\"",
		    c->column, SLICE_ARG(near));
	else
		diag_error(d, STATUS_POLICY, at,
		    "terms_for: neither the items nor the customers have a column \"%s\"",
		    c->column);
}

bool assignment_bind(struct assignment *a, struct diag *d, const struct policy *policy,
    const struct table *t, const struct customers *customers)
{
	bool sound = true;

	a->policy = policy;
	a->filters = mem_array(policy->nterms_for + 1, sizeof *a->filters);
	a->by_customer = true;
	for (size_t i = 0; i < policy->nterms_for; i++) {
		const struct where_list *where = &policy->terms_for[i].where;
		const struct condition *c;

		filter_bind(&a->filters[i], where->conditions, where->count, t, customers);
		c = stranger(&a->filters[i]);
		if (c != NULL) {
			report_stranger(
			    d, policy, i, c, lookup_nearest(t, customers, slice_of(c->column)));
			sound = false;
		}
		for (size_t j = 0; j < where->count; j++)
			a->by_customer = a->by_customer && a->filters[i].at[j].item < 0;
	}
	return sound;
}

const struct terms *assignment_terms(const struct assignment *a, struct slice own,
    const struct slice *fields, const struct customer *customer)
{
	const struct policy *p = a->policy;

	if (own.n > 0)
		return policy_terms(p, own);
	if (customer != NULL && customer->terms.n > 0)
		return policy_terms(p, customer->terms);
	for (size_t i = 0; i < p->nterms_for; i++)
		if (filter_holds(&a->filters[i], fields, customer))
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
