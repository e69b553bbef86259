/*
 * Statutes: what a law does not allow in a policy. Pure: the policy, the law's
 * figures and the letters' texts in, findings out. Each country's rules are a
 * table in law_nl.c and its like; check-policy(1) tells them in words.
 *
 * A rule is held against terms by who can get them: a consumer or a business
 * of that country, by the conditions of terms_for and, where customers are
 * given, by their own terms. The name of terms proves nothing.
 */
#ifndef RULES_LAW_H
#define RULES_LAW_H

#include "base/diag.h"
#include "base/mem.h"
#include "base/slice.h"
#include "book/customers.h"
#include "book/policy.h"
#include "book/statutes.h"
#include "value/date.h"

#include <stdbool.h>
#include <stddef.h>

struct law_facts {
	const struct policy *policy;
	const struct statutes *statutes;
	const struct customers *customers; /* NULL: not looked at */
	/* By terms: a consumer whom this law protects is known to get them. NULL: of none. */
	const bool *consumers;
	date as_of; /* whose rates are compared */
};

struct law_finding {
	const struct terms *terms; /* NULL: of no terms */
	bool consumer;		   /* it stands against charging a consumer under these terms */
	bool advice;		   /* not against the law, but unsafe: does not count */
	struct place at;
	const char *text;
};

/* Zero-initialize. */
struct law_findings {
	struct law_finding *all;
	size_t count, capacity;
	struct arena arena;
};

enum { LAWS = 5 }; /* nl, be, de, fr, uk */
bool law_known(struct slice name);
/* Whether a customer of that country comes under the law; "" is the company's own country. */
bool law_governs(const struct policy *p, struct slice law, struct slice country);
/* Hold the policy against that law, which is known, and add what is found. */
void law_check(const struct law_facts *f, struct slice name, struct law_findings *out);
/* Report what was found: a warning each, and a note of what is advice. */
void law_report(struct diag *d, const struct law_findings *f);
/* The first finding that stands against charging a consumer under these terms, or NULL. */
const struct law_finding *law_stands(const struct law_findings *f, const struct terms *terms);
void law_free(struct law_findings *f);

#endif
