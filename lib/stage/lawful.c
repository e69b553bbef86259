#include "stage/lawful.h"

#include "base/mem.h"
#include "book/statutes.h"

#include <stdlib.h>

#include "base/banned.h"

void lawful_add(struct lawful *l, struct slice law)
{
	for (size_t i = 0; i < l->count; i++)
		if (slice_equal(l->laws[i], law))
			return;
	l->laws[l->count++] = law;
}

void lawful_add_own(struct lawful *l)
{
	for (size_t i = 0; i < l->policy->nlaw; i++)
		lawful_add(l, slice_of(l->policy->law[i]));
}

void lawful_tell_consumer(struct lawful *l, size_t law, size_t terms)
{
	if (l->consumers[law] == NULL)
		l->consumers[law] = mem_array(l->policy->nterms, sizeof *l->consumers[law]);
	l->consumers[law][terms] = true;
}

bool lawful_check(const struct lawful *l, struct diag *d, struct law_findings *out)
{
	struct statutes statutes = {0};
	struct law_facts facts = {
	    .policy = l->policy,
	    .statutes = &statutes,
	    .customers = l->customers,
	    .as_of = l->as_of,
	};
	bool ok = statutes_load(d, l->policy, &statutes);

	for (size_t i = 0; i < l->count && ok; i++) {
		facts.consumers = l->consumers[i];
		law_check(&facts, l->laws[i], out);
	}
	statutes_free(&statutes);
	return ok;
}

void lawful_free(struct lawful *l)
{
	for (size_t i = 0; i < LAWS; i++)
		free(l->consumers[i]);
}
