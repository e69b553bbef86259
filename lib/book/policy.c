#include "book/policy.h"

#include "base/file.h"
#include "book/schema.h"
#include "book/yaml.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/banned.h"

bool amount_in(const struct amount *a, const char *currency, money *out)
{
	*out = 0;
	for (size_t i = 0; i < a->count; i++)
		if (strcmp(a->by_currency[i].currency, currency) == 0) {
			*out = a->by_currency[i].amount;
			return true;
		}
	return !a->given || (a->plain && a->by_currency[0].amount == 0);
}

/* Amounts are read with the default currency's decimals, wherever in the file that stands. */
static void find_currency(struct reader *r, const struct yaml *document)
{
	const struct yaml *node = yaml_get(yaml_get(document, "defaults"), "currency");
	struct slice code = SLICE_LIT("EUR");
	if (node != NULL && node->kind == YAML_SCALAR && currency_decimals(node->text) >= 0)
		code = node->text;
	memcpy(r->currency, code.p, 3);
	r->decimals = currency_decimals(code);
}

/* Who has none yet is told where to begin. */
static bool is_there(struct diag *d, const char *path)
{
	if (strcmp(path, "-") == 0 || access(path, F_OK) == 0 || errno != ENOENT)
		return true;
	diag_error(d, STATUS_NOINPUT, AT_FILE(path),
	    "%s; %s/policies has policies to begin with, see dun-policy(5)", strerror(ENOENT),
	    data_folder());
	return false;
}

struct policy *policy_load(struct diag *d, const char *path)
{
	const char *fallback = getenv("DUN_POLICY");
	if (path == NULL)
		path = fallback != NULL && fallback[0] != '\0' ? fallback : "policy.yaml";
	struct policy *p = mem_alloc(sizeof *p);
	struct reader r = {.d = d, .policy = p, .arena = &p->arena};
	unsigned long before = d->errors;
	char *folder = path_folder(path);
	p->path = arena_string(&p->arena, strcmp(path, "-") == 0 ? "<stdin>" : path);
	p->folder = arena_string(&p->arena, folder);
	free(folder);
	if (is_there(d, path))
		p->document = yaml_load_tree(d, path, STATUS_POLICY, &p->arena);
	if (p->document != NULL) {
		find_currency(&r, p->document);
		policy_read_section(&r, &policy_section, p->document, NULL, p);
		policy_resolve(&r, p->document);
	}
	if (d->errors == before)
		return p;
	policy_free(p);
	return NULL;
}

void policy_free(struct policy *p)
{
	if (p == NULL)
		return;
	arena_free(&p->arena);
	free(p);
}

const char *policy_path(struct policy *p, const char *name)
{
	if (name[0] == '/' || strcmp(p->folder, ".") == 0)
		return name;
	char *joined = path_join(p->folder, name);
	const char *kept = arena_string(&p->arena, joined);
	free(joined);
	return kept;
}

const struct terms *policy_terms(const struct policy *p, struct slice name)
{
	for (size_t i = 0; i < p->nterms; i++)
		if (p->terms[i].name != NULL && slice_is(name, p->terms[i].name))
			return &p->terms[i];
	return NULL;
}

bool policy_has_level(const struct policy *p, struct slice id)
{
	for (size_t i = 0; i < p->nterms; i++)
		if (terms_level(&p->terms[i], id) >= 0)
			return true;
	return false;
}

const struct view *policy_view(const struct policy *p, const char *name)
{
	for (size_t i = 0; i < p->nviews; i++)
		if (strcmp(p->views[i].name, name) == 0)
			return &p->views[i];
	return NULL;
}

const struct automation *policy_automation(const struct policy *p, const char *name)
{
	for (size_t i = 0; i < p->nautomations; i++)
		if (strcmp(p->automations[i].name, name) == 0)
			return &p->automations[i];
	return NULL;
}

int terms_level(const struct terms *t, struct slice id)
{
	const char first = id.n > 0 ? id.p[0] : '\0';

	for (size_t i = 0; i < t->nlevels; i++)
		if (t->levels[i].id[0] == first && slice_is(id, t->levels[i].id))
			return (int)i;
	return -1;
}

struct place policy_place(const struct policy *p, unsigned long line, unsigned long col)
{
	return (struct place){.file = p->path, .line = line, .col = col};
}
