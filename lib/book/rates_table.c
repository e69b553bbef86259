#include "book/interest_keys.h"
#include "book/rates_read.h"

#include "base/banned.h"

/* The place of a word among names, which end with NULL; -1 when the key is absent or wrong. */
static int read_choice(
    const struct rates_reader *r, const struct yaml *map, const char *key, const char *const *names)
{
	const struct yaml *node = yaml_get(map, key);
	struct buf all = {0};
	int count = 0, choice;

	if (node == NULL || !rates_is_kind(r, node, key, YAML_SCALAR))
		return -1;
	while (names[count] != NULL)
		count++;
	choice = slice_among(node->text, names, count);
	if (choice < 0) {
		buf_add_names(&all, names, (size_t)count);
		rates_fault(r, node, "%s: \"%.*s\" is not %s", key, SLICE_ARG(node->text),
		    buf_string(&all));
		buf_free(&all);
	}
	return choice;
}

/* A key of two words. */
static void read_switch(const struct rates_reader *r, const struct yaml *map, const char *key,
    const char *const *names, bool *given, bool *second)
{
	int choice = read_choice(r, map, key, names);

	*given = choice >= 0;
	*second = choice == 1;
}

static bool read_date(
    const struct rates_reader *r, const struct yaml *node, const char *key, date *out)
{
	if (!rates_is_kind(r, node, key, YAML_SCALAR))
		return false;
	if (date_parse(node->text, out))
		return true;
	rates_fault(
	    r, node, "%s: \"%.*s\" is not a date like 2026-07-01", key, SLICE_ARG(node->text));
	return false;
}

static void read_steps(
    const struct rates_reader *r, const struct yaml *node, struct rate_table *table)
{
	if (!rates_is_kind(r, node, "from", YAML_MAP))
		return;
	if (node->count == 0) {
		rates_fault(
		    r, node, "from: names no rate; give one or more, like {2026-07-01: 10.4}");
		return;
	}
	table->steps = arena_alloc(&r->rates->arena, node->count * sizeof *table->steps);
	for (size_t i = 0; i < node->count; i++) {
		struct rate_step *step = &table->steps[table->count];

		if (!read_date(r, &node->keys[i], "from", &step->from) ||
		    !rates_read_percent(r, &node->items[i], "from", &step->percent))
			continue;
		/* Out of order is more often a slip in a year than a wish. */
		if (table->count > 0 && step->from <= step[-1].from)
			rates_fault(r, &node->keys[i],
			    "from: \"%.*s\" stands below a later date; the earliest comes first",
			    SLICE_ARG(node->keys[i].text));
		table->count++;
	}
}

static void read_valid_until(
    const struct rates_reader *r, const struct yaml *map, struct rate_table *table)
{
	const struct yaml *node = yaml_get(map, "valid_until");

	table->valid_until = DATE_NONE;
	if (node == NULL || !read_date(r, node, "valid_until", &table->valid_until))
		return;
	if (table->count > 0 && table->valid_until < table->steps[table->count - 1].from)
		rates_fault(r, node, "valid_until: \"%.*s\" is before the last rate",
		    SLICE_ARG(node->text));
}

/* How interest by this table runs, where the policy does not say. */
static void read_keys(
    const struct rates_reader *r, const struct yaml *map, struct rate_table *table)
{
	int from = read_choice(r, map, "days_from", interest_froms);
	int count = read_choice(r, map, "day_count", day_counts);

	table->has_from = from >= 0;
	table->from = from >= 0 ? (enum interest_from)from : FROM_DUE;
	table->has_day_count = count >= 0;
	table->day_count = count >= 0 ? (enum day_count)count : ACT_365;
	read_switch(r, map, "compound", interest_compounds, &table->has_compound, &table->compound);
	read_switch(r, map, "round", interest_rounds, &table->has_round, &table->round_period);
	read_switch(
	    r, map, "rate_on", interest_rate_ons, &table->has_rate_on, &table->rate_on_start);
}

void rates_read_table(
    const struct rates_reader *r, const struct yaml *map, struct rate_table *table)
{
	static const char *const keys[] = {"source", "note", "from", "valid_until", "days_from",
	    "day_count", "compound", "round", "rate_on", NULL};
	const struct yaml *from = yaml_get(map, "from");

	rates_refuse_others(r, map, "a rate table", keys);
	rates_check_notes(r, map);
	if (from != NULL)
		read_steps(r, from, table);
	else
		rates_fault(
		    r, map, "from: is missing: the dates and their rates, like {2026-07-01: 10.4}");
	read_valid_until(r, map, table);
	read_keys(r, map, table);
}
