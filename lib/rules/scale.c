#include "rules/scale.h"

#include "base/banned.h"

const struct scale_tier *scale_tier_of(const struct scale *s, money principal, money *lower)
{
	const struct scale_tier *tier = s->tiers;

	*lower = 0;
	while (!tier->last && principal > tier->up_to) {
		*lower = tier->up_to;
		tier++;
	}
	return tier;
}

bool scale_cost(const struct scale *s, money principal, money *cost)
{
	const struct scale_tier *tier;
	money lower;

	*cost = 0;
	if (principal <= 0)
		return true;
	tier = scale_tier_of(s, principal, &lower);
	if (!money_percent(principal - lower, tier->percent, cost) ||
	    !money_sum(*cost, tier->base, cost))
		return false;
	if (s->min.given && *cost < s->min.by_currency[0].amount)
		*cost = s->min.by_currency[0].amount;
	if (s->max.given && *cost > s->max.by_currency[0].amount)
		*cost = s->max.by_currency[0].amount;
	return true;
}
