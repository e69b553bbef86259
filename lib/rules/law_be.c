/* Belgium: Book XIX of the Code of Economic Law, and the law of 2 August 2002. */
#include "rules/law_rule.h"

#include <string.h>

#include "base/banned.h"

static const char source[] = "Book XIX CEL (law of 4 May 2023)";
static const char business_source[] = "law of 2 August 2002, art. 5";

/* The term begins on the third working day after the posting: it is there the day before. */
static date received(date sent)
{
	for (int days = 0; days < 3;) {
		sent++;
		if (date_weekday(sent) != 7)
			days++;
	}
	return sent - 1;
}

static void check_names_claim(const struct law_case *c)
{
	static const char *const tags[] = {"items", NULL};

	law_check_tags(c, tags, "the invoice and its due date (%items%)");
}

static void check_company_number(const struct law_case *c)
{
	const struct policy *p = c->facts->policy;
	size_t first = law_first_charge(c);

	if (first == 0 || first == c->terms->nlevels || p->company.registration[0] != '\0' ||
	    p->company.vat_number[0] != '\0')
		return;
	law_find(c, &c->terms->levels[first - 1], "template",
	    "its free letter has no enterprise number: company gives no registration");
}

static void check_start(const struct law_interest *i)
{
	if (i->terms.from == FROM_DUE)
		law_find(
		    i->c, i->level, "charges.interest.from", "the interest runs from the due date");
}

static void check_interest_start(const struct law_case *c)
{
	law_each_interest(c, check_start);
}

static const struct law_rule rules[] = {
    {LAW_CONSUMER, "be-free-letter",
	"a consumer's first reminder is free, and nothing is owed before its 14 days are over",
	source, law_check_free_letter},
    {LAW_CONSUMER, "be-default", "the first reminder follows on a due date that was not kept",
	source, law_check_after_due},
    {LAW_CONSUMER, "be-14-days", "the first reminder leaves at least 14 calendar days", source,
	law_check_term},
    {LAW_CONSUMER, "be-receipt",
	"the 14 days begin on the third working day after posting, the day after an e-mail", source,
	law_check_receipt},
    {LAW_CONSUMER, "be-term-over", "nothing is owed before the reminder's 14 days are over", source,
	law_check_term_over},
    {LAW_CONSUMER, "be-amount", "the first reminder names the amount of the compensation", source,
	law_check_names_amount},
    {LAW_CONSUMER, "be-term", "the first reminder names the term", source, law_check_names_term},
    {LAW_CONSUMER, "be-claim", "the first reminder says what is owed and since when", source,
	check_names_claim},
    {LAW_CONSUMER, "be-company", "the first reminder has the creditor's name and enterprise number",
	source, check_company_number},
    {LAW_CONSUMER, "be-own-letter", "each claim on a consumer has its first reminder", source,
	law_check_own_letter},
    {LAW_CONSUMER, "be-no-jump", "each claim on a consumer has its first reminder", source,
	law_check_no_jump},
    {LAW_CONSUMER, "be-scale", "a consumer owes the scale's compensation at most", source,
	law_check_scale},
    {LAW_CONSUMER, "be-nothing-else",
	"beside the compensation and the interest a consumer owes nothing", source,
	law_check_only_scale},
    {LAW_CONSUMER, "be-rate",
	"a consumer owes the rate of the law of 2 August 2002, art. 5, at most", source,
	law_check_rate},
    {LAW_CONSUMER, "be-least-interest", "a consumer owes no more interest than that rate gives",
	source, law_check_least_interest},
    {LAW_CONSUMER, "be-interest-start",
	"interest runs from the term's end, of a small enterprise from the first reminder "
	"(from: last_reminder)",
	source, check_interest_start},
    {LAW_ANYONE, "be-before-due", "interest runs from the due date at the earliest",
	business_source, law_check_not_before_due},
    {LAW_ANYONE, "be-simple", "interest bears no interest",
	"law of 2 August 2002, simple interest from memory", law_check_simple},
    {LAW_ANYONE, "be-agreed",
	"a business owes more than the law of 2 August 2002 gives, and a consumer anything, only "
	"where it was agreed",
	"law of 2 August 2002, art. 5 and 6; Book XIX CEL", law_check_agreed},
    {LAW_ANYONE, "be-vat", "compensation bears no VAT", "from memory", law_check_no_vat},
};

const struct law law_be = {
    .name = "be",
    .countries = {"BE"},
    .consumers = "Book XIX CEL (law of 4 May 2023)",
    .rates = {"be-commercial"},
    .scales = {"eu-fixed"},
    .cap = "be-commercial",
    .scale_cap = "be-consumer",
    .interest_too = true,
    .term = 14,
    .at_best = received,
    .at_worst = received,
    .rules = rules,
    .nrules = sizeof rules / sizeof *rules,
};
