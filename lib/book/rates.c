#include "book/rates.h"

#include "book/yaml.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "base/banned.h"

enum { MOST_PERCENT = 1000 };

struct reader {
	struct diag *d;
	struct rates *rates;
	int decimals;
};

/* A fault at a node. */
__attribute__((format(printf, 3, 4))) static void fault(
    const struct reader *r, const struct yaml *at, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	diag_verror(r->d, STATUS_POLICY, yaml_place(r->rates->path, at), fmt, ap);
	va_end(ap);
}

static bool need_kind(
    const struct reader *r, const struct yaml *node, const char *key, enum yaml_kind kind)
{
	static const char *const kinds[] = {
	    [YAML_SCALAR] = "one value",
	    [YAML_LIST] = "a list ([..., ...])",
	    [YAML_MAP] = "a group of keys (key: value)",
	};

	if (node->kind == kind)
		return true;
	fault(r, node, "%s: is not %s", key, kinds[kind]);
	return false;
}

/* Every key of the map must be among names, which end with NULL. */
static void refuse_others(
    const struct reader *r, const struct yaml *map, const char *what, const char *const *names)
{
	size_t count = 0;

	while (names[count] != NULL)
		count++;
	for (size_t i = 0; i < map->count; i++) {
		struct slice key = map->keys[i].text;
		const char *nearest;
		size_t n = 0;

		while (n < count && !slice_is(key, names[n]))
			n++;
		if (n < count)
			continue;
		nearest = slice_nearest(key, names, count);
		fault(r, &map->keys[i], "\"%.*s\" is no key of %s%s%s%s", SLICE_ARG(key), what,
		    nearest != NULL ? "; did you mean \"" : "", nearest != NULL ? nearest : "",
		    nearest != NULL ? "\"" : "");
	}
}

/* source and note are for people: a text, or a list of texts. */
static void check_text(const struct reader *r, const struct yaml *map, const char *key)
{
	const struct yaml *node = yaml_get(map, key);
	bool texts;

	if (node == NULL || node->kind == YAML_SCALAR)
		return;
	texts = node->kind == YAML_LIST;
	for (size_t i = 0; texts && i < node->count; i++)
		texts = node->items[i].kind == YAML_SCALAR;
	if (!texts)
		fault(r, node, "%s: is not a text or a list of texts", key);
}

/* The place of a word among names, which end with NULL; -1 when the key is absent or wrong. */
static int read_choice(const struct reader *r, const struct yaml *map, const char *key,
    const char *const *names, const char *expected)
{
	const struct yaml *node = yaml_get(map, key);

	if (node == NULL || !need_kind(r, node, key, YAML_SCALAR))
		return -1;
	for (int i = 0; names[i] != NULL; i++)
		if (slice_is(node->text, names[i]))
			return i;
	fault(r, node, "%s: \"%.*s\" is not %s", key, SLICE_ARG(node->text), expected);
	return -1;
}

static bool read_percent(
    const struct reader *r, const struct yaml *node, const char *key, decimal *out)
{
	if (!need_kind(r, node, key, YAML_SCALAR))
		return false;
	if (decimal_parse(node->text, out) && *out >= 0 &&
	    *out <= (decimal)MOST_PERCENT * DECIMAL_ONE)
		return true;
	fault(r, node, "%s: \"%.*s\" is not a percentage from 0 to %d, like 8 or 11.15", key,
	    SLICE_ARG(node->text), MOST_PERCENT);
	return false;
}

static bool read_date(const struct reader *r, const struct yaml *node, const char *key, date *out)
{
	if (!need_kind(r, node, key, YAML_SCALAR))
		return false;
	if (date_parse(node->text, out))
		return true;
	fault(r, node, "%s: \"%.*s\" is not a date like 2026-07-01", key, SLICE_ARG(node->text));
	return false;
}

