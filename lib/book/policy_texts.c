#include "book/compared.h"
#include "book/schema.h"

#include <stdarg.h>
#include <string.h>

#include "base/banned.h"

enum { MOST_FIELDS = 32 };

void policy_fault(struct reader *r, const struct yaml *at, const char *key, const char *fmt, ...)
{
	struct place place = yaml_place(r->policy->path, at);
	place.column = key;
	va_list ap;
	va_start(ap, fmt);
	diag_verror(r->d, STATUS_POLICY, place, fmt, ap);
	va_end(ap);
}

static bool is_nothing(const struct yaml *node)
{
	return node->kind == YAML_SCALAR && node->plain &&
	       (node->text.n == 0 || slice_is(node->text, "~") || slice_is(node->text, "null"));
}

/* Whether the node is of the kind; a fault otherwise. */
bool policy_is_kind(struct reader *r, const struct yaml *node, const char *key, enum yaml_kind kind)
{
	static const char *const wants[] = {
	    [YAML_SCALAR] = "must be a single value",
	    [YAML_LIST] = "must be a list, in [brackets] or a line each with \"- \" before it",
	    [YAML_MAP] = "must be a group of keys",
	};
	if (node->kind == kind && !is_nothing(node))
		return true;
	if (is_nothing(node))
		policy_fault(r, node, key, "has no value: give it one or leave the key out");
	else if (node->kind == YAML_SCALAR)
		policy_fault(r, node, key, "%s, not \"%.*s\"", wants[kind], SLICE_ARG(node->text));
	else
		policy_fault(r, node, key, "%s, not a %s", wants[kind],
		    node->kind == YAML_LIST ? "list" : "group");
	return false;
}

bool policy_is_text(struct reader *r, const struct field *f, const struct yaml *node)
{
	if (!policy_is_kind(r, node, f->key, YAML_SCALAR))
		return false;
	const char *why = wrong_line(node->text);
	if (why == NULL && f->wrong != NULL)
		why = f->wrong(node->text);
	if (why != NULL)
		policy_fault(r, node, f->key, "\"%.*s\" %s", SLICE_ARG(node->text), why);
	return why == NULL;
}

static void read_text(struct reader *r, const struct field *f, const struct yaml *node, void *to)
{
	const char **out = to;
	if (policy_is_text(r, f, node))
		*out = node->text.p;
}

static void read_iban(struct reader *r, const struct field *f, const struct yaml *node, void *to)
{
	const char **out = to;
	char electronic[IBAN_TEXT];
	const char *why;
	if (!policy_is_text(r, f, node))
		return;
	if (iban_check(node->text, electronic, &why))
		*out = arena_string(r->arena, electronic);
	else
		policy_fault(
		    r, node, f->key, "\"%.*s\" is not an IBAN: %s", SLICE_ARG(node->text), why);
}

bool policy_is_length(struct reader *r, const struct field *f, const struct yaml *node)
{
	if (node->count < (size_t)f->least) {
		policy_fault(r, node, f->key, "must not be empty");
		return false;
	}
	if (f->most > 0 && node->count > (size_t)f->most) {
		policy_fault(
		    r, node, f->key, "has %zu items, and may have %ld", node->count, f->most);
		return false;
	}
	return true;
}

static void read_texts(
    struct reader *r, const struct field *f, const struct yaml *node, void *to, size_t *count)
{
	if (!policy_is_kind(r, node, f->key, YAML_LIST) || !policy_is_length(r, f, node))
		return;
	const char **texts = arena_alloc(r->arena, node->count * sizeof *texts);
	for (size_t i = 0; i < node->count; i++)
		read_text(r, f, &node->items[i], &texts[i]);
	*(const char ***)to = texts;
	*count = node->count;
}

const char *policy_list_names(struct reader *r, const char *const *names)
{
	struct buf b = {0};
	size_t count = 0;
	while (names[count] != NULL)
		count++;
	buf_add_names(&b, names, count);
	const char *text = arena_string(r->arena, buf_string(&b));
	buf_free(&b);
	return text;
}

