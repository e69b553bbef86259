#include "rules/law_rule.h"
#include "rules/scale.h"

#include <string.h>

#include "base/banned.h"

void law_check_no_fees(const struct law_case *c)
{
	for (size_t i = 0; i < c->terms->nlevels; i++)
		if (law_level_has_fees(&c->terms->levels[i]))
			law_find(c, &c->terms->levels[i], law_charge_key(&c->terms->levels[i]),
			    "it charges a fee for the reminder");
}

void law_check_no_damages(const struct law_case *c)
{
	for (size_t i = 0; i < c->terms->nlevels; i++)
		if (law_level_has_damages(&c->terms->levels[i]))
			law_find(c, &c->terms->levels[i], "charges.damages",
			    "it charges a percentage as damages");
}

void law_check_no_scale(const struct law_case *c)
{
	for (size_t i = 0; i < c->terms->nlevels; i++) {
		const struct scale_rule *rule = &c->terms->levels[i].charges.cost_scale;

		if (rule->given)
			law_find(c, &c->terms->levels[i], "charges.cost_scale",
			    "it charges by the scale %s", rule->scale);
	}
}

/* The first scale that a level charges by, or NULL. */
static const struct scale_rule *any_scale(const struct terms *t)
{
	for (size_t i = 0; i < t->nlevels; i++)
		if (t->levels[i].charges.cost_scale.given)
			return &t->levels[i].charges.cost_scale;
	return NULL;
}

static void tell_stacked(const struct law_case *c, const struct level *level, const char *key)
{
	law_find(c, level, key, "it is charged on top of the scale %s", any_scale(c->terms)->scale);
}

static void check_stacked(const struct law_case *c, bool fees)
{
	for (size_t i = 0; any_scale(c->terms) != NULL && i < c->terms->nlevels; i++) {
		const struct level *level = &c->terms->levels[i];

		if (fees && law_level_has_fees(level))
			tell_stacked(c, level, law_charge_key(level));
		if (law_level_has_damages(level))
			tell_stacked(c, level, "charges.damages");
	}
}

void law_check_stacked(const struct law_case *c)
{
	check_stacked(c, true);
}

void law_check_only_scale(const struct law_case *c)
{
	law_check_no_fees(c);
	check_stacked(c, false);
}

/* A sum within its bounds; amounts in another currency bound nothing here. */
static money bounded(
    money sum, const struct amount *min, const struct amount *max, const char *currency)
{
	money bound;

	if (min->given && amount_in(min, currency, &bound) && sum < bound)
		sum = bound;
	if (max->given && amount_in(max, currency, &bound) && sum > bound)
		sum = bound;
	return sum;
}

/* What the law's scale is compared with: costs over one principal, in the scale's currency. */
struct claim {
	const struct law_case *c;
	const struct scale *limit;
	money principal;
};

static money by_scale(const struct claim *claim, const struct level *level)
{
	const struct scale_rule *rule = &level->charges.cost_scale;
	const struct scale *own = statutes_scale(claim->c->facts->statutes, rule->scale);
	money sum;

	if (own == NULL || !scale_cost(own, claim->principal, &sum))
		return 0;
	return bounded(sum, &rule->min, &rule->max, claim->limit->currency);
}

static money as_damages(const struct claim *claim, const struct level *level)
{
	const struct damages_rule *rule = &level->charges.damages;
	money sum;

	if (!rule->given || !money_percent(claim->principal, rule->percent, &sum))
		return 0;
	return bounded(sum, &rule->min, &rule->max, claim->limit->currency);
}

static money as_fees(const struct claim *claim, const struct level *level)
{
	money reminder = 0, line = 0;

	(void)amount_in(&level->charges.reminder_fee, claim->limit->currency, &reminder);
	(void)amount_in(&level->charges.line_fee, claim->limit->currency, &line);
	return reminder < INT64_MAX / 4 && line < INT64_MAX / 4 ? reminder + line : INT64_MAX / 2;
}

/* What a level adds to what the levels before it charged; a scale and damages are owed once. What
 * no number holds is told as the largest. */
static void add_level(
    const struct claim *claim, const struct level *level, money *fees, money *owed, money *sum)
{
	if (any_scale(claim->c->terms) != NULL) {
		*sum = level->charges.cost_scale.given ? by_scale(claim, level) : 0;
		return;
	}
	if (as_damages(claim, level) > *owed)
		*owed = as_damages(claim, level);
	if (!money_sum(*fees, as_fees(claim, level), fees) || !money_sum(*fees, *owed, sum))
		*sum = INT64_MAX;
}

