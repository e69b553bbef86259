#include "rules/law_rule.h"

#include <string.h>

#include "base/banned.h"

static bool is_among(const char *const names[LAW_FIGURES], const char *name)
{
	for (size_t i = 0; i < LAW_FIGURES && names[i] != NULL; i++)
		if (strcmp(names[i], name) == 0)
			return true;
	return false;
}

/* The key of a charge that no statute gives, so that it must have been agreed; NULL: none. */
static const char *agreed_charge(const struct law_case *c, const struct level *level)
{
	const struct charges *charges = &level->charges;
	bool consumers = c->who == LAW_CONSUMER;
	const char *const *rates = consumers ? c->law->free_rates : c->law->rates;
	const char *const *scales = consumers ? c->law->free_scales : c->law->scales;
	const struct interest_rule *interest = &charges->interest;
	const struct scale_rule *scale = &charges->cost_scale;

	if (law_amount_asks(&charges->reminder_fee) || law_amount_asks(&charges->line_fee) ||
	    charges->damages.given)
		return law_charge_key(level);
	if (scale->given && (!is_among(scales, scale->scale) || law_amount_asks(&scale->min)))
		return "charges.cost_scale";
	if (interest->given &&
	    (interest->table == NULL ? interest->rate > 0 : !is_among(rates, interest->table)))
		return "charges.interest";
	return interest->given && law_amount_asks(&interest->min) ? "charges.interest.min" : NULL;
}

void law_check_agreed(const struct law_case *c)
{
	if (c->terms->agreed_in != NULL && c->terms->agreed_in[0] != '\0')
		return;
	for (size_t i = 0; i < c->terms->nlevels; i++) {
		const char *key = agreed_charge(c, &c->terms->levels[i]);

		if (key == NULL)
			continue;
		law_find(c, &c->terms->levels[i], key, "no agreed_in says where this was agreed");
		return;
	}
}

void law_check_no_vat(const struct law_case *c)
{
	for (size_t i = 0; i < c->terms->nlevels; i++)
		if (c->terms->levels[i].charges.cost_scale.vat_percent > 0)
			law_find(c, &c->terms->levels[i], "charges.cost_scale.vat_percent",
			    "VAT is added to the costs");
}

static bool says_any(const struct letter_text *letter, const char *const *words)
{
	for (; *words != NULL; words++)
		if (law_text_says(letter, *words))
			return true;
	return false;
}

/* Whether each text of the template says one of the words. */
static bool all_say(const struct law_case *c, const char *template, const char *const *words)
{
	const struct statutes *s = c->facts->statutes;

	for (size_t i = 0; i < s->count; i++)
		if (strcmp(s->letters[i].template, template) == 0 &&
		    !says_any(&s->letters[i], words))
			return false;
	return true;
}

void law_check_vat_declared(const struct law_case *c, const char *const *words)
{
	for (size_t i = 0; i < c->terms->nlevels; i++) {
		const struct level *level = &c->terms->levels[i];

		if (level->charges.cost_scale.vat_percent == 0)
			continue;
		if (all_say(c, level->template, words) ||
		    (i > 0 && all_say(c, level[-1].template, words)))
			continue;
		law_find(c, level, "charges.cost_scale.vat_percent",
		    "VAT is added to the costs, and neither its letter nor the one before says "
		    "that "
		    "the VAT cannot be deducted");
	}
}
