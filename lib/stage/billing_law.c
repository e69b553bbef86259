#include "base/file.h"
#include "base/mem.h"
#include "stage/billing.h"
#include "stage/lawful.h"

#include <stdlib.h>

#include "base/banned.h"

enum payer { PAYER_UNKNOWN, PAYER_BUSINESS, PAYER_CONSUMER };

/* Who is charged, and under which terms. */
struct payers {
	const struct billing *b;
	struct customers *customers; /* NULL: there is no such file */
	struct lawful laws;
	int type; /* the column of the proposal, -1: there is none */
	/* By terms: the first row of a consumer, and of who may be one; NULL where there is none.
	 */
	const struct proposal_row **sure, **maybe;
	date last; /* the last day that something is charged for */
};

/* The row's own word goes before the customer's. */
static enum payer payer_of(
    const struct payers *p, const struct proposal_row *row, const struct customer *customer)
{
	if (p->type >= 0 && slice_is(row->fields[p->type], "business"))
		return PAYER_BUSINESS;
	if (p->type >= 0 && slice_is(row->fields[p->type], "consumer"))
		return PAYER_CONSUMER;
	if (customer != NULL && customer->business)
		return PAYER_BUSINESS;
	return customer != NULL && customer->consumer ? PAYER_CONSUMER : PAYER_UNKNOWN;
}

/* The laws of his country; of a consumer, each is told under which terms he is charged. */
static bool is_governed(
    struct payers *p, const struct customer *customer, bool consumer, size_t terms)
{
	struct slice country = {"", 0};
	bool governed = false;

	if (customer != NULL)
		country = customer->country;
	for (size_t i = 0; i < p->laws.count; i++) {
		if (!law_governs(p->laws.policy, p->laws.laws[i], country))
			continue;
		governed = true;
		if (consumer)
			lawful_tell_consumer(&p->laws, i, terms);
	}
	return governed;
}

static void take_row(struct payers *p, const struct bill *bill, const struct proposal_row *row)
{
	size_t terms = (size_t)(bill->terms - p->laws.policy->terms);
	const struct customer *customer = NULL;
	const struct proposal_row **first;
	enum payer payer;

	if (p->customers != NULL)
		customer = customers_find(p->customers, row->item.customer);
	payer = payer_of(p, row, customer);
	if (payer == PAYER_BUSINESS || !is_governed(p, customer, payer == PAYER_CONSUMER, terms))
		return;
	first = payer == PAYER_CONSUMER ? p->sure : p->maybe;
	if (first[terms] == NULL)
		first[terms] = row;
	if (p->last == DATE_NONE || bill->out.as_of > p->last)
		p->last = bill->out.as_of;
}

static void take_rows(struct payers *p)
{
	const struct billing *b = p->b;

	for (size_t i = 0; i < b->proposal->count; i++) {
		const struct proposal_row *row = &b->proposal->rows[i];
		const struct bill *bill = &b->bills[b->bill_of[i]];

		if (!bill->left_out && row->fee[F_FEES] > 0)
			take_row(p, bill, row);
	}
}

static void refuse(const struct payers *p, const struct law_findings *found)
{
	const struct policy *policy = p->laws.policy;

	for (size_t i = 0; i < policy->nterms; i++) {
		const struct proposal_row *row = p->sure[i] != NULL ? p->sure[i] : p->maybe[i];
		const struct law_finding *why = law_stands(found, &policy->terms[i]);

		if (row != NULL && why != NULL)
			diag_error(p->b->d, STATUS_POLICY, why->at,
			    "a consumer %s charged under these terms (%s:%lu), which a law does "
			    "not allow: %s",
			    p->sure[i] != NULL ? "is" : "may be", row->file, row->line, why->text);
	}
}

/* Where the file is not there, terms_for alone says who may be a consumer. */
static bool open_customers(struct payers *p)
{
	struct policy *policy = p->laws.policy;
	const char *path = policy_path(policy, policy->files.customers);

	if (!file_exists(path))
		return true;
	p->customers = customers_load(p->b->d, path, policy->defaults.decimals);
	return p->customers != NULL;
}

void billing_check_law(struct billing *b)
{
	struct policy *policy = b->book->policy;
	struct payers p = {
	    .b = b,
	    .laws = {.policy = policy},
	    .type = table_find(b->proposal->table, "type"),
	    .last = DATE_NONE,
	};
	struct law_findings found = {0};

	if (policy->nlaw == 0 || !open_customers(&p))
		return;
	lawful_add_own(&p.laws);
	p.sure = mem_array(policy->nterms, sizeof(*p.sure));
	p.maybe = mem_array(policy->nterms, sizeof(*p.maybe));
	take_rows(&p);
	p.laws.as_of = p.last;
	if (p.last != DATE_NONE && lawful_check(&p.laws, b->d, &found))
		refuse(&p, &found);
	law_free(&found);
	lawful_free(&p.laws);
	free(p.sure);
	free(p.maybe);
	customers_free(p.customers);
}
