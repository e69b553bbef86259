#include "book/schema.h"

#include "base/map.h"
#include "base/nearest.h"

#include <stdio.h>
#include <string.h>

#include "base/banned.h"

/* The node of a key, or the group itself where the key is not there: where a fault is shown. */
static const struct yaml *at_key(const struct yaml *group, const char *key)
{
	const struct yaml *node = yaml_get(group, key);
	return node != NULL ? node : group;
}

static void check_bounds(
    struct reader *r, const struct yaml *node, const struct amount *min, const struct amount *max)
{
	for (size_t i = 0; i < min->count; i++) {
		const struct currency_amount *low = &min->by_currency[i];
		for (size_t j = 0; j < max->count; j++) {
			const struct currency_amount *high = &max->by_currency[j];
			if (strcmp(low->currency, high->currency) == 0 &&
			    low->amount > high->amount)
				policy_fault(r, at_key(node, "max"), "max",
				    "is less than min, in %s", low->currency);
		}
	}
}

void policy_check_interest(struct reader *r, const struct yaml *node, void *value)
{
	const struct interest_rule *rule = value;
	check_bounds(r, node, &rule->min, &rule->max);
}

void policy_check_damages(struct reader *r, const struct yaml *node, void *value)
{
	const struct damages_rule *rule = value;
	check_bounds(r, node, &rule->min, &rule->max);
}

void policy_check_scale(struct reader *r, const struct yaml *node, void *value)
{
	const struct scale_rule *rule = value;
	check_bounds(r, node, &rule->min, &rule->max);
}

void policy_check_level(struct reader *r, const struct yaml *node, void *value)
{
	(void)value;
	if (yaml_get(node, "after_due") == NULL && yaml_get(node, "after_last") == NULL &&
	    yaml_get(node, "after_pay_by") == NULL)
		policy_fault(r, node, "levels",
		    "this level has no condition, so every item would reach it: give it after_due, "
		    "after_last or after_pay_by");
}

/* The names that a level gets from its place. The shipped templates are three. */
static void name_level(struct reader *r, struct level *level, size_t place)
{
	char text[64];
	if (level->id == NULL) {
		(void)snprintf(text, sizeof text, "%zu", place);
		level->id = arena_string(r->arena, text);
	}
	if (level->name == NULL) {
		(void)snprintf(text, sizeof text, "Automatic reminder %zu", place);
		level->name = arena_string(r->arena, text);
	}
	if (level->template == NULL) {
		(void)snprintf(text, sizeof text, "reminder-%zu", place < 3 ? place : 3);
		level->template = arena_string(r->arena, text);
	}
}

static void check_ids(struct reader *r, const struct terms *terms, const struct yaml *levels)
{
	struct map seen = {0};

	for (size_t i = 0; i < terms->nlevels; i++) {
		const struct level *level = &terms->levels[i];
		void **place = map_at(&seen, slice_of(level->id));
		const struct level *first = *place;

		if (first != NULL)
			policy_fault(r, at_key(&levels->items[i], "id"), "id",
			    "\"%s\" is the id of the level on line %lu already", level->id,
			    first->line);
		else
			*place = &terms->levels[i];
	}
	map_free(&seen);
}

static bool may_be_today(const struct formula *f)
{
	date day = date_from_civil(2027, 1, 1), to;
	return formula_apply(f, day, &to) && to <= day;
}

static void check_steps(struct reader *r, const struct terms *terms, const struct yaml *levels)
{
	static const char *const keys[] = {"after_last", "after_pay_by"};
	for (size_t i = 0; i < 2; i++) {
		const struct yaml *node = yaml_get(&levels->items[0], keys[i]);
		if (node != NULL)
			policy_fault(r, node, keys[i],
			    "under \"escalate: step\" no reminder comes before the first level's: "
			    "use after_due");
	}
	const struct level *last = &terms->levels[terms->nlevels - 1];
	if (terms->nlevels > 1 && last->has_after_last && may_be_today(&last->after_last))
		policy_fault(r, at_key(&levels->items[terms->nlevels - 1], "after_last"),
		    "after_last",
		    "the last level repeats so long after itself: it must be 1 day or more");
}

void policy_check_terms(struct reader *r, const struct yaml *node, void *value)
{
	struct terms *terms = value;
	const struct yaml *levels = yaml_get(node, "levels");
	for (size_t i = 0; i < terms->nlevels; i++)
		name_level(r, &terms->levels[i], i + 1);
	if (terms->nlevels == 0)
		return;
	check_ids(r, terms, levels);
	if (terms->escalate == ESCALATE_STEP)
		check_steps(r, terms, levels);
}

bool interest_shows(const struct field *f, const void *value)
{
	/* What is not given is the table's own matter. */
	const struct interest_rule *rule = value;
	return rule->table == NULL || f->given == 0 ||
	       *(const bool *)((const char *)value + f->given);
}

bool action_takes(const struct field *f, const void *value)
{
	static const struct {
		const char *key;
		unsigned types;
	} only[] = {
	    {"dates", 1u << ACTION_ISSUE},
	    {"attach_invoices", 1u << ACTION_SEND},
	    {"delivery", 1u << ACTION_CREATE | 1u << ACTION_SEND},
	    {"set_status", 1u << ACTION_CREATE | 1u << ACTION_ISSUE | 1u << ACTION_SEND},
	};
	const struct action *action = value;
	for (size_t i = 0; i < sizeof only / sizeof only[0]; i++)
		if (strcmp(f->key, only[i].key) == 0)
			return (only[i].types & 1u << action->type) != 0;
	return true;
}

