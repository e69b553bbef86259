/*
 * Whether laws allow a policy: what they are held against is read here, and the
 * judgement is that of rules/law.h.
 */
#ifndef STAGE_LAWFUL_H
#define STAGE_LAWFUL_H

#include "base/diag.h"
#include "base/slice.h"
#include "book/customers.h"
#include "book/policy.h"
#include "rules/law.h"
#include "value/date.h"

#include <stdbool.h>
#include <stddef.h>

struct lawful {
	struct policy *policy;
	const struct customers *customers; /* NULL: not looked at */
	date as_of;
	/* The laws, each once. */
	struct slice laws[LAWS];
	size_t count;
	bool *consumers[LAWS]; /* of each law, see struct law_facts */
};

/* Add a law that is known. */
void lawful_add(struct lawful *l, struct slice law);
/* Add those that the policy names. */
void lawful_add_own(struct lawful *l);
/* A consumer whom laws[law] protects is charged under policy->terms[terms]. */
void lawful_tell_consumer(struct lawful *l, size_t law, size_t terms);
/* All findings. False after faults were reported: a file could not be read. */
bool lawful_check(const struct lawful *l, struct diag *d, struct law_findings *out);
void lawful_free(struct lawful *l);

#endif
