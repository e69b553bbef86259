/* The United Kingdom: the Late Payment of Commercial Debts (Interest) Act 1998. */
#include "rules/law_rule.h"

#include "base/banned.h"

static const char act[] = "Late Payment of Commercial Debts (Interest) Act 1998";

static const struct law_rule rules[] = {
    {LAW_CONSUMER, "uk-fixed-sum",
	"from a consumer no fixed sum is owed: the Act's are for businesses",
	"Late Payment of Commercial Debts (Interest) Act 1998; SI 2013/395", law_check_no_scale},
    {LAW_CONSUMER, "uk-rate", "the Act's 8 points above the Bank Rate are for businesses", act,
	law_check_business_rate},
    {LAW_CONSUMER, "uk-least-interest", "a consumer owes no more interest than the rate gives",
	"Consumer Rights Act 2015, sch. 2, from memory", law_check_least_interest},
    {LAW_CONSUMER, "uk-damages", "a consumer cannot be bound to a disproportionate sum",
	"Consumer Rights Act 2015, sch. 2, from memory", law_check_no_damages},
    {LAW_ANYONE, "uk-simple", "interest is simple", act, law_check_simple},
    {LAW_ANYONE, "uk-before-due", "interest runs from the day after the due date", act,
	law_check_not_before_due},
    {LAW_ANYONE, "uk-agreed", "what the Act does not give is owed only where it was agreed", act,
	law_check_agreed},
    {LAW_ANYONE, "uk-vat", "the fixed sum is compensation and bears no VAT", "from memory",
	law_check_no_vat},
};

const struct law law_uk = {
    .name = "uk",
    .countries = {"GB", "UK"},
    .consumers = "Late Payment of Commercial Debts (Interest) Act 1998: among businesses",
    .rates = {"uk-commercial"},
    .scales = {"uk-fixed"},
    .rules = rules,
    .nrules = sizeof rules / sizeof *rules,
};
