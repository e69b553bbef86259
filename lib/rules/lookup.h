/*
 * Conditions and terms over an item and its customer together. A column is
 * looked for in the item first; where the items lack it, or this item's cell is
 * empty, in the customer file; and of some columns the policy tells what an empty
 * cell means.
 */
#ifndef RULES_LOOKUP_H
#define RULES_LOOKUP_H

#include "base/nearest.h"
#include "base/slice.h"
#include "book/customers.h"
#include "book/item.h"
#include "book/policy.h"
#include "table/csv.h"
#include "table/where.h"

#include <stdbool.h>
#include <stddef.h>

/* Where a column is found; -1 where it is not. */
struct lookup {
	int item;
	int customer;
	struct slice otherwise; /* what an empty cell means */
};

/* False when neither table has the column. customers may be NULL. */
bool lookup_find(
    struct lookup *l, const struct table *t, const struct customers *customers, const char *name);
/* The value for a row's fields and its customer (NULL: none). */
struct slice lookup_value(
    const struct lookup *l, const struct slice *fields, const struct customer *customer);
/* Both tables' columns, for the one nearest to what was typed. */
void lookup_offer(
    const struct table *t, const struct customers *customers, struct nearest *nearest);

/* Conditions, all of which must hold, with their columns found. */
struct filter {
	const struct condition *conditions;
	struct lookup *at;
	size_t count;
	bool asks_status; /* one of them does, which is item->status: the history may tell it */
};

/* Find the columns. Returns the index of the first condition whose column nobody has, else -1. */
long filter_bind(struct filter *f, const struct condition *conditions, size_t count,
    const struct policy *policy, const struct table *t, const struct customers *customers);
/* For a row, read as the item, and its customer (NULL: none). */
bool filter_holds(const struct filter *f, const struct item *item, const struct slice *fields,
    const struct customer *customer);
void filter_free(struct filter *f);

/*
 * Which terms an item has: its own, else its customer's, else those of the
 * first terms_for that holds, else the policy's default.
 */
struct assignment {
	const struct policy *policy;
	struct filter *filters; /* one a terms_for */
	bool by_customer;	/* no condition looks at the items: one answer a customer */
	bool asks_status;
};

/* Find the columns of the conditions. */
void assignment_bind(struct assignment *a, const struct policy *policy, const struct table *t,
    const struct customers *customers);
/*
 * The condition of policy->terms_for[index] whose column nobody has and which
 * dun-items(5) and dun-customers(5) do not know either: a fault of the policy. NULL: none.
 */
const struct condition *assignment_stranger(const struct assignment *a, size_t index);
/* The terms; NULL when the item's own or the customer's own are no terms of the policy. */
const struct terms *assignment_terms(const struct assignment *a, const struct item *item,
    const struct slice *fields, const struct customer *customer);
void assignment_free(struct assignment *a);

#endif