static void read_steps(const struct reader *r, const struct yaml *node, struct rate_table *table)
{
	if (!need_kind(r, node, "from", YAML_MAP))
		return;
	if (node->count == 0) {
		fault(r, node, "from: names no rate; give one or more, like {2026-07-01: 10.4}");
		return;
	}
	table->steps = arena_alloc(&r->rates->arena, node->count * sizeof *table->steps);
	for (size_t i = 0; i < node->count; i++) {
		struct rate_step *step = &table->steps[table->count];

		if (!read_date(r, &node->keys[i], "from", &step->from) ||
		    !read_percent(r, &node->items[i], "from", &step->percent))
			continue;
		/* Out of order is more often a slip in a year than a wish. */
		if (table->count > 0 && step->from <= step[-1].from)
			fault(r, &node->keys[i],
			    "from: \"%.*s\" stands below a later date; the earliest comes first",
			    SLICE_ARG(node->keys[i].text));
		table->count++;
	}
}

static void read_valid_until(
    const struct reader *r, const struct yaml *map, struct rate_table *table)
{
	const struct yaml *node = yaml_get(map, "valid_until");

	table->valid_until = DATE_NONE;
	if (node == NULL || !read_date(r, node, "valid_until", &table->valid_until))
		return;
	if (table->count > 0 && table->valid_until < table->steps[table->count - 1].from)
		fault(r, node, "valid_until: \"%.*s\" is before the last rate",
		    SLICE_ARG(node->text));
}

static void read_table(const struct reader *r, const struct yaml *map, struct rate_table *table)
{
	static const char *const keys[] = {"source", "note", "from", "valid_until", "days_from",
	    "day_count", "compound", "round", "rate_on", NULL};
	static const char *const froms[] = {[FROM_DUE] = "due",
	    [FROM_INVOICE] = "invoice",
	    [FROM_LAST_REMINDER] = "last_reminder",
	    NULL};
	static const char *const counts[] = {[ACT_365] = "act/365",
	    [ACT_360] = "act/360",
	    [ACT_ACT] = "act/act",
	    [E30_360] = "30e/360",
	    NULL};
	static const char *const compounds[] = {"none", "yearly", NULL};
	static const char *const rounds[] = {"end", "period", NULL};
	static const char *const rate_ons[] = {"period", "start", NULL};
	const struct yaml *from = yaml_get(map, "from");
	int choice;

	refuse_others(r, map, "a rate table", keys);
	check_text(r, map, "source");
	check_text(r, map, "note");
	if (from != NULL)
		read_steps(r, from, table);
	else
		fault(
		    r, map, "from: is missing: the dates and their rates, like {2026-07-01: 10.4}");
	read_valid_until(r, map, table);
	choice = read_choice(r, map, "days_from", froms, "due, invoice or last_reminder");
	table->has_from = choice >= 0;
	table->from = choice >= 0 ? (enum interest_from)choice : FROM_DUE;
	choice = read_choice(r, map, "day_count", counts, "act/365, act/360, act/act or 30e/360");
	table->has_day_count = choice >= 0;
	table->day_count = choice >= 0 ? (enum day_count)choice : ACT_365;
	choice = read_choice(r, map, "compound", compounds, "none or yearly");
	table->has_compound = choice >= 0;
	table->compound = choice == 1;
	choice = read_choice(r, map, "round", rounds, "end or period");
	table->has_round = choice >= 0;
	table->round_period = choice == 1;
	choice = read_choice(r, map, "rate_on", rate_ons, "period or start");
	table->has_rate_on = choice >= 0;
	table->rate_on_start = choice == 1;
}

static bool read_money(
    const struct reader *r, const struct yaml *node, const char *key, int decimals, money *out)
{
	if (!need_kind(r, node, key, YAML_SCALAR))
		return false;
	if (money_parse(node->text, decimals, out) && *out >= 0)
		return true;
	fault(r, node, "%s: \"%.*s\" is not an amount from 0 with at most %d decimals", key,
	    SLICE_ARG(node->text), decimals);
	return false;
}

