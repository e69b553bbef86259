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
	bool unreadable;	     /* it has faults, which were told */
	struct lawful laws;
	int type; /* the column of the proposal, -1: there is none */
	/* By terms: where the first row of a consumer is, and of who may be one; no file where
	 * there is none. */
	struct place *sure, *maybe;
	date last; /* the last day that something is charged for */
};

/* The row's own word goes before the customer's. */
static enum payer payer_of(
    const struct payers *p, const struct proposal_row *row, const struct customer *customer)
{
	struct slice type = {"", 0};

	if (p->type >= 0)
		type = proposal_fields(p->b->proposal, row)[p->type];
	if (slice_is(type, "business"))
		return PAYER_BUSINESS;
	if (slice_is(type, "consumer"))
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
	struct place *first;
	enum payer payer;

	if (p->customers != NULL)
		customer = customers_find(p->customers, row->item.customer);
	payer = payer_of(p, row, customer);
	if (payer == PAYER_BUSINESS || !is_governed(p, customer, payer == PAYER_CONSUMER, terms))
		return;
	first = payer == PAYER_CONSUMER ? p->sure : p->maybe;
	if (first[terms].file == NULL)
		first[terms] = AT_LINE(row->file, row->line);
	if (p->last == DATE_NONE || bill->out.as_of > p->last)
		p->last = bill->out.as_of;
}

/* Where the file is not there, terms_for alone says who may be a consumer. */
static void open_customers(struct payers *p)
{
	struct policy *policy = p->laws.policy;
	const char *path = policy_path(policy, policy->files.customers);

	if (!file_exists(path))
		return;
	p->customers = customers_load(p->b->d, path, policy->defaults.decimals);
	p->unreadable = p->customers == NULL;
}

static struct payers *open_payers(const struct billing *b)
{
	struct policy *policy = b->book->policy;
	struct payers *p = mem_alloc(sizeof *p);

	*p = (struct payers){
	    .b = b,
	    .laws = {.policy = policy},
	    .type = table_find(b->proposal->table, "type"),
	    .sure = mem_array(policy->nterms, sizeof *p->sure),
	    .maybe = mem_array(policy->nterms, sizeof *p->maybe),
	    .last = DATE_NONE,
	};
	open_customers(p);
	lawful_add_own(&p->laws);
	return p;
}

void billing_take_payers(struct billing *b)
{
	const struct proposal *proposal = b->proposal;

	for (size_t i = 0; b->book->policy->nlaw > 0 && i < proposal->count; i++) {
		const struct proposal_row *row = &proposal->rows[i];
		const struct bill *bill = &b->bills[row->of];

		if (bill->left_out || row->fee[F_FEES] <= 0)
			continue;
		if (b->payers == NULL)
			b->payers = open_payers(b);
		if (!b->payers->unreadable)
			take_row(b->payers, bill, row);
	}
}

static void refuse(const struct payers *p, const struct law_findings *found)
{
	const struct policy *policy = p->laws.policy;

	for (size_t i = 0; i < policy->nterms; i++) {
		const bool sure = p->sure[i].file != NULL;
		const struct place row = sure ? p->sure[i] : p->maybe[i];
		const struct law_finding *why = law_stands(found, &policy->terms[i]);

		if (row.file != NULL && why != NULL)
			diag_error(p->b->d, STATUS_POLICY, why->at,
			    "a consumer %s charged under these terms (%s:%lu), which a law does "
			    "not allow: %s",
			    sure ? "is" : "may be", row.file, row.line, why->text);
	}
}

void billing_check_law(struct billing *b)
{
	struct law_findings found = {0};
	struct payers *p = b->payers;

	if (p == NULL || p->last == DATE_NONE)
		return;
	p->laws.as_of = p->last;
	if (lawful_check(&p->laws, b->d, &found))
		refuse(p, &found);
	law_free(&found);
}

void billing_free_payers(struct billing *b)
{
	struct payers *p = b->payers;

	if (p == NULL)
		return;
	lawful_free(&p->laws);
	free(p->sure);
	free(p->maybe);
	customers_free(p->customers);
	free(p);
	b->payers = NULL;
}
