#include "rules/law_rule.h"

#include "base/banned.h"

bool law_amount_asks(const struct amount *a)
{
	for (size_t i = 0; i < a->count; i++)
		if (a->by_currency[i].amount > 0)
			return true;
	return false;
}

bool law_level_has_fees(const struct level *level)
{
	return law_amount_asks(&level->charges.reminder_fee) ||
	       law_amount_asks(&level->charges.line_fee);
}

bool law_level_has_damages(const struct level *level)
{
	const struct damages_rule *rule = &level->charges.damages;

	return rule->given && (rule->percent > 0 || law_amount_asks(&rule->min));
}

static bool interest_asks(const struct interest_rule *rule)
{
	return rule->given &&
	       (rule->table != NULL || rule->rate > 0 || law_amount_asks(&rule->min));
}

const char *law_charge_key(const struct level *level)
{
	const struct charges *c = &level->charges;

	if (law_amount_asks(&c->reminder_fee))
		return "charges.reminder_fee";
	if (law_amount_asks(&c->line_fee))
		return "charges.line_fee";
	if (law_level_has_damages(level))
		return "charges.damages";
	return c->cost_scale.given ? "charges.cost_scale" : "charges.interest";
}

/* Fees, damages or a scale: all that is not interest. */
static bool level_costs(const struct level *level)
{
	return law_level_has_fees(level) || law_level_has_damages(level) ||
	       level->charges.cost_scale.given;
}

bool law_level_charges(const struct level *level)
{
	return level_costs(level) || interest_asks(&level->charges.interest);
}

size_t law_first_charge(const struct law_case *c)
{
	const struct terms *t = c->terms;

	for (size_t i = 0; i < t->nlevels; i++)
		if (c->law->interest_too ? law_level_charges(&t->levels[i])
					 : level_costs(&t->levels[i]))
			return i;
	return t->nlevels;
}