/* A bound of the whole scale. */
static void read_bound(const struct reader *r, const struct yaml *map, const char *key,
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

static void read_tier(
    const struct reader *r, const struct yaml *map, int decimals, struct scale_tier *tier)
{
	static const char *const keys[] = {"up_to", "base", "percent", NULL};
	const struct yaml *node;

	tier->last = true;
	if (!need_kind(r, map, "tiers", YAML_MAP))
		return;
	refuse_others(r, map, "a tier", keys);
	node = yaml_get(map, "up_to");
	if (node != NULL) {
		tier->last = false;
		(void)read_money(r, node, "up_to", decimals, &tier->up_to);
	}
	node = yaml_get(map, "base");
	if (node != NULL)
		(void)read_money(r, node, "base", decimals, &tier->base);
	node = yaml_get(map, "percent");
	if (node != NULL)
		(void)read_percent(r, node, "percent", &tier->percent);
}

static void read_tiers(const struct reader *r, const struct yaml *node, struct scale *scale)
{
	if (!need_kind(r, node, "tiers", YAML_LIST))
		return;
	if (node->count == 0) {
		fault(r, node, "tiers: is empty; a scale has one or more");
		return;
	}
	scale->tiers = arena_alloc(&r->rates->arena, node->count * sizeof *scale->tiers);
	scale->count = node->count;
	for (size_t i = 0; i < node->count; i++) {
		struct scale_tier *tier = &scale->tiers[i];
		const struct yaml *at = &node->items[i];

		read_tier(r, at, scale->decimals, tier);
		if (tier->last != (i + 1 == node->count))
			fault(r, at,
			    tier->last ? "up_to: is missing; only the last tier goes without it"
				       : "up_to: the last tier goes without it, so that it serves "
					 "every larger amount");
		if (i > 0 && !tier->last && tier->up_to <= tier[-1].up_to)
			fault(r, at, "up_to: is not above the tier before");
	}
}

static void read_currency(const struct reader *r, const struct yaml *map, struct scale *scale)
{
	const struct yaml *node = yaml_get(map, "currency");

	scale->decimals = r->decimals;
	if (node == NULL || !need_kind(r, node, "currency", YAML_SCALAR))
		return;
	if (currency_decimals(node->text) < 0) {
		fault(r, node, "currency: \"%.*s\" is not a currency code like EUR",
		    SLICE_ARG(node->text));
		return;
	}
	memcpy(scale->currency, node->text.p, 3);
	scale->decimals = currency_decimals(node->text);
}

static void read_scale(const struct reader *r, const struct yaml *map, struct scale *scale)
{
	static const char *const keys[] = {
	    "source", "note", "currency", "min", "max", "tiers", NULL};
	const struct yaml *tiers = yaml_get(map, "tiers");

	refuse_others(r, map, "a scale", keys);
	check_text(r, map, "source");
	check_text(r, map, "note");
	read_currency(r, map, scale);
	read_bound(r, map, "min", scale, &scale->min);
	read_bound(r, map, "max", scale, &scale->max);
	if (scale->min.given && scale->max.given &&
	    scale->min.by_currency->amount > scale->max.by_currency->amount)
		fault(r, yaml_get(map, "min"), "min: is more than max");
	if (tiers != NULL)
		read_tiers(r, tiers, scale);
	else
		fault(r, map, "tiers: is missing");
}

/* The group under a name of the top: its entries are named by the user. */
static const struct yaml *group_of(const struct reader *r, const struct yaml *root, const char *key)
{
	const struct yaml *group = yaml_get(root, key);
	decimal number;

	if (group == NULL || !need_kind(r, group, key, YAML_MAP))
		return NULL;
	for (size_t i = 0; i < group->count; i++) {
		const struct yaml *name = &group->keys[i];

		if (name->text.n == 0 || decimal_parse(name->text, &number))
			fault(r, name, "%s: \"%.*s\" cannot be a name: it is a number or empty",
			    key, SLICE_ARG(name->text));
	}
	return group;
}

static void read_all(const struct reader *r, const struct yaml *root)
{
	static const char *const keys[] = {"rates", "scales", NULL};
	struct rates *rates = r->rates;
	const struct yaml *group;

	if (!need_kind(r, root, "the file", YAML_MAP))
		return;
	refuse_others(r, root, "a file of rates", keys);
	group = group_of(r, root, "rates");
	if (group != NULL) {
		rates->tables = arena_alloc(&rates->arena, group->count * sizeof *rates->tables);
		for (size_t i = 0; i < group->count; i++) {
			const char *name = group->keys[i].text.p;

			if (!need_kind(r, &group->items[i], name, YAML_MAP))
				continue;
			rates->tables[rates->ntables].name = arena_string(&rates->arena, name);
			read_table(r, &group->items[i], &rates->tables[rates->ntables++]);
		}
	}
	group = group_of(r, root, "scales");
	if (group != NULL) {
		rates->scales = arena_alloc(&rates->arena, group->count * sizeof *rates->scales);
		for (size_t i = 0; i < group->count; i++) {
			const char *name = group->keys[i].text.p;

			if (!need_kind(r, &group->items[i], name, YAML_MAP))
				continue;
			rates->scales[rates->nscales].name = arena_string(&rates->arena, name);
			read_scale(r, &group->items[i], &rates->scales[rates->nscales++]);
		}
	}
}

struct rates *rates_load(struct diag *d, const char *path, int decimals)
{
	struct rates *rates = mem_alloc(sizeof *rates);
	struct reader r = {.d = d, .rates = rates, .decimals = decimals};
	unsigned long before = d->errors;
	struct arena tree = {0};
	const struct yaml *root;

	rates->path = arena_string(&rates->arena, path);
	root = yaml_load(d, path, STATUS_POLICY, &tree);
	if (root != NULL)
		read_all(&r, root);
	arena_free(&tree);
	if (root != NULL && d->errors == before)
		return rates;
	rates_free(rates);
	return NULL;
}

const struct rate_table *rates_table(const struct rates *r, const char *name)
{
	for (size_t i = 0; i < r->ntables; i++)
		if (strcmp(r->tables[i].name, name) == 0)
			return &r->tables[i];
	return NULL;
}

const struct scale *rates_scale(const struct rates *r, const char *name)
{
	for (size_t i = 0; i < r->nscales; i++)
		if (strcmp(r->scales[i].name, name) == 0)
			return &r->scales[i];
	return NULL;
}

bool rates_needed(const struct policy *p)
{
	for (size_t i = 0; i < p->nterms; i++) {
		for (size_t j = 0; j < p->terms[i].nlevels; j++) {
			const struct charges *charges = &p->terms[i].levels[j].charges;

			if (charges->interest.table != NULL || charges->cost_scale.given)
				return true;
		}
	}
	return false;
}

static void report_missing(struct diag *d, const struct policy *p, const struct rates *r,
    const char *what, const char *name, unsigned long line, unsigned long col)
{
	size_t count = r->ntables + r->nscales;
	const char **names = mem_array(count + 1, sizeof *names);
	const char *nearest;

	for (size_t i = 0; i < r->ntables; i++)
		names[i] = r->tables[i].name;
	for (size_t i = 0; i < r->nscales; i++)
		names[r->ntables + i] = r->scales[i].name;
	nearest = slice_nearest(slice_of(name), names, count);
	diag_error(d, STATUS_POLICY, policy_place(p, line, col), "%s has no %s \"%s\"%s%s%s",
	    r->path, what, name, nearest != NULL ? "; did you mean \"" : "",
	    nearest != NULL ? nearest : "", nearest != NULL ? "\"" : "");
	free(names);
}

bool rates_check(struct diag *d, const struct policy *p, const struct rates *r)
{
	unsigned long before = d->errors;

	for (size_t i = 0; i < p->nterms; i++) {
		for (size_t j = 0; j < p->terms[i].nlevels; j++) {
			const struct interest_rule *interest =
			    &p->terms[i].levels[j].charges.interest;
			const struct scale_rule *scale = &p->terms[i].levels[j].charges.cost_scale;

			if (interest->table != NULL && rates_table(r, interest->table) == NULL)
				report_missing(d, p, r, "rate table", interest->table,
				    interest->line, interest->col);
			if (scale->given && rates_scale(r, scale->scale) == NULL)
				report_missing(
				    d, p, r, "scale", scale->scale, scale->line, scale->col);
		}
	}
	return d->errors == before;
}

void rates_free(struct rates *r)
{
	if (r == NULL)
		return;
	arena_free(&r->arena);
	free(r);
}
