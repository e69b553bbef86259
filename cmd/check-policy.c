/*
 * check-policy: every fault of the policy with its place, the policy with its
 * defaults filled in, or one of its values. See check-policy(1).
 */
#include "base/diag.h"
#include "base/opt.h"
#include "base/spool.h"
#include "book/policy.h"
#include "book/yaml.h"

#include <stddef.h>

#include "base/banned.h"

enum { OPT_PRINT = OPT_LONG_ONLY, OPT_GET };

static const struct opt options[] = {
    {OPT_PRINT, "print", NULL, "print the policy with all defaults filled in"},
    {OPT_GET, "get", "PATH", "print one value, such as files.history"},
    {0},
};

struct request {
	bool print;
	const char *get; /* a path, or NULL */
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

static void check(struct diag *d, struct policy *p)
{
	policy_check_files(d, p);
	policy_note_later(d, p);
}

int main(int argc, char **argv)
{
	struct diag d = {.limit = 1000};
	struct request request = {0};
	struct opts o = {.usage = "[FILE]",
	    .about = "Check a policy of payment reminders and name every fault with its place.",
	    .table = options};
	diag_program(argv[0]);
	for (int c; (c = opts_next(&o, &d, argc, argv)) != 0;) {
		if (c == OPT_PRINT)
			request.print = true;
		else
			request.get = o.value;
	}
	if (argc - o.first > 1)
		usage_error(
		    "only one policy is checked at a time, not \"%s\" as well", argv[o.first + 1]);
	if (request.print && request.get != NULL)
		usage_error("--print and --get do not go together");

	struct policy *p = policy_load(&d, argv[o.first]);
	if (p != NULL && (request.print || request.get != NULL))
		answer(&d, p, &request);
	else if (p != NULL)
		check(&d, p);
	policy_free(p);
	return finish(&d);
}
