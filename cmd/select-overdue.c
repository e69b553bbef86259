/*
 * select-overdue: which items are reminded at which level today, in which
 * letter, and why the others are not. See select-overdue(1).
 */
#include "base/confine.h"
#include "base/diag.h"
#include "base/mem.h"
#include "base/nearest.h"
#include "base/opt.h"
#include "base/spool.h"
#include "book/book.h"
#include "book/options.h"
#include "book/picks.h"
#include "stage/selector.h"

#include <stdlib.h>

#include "base/banned.h"

enum {
	OPT_ALL = OPT_LONG_ONLY,
	OPT_EXPLAIN,
	OPT_SKIP,
	OPT_PICK,
	OPT_LEVEL,
	OPT_DELIVERY,
	OPT_TERMS
};

static const struct opt options[] = {
    OPTION_AS_OF,
    OPTION_POLICY,
    OPTION_CUSTOMERS,
    OPTION_HISTORY,
    {OPT_ALL, "all", NULL, "every open item with its days, no conditions"},
    {OPT_EXPLAIN, "explain", NULL, "every item, with decision and reason"},
    {OPT_WHERE, "where", "CONDITION", "only items with \"COLUMN OP VALUE\" (repeatable)"},
    {OPT_SKIP, "skip", "FILE", "leave out whom FILE names: a customer or an item a line"},
    {OPT_PICK, "pick", "FILE", "take whom FILE names, and no others"},
    {OPT_LEVEL, "level", "ID", "only reminders of this level"},
    {OPT_DELIVERY, "delivery", "WAY", "how letters go this time: email, post or none"},
    {OPT_TERMS, "terms", "NAME", "only items under these terms (repeatable)"},
    OPTION_REJECTS,
    {0},
};

/* What was asked for. */
struct request {
	struct options common;
	const char *skip, *pick, *level;
	const char **terms; /* names */
	size_t nterms, terms_capacity;
	int delivery; /* -1: each as it says */
	bool all, explain;
};

struct run {
	struct diag *d;
	const struct request *request;
	struct book book;
	struct picks skip, pick;
	const struct terms **terms;
	struct selector selector;
};

static int delivery_option(const char *text)
{
	int delivery = delivery_named(slice_of(text));

	if (delivery < 0)
		usage_error("option --delivery: \"%s\" is not email, post or none", text);
	return delivery;
}

static void take_option(struct request *r, int letter, const char *value)
{
	switch (letter) {
	case OPT_ALL:
		r->all = true;
		break;
	case OPT_EXPLAIN:
		r->explain = true;
		break;
	case OPT_SKIP:
		r->skip = value;
		break;
	case OPT_PICK:
		r->pick = value;
		break;
	case OPT_LEVEL:
		r->level = value;
		break;
	case OPT_DELIVERY:
		r->delivery = delivery_option(value);
		break;
	case OPT_TERMS:
		r->terms = mem_grow(r->terms, r->nterms, &r->terms_capacity, sizeof *r->terms);
		r->terms[r->nterms++] = value;
		break;
	}
}

static void check_request(const struct request *r)
{
	if (r->all && r->explain)
		usage_error("--all and --explain do not go together");
	if (r->all && (r->level != NULL || r->pick != NULL))
		usage_error("--all takes every open item, so %s does not go with it",
		    r->level != NULL ? "--level" : "--pick");
}

/* Names that the user typed and the policy must have. */
static void check_names(const struct request *r, const struct policy *p)
{
	if (r->level != NULL && !policy_has_level(p, slice_of(r->level)))
		usage_error(
		    "option --level: no terms of %s have a level \"%s\"", p->path, r->level);
	for (size_t i = 0; i < r->nterms; i++)
		if (policy_terms(p, slice_of(r->terms[i])) == NULL)
			usage_error("option --terms: %s has no terms \"%s\"", p->path, r->terms[i]);
}

static bool open_book(struct run *run)
{
	const struct request *r = run->request;

	if (!book_open(&run->book, run->d, &r->common, BOOK_POLICY))
		return false;
	check_names(r, run->book.policy);
	(void)book_open(&run->book, run->d, &r->common,
	    BOOK_CUSTOMERS | BOOK_TERMS | BOOK_HISTORY | BOOK_REMINDERS);
	if (r->skip != NULL)
		(void)picks_load(&run->skip, run->d, r->skip);
	if (r->pick != NULL)
		(void)picks_load(&run->pick, run->d, r->pick);
	return !diag_failed(run->d);
}

static void bind_where(struct run *run)
{
	const struct table *t = run->selector.ledger.table;
	const struct customers *customers = run->book.customers;
	const struct conditions *where = &run->request->common.where;
	struct criteria *criteria = &run->selector.scope.where;
	const struct condition *unknown;
	struct slice near;

	criteria->history = true;
	unknown = criteria_bind(criteria, where->all, where->count, run->book.policy, t, customers);
	if (unknown == NULL)
		return;
	near = criteria_nearest(criteria, unknown, t, customers);
	usage_error("option --where: neither the items nor the customers have a column "
		    "\"%s\"%s",
	    unknown->column, did_you_mean(near).text);
}

static bool open_items(struct run *run, char *const *paths, size_t count)
{
	const struct request *r = run->request;
	struct selector *s = &run->selector;

	if (!ledger_open(&s->ledger, run->d, &run->book, paths, count, r->common.rejects))
		return false;
	bind_where(run);
	ledger_find_day(&s->ledger, r->common.as_of);
	s->scope.pick = r->pick != NULL ? &run->pick : NULL;
	s->scope.skip = r->skip != NULL ? &run->skip : NULL;
	run->terms = mem_array(r->nterms, sizeof *run->terms);
	for (size_t i = 0; i < r->nterms; i++)
		run->terms[i] = policy_terms(run->book.policy, slice_of(r->terms[i]));
	s->scope.terms = run->terms;
	s->scope.nterms = r->nterms;
	s->delivery = r->delivery;
	s->mode = r->all ? PROPOSE_ALL : r->explain ? PROPOSE_EXPLAIN : PROPOSE_LETTERS;
	s->only_level = r->level;
	s->rejects = r->common.rejects != NULL;
	selector_open(s);
	return true;
}

/* The spool holds the whole output, if nothing failed. */
static void work(struct run *run, char *const *paths, size_t count, struct spool *out)
{
	if (!open_book(run) || !open_items(run, paths, count))
		return;
	selector_take(&run->selector);
	if (diag_failed(run->d))
		return;
	selector_decide(&run->selector);
	if (diag_failed(run->d))
		return;
	selector_write(&run->selector, out);
}

int main(int argc, char **argv)
{
	struct diag d = {0};
	struct request request = {.common = OPTIONS_NONE, .delivery = -1};
	struct run run = {.d = &d, .request = &request};
	struct spool out = {0};
	struct opts o = {
	    .usage = "[FILE ...]",
	    .about = "Select the open items that are reminded today, each at its level.",
	    .table = options,
	};

	diag_program(argv[0]);
	confine(CONFINE_ALL);
	for (int c; (c = opts_next(&o, &d, argc, argv)) != 0;)
		if (!options_take(&request.common, c, o.value))
			take_option(&request, c, o.value);
	check_request(&request);
	work(&run, argv + o.first, (size_t)(argc - o.first), &out);
	selector_free(&run.selector);
	picks_free(&run.skip);
	picks_free(&run.pick);
	book_close(&run.book);
	options_free(&request.common);
	free(run.terms);
	free(request.terms);
	return spool_finish(&d, &out);
}
