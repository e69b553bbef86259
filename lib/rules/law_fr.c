/* France: art. L441-10 and D441-5 of the Code de commerce. */
#include "rules/law_rule.h"
#include "rules/stretch.h"

#include "base/banned.h"

static void check_rate_floor(const struct law_interest *i)
{
	const struct rate_table *legal = statutes_table(i->c->facts->statutes, "fr-legal");
	char own[DECIMAL_TEXT], least[DECIMAL_TEXT];
	decimal floor;

	if (legal == NULL)
		return;
	floor = 3 * rate_on(legal, i->c->facts->as_of);
	if (law_own_rate(i) >= floor)
		return;
	decimal_format(law_own_rate(i), own);
	decimal_format(floor, least);
	law_find(i->c, i->level, "charges.interest",
	    "the rate is %s%%, and three times the legal rate (fr-legal) is %s%%", own, least);
}

static void check_floor(const struct law_case *c)
{
	law_each_interest(c, check_rate_floor);
}

static void check_costs(const struct law_case *c)
{
	law_check_no_fees(c);
	law_check_no_scale(c);
}

static const struct law_rule rules[] = {
    {LAW_CONSUMER, "fr-costs",
	"collection without a court's title is at the creditor's cost; the flat 40 euro is for "
	"professionals",
	"art. D441-5 Code de commerce; art. L111-8 CPCE, from memory", check_costs},
    {LAW_CONSUMER, "fr-rate", "the penalty rate is for professionals",
	"art. L441-10 Code de commerce", law_check_business_rate},
    {LAW_CONSUMER, "fr-least-interest", "a consumer owes no more interest than the rate gives",
	"from memory", law_check_least_interest},
    {LAW_BUSINESS, "fr-floor", "an agreed penalty rate is three times the legal rate at least",
	"art. L441-10 Code de commerce", check_floor},
    {LAW_ANYONE, "fr-simple", "interest bears no interest", "from memory", law_check_simple},
    {LAW_ANYONE, "fr-before-due", "interest runs from the day after the date of payment",
	"art. L441-10 Code de commerce", law_check_not_before_due},
    {LAW_ANYONE, "fr-agreed", "what no law gives is owed only where it was agreed",
	"art. L441-10 Code de commerce; from memory", law_check_agreed},
    {LAW_ANYONE, "fr-vat", "the flat sum bears no VAT", "art. D441-5 Code de commerce, from memory",
	law_check_no_vat},
};

const struct law law_fr = {
    .name = "fr",
    .countries = {"FR"},
    .consumers = "art. L441-10, D441-5 Code de commerce: among professionals",
    .rates = {"fr-commercial", "fr-legal"},
    .scales = {"eu-fixed"},
    .free_rates = {"fr-legal"},
    .rules = rules,
    .nrules = sizeof rules / sizeof *rules,
};
