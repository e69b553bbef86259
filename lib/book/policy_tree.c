#include "book/schema.h"

#include <stdio.h>
#include <string.h>

#include "base/banned.h"

struct writer {
	struct arena *arena;
	int decimals; /* of defaults.currency */
};

/* A value that stands in quotes where it needs them. NULL: not given. */
static struct yaml text_node(const char *text)
{
	return (struct yaml){.kind = YAML_SCALAR, .text = slice_of(text)};
}

/* A number or a word of ours. */
static struct yaml word_node(const char *text)
{
	return (struct yaml){.kind = YAML_SCALAR, .text = slice_of(text), .plain = true};
}

static struct yaml nothing(void)
{
	return text_node(NULL);
}

static struct yaml list_node(struct writer *w, size_t count)
{
	return (struct yaml){.kind = YAML_LIST,
	    .count = count,
	    .items = arena_alloc(w->arena, count * sizeof(struct yaml))};
}

static struct yaml map_node(struct writer *w, size_t count)
{
	struct yaml node = list_node(w, count);
	node.kind = YAML_MAP;
	node.keys = arena_alloc(w->arena, count * sizeof(struct yaml));
	return node;
}

static struct yaml optional_text(const char *text)
{
	return text != NULL && text[0] != '\0' ? text_node(text) : nothing();
}

static struct yaml texts_node(struct writer *w, const char *const *texts, size_t count)
{
	struct yaml node = list_node(w, count);
	for (size_t i = 0; i < count; i++)
		node.items[i] = text_node(texts[i]);
	return node;
}

static struct yaml decimal_node(struct writer *w, decimal value)
{
	char text[DECIMAL_TEXT];
	(void)decimal_format(value, text);
	return word_node(arena_string(w->arena, text));
}

static struct yaml money_node(struct writer *w, money amount, int decimals)
{
	char text[MONEY_TEXT];
	(void)money_format(amount, decimals, text);
	return word_node(arena_string(w->arena, text));
}

static struct yaml amount_node(struct writer *w, const struct field *f, const struct amount *a)
{
	if (!a->given)
		return f->fallback != NULL ? money_node(w, 0, w->decimals) : nothing();
	if (a->plain)
		return money_node(w, a->by_currency[0].amount, w->decimals);
	struct yaml node = map_node(w, a->count);
	for (size_t i = 0; i < a->count; i++) {
		const struct currency_amount *one = &a->by_currency[i];
		node.keys[i] = word_node(one->currency);
		node.items[i] =
		    money_node(w, one->amount, currency_decimals(slice_of(one->currency)));
	}
	return node;
}

static struct yaml formula_node(struct writer *w, const struct formula *formula)
{
	char text[FORMULA_TEXT];
	formula_format(formula, text);
	return word_node(arena_string(w->arena, text));
}

static struct yaml number_node(struct writer *w, int number)
{
	char text[32];
	(void)snprintf(text, sizeof text, "%d", number);
	return word_node(arena_string(w->arena, text));
}

/* Tenths of a millimetre as millimetres. */
static struct yaml lengths_node(
    struct writer *w, const struct field *f, const struct layout_measure *m)
{
	struct yaml node = list_node(w, (size_t)f->least);
	for (size_t i = 0; i < node.count; i++)
		node.items[i] = decimal_node(w, (decimal)m->at[i] * (DECIMAL_ONE / 10));
	return f->least == 1 ? node.items[0] : node;
}

static struct yaml cadence_node(struct writer *w, const struct automation *automation)
{
	static const char *const words[][2] = {{"1", "daily"}, {"1W", "weekly"}, {"1M", "monthly"}};
	if (automation->cadence_manual)
		return word_node("manual");
	struct yaml node = formula_node(w, &automation->cadence);
	for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
		if (slice_is(node.text, words[i][0]))
			return word_node(words[i][1]);
	return node;
}

static struct yaml transit_node(struct writer *w, const struct formula *transit)
{
	struct yaml email = formula_node(w, &transit[DELIVERY_EMAIL]);
	struct yaml post = formula_node(w, &transit[DELIVERY_POST]);
	if (slice_equal(email.text, post.text))
		return email;
	struct yaml node = map_node(w, 2);
	node.keys[0] = word_node("email");
	node.items[0] = email;
	node.keys[1] = word_node("post");
	node.items[1] = post;
	return node;
}

