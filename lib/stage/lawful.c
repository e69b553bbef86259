#include "stage/lawful.h"

#include "book/statutes.h"

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

	for (size_t i = 0; i < l->count && ok; i++)
		law_check(&facts, l->laws[i], out);
	statutes_free(&statutes);
	return ok;
}
