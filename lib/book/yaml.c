#include "book/yaml.h"

#include "base/buf.h"
#include "base/file.h"
#include "base/mem.h"
#include "book/yaml_problem.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <yaml.h>

#include "base/banned.h"

enum { MOST_BYTES = 16 * 1024 * 1024, MOST_NODES = 500000, MOST_DEPTH = 64 };

struct reader {
	struct diag *d;
	const char *name;
	enum exit_status status;
	struct arena *arena;
	struct slice text;
	size_t nodes;
	bool broken; /* a value is missing from the tree */
	yaml_parser_t parser;
	yaml_event_t event;
};

/* libyaml counts lines and columns from 0, editors from 1. */
static struct place place_of(const struct reader *r, yaml_mark_t mark)
{
	return (struct place){.file = r->name, .line = mark.line + 1, .col = mark.column + 1};
}

__attribute__((format(printf, 3, 4))) static void fault(
    struct reader *r, yaml_mark_t mark, const char *fmt, ...)
{
	va_list ap;
	va_start(ap, fmt);
	diag_verror(r->d, r->status, place_of(r, mark), fmt, ap);
	va_end(ap);
}

/* Step to the next event; the one before is gone then. */
static bool step(struct reader *r)
{
	yaml_event_delete(&r->event);
	memset(&r->event, 0, sizeof r->event);
	if (yaml_parser_parse(&r->parser, &r->event))
		return true;
	yaml_report(r->d, r->name, r->status, r->text, &r->parser);
	return false;
}

static void refuse_extras(struct reader *r, const yaml_char_t *anchor, const yaml_char_t *tag)
{
	if (anchor != NULL)
		fault(r, r->event.start_mark,
		    "an anchor (&%s) is not allowed: write the value out, or put a text that "
		    "begins with & in quotes",
		    (const char *)anchor);
	if (tag != NULL)
		fault(r, r->event.start_mark,
		    "a tag is not allowed: a text that begins with ! must be in quotes");
}

static void read_scalar(struct reader *r, struct yaml *out)
{
	const char *value = (const char *)r->event.data.scalar.value;
	size_t length = r->event.data.scalar.length;
	refuse_extras(r, r->event.data.scalar.anchor, r->event.data.scalar.tag);
	if (memchr(value, '\0', length) != NULL) {
		fault(r, r->event.start_mark, "a text with a NUL character");
		r->broken = true;
	}
	out->kind = YAML_SCALAR;
	out->text = (struct slice){arena_copy(r->arena, value, length), length};
	out->plain = r->event.data.scalar.style == YAML_PLAIN_SCALAR_STYLE;
}

static int compare_keys(const void *a, const void *b)
{
	const struct yaml *x = *(const struct yaml *const *)a, *y = *(const struct yaml *const *)b;
	int order = slice_compare(x->text, y->text);
	if (order != 0)
		return order;
	return x < y ? -1 : x > y;
}

/* Of two values of one key, who reads the tree must not see one here and the other there. */
static void keep_first(struct yaml *map, const bool *again)
{
	size_t kept = 0;

	for (size_t i = 0; i < map->count; i++) {
		if (again[i])
			continue;
		map->keys[kept] = map->keys[i];
		map->items[kept] = map->items[i];
		kept++;
	}
	map->count = kept;
}

static void refuse_duplicates(struct reader *r, struct yaml *map)
{
	if (map->count < 2)
		return;
	const struct yaml **sorted = mem_array(map->count, sizeof(struct yaml *));
	bool *again = mem_array(map->count, sizeof *again);
	for (size_t i = 0; i < map->count; i++)
		sorted[i] = &map->keys[i];
	qsort(sorted, map->count, sizeof(struct yaml *), compare_keys);
	const struct yaml *first = sorted[0];
	for (size_t i = 1; i < map->count; i++) {
		const struct yaml *key = sorted[i];
		if (!slice_equal(key->text, first->text)) {
			first = key;
			continue;
		}
		diag_error(r->d, r->status, yaml_place(r->name, key),
		    "\"%.*s\" stands here twice: first on line %lu", SLICE_ARG(key->text),
		    first->line);
		again[key - map->keys] = true;
	}
	keep_first(map, again);
	free(again);
	free(sorted);
}

static bool read_node(struct reader *r, struct yaml *out, unsigned depth);

static struct yaml *keep(struct reader *r, struct yaml *nodes, size_t count)
{
	struct yaml *kept = arena_alloc(r->arena, count * sizeof *kept);
	if (count > 0)
		memcpy(kept, nodes, count * sizeof *kept);
	free(nodes);
	return kept;
}

static bool read_list(struct reader *r, struct yaml *out, unsigned depth)
{
	struct yaml *items = NULL;
	size_t capacity = 0;
	bool ok = true;
	refuse_extras(r, r->event.data.sequence_start.anchor, r->event.data.sequence_start.tag);
	out->kind = YAML_LIST;
	while ((ok = step(r)) && r->event.type != YAML_SEQUENCE_END_EVENT) {
		items = mem_grow(items, out->count, &capacity, sizeof *items);
		ok = read_node(r, &items[out->count], depth + 1);
		if (!ok)
			break;
		out->count++;
	}
	out->items = keep(r, items, out->count);
	return ok;
}

static bool read_key(struct reader *r, struct yaml *key, unsigned depth)
{
	if (!read_node(r, key, depth))
		return false;
	if (key->kind == YAML_SCALAR)
		return true;
	diag_error(r->d, r->status, yaml_place(r->name, key),
	    "a list or a group cannot be a key: put a text that begins with { or [ in quotes");
	return false;
}

