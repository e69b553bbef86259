#include "stage/billing.h"
#include "stage/lawful.h"

#include <stdlib.h>

#include "base/banned.h"

/* The first row that is charged under each of the terms, NULL where none is. */
struct charged_terms {
	const struct billing *b;
	const struct proposal_row **rows;
	date last; /* the last day that something is charged for */
	int type;  /* the column, -1: there is none */
};

/* Who is no consumer by his own row is none. */
static bool may_be_consumer(const struct charged_terms *c, const struct proposal_row *row)
{
	return c->type < 0 || !slice_is(row->fields[c->type], "business");
}

static void find_charged(struct charged_terms *c)
{
	const struct billing *b = c->b;
	const struct proposal *p = b->proposal;

	for (size_t i = 0; i < p->count; i++) {
		const struct proposal_row *row = &p->rows[i];
		const struct bill *bill = &b->bills[b->bill_of[i]];
		size_t terms;

		if (bill->left_out || row->fee[F_FEES] <= 0 || !may_be_consumer(c, row))
			continue;
		terms = (size_t)(bill->terms - b->book->policy->terms);
		if (c->rows[terms] == NULL)
			c->rows[terms] = row;
		if (c->last == DATE_NONE || bill->out.as_of > c->last)
			c->last = bill->out.as_of;
	}
}

static void refuse(const struct charged_terms *c, const struct law_findings *found)
{
	const struct policy *p = c->b->book->policy;

	for (size_t i = 0; i < p->nterms; i++) {
		const struct proposal_row *row = c->rows[i];
		const struct law_finding *why = law_stands(found, &p->terms[i]);

		if (row != NULL && why != NULL)
			diag_error(c->b->d, STATUS_POLICY, why->at,
			    "a consumer may be charged under these terms (%s:%lu), which a law "
			    "does not allow: %s",
			    row->file, row->line, why->text);
	}
}

void billing_check_law(struct billing *b)
{
	struct policy *p = b->book->policy;
	struct charged_terms c = {
	    .b = b, .last = DATE_NONE, .type = table_find(b->proposal->table, "type")};
	struct lawful laws = {.policy = p};
	struct law_findings found = {0};

	if (p->nlaw == 0)
		return;
	c.rows = mem_array(p->nterms, sizeof(*c.rows));
	find_charged(&c);
	laws.as_of = c.last;
	lawful_add_own(&laws);
	if (c.last != DATE_NONE && lawful_check(&laws, b->d, &found))
		refuse(&c, &found);
	law_free(&found);
	free(c.rows);
}
