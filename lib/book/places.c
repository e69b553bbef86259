#include "book/places.h"

#include <stdlib.h>

#include "base/file.h"
#include "table/csv.h"

#include "base/banned.h"

static bool has_policy(const struct options *o)
{
	const char *named = getenv("DUN_POLICY");

	return o->policy || (named && *named) || file_exists("policy.yaml");
}

bool places_find(struct places *p, struct diag *d, const struct options *o, bool needed)
{
	*p = (struct places){NULL, "history.csv", "outbox", "letters"};
	if ((needed || !o->history) && has_policy(o)) {
		p->policy = policy_load(d, o->policy);
		if (!p->policy)
			return false;
		p->history = policy_path(p->policy, p->policy->files.history);
		p->outbox = policy_path(p->policy, p->policy->files.outbox);
		p->letters = policy_path(p->policy, p->policy->files.letters);
	}
	if (o->history)
		p->history = o->history;
	return table_check_output(d, "rejects", o->rejects, (char *const[]){(char *)p->history}, 1);
}

void places_free(struct places *p)
{
	policy_free(p->policy);
	*p = (struct places){0};
}