static bool read_map(struct reader *r, struct yaml *out, unsigned depth)
{
	struct yaml *keys = NULL, *items = NULL;
	size_t key_capacity = 0, item_capacity = 0;
	bool ok = true;
	refuse_extras(r, r->event.data.mapping_start.anchor, r->event.data.mapping_start.tag);
	out->kind = YAML_MAP;
	while ((ok = step(r)) && r->event.type != YAML_MAPPING_END_EVENT) {
		keys = mem_grow(keys, out->count, &key_capacity, sizeof *keys);
		items = mem_grow(items, out->count, &item_capacity, sizeof *items);
		ok = read_key(r, &keys[out->count], depth + 1) && step(r) &&
		     read_node(r, &items[out->count], depth + 1);
		if (!ok)
			break;
		out->count++;
	}
	out->keys = keep(r, keys, out->count);
	out->items = keep(r, items, out->count);
	if (ok)
		refuse_duplicates(r, out);
	return ok;
}

/* The node that the current event begins. False after a fault that ends the reading. */
static bool read_node(struct reader *r, struct yaml *out, unsigned depth)
{
	struct place at = place_of(r, r->event.start_mark);
	*out = (struct yaml){.line = at.line, .col = at.col};
	if (depth > MOST_DEPTH) {
		fault(r, r->event.start_mark, "is nested deeper than %d", MOST_DEPTH);
		return false;
	}
	if (++r->nodes > MOST_NODES) {
		fault(r, r->event.start_mark, "has more than %d values", MOST_NODES);
		return false;
	}
	switch (r->event.type) {
	case YAML_SEQUENCE_START_EVENT:
		return read_list(r, out, depth);
	case YAML_MAPPING_START_EVENT:
		return read_map(r, out, depth);
	case YAML_SCALAR_EVENT:
		read_scalar(r, out);
		return true;
	default:
		/* An alias: aliases let a small file stand for a huge one. */
		fault(r, r->event.start_mark,
		    "an alias (*%s) is not allowed: write the value out, or put a text that "
		    "begins with * in quotes",
		    (const char *)r->event.data.alias.anchor);
		out->text = SLICE_LIT("");
		r->broken = true;
		return true;
	}
}

static bool read_document(struct reader *r, struct yaml *root)
{
	if (!step(r) || !step(r)) /* the stream's and the document's start */
		return false;
	if (r->event.type == YAML_STREAM_END_EVENT) {
		diag_error(r->d, r->status, AT_FILE(r->name), "is empty");
		return false;
	}
	if (!step(r) || !read_node(r, root, 1))
		return false;
	if (!step(r) || !step(r)) /* the document's end and what follows it */
		return false;
	if (r->event.type != YAML_STREAM_END_EVENT) {
		fault(r, r->event.start_mark, "a second document begins: only one is read");
		return false;
	}
	return true;
}

static bool starts_with(struct slice text, const char *bytes, size_t n)
{
	return text.n >= n && memcmp(text.p, bytes, n) == 0;
}

static struct yaml *parse(struct diag *d, const char *name, struct slice text,
    enum exit_status status, struct arena *arena)
{
	struct reader r = {.d = d, .name = name, .status = status, .arena = arena};
	if (starts_with(text, "\xff\xfe", 2) || starts_with(text, "\xfe\xff", 2)) {
		diag_error(d, status, AT_FILE(name), "is UTF-16: save the file as UTF-8");
		return NULL;
	}
	if (starts_with(text, "\xef\xbb\xbf", 3))
		text = (struct slice){text.p + 3, text.n - 3};
	r.text = text;
	if (!yaml_parser_initialize(&r.parser)) {
		diag_error(d, STATUS_TEMPFAIL, AT_FILE(name), "out of memory");
		return NULL;
	}
	yaml_parser_set_encoding(&r.parser, YAML_UTF8_ENCODING);
	yaml_parser_set_input_string(
	    &r.parser, (const unsigned char *)(text.n > 0 ? text.p : ""), text.n);
	struct yaml *root = arena_alloc(arena, sizeof *root);
	bool ok = read_document(&r, root);
	yaml_event_delete(&r.event);
	yaml_parser_delete(&r.parser);
	return ok && !r.broken ? root : NULL;
}

struct yaml *yaml_parse(struct diag *d, const char *name, struct slice text,
    enum exit_status status, struct arena *arena)
{
	unsigned long before = d->errors;
	struct yaml *root = parse(d, name, text, status, arena);
	return d->errors == before ? root : NULL;
}

struct yaml *yaml_load_tree(
    struct diag *d, const char *path, enum exit_status status, struct arena *arena)
{
	struct buf text = {0};
	struct yaml *root = NULL;
	const char *name = strcmp(path, "-") == 0 ? "<stdin>" : path;
	if (file_read_as(d, path, MOST_BYTES, status, &text))
		root = parse(d, name, buf_slice(&text), status, arena);
	buf_free(&text);
	return root;
}

struct yaml *yaml_load(
    struct diag *d, const char *path, enum exit_status status, struct arena *arena)
{
	unsigned long before = d->errors;
	struct yaml *root = yaml_load_tree(d, path, status, arena);
	return d->errors == before ? root : NULL;
}

const struct yaml *yaml_get(const struct yaml *map, const char *key)
{
	if (map == NULL || map->kind != YAML_MAP)
		return NULL;
	for (size_t i = 0; i < map->count; i++)
		if (slice_is(map->keys[i].text, key))
			return &map->items[i];
	return NULL;
}

struct place yaml_place(const char *path, const struct yaml *node)
{
	return (struct place){.file = path, .line = node->line, .col = node->col};
}
