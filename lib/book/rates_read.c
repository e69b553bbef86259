#include "book/rates_read.h"

#include "base/nearest.h"

#include <stdarg.h>
#include <stdlib.h>

#include "base/banned.h"

enum { MOST_PERCENT = 1000 };

void rates_fault(const struct rates_reader *r, const struct yaml *at, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	diag_verror(r->d, STATUS_POLICY, yaml_place(r->rates->path, at), fmt, ap);
	va_end(ap);
}

bool rates_is_kind(
    const struct rates_reader *r, const struct yaml *node, const char *key, enum yaml_kind kind)
{
	static const char *const kinds[] = {
	    [YAML_SCALAR] = "one value",
	    [YAML_LIST] = "a list ([..., ...])",
	    [YAML_MAP] = "a group of keys (key: value)",
	};

	if (node->kind == kind)
		return true;
	rates_fault(r, node, "%s: is not %s", key, kinds[kind]);
	return false;
}

void rates_refuse_others(const struct rates_reader *r, const struct yaml *map, const char *what,
    const char *const *names)
{
	size_t count = 0;

	while (names[count] != NULL)
		count++;
	for (size_t i = 0; i < map->count; i++) {
		struct slice key = map->keys[i].text;
		struct slice near;

		if (slice_among(key, names, (int)count) >= 0)
			continue;
		near = nearest_among(key, names, count);
		rates_fault(r, &map->keys[i], "\"%.*s\" is no key of %s%s", SLICE_ARG(key), what,
		    did_you_mean(near).text);
	}
}

static void check_note(const struct rates_reader *r, const struct yaml *map, const char *key)
{
	const struct yaml *node = yaml_get(map, key);
	bool texts;

	if (node == NULL || node->kind == YAML_SCALAR)
		return;
	texts = node->kind == YAML_LIST;
	for (size_t i = 0; texts && i < node->count; i++)
		texts = node->items[i].kind == YAML_SCALAR;
	if (!texts)
		rates_fault(r, node, "%s: is not a text or a list of texts", key);
}

void rates_check_notes(const struct rates_reader *r, const struct yaml *map)
{
	check_note(r, map, "source");
	check_note(r, map, "note");
}

bool rates_read_percent(
    const struct rates_reader *r, const struct yaml *node, const char *key, decimal *out)
{
	if (!rates_is_kind(r, node, key, YAML_SCALAR))
		return false;
	if (decimal_parse(node->text, out) && *out >= 0 &&
	    *out <= (decimal)MOST_PERCENT * DECIMAL_ONE)
		return true;
	rates_fault(r, node, "%s: \"%.*s\" is not a percentage from 0 to %d, like 8 or 11.15", key,
	    SLICE_ARG(node->text), MOST_PERCENT);
	return false;
}

/* Whether an entry has a name and keys. */
static bool is_entry(const struct rates_reader *r, const struct yaml *group, size_t i)
{
	return rates_is_kind(r, &group->items[i], group->keys[i].text.p, YAML_MAP);
}

/* The group under a name of the top: its entries are named by the user. */
static const struct yaml *group_of(
    const struct rates_reader *r, const struct yaml *root, const char *key)
{
	const struct yaml *group = yaml_get(root, key);
	decimal number;

	if (group == NULL || !rates_is_kind(r, group, key, YAML_MAP))
		return NULL;
	for (size_t i = 0; i < group->count; i++) {
		const struct yaml *name = &group->keys[i];

		if (name->text.n == 0 || decimal_parse(name->text, &number))
			rates_fault(r, name,
			    "%s: \"%.*s\" cannot be a name: it is a number or empty", key,
			    SLICE_ARG(name->text));
	}
	return group;
}

static void read_tables(const struct rates_reader *r, const struct yaml *root)
{
	const struct yaml *group = group_of(r, root, "rates");
	struct rates *rates = r->rates;

	if (group == NULL)
		return;
	rates->tables = arena_alloc(&rates->arena, group->count * sizeof *rates->tables);
	for (size_t i = 0; i < group->count; i++) {
		struct rate_table *table = &rates->tables[rates->ntables];

		if (!is_entry(r, group, i))
			continue;
		table->name = arena_string(&rates->arena, group->keys[i].text.p);
		rates_read_table(r, &group->items[i], table);
		rates->ntables++;
	}
}

static void read_scales(const struct rates_reader *r, const struct yaml *root)
{
	const struct yaml *group = group_of(r, root, "scales");
	struct rates *rates = r->rates;

	if (group == NULL)
		return;
	rates->scales = arena_alloc(&rates->arena, group->count * sizeof *rates->scales);
	for (size_t i = 0; i < group->count; i++) {
		struct scale *scale = &rates->scales[rates->nscales];

		if (!is_entry(r, group, i))
			continue;
		scale->name = arena_string(&rates->arena, group->keys[i].text.p);
		rates_read_scale(r, &group->items[i], scale);
		rates->nscales++;
	}
}

static void read_all(const struct rates_reader *r, const struct yaml *root)
{
	static const char *const keys[] = {"rates", "scales", NULL};

	if (!rates_is_kind(r, root, "the file", YAML_MAP))
		return;
	rates_refuse_others(r, root, "a file of rates", keys);
	read_tables(r, root);
	read_scales(r, root);
}

struct rates *rates_load(struct diag *d, const char *path, int decimals)
{
	struct rates *rates = mem_alloc(sizeof *rates);
	struct rates_reader r = {.d = d, .rates = rates, .decimals = decimals};
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
