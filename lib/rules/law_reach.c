#include "rules/law_rule.h"

#include "base/mem.h"

#include <stdlib.h>
#include <string.h>

#include "base/banned.h"

/* Somebody who pays: one of the customer file, or anybody of whom this much is known. */
struct person {
	unsigned who;
	const char *country; /* NULL: not known either */
	const struct customers *file;
	const struct customer *customer; /* NULL: anybody */
};

enum truth { NEVER, MAYBE, ALWAYS };

static enum truth known(const struct condition *c, struct slice value)
{
	return condition_holds(c, value) ? ALWAYS : NEVER;
}

static enum truth holds(const struct condition *c, const struct person *who)
{
	int column = who->customer != NULL ? customers_column(who->file, c->column) : -1;

	if (column >= 0)
		return known(c, who->customer->fields[column]);
	if (strcmp(c->column, "type") == 0)
		return known(c, slice_of(who->who == LAW_CONSUMER ? "consumer" : "business"));
	if (strcmp(c->column, "country") == 0 && who->country != NULL)
		return known(c, slice_of(who->country));
	return MAYBE;
}

static enum truth all_hold(const struct where_list *where, const struct person *who)
{
	enum truth all = ALWAYS;

	for (size_t i = 0; i < where->count; i++) {
		enum truth one = holds(&where->conditions[i], who);

		if (one < all)
			all = one;
	}
	return all;
}

static struct law_reach *reach_of(
    const struct policy *p, struct law_reach *reach, const struct terms *terms)
{
	return &reach[terms - p->terms];
}

/* All terms that the policy may give the person. */
static void give(const struct policy *p, const struct person *who, struct law_reach *reach)
{
	for (size_t i = 0; i < p->nterms_for; i++) {
		enum truth truth = all_hold(&p->terms_for[i].where, who);

		if (truth != NEVER)
			reach_of(p, reach, p->terms_for[i].terms)->who |= who->who;
		if (truth == ALWAYS)
			return;
	}
	reach_of(p, reach, p->defaults.terms)->who |= who->who;
	if (who->who == LAW_CONSUMER)
		reach_of(p, reach, p->defaults.terms)->by_default = true;
}

static void give_anybody(const struct policy *p, const char *country, struct law_reach *reach)
{
	give(p, &(struct person){.who = LAW_BUSINESS, .country = country}, reach);
	give(p, &(struct person){.who = LAW_CONSUMER, .country = country}, reach);
}

bool law_covers(const struct policy *p, const struct law *law, struct slice country)
{
	if (country.n == 0)
		country = slice_of(p->company.country);
	return country.n == 0 || slice_is(country, law->countries[0]) ||
	       (law->countries[1] != NULL && slice_is(country, law->countries[1]));
}

/* His own terms go before terms_for. */
static void give_customer(const struct law_facts *f, const struct law *law,
    const struct customer *customer, struct law_reach *reach)
{
	struct person who = {.who = customer->consumer ? LAW_CONSUMER : LAW_BUSINESS,
	    .country = "",
	    .file = f->customers,
	    .customer = customer};
	const struct terms *own = policy_terms(f->policy, customer->terms);

	if (own != NULL && !law_covers(f->policy, law, customer->country))
		reach_of(f->policy, reach, own)->elsewhere = true;
	if (!law_covers(f->policy, law, customer->country) ||
	    (!customer->consumer && !customer->business))
		return;
	if (own != NULL)
		reach_of(f->policy, reach, own)->who |= who.who;
	else
		give(f->policy, &who, reach);
}

static void give_elsewhere(const struct policy *p, struct law_reach *reach)
{
	struct law_reach *any = mem_array(p->nterms, sizeof *any);

	give_anybody(p, NULL, any);
	for (size_t i = 0; i < p->nterms; i++)
		reach[i].elsewhere = any[i].who != 0;
	free(any);
}

void law_reach(const struct law_facts *f, const struct law *law, struct law_reach *reach)
{
	struct customer_room room = {0};

	give_elsewhere(f->policy, reach);
	for (size_t i = 0; i < 2 && law->countries[i] != NULL; i++)
		give_anybody(f->policy, law->countries[i], reach);
	for (size_t i = 0; f->customers != NULL && i < f->customers->count; i++)
		give_customer(f, law, customers_at(f->customers, i, &room), reach);
	customer_room_free(&room);
}
