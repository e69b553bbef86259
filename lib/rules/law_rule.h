/*
 * A law as a table of rules, and the checks that the tables share. Private to
 * the law*.c files.
 *
 * A check looks at one terms record and says what it finds; rule, text and
 * source are the table's.
 */
#ifndef RULES_LAW_RULE_H
#define RULES_LAW_RULE_H

#include "rules/interest.h"
#include "rules/law.h"

enum { LAW_BUSINESS = 1, LAW_CONSUMER = 2, LAW_ANYONE = 3 };

struct law_case;

struct law_rule {
	unsigned who; /* whom it protects, of the above */
	const char *id;
	const char *text; /* the rule in words */
	const char *source;
	void (*check)(const struct law_case *c);
};

enum { LAW_FIGURES = 3 };

struct law {
	const char *name;
	const char *countries[2]; /* of a customer, as ISO 3166 and as people write them */
	const char *consumers;	  /* where it is said that a consumer is charged by other rules */
	/* What it gives without a contract: rate tables and scales, NULL-terminated. */
	const char *rates[LAW_FIGURES], *scales[LAW_FIGURES];		/* from a business */
	const char *free_rates[LAW_FIGURES], *free_scales[LAW_FIGURES]; /* from a consumer */
	const char *cap;       /* the table that no rate to a consumer may exceed, or NULL */
	const char *scale_cap; /* the scale that no costs to a consumer may exceed, or NULL */
	bool interest_too;     /* interest, like costs, waits for the free letter */
	int term;	       /* days that the letter leaves, from the day after its receipt */
	/* The day on which a letter posted that day counts as received: at best, and at worst. */
	date (*at_best)(date sent);
	date (*at_worst)(date sent);
	const struct law_rule *rules;
	size_t nrules;
};

extern const struct law law_nl, law_be, law_de, law_fr, law_uk;

struct law_case {
	const struct law_facts *facts;
	const struct law *law;
	const struct law_rule *rule;
	const struct terms *terms;
	unsigned who; /* who can get the terms */
	struct law_findings *out;
};

/*
 * Something is found: in a level, or in the terms themselves (NULL). `key` leads from there to
 * the place ("charges.interest"); where it is not in the policy, the place is what it would be in.
 */
__attribute__((format(printf, 4, 5))) void law_find(
    const struct law_case *c, const struct level *level, const char *key, const char *fmt, ...);
/* The same of what is allowed but unsafe. */
__attribute__((format(printf, 4, 5))) void law_advise(
    const struct law_case *c, const struct level *level, const char *key, const char *fmt, ...);

/* Who can get each of the terms (law_reach.c). `reach` has room for all terms of the policy. */
struct law_reach {
	unsigned who;
	bool by_default; /* a consumer gets them because nothing says otherwise */
	bool elsewhere;	 /* somebody of another country can */
};
void law_reach(const struct law_facts *f, const struct law *law, struct law_reach *reach);
/* Whether a customer of that country comes under the law; "" is the company's own country. */
bool law_covers(const struct policy *p, const struct law *law, struct slice country);

/* What a level charges (law_charge.c). */
bool law_amount_asks(const struct amount *a); /* it is given and not zero */
bool law_level_has_fees(const struct level *level);
bool law_level_has_damages(const struct level *level);
bool law_level_charges(const struct level *level); /* those, a scale or interest */
/* The place of the first level that waits for the free letter: nlevels when none does. */
size_t law_first_charge(const struct law_case *c);
/* The key of a level's first charge. */
const char *law_charge_key(const struct level *level);

/* Checks: the free letter and its term (law_term.c). */
void law_check_free_letter(const struct law_case *c);
void law_check_after_due(const struct law_case *c);
void law_check_term(const struct law_case *c);
void law_check_receipt(const struct law_case *c);
void law_check_term_over(const struct law_case *c);
/* What the letter says (law_letter.c). */
void law_check_names_amount(const struct law_case *c);
void law_check_names_term(const struct law_case *c);
/* Each text of the free letter must have one of the tags, or it does not name `what`. */
void law_check_tags(const struct law_case *c, const char *const *tags, const char *what);
/* Whether a text has the tag; whether it has the words, whatever their case and line breaks. */
bool law_text_has_tag(const struct letter_text *letter, const char *tag);
bool law_text_says(const struct letter_text *letter, const char *words);
/* Each invoice has its own letter (law_letter.c). */
void law_check_own_letter(const struct law_case *c);
void law_check_no_jump(const struct law_case *c);
/* Costs (law_cost.c). */
void law_check_scale(const struct law_case *c);
void law_check_stacked(const struct law_case *c);
/* The same where no fee is owed at all. */
void law_check_only_scale(const struct law_case *c);
void law_check_no_scale(const struct law_case *c);
void law_check_no_fees(const struct law_case *c);
void law_check_no_damages(const struct law_case *c);
/* Agreement and VAT (law_agreed.c). */
void law_check_agreed(const struct law_case *c);
void law_check_no_vat(const struct law_case *c);
void law_check_vat_declared(const struct law_case *c, const char *const *words);
/* Interest (law_rate.c). */
void law_check_rate(const struct law_case *c);
void law_check_business_rate(const struct law_case *c);
void law_check_least_interest(const struct law_case *c);
void law_check_simple(const struct law_case *c);
void law_check_not_before_due(const struct law_case *c);
/* One level's interest, as it runs. */
struct law_interest {
	const struct law_case *c;
	const struct level *level;
	const struct interest_rule *rule;
	struct interest_terms terms;
};
void law_each_interest(const struct law_case *c, void (*check)(const struct law_interest *i));
/* Its rate on the day. */
decimal law_own_rate(const struct law_interest *i);

#endif