static struct yaml section_node(
    struct writer *w, const struct section *s, const char *group, bool absent);

static struct yaml groups_node(struct writer *w, const struct field *f, const char *group)
{
	size_t count = *(const size_t *)(const void *)(group + f->count);
	const char *values = *(const char *const *)(const void *)(group + f->at);
	struct yaml node = f->type == FIELD_NAMED ? map_node(w, count) : list_node(w, count);
	for (size_t i = 0; i < count; i++) {
		const char *value = values + i * f->section->size;
		node.items[i] = section_node(w, f->section, value, false);
		if (f->type == FIELD_NAMED)
			node.keys[i] = text_node(*(const char *const *)(const void *)value);
	}
	return node;
}

static struct yaml scalar_node(
    struct writer *w, const struct field *f, const char *group, const void *from)
{
	switch (f->type) {
	case FIELD_TEXT:
	case FIELD_IBAN:
		return optional_text(*(const char *const *)from);
	case FIELD_CHOICE: {
		int choice;
		memcpy(&choice, from, sizeof choice);
		return word_node(f->names[choice]);
	}
	case FIELD_SWITCH:
		return word_node(f->names[*(const bool *)from]);
	case FIELD_NUMBER:
		return number_node(w, *(const int *)from);
	case FIELD_PERCENT:
		return decimal_node(w, *(const decimal *)from);
	case FIELD_RATE: {
		const struct interest_rule *rule = from;
		return rule->table != NULL ? text_node(rule->table) : decimal_node(w, rule->rate);
	}
	case FIELD_FORMULA:
		return formula_node(w, from);
	case FIELD_CADENCE:
		return cadence_node(w, from);
	case FIELD_TERMS:
		return text_node((*(const struct terms *const *)from)->name);
	default: /* FIELD_CURRENCY; the others are no scalars */
		return word_node(((const struct defaults *)(const void *)group)->currency);
	}
}

static struct yaml field_node(
    struct writer *w, const struct field *f, const char *group, bool absent)
{
	const void *from = group + f->at;
	bool given = f->given == 0 || *(const bool *)(group + f->given) || f->fallback != NULL;
	if (f->type == FIELD_GROUP)
		return section_node(w, f->section, from, absent || !given);
	if (absent || !given)
		return nothing();
	switch (f->type) {
	case FIELD_TEXTS: {
		size_t count = *(const size_t *)(const void *)(group + f->count);
		if (count == 0 && f->least > 0)
			return nothing();
		return texts_node(w, *(const char *const *const *)from, count);
	}
	case FIELD_AMOUNT:
		return amount_node(w, f, from);
	case FIELD_TRANSIT:
		return transit_node(w, from);
	case FIELD_LENGTHS:
		return lengths_node(w, f, from);
	case FIELD_ALLOCATION:
		return texts_node(w, from, 3);
	case FIELD_CONDITIONS: {
		const struct where_list *where = from;
		return texts_node(w, where->texts, where->count);
	}
	case FIELD_LIST:
	case FIELD_NAMED:
		return groups_node(w, f, group);
	default:
		return scalar_node(w, f, group, from);
	}
}

/* absent: the group is not in the policy; its keys are known all the same. */
static struct yaml section_node(
    struct writer *w, const struct section *s, const char *group, bool absent)
{
	struct yaml node = map_node(w, s->nfields);
	node.count = 0;
	for (size_t i = 0; i < s->nfields; i++) {
		const struct field *f = &s->fields[i];
		bool hidden = absent || (s->shows != NULL && !s->shows(f, group));
		node.keys[node.count] = word_node(f->key);
		node.items[node.count++] = field_node(w, f, group, hidden);
	}
	return node;
}

const struct yaml *policy_tree(struct policy *p)
{
	struct writer w = {.arena = &p->arena, .decimals = p->defaults.decimals};
	struct yaml *root = arena_alloc(&p->arena, sizeof *root);
	*root = section_node(&w, &policy_section, (const char *)p, false);
	return root;
}
