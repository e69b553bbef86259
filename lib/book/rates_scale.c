#include "book/rates_read.h"

#include <string.h>

#include "base/banned.h"

static bool read_money(const struct rates_reader *r, const struct yaml *node, const char *key,
    int decimals, money *out)
{
	if (!rates_is_kind(r, node, key, YAML_SCALAR))
		return false;
	if (money_parse(node->text, decimals, out) && *out >= 0)
		return true;
	rates_fault(r, node, "%s: \"%.*s\" is not an amount from 0 with at most %d decimals", key,
	    SLICE_ARG(node->text), decimals);
	return false;
}

/* A bound of the whole scale. */
static void read_bound(const struct rates_reader *r, const struct yaml *map, const char *key,
    const struct scale *scale, struct amount *out)
{
	const struct yaml *node = yaml_get(map, key);
	money amount;

	if (node == NULL || !read_money(r, node, key, scale->decimals, &amount))
		return;
	out->given = true;
	out->count = 1;
	out->by_currency = arena_alloc(&r->rates->arena, sizeof *out->by_currency);
	memcpy(out->by_currency->currency, scale->currency, sizeof scale->currency);
	out->by_currency->amount = amount;
	out->line = node->line;
	out->col = node->col;
}

/* False when its place among the tiers is not known: no group, or up_to is wrong. */
static bool read_tier(
    const struct rates_reader *r, const struct yaml *map, int decimals, struct scale_tier *tier)
{
	static const char *const keys[] = {"up_to", "base", "percent", NULL};
	const struct yaml *node;
	bool placed = true;

	if (!rates_is_kind(r, map, "tiers", YAML_MAP))
		return false;
	rates_refuse_others(r, map, "a tier", keys);
	node = yaml_get(map, "up_to");
	tier->last = node == NULL;
	if (node != NULL)
		placed = read_money(r, node, "up_to", decimals, &tier->up_to);
	node = yaml_get(map, "base");
	if (node != NULL)
		(void)read_money(r, node, "base", decimals, &tier->base);
	node = yaml_get(map, "percent");
	if (node != NULL)
		(void)rates_read_percent(r, node, "percent", &tier->percent);
	return placed;
}

static void check_order(
    const struct rates_reader *r, const struct yaml *at, const struct scale *scale, size_t i)
{
	const struct scale_tier *tier = &scale->tiers[i];

	if (tier->last != (i + 1 == scale->count))
		rates_fault(r, at,
		    tier->last ? "up_to: is missing; only the last tier goes without it"
			       : "up_to: the last tier goes without it, so that it serves every "
				 "larger amount");
	if (i > 0 && !tier->last && tier->up_to <= tier[-1].up_to)
		rates_fault(r, at, "up_to: is not above the tier before");
}

static void read_tiers(const struct rates_reader *r, const struct yaml *node, struct scale *scale)
{
	if (!rates_is_kind(r, node, "tiers", YAML_LIST))
		return;
	if (node->count == 0) {
		rates_fault(r, node, "tiers: is empty; a scale has one or more");
		return;
	}
	scale->tiers = arena_alloc(&r->rates->arena, node->count * sizeof *scale->tiers);
	scale->count = node->count;
	for (size_t i = 0; i < node->count; i++) {
		if (read_tier(r, &node->items[i], scale->decimals, &scale->tiers[i]))
			check_order(r, &node->items[i], scale, i);
	}
}

static void read_currency(const struct rates_reader *r, const struct yaml *map, struct scale *scale)
{
	const struct yaml *node = yaml_get(map, "currency");

	scale->decimals = r->decimals;
	if (node == NULL || !rates_is_kind(r, node, "currency", YAML_SCALAR))
		return;
	if (currency_decimals(node->text) < 0) {
		rates_fault(r, node, "currency: \"%.*s\" is not a currency code like EUR",
		    SLICE_ARG(node->text));
		return;
	}
	memcpy(scale->currency, node->text.p, 3);
	scale->decimals = currency_decimals(node->text);
}

void rates_read_scale(const struct rates_reader *r, const struct yaml *map, struct scale *scale)
{
	static const char *const keys[] = {
	    "source", "note", "currency", "min", "max", "tiers", NULL};
	const struct yaml *tiers = yaml_get(map, "tiers");

	rates_refuse_others(r, map, "a scale", keys);
	rates_check_notes(r, map);
	read_currency(r, map, scale);
	read_bound(r, map, "min", scale, &scale->min);
	read_bound(r, map, "max", scale, &scale->max);
	if (scale->min.given && scale->max.given &&
	    scale->min.by_currency->amount > scale->max.by_currency->amount)
		rates_fault(r, yaml_get(map, "min"), "min: is more than max");
	if (tiers != NULL)
		read_tiers(r, tiers, scale);
	else
		rates_fault(r, map, "tiers: is missing");
}
