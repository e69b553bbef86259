#include "book/yaml.h"
#include "value/whole.h"

#include <limits.h>

#include "base/banned.h"

/* A place in a list of count items, from 0. */
static bool parse_place(struct slice text, size_t count, size_t *out)
{
	int place;
	if (!whole_parse(text, 0, INT_MAX, &place) || (size_t)place >= count)
		return false;
	*out = (size_t)place;
	return true;
}

static bool key_is(const struct yaml *item, const char *key, struct slice value)
{
	const struct yaml *node = yaml_get(item, key);
	return node != NULL && node->kind == YAML_SCALAR && slice_equal(node->text, value);
}

/* The item whose KEY is VALUE. */
static const struct yaml *item_with(const struct yaml *list, struct slice pair)
{
	struct slice key;
	if (!slice_cut(&pair, '=', &key) || pair.p == NULL)
		return NULL;
	for (size_t i = 0; i < list->count; i++) {
		const struct yaml *item = &list->items[i];
		for (size_t j = 0; item->kind == YAML_MAP && j < item->count; j++)
			if (slice_equal(item->keys[j].text, key) &&
			    key_is(item, item->keys[j].text.p, pair))
				return item;
	}
	return NULL;
}

static const struct yaml *item_named(const struct yaml *list, struct slice name)
{
	size_t place;
	if (parse_place(name, list->count, &place))
		return &list->items[place];
	for (size_t i = 0; i < list->count; i++)
		if (key_is(&list->items[i], "id", name) || key_is(&list->items[i], "name", name))
			return &list->items[i];
	return item_with(list, name);
}

/* A name may hold points itself, so each key that the path begins with is tried. */
static const struct yaml *find_in_map(const struct yaml *map, struct slice path)
{
	for (size_t i = 0; i < map->count; i++) {
		struct slice key = map->keys[i].text;
		if (slice_equal(key, path))
			return &map->items[i];
		if (key.n >= path.n || path.p[key.n] != '.' ||
		    !slice_equal(key, (struct slice){path.p, key.n}))
			continue;
		struct slice rest = {path.p + key.n + 1, path.n - key.n - 1};
		const struct yaml *found = yaml_find(&map->items[i], rest);
		if (found != NULL)
			return found;
	}
	return NULL;
}

static const struct yaml *find_in_list(const struct yaml *list, struct slice path)
{
	const struct yaml *found = item_named(list, path);
	for (size_t i = 0; found == NULL && i < path.n; i++) {
		if (path.p[i] != '.')
			continue;
		const struct yaml *item = item_named(list, (struct slice){path.p, i});
		if (item != NULL)
			found = yaml_find(item, (struct slice){path.p + i + 1, path.n - i - 1});
	}
	return found;
}

const struct yaml *yaml_find(const struct yaml *node, struct slice path)
{
	if (node->kind == YAML_MAP)
		return find_in_map(node, path);
	if (node->kind == YAML_LIST)
		return find_in_list(node, path);
	return NULL;
}
