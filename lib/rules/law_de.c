/* Germany: par. 286 to 289 BGB. */
#include "rules/law_rule.h"

#include "base/banned.h"

/* What a court lets pass as the cost of one letter, in cents. */
enum { LETTER_COST = 250 };

static void check_fee(const struct law_case *c)
{
	for (size_t i = 0; i < c->terms->nlevels; i++) {
		const struct level *level = &c->terms->levels[i];
		money reminder, line;

		if (amount_in(&level->charges.reminder_fee, "EUR", &reminder) &&
		    amount_in(&level->charges.line_fee, "EUR", &line) &&
		    (reminder > LETTER_COST || line > LETTER_COST - reminder))
			law_find(c, level, law_charge_key(level),
			    "the fee of a reminder is more than 2.50");
	}
}

static const struct law_rule rules[] = {
    {LAW_CONSUMER, "de-free-letter",
	"the reminder that puts a consumer in default cannot be charged", "par. 286, 280 BGB",
	law_check_free_letter},
    {LAW_CONSUMER, "de-term-over",
	"a consumer pays for a reminder only when the term of the one before is over",
	"par. 286 BGB, from memory", law_check_term_over},
    {LAW_CONSUMER, "de-own-letter", "each claim on a consumer has its first, free reminder",
	"par. 286 BGB", law_check_own_letter},
    {LAW_CONSUMER, "de-no-jump", "each claim on a consumer has its first, free reminder",
	"par. 286 BGB", law_check_no_jump},
    {LAW_CONSUMER, "de-fee",
	"a fee may not exceed what a letter costs, for which 2.50 is commonly taken",
	"par. 309 no. 5 BGB, from memory", check_fee},
    {LAW_CONSUMER, "de-flat", "the flat 40 euro, or another scale, is not owed by a consumer",
	"par. 288(5) BGB", law_check_no_scale},
    {LAW_CONSUMER, "de-damages", "a consumer owes the loss that there was, not a percentage",
	"par. 309 no. 5 BGB, from memory", law_check_no_damages},
    {LAW_CONSUMER, "de-rate",
	"a consumer owes 5 points above the base rate; 9 points are for others", "par. 288 BGB",
	law_check_rate},
    {LAW_CONSUMER, "de-least-interest", "a consumer owes 5 points above the base rate",
	"par. 288(1) BGB", law_check_least_interest},
    {LAW_ANYONE, "de-simple", "interest bears no interest", "par. 289 BGB", law_check_simple},
    {LAW_ANYONE, "de-before-due", "interest runs from the default", "par. 288(1) BGB",
	law_check_not_before_due},
    {LAW_ANYONE, "de-agreed", "what no law gives is owed only where it was agreed",
	"par. 288 BGB; from memory", law_check_agreed},
    {LAW_ANYONE, "de-vat", "damages for late payment bear no VAT", "from memory", law_check_no_vat},
};

const struct law law_de = {
    .name = "de",
    .countries = {"DE"},
    .consumers = "par. 288 BGB",
    .rates = {"de-commercial", "de-consumer"},
    .scales = {"eu-fixed"},
    .free_rates = {"de-consumer"},
    .cap = "de-consumer",
    .rules = rules,
    .nrules = sizeof rules / sizeof *rules,
};
