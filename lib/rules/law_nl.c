/* The Netherlands: art. 6:96 and 6:119 BW, and the decree on collection costs (BIK). */
#include "rules/law_rule.h"

#include <string.h>

#include "base/banned.h"

static const char letter_source[] = "art. 6:96 lid 6 BW";
static const char receipt_source[] =
    "art. 6:96 lid 6 BW; HR 25 November 2016, ECLI:NL:HR:2016:2704";
static const char scale_source[] = "art. 6:96 lid 5 BW; BIK, BWBR0031432, art. 2";

/* At best on the second day after it was posted. */
static date at_best(date sent)
{
	return sent + 2;
}

/* Sunday and Monday count neither as a day between nor as the day of delivery. */
static date at_worst(date sent)
{
	for (int days = 0; days < 2;) {
		sent++;
		if (date_weekday(sent) != 7 && date_weekday(sent) != 1)
			days++;
	}
	return sent;
}

/* How a letter says that it counts from its date: that term is a day short, or more. */
static const char *wrong_words(const struct letter_text *letter)
{
	static const char *const words[] = {"na heden", "vanaf heden", "na verzending",
	    "na dagtekening", "na de dagtekening", "vanaf de dagtekening", "na de datum van",
	    "na datum van", "vanaf de datum van", "from the date of this", "after the date of this",
	    "of the date of this", "after sending", NULL};

	for (size_t i = 0; words[i] != NULL; i++)
		if (law_text_says(letter, words[i]))
			return words[i];
	return NULL;
}

static void check_wording(const struct law_case *c)
{
	const struct statutes *s = c->facts->statutes;
	size_t first = law_first_charge(c);
	const struct level *letter;

	if (first == 0 || first == c->terms->nlevels)
		return;
	letter = &c->terms->levels[first - 1];
	for (size_t i = 0; i < s->count; i++) {
		const struct letter_text *text = &s->letters[i];

		if (strcmp(text->template, letter->template) == 0 && wrong_words(text) != NULL)
			law_find(c, letter, "template",
			    "its free letter counts the term \"%s\": %s", wrong_words(text),
			    text->path);
	}
}

static void check_vat(const struct law_case *c)
{
	static const char *const words[] = {
	    "btw", "omzetbelasting", "vat", "tva", "mwst", "umsatzsteuer", NULL};

	law_check_vat_declared(c, words);
}

static const struct law_rule rules[] = {
    {LAW_CONSUMER, "nl-free-letter",
	"a consumer owes costs only after a letter, free of charge, that leaves him 14 days",
	letter_source, law_check_free_letter},
    {LAW_CONSUMER, "nl-default", "the letter counts only when the consumer is in default",
	letter_source, law_check_after_due},
    {LAW_CONSUMER, "nl-14-days", "with a day less a consumer owes no costs at all", receipt_source,
	law_check_term},
    {LAW_CONSUMER, "nl-receipt", "the 14 days run from the day after the letter was received",
	receipt_source, law_check_receipt},
    {LAW_CONSUMER, "nl-wording", "the 14 days run from the day after the letter was received",
	receipt_source, check_wording},
    {LAW_CONSUMER, "nl-term-over", "a consumer owes costs only when the letter's term is over",
	letter_source, law_check_term_over},
    {LAW_CONSUMER, "nl-amount", "the letter names the amount of the costs", letter_source,
	law_check_names_amount},
    {LAW_CONSUMER, "nl-own-letter", "each claim on a consumer has its letter before its costs",
	letter_source, law_check_own_letter},
    {LAW_CONSUMER, "nl-no-jump", "each claim on a consumer has its letter before its costs",
	letter_source, law_check_no_jump},
    {LAW_CONSUMER, "nl-scale", "a consumer owes the scale's costs at most", scale_source,
	law_check_scale},
    {LAW_CONSUMER, "nl-stack", "the scale is all that a consumer owes as costs", scale_source,
	law_check_stacked},
    {LAW_CONSUMER, "nl-rate",
	"a consumer owes the legal rate, and a higher one in general terms is unfair as a rule",
	"art. 6:119 BW; that it is unfair: directive 93/13/EEC, from memory", law_check_rate},
    {LAW_CONSUMER, "nl-least-interest", "a consumer owes the legal rate", "art. 6:119 BW",
	law_check_least_interest},
    {LAW_ANYONE, "nl-before-due", "interest runs from the default", "art. 6:119, 6:119a BW",
	law_check_not_before_due},
    {LAW_ANYONE, "nl-agreed", "what no law gives is owed only where it was agreed",
	"art. 6:96 lid 4, 6:119 lid 3 BW, from memory", law_check_agreed},
    {LAW_ANYONE, "nl-vat",
	"VAT is added only if the creditor cannot deduct it and expressly says so",
	"BIK, BWBR0031432, art. 2 lid 3", check_vat},
};

const struct law law_nl = {
    .name = "nl",
    .countries = {"NL"},
    .consumers = "art. 6:96 lid 6 BW",
    .rates = {"nl-commercial", "nl-consumer"},
    .scales = {"nl-wik"},
    .free_rates = {"nl-consumer"},
    .free_scales = {"nl-wik"},
    .cap = "nl-consumer",
    .scale_cap = "nl-wik",
    .term = 14,
    .at_best = at_best,
    .at_worst = at_worst,
    .rules = rules,
    .nrules = sizeof rules / sizeof *rules,
};
