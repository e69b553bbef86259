/*
 *   customers FILE [KEY]     how many there are, or what is known of one
 */
#include <stdio.h>

#include "base/spool.h"
#include "book/customers.h"
#include "book/policy.h"

#include "base/banned.h"

static void show(const struct customers *all, const struct customer *c)
{
	char limit[MONEY_TEXT] = "", term[FORMULA_TEXT] = "";

	if (c->has_credit_limit)
		money_format(c->credit_limit, 2, limit);
	if (c->has_term_days)
		formula_format(&c->term_days, term);
	printf("name=%.*s delivery=%s days=%s limit=%s%s%s%s line=%lu\n", SLICE_ARG(c->name),
	    c->delivery < 0 ? "" : delivery_names[c->delivery], term, limit,
	    c->blocked ? " blocked" : "", c->consumer ? " consumer" : "",
	    c->business ? " business" : "", c->line);
	for (size_t i = 0; i < all->ncolumns; i++)
		printf("%.*s=%.*s\n", SLICE_ARG(all->names[i]), SLICE_ARG(c->fields[i]));
}

int main(int argc, char **argv)
{
	struct diag d = {0};
	struct customers *all = NULL;

	diag_program("customers");
	if (argc > 1)
		all = customers_load(&d, argv[1], 2);
	if (all && argc == 2)
		printf("%zu customers\n", all->count);
	if (all && argc == 3) {
		const struct customer *c = customers_find(all, slice_of(argv[2]));
		if (c)
			show(all, c);
		else
			printf("none\n");
	}
	customers_free(all);
	return finish(&d);
}
