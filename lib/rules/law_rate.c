#include "rules/law_rule.h"
#include "rules/stretch.h"

#include <string.h>

#include "base/banned.h"

void law_each_interest(const struct law_case *c, void (*check)(const struct law_interest *i))
{
	for (size_t i = 0; i < c->terms->nlevels; i++) {
		struct law_interest one = {.c = c,
		    .level = &c->terms->levels[i],
		    .rule = &c->terms->levels[i].charges.interest};
		const struct statutes *s = c->facts->statutes;

		if (!one.rule->given)
			continue;
		/* A table that nobody has is a fault of the policy, told elsewhere. */
		if (interest_terms_of(one.rule, s->own, &one.terms) ||
		    interest_terms_of(one.rule, s->shipped, &one.terms))
			check(&one);
	}
}

decimal law_own_rate(const struct law_interest *i)
{
	return i->terms.table != NULL ? rate_on(i->terms.table, i->c->facts->as_of) : i->terms.rate;
}

/* A year of 360 days makes the rate higher than it is called. */
static bool exceeds(const struct law_interest *i, decimal limit)
{
	wide per = i->terms.day_count == ACT_360 ? 360 : 365;

	return (wide)law_own_rate(i) * 365 > limit * per;
}

static void tell_rate(const struct law_interest *i, const struct rate_table *limit)
{
	char own[DECIMAL_TEXT], most[DECIMAL_TEXT], day[DATE_TEXT];

	decimal_format(law_own_rate(i), own);
	decimal_format(rate_on(limit, i->c->facts->as_of), most);
	date_format(i->c->facts->as_of, day);
	law_find(i->c, i->level, "charges.interest",
	    "the rate is %s%%%s, and %s of the law is %s%% on %s", own,
	    i->terms.day_count == ACT_360 ? " of a year of 360 days" : "", limit->name, most, day);
}

static void tell_old(const struct law_interest *i, const struct rate_table *limit)
{
	char until[DATE_TEXT];

	if (i->c->facts->as_of <= interest_known_until(limit))
		return;
	date_format(interest_known_until(limit), until);
	law_advise(i->c, i->level, "charges.interest",
	    "it is compared with a table, %s, that is known until %s", limit->name, until);
}

static const struct rate_table *limit_of(const struct law_interest *i, const char *name)
{
	const struct rate_table *limit = statutes_table(i->c->facts->statutes, name);

	if (limit == NULL)
		law_advise(i->c, i->level, "charges.interest",
		    "it cannot be compared: there is no table %s", name);
	else
		tell_old(i, limit);
	return limit;
}

static void check_cap(const struct law_interest *i)
{
	const char *cap = i->c->law->cap;
	const struct rate_table *limit = limit_of(i, cap);
	bool same = i->rule->table != NULL && strcmp(i->rule->table, cap) == 0;

	if (limit == NULL)
		return;
	if (exceeds(i, rate_on(limit, i->c->facts->as_of)))
		tell_rate(i, limit);
	else if (same && i->rule->rate_on_given && i->rule->rate_on_start)
		law_find(i->c, i->level, "charges.interest",
		    "with \"rate_on: start\" the first day's rate stays when %s falls", cap);
}

void law_check_rate(const struct law_case *c)
{
	law_each_interest(c, check_cap);
}

/* A rate that the law gives among businesses, or a higher one, is not a consumer's. */
static void check_business(const struct law_interest *i)
{
	const char *name = i->c->law->rates[0];
	const struct rate_table *limit = limit_of(i, name);

	if (i->rule->table != NULL && strcmp(i->rule->table, name) == 0)
		law_find(i->c, i->level, "charges.interest", "the rate is %s", name);
	else if (limit != NULL && exceeds(i, rate_on(limit, i->c->facts->as_of)))
		tell_rate(i, limit);
}

void law_check_business_rate(const struct law_case *c)
{
	law_each_interest(c, check_business);
}

static void check_least(const struct law_interest *i)
{
	if (law_amount_asks(&i->rule->min))
		law_find(i->c, i->level, "charges.interest.min",
		    "the interest has a least amount, which is more than the rate gives");
}

void law_check_least_interest(const struct law_case *c)
{
	law_each_interest(c, check_least);
}

static void check_simple(const struct law_interest *i)
{
	if (i->terms.compound)
		law_find(i->c, i->level, "charges.interest.compound", "the interest compounds");
}

void law_check_simple(const struct law_case *c)
{
	law_each_interest(c, check_simple);
}

static void check_start(const struct law_interest *i)
{
	if (i->terms.from == FROM_INVOICE)
		law_find(i->c, i->level, "charges.interest.from",
		    "the interest runs from the invoice's date");
}

void law_check_not_before_due(const struct law_case *c)
{
	law_each_interest(c, check_start);
}