void policy_check_action(struct reader *r, const struct yaml *node, void *value)
{
	static const char *const names[] = {"create", "issue", "send", "report"};
	struct action *action = value;
	const char *type = names[action->type];
	if (action->name == NULL)
		action->name = type;
	for (size_t i = 0; i < node->count; i++) {
		const struct field f = {.key = node->keys[i].text.p};
		if (!action_takes(&f, action))
			policy_fault(r, &node->keys[i], "actions",
			    "\"%s\" does nothing in an action of type %s", f.key, type);
	}
}

/* Whether one of its actions reads the ledger. */
static bool reads_ledger(const struct automation *a)
{
	for (size_t i = 0; i < a->nactions; i++)
		if (a->actions[i].type == ACTION_CREATE || a->actions[i].type == ACTION_REPORT)
			return true;
	return false;
}

void policy_check_automation(struct reader *r, const struct yaml *node, void *value)
{
	const struct yaml *file = yaml_get(node, "ledger");
	const struct yaml *command = yaml_get(node, "ledger_command");
	if (file == NULL && command == NULL && reads_ledger(value))
		policy_fault(r, node, "automations", "the key \"ledger\" is missing");
	if (file != NULL && command != NULL)
		policy_fault(r, command, "ledger_command",
		    "the ledger comes from a file or from a command, not from both");
}

static const struct terms *find_terms(struct reader *r, const struct yaml *node, struct slice name)
{
	const struct policy *p = r->policy;
	const struct terms *found = policy_terms(p, name);
	if (found != NULL || p->nterms == 0)
		return found;
	const char **names = arena_alloc(r->arena, (p->nterms + 1) * sizeof *names);
	size_t count = 0;
	for (size_t i = 0; i < p->nterms; i++)
		if (p->terms[i].name != NULL)
			names[count++] = p->terms[i].name;
	const struct slice near = nearest_among(name, names, count);
	if (near.n > 0)
		policy_fault(r, node, "terms", "there are no terms \"%.*s\"%s", SLICE_ARG(name),
		    did_you_mean(near).text);
	else
		policy_fault(r, node, "terms", "there are no terms \"%.*s\": the names are %s",
		    SLICE_ARG(name), policy_list_names(r, names));
	return NULL;
}

/* The terms that a key of the group names; NULL when it is not there or faulty. */
static const struct terms *named_terms(struct reader *r, const struct yaml *group)
{
	const struct yaml *node = yaml_get(group, "terms");
	if (node == NULL || node->kind != YAML_SCALAR || node->text.n == 0)
		return NULL;
	return find_terms(r, node, node->text);
}

static void resolve_defaults(struct reader *r, const struct yaml *document)
{
	struct policy *p = r->policy;
	const struct yaml *defaults = yaml_get(document, "defaults");
	if (yaml_get(defaults, "terms") != NULL) {
		p->defaults.terms = named_terms(r, defaults);
		return;
	}
	p->defaults.terms = policy_terms(p, SLICE_LIT("standard"));
	if (p->defaults.terms == NULL && p->nterms == 1)
		p->defaults.terms = &p->terms[0];
	if (p->defaults.terms == NULL && p->nterms > 1)
		policy_fault(r, defaults != NULL ? defaults : document, "defaults",
		    "the key \"terms\" is missing: say which of the terms hold where nothing else "
		    "is said");
}

static void resolve_automation(
    struct reader *r, struct automation *automation, const struct yaml *node)
{
	const struct yaml *terms = yaml_get(node, "terms"), *actions = yaml_get(node, "actions");
	for (size_t i = 0; i < automation->nterms; i++)
		if (automation->terms[i] != NULL)
			(void)find_terms(r, &terms->items[i], slice_of(automation->terms[i]));
	for (size_t i = 0; i < automation->nactions; i++)
		if (yaml_get(&actions->items[i], "attach_invoices") == NULL)
			automation->actions[i].attach_invoices = r->policy->mail.attach_invoices;
}

/* A display name, in quotes where RFC 5322 asks for them. */
static void add_phrase(struct buf *b, const char *name)
{
	bool quoted = strpbrk(name, "()<>[]:;@\\,.\"") != NULL;
	if (quoted)
		buf_add_char(b, '"');
	for (const char *p = name; *p != '\0'; p++) {
		if (*p == '"' || *p == '\\')
			buf_add_char(b, '\\');
		buf_add_char(b, *p);
	}
	if (quoted)
		buf_add_char(b, '"');
}

static void resolve_sender(struct reader *r)
{
	struct policy *p = r->policy;
	if (p->mail.from == NULL || p->mail.from[0] != '\0' || p->company.email == NULL ||
	    p->company.email[0] == '\0' || p->company.name == NULL)
		return;
	struct buf b = {0};
	add_phrase(&b, p->company.name);
	buf_printf(&b, " <%s>", p->company.email);
	p->mail.from = arena_string(r->arena, buf_string(&b));
	buf_free(&b);
}

void policy_resolve(struct reader *r, const struct yaml *document)
{
	struct policy *p = r->policy;
	const struct yaml *terms_for = yaml_get(document, "terms_for");
	const struct yaml *automations = yaml_get(document, "automations");
	p->mail.given = yaml_get(document, "mail") != NULL;
	resolve_defaults(r, document);
	resolve_sender(r);
	for (size_t i = 0; i < p->nterms_for; i++)
		p->terms_for[i].terms = named_terms(r, &terms_for->items[i]);
	for (size_t i = 0; i < p->nautomations; i++)
		resolve_automation(r, &p->automations[i], &automations->items[i]);
}
