#include "book/profile.h"
#include "book/yaml.h"

#include <string.h>

#include "base/banned.h"

/* A tree is built and handed to yaml_write, which knows what needs quotes. */

enum { PAIRS_MOST = 256 };

static struct yaml scalar(struct slice text)
{
	return (struct yaml){.kind = YAML_SCALAR, .text = text};
}

static struct yaml word(const char *text)
{
	return (struct yaml){.kind = YAML_SCALAR, .text = slice_of(text), .plain = true};
}

static struct yaml *add(struct arena *a, struct yaml *map, struct slice key)
{
	if (!map->keys) {
		map->kind = YAML_MAP;
		map->keys = arena_alloc(a, PAIRS_MOST * sizeof *map->keys);
		map->items = arena_alloc(a, PAIRS_MOST * sizeof *map->items);
	}
	if (map->count == PAIRS_MOST)
		return &map->items[PAIRS_MOST - 1];
	map->keys[map->count] = scalar(key);
	return &map->items[map->count++];
}

static void add_word(struct arena *a, struct yaml *map, const char *key, const char *value)
{
	if (value && *value)
		*add(a, map, slice_of(key)) = word(value);
}

static void add_map(struct arena *a, struct yaml *root, const char *key, struct yaml map)
{
	if (map.count > 0)
		*add(a, root, slice_of(key)) = map;
}

/* A mark alone, in quotes. */
static void add_mark(struct arena *a, struct yaml *map, const char *key, int mark)
{
	char text = (char)mark;

	if (mark == MARK_NONE)
		add_word(a, map, key, "none");
	else if (mark != MARK_ANY)
		*add(a, map, slice_of(key)) = scalar((struct slice){arena_copy(a, &text, 1), 1});
}

static void add_list(
    struct arena *a, struct yaml *map, const char *key, const struct slice *texts, size_t count)
{
	struct yaml list = {.kind = YAML_LIST, .count = count};

	if (count == 0)
		return;
	list.items = arena_alloc(a, count * sizeof *list.items);
	for (size_t i = 0; i < count; i++)
		list.items[i] = scalar(texts[i]);
	*add(a, map, slice_of(key)) = list;
}

static void add_quoted(struct buf *b, struct slice value)
{
	buf_add_char(b, '"');
	for (size_t i = 0; i < value.n; i++) {
		if (value.p[i] == '"')
			buf_add_char(b, '"');
		buf_add_char(b, value.p[i]);
	}
	buf_add_char(b, '"');
}

/* A condition as it is written: the value in quotes where it would not stand alone. */
static struct slice condition_text(struct arena *a, const struct condition *c)
{
	static const char *const operators[] = {"=", "!=", "<", "<=", ">", ">=", "~"};
	struct slice value = slice_of(c->value), text;
	bool bare = value.n > 0 && slice_trim(value).n == value.n &&
		    memchr("\"=<>~", value.p[0], 5) == NULL;
	struct buf b = {0};

	buf_printf(&b, "%s %s ", c->column, operators[c->op]);
	if (bare)
		buf_add_slice(&b, value);
	else
		add_quoted(&b, value);
	text = (struct slice){arena_copy(a, b.data, b.length), b.length};
	buf_free(&b);
	return text;
}

static void add_conditions(
    struct arena *a, struct yaml *root, const char *key, const struct condition *list, size_t count)
{
	struct slice texts[PROFILE_CONDITIONS];

	for (size_t i = 0; i < count; i++)
		texts[i] = condition_text(a, &list[i]);
	add_list(a, root, key, texts, count);
}

static void add_dialect(struct arena *a, struct yaml *root, const struct dialect *t)
{
	static const char *const orders[] = {"", "ymd", "dmy", "mdy"};
	const char *delimiter = t->delimiter == ','    ? "comma"
				: t->delimiter == ';'  ? "semicolon"
				: t->delimiter == '\t' ? "tab"
				: t->delimiter == '|'  ? "pipe"
						       : "";

	add_word(a, root, "delimiter", delimiter);
	add_mark(a, root, "quote", t->quote);
	add_word(a, root, "encoding", encoding_name(t->encoding));
	add_mark(a, root, "decimal_mark", t->decimal_mark);
	add_mark(a, root, "thousands_mark", t->thousands);
	add_word(a, root, "date_order", orders[t->dates]);
}

static void add_columns(struct arena *a, struct yaml *root, const struct profile *p)
{
	struct yaml columns = {0}, values = {0}, constants = {0};
	struct slice strip[PROFILE_COLUMNS];
	size_t nstrip = 0;

	for (size_t i = 0; i < p->ncolumns; i++) {
		const struct profile_column *c = &p->columns[i];
		struct yaml map = {0};

		if (c->nfrom == 1)
			*add(a, &columns, c->to) = scalar(c->from[0]);
		else if (c->nfrom > 1) {
			struct yaml list = {0};
			add_list(a, &list, "", c->from, c->nfrom);
			*add(a, &columns, c->to) = list.items[0];
		}
		for (const struct profile_value *v = c->values; v; v = v->next)
			*add(a, &map, v->from) = scalar(v->to);
		if (map.count > 0)
			*add(a, &values, c->to) = map;
		if (c->constant.p)
			*add(a, &constants, c->to) = scalar(c->constant);
		if (c->strip_zeros)
			strip[nstrip++] = c->to;
	}
	add_map(a, root, "columns", columns);
	add_map(a, root, "values", values);
	add_map(a, root, "constants", constants);
	add_list(a, root, "strip_zeros", strip, nstrip);
}

void profile_write(const struct profile *p, struct buf *b)
{
	static const char *const signs[] = {"", "reverse", "by-kind"};
	struct arena a = {0};
	struct yaml root = {.kind = YAML_MAP};

	if (p->title.n > 0)
		*add(&a, &root, SLICE_LIT("title")) = scalar(p->title);
	add_dialect(&a, &root, &p->dialect);
	add_columns(&a, &root, p);
	add_list(&a, &root, "drop", p->drop, p->ndrop);
	add_conditions(&a, &root, "skip", p->skip, p->nskip);
	add_conditions(&a, &root, "total", p->total, p->ntotal);
	add_word(&a, &root, "sign", signs[p->sign]);
	add_word(&a, &root, "rows", p->lines ? "invoice-lines" : "");
	yaml_write(b, &root);
	arena_free(&a);
}
