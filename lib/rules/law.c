#include "rules/law.h"

#include "base/buf.h"
#include "book/yaml.h"
#include "rules/law_rule.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "base/banned.h"

static const struct law *const laws[LAWS] = {&law_nl, &law_be, &law_de, &law_fr, &law_uk};

static const struct law *law_named(struct slice name)
{
	for (size_t i = 0; i < sizeof laws / sizeof *laws; i++)
		if (slice_is(name, laws[i]->name))
			return laws[i];
	return NULL;
}

bool law_known(struct slice name)
{
	return law_named(name) != NULL;
}

bool law_governs(const struct policy *p, struct slice law, struct slice country)
{
	return law_covers(p, law_named(law), country);
}

static void keep(struct law_findings *out, struct law_finding finding, const struct buf *text)
{
	finding.text = arena_copy(&out->arena, buf_string(text), text->length);
	out->all = mem_grow(out->all, out->count, &out->capacity, sizeof *out->all);
	out->all[out->count++] = finding;
}

/* The node that a path of keys leads to, or the last one on the way that is there. */
static const struct yaml *walk(const struct yaml *node, struct slice path, const char **last)
{
	struct slice key;

	while (slice_cut(&path, '.', &key)) {
		const struct yaml *next = NULL;

		*last = key.p;
		for (size_t i = 0; node->kind == YAML_MAP && i < node->count; i++)
			if (slice_equal(node->keys[i].text, key))
				next = &node->items[i];
		if (next != NULL)
			node = next;
	}
	return node;
}

static struct place place_of(const struct law_case *c, const struct level *level, const char *key)
{
	const struct policy *p = c->facts->policy;
	const struct yaml *node = yaml_get(yaml_get(p->document, "terms"), c->terms->name);
	struct place at;

	if (level != NULL)
		node = &yaml_get(node, "levels")->items[level - c->terms->levels];
	node = walk(node, slice_of(key), &key);
	at = yaml_place(p->path, node);
	at.column = key;
	return at;
}

__attribute__((format(printf, 5, 0))) static void add(const struct law_case *c,
    const struct level *level, const char *key, bool advice, const char *fmt, va_list ap)
{
	struct law_finding finding = {
	    .terms = c->terms,
	    .consumer = (c->rule->who & c->who & LAW_CONSUMER) != 0,
	    .advice = advice,
	    .at = place_of(c, level, key),
	};
	struct buf text = {0};

	buf_printf(&text, "terms \"%s\"", c->terms->name);
	if (level != NULL)
		buf_printf(&text, ", level \"%s\"", level->id);
	buf_add_string(&text, ": ");
	buf_vprintf(&text, fmt, ap);
	buf_printf(&text, "; %s [%s: %s]", c->rule->text, c->rule->id, c->rule->source);
	keep(c->out, finding, &text);
	buf_free(&text);
}

void law_find(
    const struct law_case *c, const struct level *level, const char *key, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	add(c, level, key, false, fmt, ap);
	va_end(ap);
}

void law_advise(
    const struct law_case *c, const struct level *level, const char *key, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	add(c, level, key, true, fmt, ap);
	va_end(ap);
}

static bool charges_anything(const struct policy *p)
{
	for (size_t i = 0; i < p->nterms; i++)
		for (size_t j = 0; j < p->terms[i].nlevels; j++)
			if (law_level_charges(&p->terms[i].levels[j]))
				return true;
	return false;
}

/* A customer who does not say what he is may be a consumer. */
static void check_types(const struct law_facts *f, const struct law *law, struct law_findings *out)
{
	struct customer_room room = {0};
	struct customer first;
	struct buf text = {0};
	size_t count = 0;

	for (size_t i = 0; f->customers != NULL && i < f->customers->count; i++) {
		const struct customer *customer = customers_at(f->customers, i, &room);

		if (customer->consumer || customer->business ||
		    !law_covers(f->policy, law, customer->country))
			continue;
		if (count++ == 0)
			first = *customer;
	}
	customer_room_free(&room);
	if (count == 0 || !charges_anything(f->policy))
		return;
	buf_printf(&text, "customer \"%.*s\"", SLICE_ARG(first.key));
	if (count > 1)
		buf_printf(&text, " and %zu more of %s", count - 1, law->countries[0]);
	buf_printf(&text,
	    " %s no type, business or consumer; what may be charged depends on it [%s-type: %s]",
	    count > 1 ? "have" : "has", law->name, law->consumers);
	keep(out,
	    (struct law_finding){
		.at = {.file = f->customers->path, .line = first.line, .column = "type"}},
	    &text);
	buf_free(&text);
}

/* Said after what stands against terms that a consumer gets for want of other ones. */
static void tell_default(const struct law_case *c, size_t from)
{
	const struct policy *p = c->facts->policy;
	struct law_finding finding = {.terms = c->terms, .consumer = true};
	struct buf text = {0};
	bool stands = false;

	for (size_t i = from; i < c->out->count; i++)
		stands = stands || (c->out->all[i].consumer && !c->out->all[i].advice);
	if (!stands)
		return;
	finding.at = policy_place(p, c->terms->line, c->terms->col);
	finding.at.column = "terms";
	buf_printf(&text,
	    "a consumer may get \"%s\", the default terms: no terms_for gives each consumer "
	    "others; "
	    "what may be charged depends on it [%s-consumer-terms: %s]",
	    c->terms->name, c->law->name, c->law->consumers);
	keep(c->out, finding, &text);
	buf_free(&text);
}

static void check_terms(struct law_case *c, const struct law_reach *reach)
{
	size_t before = c->out->count;

	/* Terms that nobody can get by the policy may still be an item's own. */
	c->who = reach->who;
	if (c->who == 0 && reach->elsewhere)
		return;
	for (size_t i = 0; i < c->law->nrules; i++) {
		c->rule = &c->law->rules[i];
		if (c->who == 0 ? c->rule->who == LAW_ANYONE : (c->rule->who & c->who) != 0)
			c->rule->check(c);
	}
	if (reach->by_default)
		tell_default(c, before);
}

void law_check(const struct law_facts *f, struct slice name, struct law_findings *out)
{
	const struct policy *p = f->policy;
	const struct law *law = law_named(name);
	struct law_reach *reach = mem_array(p->nterms, sizeof *reach);

	law_reach(f, law, reach);
	check_types(f, law, out);
	for (size_t i = 0; i < p->nterms; i++) {
		struct law_case c = {.facts = f, .law = law, .terms = &p->terms[i], .out = out};

		if (f->consumers != NULL && f->consumers[i])
			reach[i].who |= LAW_CONSUMER;
		check_terms(&c, &reach[i]);
	}
	free(reach);
}

void law_report(struct diag *d, const struct law_findings *f)
{
	for (size_t i = 0; i < f->count; i++) {
		if (f->all[i].advice)
			diag_note(d, f->all[i].at, "%s", f->all[i].text);
		else
			diag_warn(d, f->all[i].at, "%s", f->all[i].text);
	}
}

const struct law_finding *law_stands(const struct law_findings *f, const struct terms *terms)
{
	for (size_t i = 0; i < f->count; i++)
		if (f->all[i].terms == terms && f->all[i].consumer && !f->all[i].advice)
			return &f->all[i];
	return NULL;
}

void law_free(struct law_findings *f)
{
	free(f->all);
	arena_free(&f->arena);
	*f = (struct law_findings){0};
}