/* The first level by which more was charged than the law's scale gives for a principal. */
static const struct level *exceeded(const struct claim *claim, money *charged, money *most)
{
	const struct terms *t = claim->c->terms;
	money fees = 0, owed = 0;

	if (!scale_cost(claim->limit, claim->principal, most))
		return NULL;
	for (size_t i = 0; i < t->nlevels; i++) {
		add_level(claim, &t->levels[i], &fees, &owed, charged);
		if (*charged > *most)
			return &t->levels[i];
	}
	return NULL;
}

static void tell_exceeded(
    const struct claim *claim, const struct level *level, money charged, money most)
{
	char costs[MONEY_TEXT], limit[MONEY_TEXT], principal[MONEY_TEXT];

	money_format(charged, claim->limit->decimals, costs);
	money_format(most, claim->limit->decimals, limit);
	money_format(claim->principal, claim->limit->decimals, principal);
	law_find(claim->c, level, law_charge_key(level),
	    "on %s the costs come to %s, where the scale %s gives %s", principal, costs,
	    claim->limit->name, limit);
}

/* Of a claim of that much. True when it is over the limit, which was told. */
static bool check_principal(struct claim *claim, money principal)
{
	money charged = 0, most;
	const struct level *level;

	claim->principal = principal;
	level = exceeded(claim, &charged, &most);
	if (level != NULL)
		tell_exceeded(claim, level, charged, most);
	return level != NULL;
}

/* Both sides of each bound of a scale. */
static bool check_bounds(struct claim *claim, const struct scale *scale)
{
	for (size_t i = 0; scale != NULL && !scale->tiers[i].last; i++)
		if (check_principal(claim, scale->tiers[i].up_to) ||
		    check_principal(claim, scale->tiers[i].up_to + 1))
			return true;
	return false;
}

/* Round amounts first, which read well; then amounts that grow by an eighth. */
static bool check_principals(struct claim *claim)
{
	static const money some[] = {100000, 10000, 1000, 100, 1000000, 10000000};

	for (size_t i = 0; i < sizeof some / sizeof *some; i++)
		if (check_principal(claim, some[i]))
			return true;
	if (check_bounds(claim, claim->limit))
		return true;
	for (size_t i = 0; i < claim->c->terms->nlevels; i++) {
		const struct scale_rule *rule = &claim->c->terms->levels[i].charges.cost_scale;

		if (rule->given &&
		    check_bounds(claim, statutes_scale(claim->c->facts->statutes, rule->scale)))
			return true;
	}
	for (money p = 1; p < (money)1 << 40; p += p / 8 + 1)
		if (check_principal(claim, p))
			return true;
	return false;
}

/* The scale is over the sum in a letter; each line by itself would come to more. */
static void check_lines(const struct law_case *c)
{
	for (size_t i = 0; i < c->terms->nlevels; i++) {
		const struct scale_rule *rule = &c->terms->levels[i].charges.cost_scale;

		if (rule->given && rule->of_line && c->terms->letter_per != PER_INVOICE)
			law_find(c, &c->terms->levels[i], "charges.cost_scale.of",
			    "each invoice of a letter is charged by itself (of: line), not their "
			    "sum");
	}
}

/* The last level goes on charging its fee. */
static void check_repeat(const struct law_case *c)
{
	const struct level *last = &c->terms->levels[c->terms->nlevels - 1];

	if (law_level_has_fees(last) && last->has_after_last && c->terms->max_reminders == 0 &&
	    c->terms->escalate == ESCALATE_STEP)
		law_find(c, last, law_charge_key(last),
		    "the last level repeats, and its fee with it, without a max_reminders");
}

static void check_gross(const struct law_case *c)
{
	for (size_t i = 0; i < c->terms->nlevels; i++)
		if (law_level_has_damages(&c->terms->levels[i]) &&
		    !c->terms->levels[i].charges.damages.of_open)
			law_find(c, &c->terms->levels[i], "charges.damages",
			    "the damages are of the whole amount, also of what was paid (of: "
			    "amount)");
}

void law_check_scale(const struct law_case *c)
{
	struct claim claim = {
	    .c = c, .limit = statutes_scale(c->facts->statutes, c->law->scale_cap)};

	if (law_first_charge(c) == c->terms->nlevels || claim.limit == NULL)
		return;
	if (check_principals(&claim))
		return;
	check_lines(c);
	check_repeat(c);
	check_gross(c);
}
