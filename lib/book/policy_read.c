#include "base/nearest.h"
#include "book/schema.h"

#include <string.h>

#include "base/banned.h"

enum { MOST_FIELDS = 32 };

static void set_place(const struct section *s, const struct yaml *node, void *to)
{
	if (s->line == 0)
		return;
	*(unsigned long *)((char *)to + s->line) = node->line;
	*(unsigned long *)((char *)to + s->col) = node->col;
}

static void read_list(
    struct reader *r, const struct field *f, const struct yaml *node, void *to, size_t *count)
{
	if (!policy_is_kind(r, node, f->key, YAML_LIST) || !policy_is_length(r, f, node))
		return;
	char *values = arena_alloc(r->arena, node->count * f->section->size);
	*(void **)to = values;
	*count = node->count;
	for (size_t i = 0; i < node->count; i++)
		policy_read_section(
		    r, f->section, &node->items[i], f->key, values + i * f->section->size);
}

static void read_named(
    struct reader *r, const struct field *f, const struct yaml *node, void *to, size_t *count)
{
	if (!policy_is_kind(r, node, f->key, YAML_MAP) || !policy_is_length(r, f, node))
		return;
	char *values = arena_alloc(r->arena, node->count * f->section->size);
	*(void **)to = values;
	*count = node->count;
	for (size_t i = 0; i < node->count; i++) {
		const struct yaml *key = &node->keys[i];
		void *value = values + i * f->section->size;
		if (policy_is_text(r, f, key))
			*(const char **)value = key->text.p;
		policy_read_section(r, f->section, &node->items[i], key->text.p, value);
		set_place(f->section, key, value);
	}
}

static void read_field(
    struct reader *r, const struct field *f, const struct yaml *node, char *group)
{
	void *to = group + f->at;
	size_t *count = (size_t *)(void *)(group + f->count);
	if (f->type == FIELD_GROUP)
		policy_read_section(r, f->section, node, f->key, to);
	else if (f->type == FIELD_LIST)
		read_list(r, f, node, to, count);
	else if (f->type == FIELD_NAMED)
		read_named(r, f, node, to, count);
	else if (!policy_read_words(r, f, node, group))
		(void)policy_read_figures(r, f, node, group);
}

/* What a key that is not there stands for: its fallback, read as if it had been written. */
static void set_default(struct reader *r, const struct field *f, char *group)
{
	void *to = group + f->at;
	if (f->type == FIELD_GROUP) {
		policy_read_section(r, f->section, NULL, f->key, to);
		return;
	}
	if (f->type == FIELD_ALLOCATION)
		memcpy(to, policy_allocation, sizeof policy_allocation);
	if (f->fallback == NULL || f->type == FIELD_AMOUNT)
		return;
	if (f->fallback[0] == '\0') {
		*(const char **)to = f->fallback;
		return;
	}
	struct yaml scalar = {.kind = YAML_SCALAR, .text = slice_of(f->fallback), .plain = true};
	struct yaml list = {.kind = YAML_LIST, .count = 1, .items = &scalar};
	read_field(r, f, f->type == FIELD_TEXTS ? &list : &scalar, group);
}

static const struct field *find_field(const struct section *s, struct slice key)
{
	for (size_t i = 0; i < s->nfields; i++)
		if (slice_is(key, s->fields[i].key))
			return &s->fields[i];
	return NULL;
}

/* The group that has such a key: "terms.NAME.levels.charges". Where several have it, the first. */
static bool find_home(const struct section *s, struct slice key, struct buf *path)
{
	if (find_field(s, key) != NULL)
		return true;
	size_t length = path->length;
	for (size_t i = 0; i < s->nfields; i++) {
		const struct field *f = &s->fields[i];
		if (f->section == NULL)
			continue;
		buf_printf(path, "%s%s%s", length > 0 ? "." : "", f->key,
		    f->type == FIELD_NAMED ? ".NAME" : "");
		if (find_home(f->section, key, path))
			return true;
		buf_truncate(path, length);
	}
	return false;
}

static void unknown_key(
    struct reader *r, const struct section *s, const struct yaml *key, const char *group)
{
	const char *names[MOST_FIELDS + 1] = {NULL};
	for (size_t i = 0; i < s->nfields && i < MOST_FIELDS; i++)
		names[i] = s->fields[i].key;
	const struct slice near = nearest_among(key->text, names, s->nfields);
	struct buf home = {0};
	if (find_home(&policy_section, key->text, &home))
		policy_fault(r, key, group, "\"%.*s\" is not a key here, but in %s",
		    SLICE_ARG(key->text),
		    home.length > 0 ? buf_string(&home) : "the policy itself");
	else if (near.n > 0)
		policy_fault(r, key, group, "\"%.*s\" is not a key here%s", SLICE_ARG(key->text),
		    did_you_mean(near).text);
	else
		policy_fault(r, key, group, "\"%.*s\" is not a key here: the keys are %s",
		    SLICE_ARG(key->text), policy_list_names(r, names));
	buf_free(&home);
}

static void read_keys(struct reader *r, const struct section *s, const struct yaml *node,
    const char *key, char *group)
{
	for (size_t i = 0; i < node->count; i++) {
		const struct field *f = find_field(s, node->keys[i].text);
		if (f == NULL) {
			unknown_key(r, s, &node->keys[i], key);
			continue;
		}
		if (f->given != 0)
			*(bool *)(group + f->given) = true;
		read_field(r, f, &node->items[i], group);
	}
}

void policy_read_section(
    struct reader *r, const struct section *s, const struct yaml *node, const char *key, void *to)
{
	if (node != NULL && !policy_is_kind(r, node, key, YAML_MAP))
		node = NULL;
	if (node != NULL) {
		set_place(s, node, to);
		read_keys(r, s, node, key, to);
	}
	for (size_t i = 0; i < s->nfields; i++) {
		const struct field *f = &s->fields[i];
		if (yaml_get(node, f->key) != NULL)
			continue;
		set_default(r, f, to);
		if (f->required && node != NULL)
			policy_fault(r, node, key, "the key \"%s\" is missing", f->key);
	}
	if (node != NULL && s->check != NULL)
		s->check(r, node, to);
}
