/*
 * check-policy: every fault of the policy with its place, what a law does not
 * allow in it, the policy with its defaults filled in, or one of its values.
 * See check-policy(1).
 */
#include "base/confine.h"
#include "base/diag.h"
#include "base/file.h"
#include "base/opt.h"
#include "base/spool.h"
#include "book/customers.h"
#include "book/history.h"
#include "book/options.h"
#include "book/policy.h"
#include "book/yaml.h"
#include "rules/due.h"
#include "rules/law.h"
#include "stage/lawful.h"

#include <stddef.h>

#include "base/banned.h"

enum { OPT_LAW = OPT_LONG_ONLY, OPT_PRINT, OPT_GET, OPT_DUE };

static const struct opt options[] = {
    {OPT_LAW, "law", "COUNTRY", "hold it against this law: nl, be, de, fr or uk"},
    {OPT_PRINT, "print", NULL, "print the policy with all defaults filled in"},
    {OPT_GET, "get", "PATH", "print one value, such as files.history"},
    {OPT_DUE, "due", "AUTOMATION", "print the day on which it runs next, manual, or paused"},
    {OPT_AS_OF, "as-of", "DATE", "with --due: the day that is asked about"},
    OPTION_POLICY,
    {OPT_HISTORY, "history", "FILE", "with --due: the history, instead of the policy's"},
    {0},
};

struct request {
	struct lawful laws;
	bool print;
	const char *get, *due; /* a path; an automation; or NULL */
	struct options common;
};

/* A value for a script: the text itself, the texts of a list a line each, or YAML. */
static void add_value(struct buf *b, const struct yaml *node)
{
	bool texts = node->kind == YAML_LIST;
	for (size_t i = 0; texts && i < node->count; i++)
		texts = node->items[i].kind == YAML_SCALAR;
	if (node->kind == YAML_SCALAR) {
		buf_add_slice(b, node->text);
		buf_add_char(b, '\n');
	} else if (texts) {
		for (size_t i = 0; i < node->count; i++)
			add_value(b, &node->items[i]);
	} else {
		yaml_write(b, node);
	}
}

static void answer(struct diag *d, struct policy *p, const struct request *request)
{
	struct spool out = {0};
	const struct yaml *tree = policy_tree(p);
	const struct yaml *node = tree;
	if (request->get != NULL)
		node = yaml_find(tree, slice_of(request->get));
	if (node == NULL)
		usage_error("option --get: the policy has no \"%s\"", request->get);
	if (request->get != NULL)
		add_value(&out.memory, node);
	else
		yaml_write(&out.memory, node);
	(void)spool_commit(d, &out);
	spool_free(&out);
}

/* One word for a script: when the automation runs next. */
static void answer_due(struct diag *d, struct policy *p, const struct request *request)
{
	const struct automation *a = policy_automation(p, request->due);
	const struct options *o = &request->common;
	struct spool out = {0};
	char text[DATE_TEXT] = "manual";
	date next;

	if (a == NULL)
		usage_error("option --due: %s has no automation \"%s\"", p->path, request->due);
	struct history *h = history_load(
	    d, o->history != NULL ? o->history : policy_path(p, p->files.history), HISTORY_ALL);
	if (h == NULL)
		return;
	if (due_next(a, h, o->as_of != DATE_NONE ? o->as_of : options_today(), &next))
		date_format(next, text);
	buf_add_string(&out.memory, a->paused ? "paused" : text);
	buf_add_char(&out.memory, '\n');
	(void)spool_commit(d, &out);
	spool_free(&out);
	history_free(h);
}

/* "nl" or "nl,be". */
static void parse_laws(struct lawful *laws, const char *value)
{
	struct slice rest = slice_of(value), name;

	if (rest.n == 0)
		usage_error("option --law: name a law: nl, be, de, fr or uk");
	while (slice_cut(&rest, ',', &name)) {
		name = slice_trim(name);
		if (!law_known(name))
			usage_error("option --law: \"%.*s\" is not a law that is known: nl, be, "
				    "de, fr or uk",
			    SLICE_ARG(name));
		lawful_add(laws, name);
	}
}

/* The policy is right in itself; what do the laws say? */
static void check_laws(struct diag *d, struct lawful *laws)
{
	struct policy *p = laws->policy;
	const char *path = policy_path(p, p->files.customers);
	struct customers *customers = NULL;
	struct law_findings found = {0};

	laws->as_of = options_today();
	if (file_exists(path))
		customers = customers_load(d, path, p->defaults.decimals);
	laws->customers = customers;
	if (!diag_failed(d) && lawful_check(laws, d, &found))
		law_report(d, &found);
	law_free(&found);
	customers_free(customers);
}

static void check(struct diag *d, struct policy *p, struct lawful *laws)
{
	policy_check_files(d, p);
	policy_advise(d, p);
	laws->policy = p;
	if (laws->count == 0)
		lawful_add_own(laws);
	if (laws->count > 0 && !diag_failed(d))
		check_laws(d, laws);
}

static void parse_option(struct request *r, int letter, const char *value)
{
	switch (letter) {
	case OPT_LAW:
		parse_laws(&r->laws, value);
		break;
	case OPT_PRINT:
		r->print = true;
		break;
	case OPT_GET:
		r->get = value;
		break;
	case OPT_DUE:
		r->due = value;
		break;
	}
}

int main(int argc, char **argv)
{
	struct diag d = {.limit = 1000};
	struct request request = {.common = OPTIONS_NONE};
	struct opts o = {.usage = "[FILE]",
	    .about = "Check a policy of payment reminders and name every fault with its place.",
	    .table = options};
	diag_program(argv[0]);
	confine(CONFINE_ALL);
	for (int c; (c = opts_next(&o, &d, argc, argv)) != 0;)
		if (!options_take(&request.common, c, o.value))
			parse_option(&request, c, o.value);
	if (argc - o.first > (request.common.policy == NULL ? 1 : 0))
		usage_error(
		    "only one policy is checked at a time, not \"%s\" as well", argv[argc - 1]);
	if ((request.laws.count > 0) + request.print + (request.get != NULL) +
		(request.due != NULL) >
	    1)
		usage_error(
		    "only one of --law, --print, --get and --due can be answered at a time");

	struct policy *p =
	    policy_load(&d, request.common.policy != NULL ? request.common.policy : argv[o.first]);
	if (p != NULL && request.due != NULL)
		answer_due(&d, p, &request);
	else if (p != NULL && (request.print || request.get != NULL))
		answer(&d, p, &request);
	else if (p != NULL)
		check(&d, p, &request.laws);
	policy_free(p);
	return finish(&d);
}