/* The place among the names, -1 after a fault. */
static int choice_of(struct reader *r, const struct field *f, const struct yaml *node)
{
	if (!policy_is_kind(r, node, f->key, YAML_SCALAR))
		return -1;
	for (int i = 0; f->names[i] != NULL; i++)
		if (slice_is(node->text, f->names[i]))
			return i;
	if (f->names == yes_no && slice_is(node->text, "true"))
		return 1;
	if (f->names == yes_no && slice_is(node->text, "false"))
		return 0;
	policy_fault(r, node, f->key, "\"%.*s\" is not one of the choices: %s",
	    SLICE_ARG(node->text), policy_list_names(r, f->names));
	return -1;
}

static void read_choice(struct reader *r, const struct field *f, const struct yaml *node, void *to)
{
	int choice = choice_of(r, f, node);
	_Static_assert(sizeof(enum escalate) == sizeof choice, "enums are read as int");
	if (choice >= 0)
		memcpy(to, &choice, sizeof choice);
}

static void read_switch(struct reader *r, const struct field *f, const struct yaml *node, void *to)
{
	int choice = choice_of(r, f, node);
	if (choice >= 0)
		*(bool *)to = choice == 1;
}

const char *const policy_allocation[3] = {"costs", "interest", "principal"};

static void read_allocation(
    struct reader *r, const struct field *f, const struct yaml *node, void *to)
{
	const char **out = to;
	unsigned seen = 0;
	if (!policy_is_kind(r, node, f->key, YAML_LIST))
		return;
	for (size_t i = 0; i < node->count && node->count == 3; i++) {
		int place = node->items[i].kind == YAML_SCALAR
				? slice_among(node->items[i].text, policy_allocation, 3)
				: -1;
		if (place < 0)
			break;
		out[i] = policy_allocation[place];
		seen |= 1u << place;
	}
	if (seen != 7)
		policy_fault(r, node, f->key,
		    "must name costs, interest and principal, each once, in the order in which "
		    "a part payment pays them");
}

/* The condition in the arena, so that it ends with the policy. */
static bool read_condition(
    struct reader *r, const struct field *f, const struct yaml *node, struct condition *out)
{
	struct condition c = {0};
	const char *why = "";
	if (condition_parse(node->text, &c, &why))
		why = condition_misfit(&c, column_kind(c.column));
	if (why != NULL) {
		condition_free(&c);
		policy_fault(
		    r, node, f->key, "\"%.*s\" is not a condition: %s", SLICE_ARG(node->text), why);
		return false;
	}
	*out = c;
	out->column = arena_string(r->arena, c.column);
	out->value = arena_string(r->arena, c.value);
	condition_free(&c);
	return true;
}

static void read_conditions(
    struct reader *r, const struct field *f, const struct yaml *node, void *to)
{
	struct where_list *out = to;
	if (!policy_is_kind(r, node, f->key, YAML_LIST))
		return;
	out->conditions = arena_alloc(r->arena, node->count * sizeof *out->conditions);
	out->texts = arena_alloc(r->arena, node->count * sizeof *out->texts);
	for (size_t i = 0; i < node->count; i++) {
		const struct yaml *item = &node->items[i];
		if (policy_is_text(r, f, item) &&
		    read_condition(r, f, item, &out->conditions[out->count]))
			out->texts[out->count++] = item->text.p;
	}
}

bool policy_read_words(
    struct reader *r, const struct field *f, const struct yaml *node, char *group)
{
	void *to = group + f->at;
	switch (f->type) {
	case FIELD_TEXT:
		read_text(r, f, node, to);
		return true;
	case FIELD_IBAN:
		read_iban(r, f, node, to);
		return true;
	case FIELD_TEXTS:
		read_texts(r, f, node, to, (size_t *)(void *)(group + f->count));
		return true;
	case FIELD_CHOICE:
		read_choice(r, f, node, to);
		return true;
	case FIELD_SWITCH:
		read_switch(r, f, node, to);
		return true;
	case FIELD_TERMS: /* found by policy_resolve */
		(void)policy_is_text(r, f, node);
		return true;
	case FIELD_ALLOCATION:
		read_allocation(r, f, node, to);
		return true;
	case FIELD_CONDITIONS:
		read_conditions(r, f, node, to);
		return true;
	default:
		return false;
	}
}
