/*
 * list-items: open items, or a proposal, to look at. See list-items(1).
 */
#include "base/diag.h"
#include "base/mem.h"
#include "base/opt.h"
#include "base/spool.h"
#include "book/book.h"
#include "book/options.h"
#include "stage/lister.h"

#include <stdlib.h>
#include <string.h>

#include "base/banned.h"

enum { OPT_COLUMNS = OPT_LONG_ONLY, OPT_SORT, OPT_GROUP_BY, OPT_VIEW, OPT_FORMAT };

static const struct opt options[] = {
    OPTION_AS_OF,
    OPTION_POLICY,
    OPTION_CUSTOMERS,
    OPTION_HISTORY,
    {OPT_FORMAT, "format", "FORMAT", "csv (default) or table, to look at"},
    {OPT_COLUMNS, "columns", "NAMES", "the columns to show, separated by commas"},
    {OPT_WHERE, "where", "CONDITION", "only rows that \"COLUMN OP VALUE\" holds for (repeatable)"},
    {OPT_SORT, "sort", "NAMES", "sort by these columns; -NAME: descending"},
    {OPT_GROUP_BY, "group-by", "NAMES", "put rows together by these columns, with subtotals"},
    {OPT_VIEW, "view", "NAME", "columns, conditions and order of a view of the policy"},
    OPTION_REJECTS,
    {0},
};

struct names {
	struct slice *all;
	size_t count, capacity;
};

/* What was asked for. */
struct request {
	struct options common;
	const char *view;
	bool table;
	struct names columns, sort, groups;
};

static void add_name(struct names *names, struct slice name)
{
	names->all = mem_grow(names->all, names->count, &names->capacity, sizeof(*names->all));
	names->all[names->count++] = name;
}

static void add_names(struct names *names, const char *option, const char *text)
{
	struct slice rest = slice_of(text), name;

	while (slice_cut(&rest, ',', &name)) {
		name = slice_trim(name);
		if (name.n == 0)
			usage_error("option --%s: \"%s\" has an empty name", option, text);
		add_name(names, name);
	}
}

static bool format_option(const char *text)
{
	if (strcmp(text, "html") == 0)
		usage_error("option --format: html is not there yet; csv and table are");
	if (strcmp(text, "csv") != 0 && strcmp(text, "table") != 0)
		usage_error("option --format: \"%s\" is not csv or table", text);
	return strcmp(text, "table") == 0;
}

static void take_option(struct request *r, int letter, const char *value)
{
	switch (letter) {
	case OPT_FORMAT:
		r->table = format_option(value);
		break;
	case OPT_COLUMNS:
		add_names(&r->columns, "columns", value);
		break;
	case OPT_SORT:
		add_names(&r->sort, "sort", value);
		break;
	case OPT_GROUP_BY:
		add_names(&r->groups, "group-by", value);
		break;
	case OPT_VIEW:
		r->view = value;
		break;
	}
}

/* A view's columns and order stand where the command line says nothing; its conditions hold too. */
static const struct view *take_view(struct request *r, const struct policy *policy)
{
	const struct view *view;

	if (r->view == NULL)
		return NULL;
	view = policy_view(policy, r->view);
	if (view == NULL)
		usage_error("option --view: %s has no view \"%s\"", policy->path, r->view);
	for (size_t i = 0, given = r->columns.count; i < view->ncolumns && given == 0; i++)
		add_name(&r->columns, slice_of(view->columns[i]));
	for (size_t i = 0, given = r->sort.count; i < view->nsort && given == 0; i++)
		add_name(&r->sort, slice_of(view->sort[i]));
	return view;
}

__attribute__((noreturn)) static void no_column(
    const struct sheet *s, const char *option, const char *name)
{
	const struct slice near = sheet_nearest(s, name);

	usage_error("option --%s: no column \"%s\"%s%.*s%s", option, name,
	    near.n > 0 ? "; did you mean \"" : "", SLICE_ARG(near), near.n > 0 ? "\"?" : "");
}

/* The name without the "-" that turns the order around, as a string. */
__attribute__((noreturn)) static void no_named_column(
    const struct sheet *s, const char *option, struct slice name)
{
	const bool turned = name.n > 1 && name.p[0] == '-';

	no_column(s, option, mem_copy(name.p + turned, name.n - turned));
}

static void add_where(
    struct sheet *s, const char *option, const struct condition *conditions, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (!sheet_add_where(s, &conditions[i]))
			no_column(s, option, conditions[i].column);
}

static void add_keys(struct sheet *s, const char *option, const struct names *names)
{
	for (size_t i = 0; i < names->count; i++)
		if (!sheet_add_key(s, names->all[i]))
			no_named_column(s, option, names->all[i]);
}

/* What the sheet shows, and in which order. */
static void choose(struct sheet *s, const struct request *r, const struct view *view)
{
	size_t place;

	if (view != NULL)
		add_where(s, "view", view->where.conditions, view->where.count);
	add_where(s, "where", r->common.where.all, r->common.where.count);
	for (size_t i = 0; i < r->columns.count; i++)
		if (!sheet_add(s, r->columns.all[i], false, &place))
			no_named_column(s, "columns", r->columns.all[i]);
	if (r->columns.count == 0 && r->table)
		sheet_add_usual(s);
	else if (r->columns.count == 0)
		sheet_add_all(s);
	add_keys(s, "group-by", &r->groups);
	s->listing.ngroups = s->listing.nkeys;
	add_keys(s, "sort", &r->sort);
}

/* The spool holds the whole output, if nothing failed. */
static void list(
    struct lister *l, const struct request *r, const struct view *view, struct spool *out)
{
	ledger_find_day(&l->ledger, r->common.as_of);
	l->rejects = r->common.rejects != NULL;
	lister_open(l);
	choose(&l->sheet, r, view);
	lister_take(l);
	if (diag_failed(l->ledger.d))
		return;
	lister_finish(l);
	lister_write(l, r->table, out);
}

static void work(
    struct request *r, struct diag *d, char *const *paths, size_t count, struct spool *out)
{
	struct book book = {0};
	struct lister lister = {0};

	if (book_open(&book, d, &r->common, BOOK_CUSTOMERS | BOOK_HISTORY)) {
		const struct view *view = take_view(r, book.policy);

		if (ledger_open(&lister.ledger, d, &book, paths, count, r->common.rejects))
			list(&lister, r, view, out);
	}
	lister_free(&lister);
	book_close(&book);
}

static void free_request(struct request *r)
{
	options_free(&r->common);
	free(r->columns.all);
	free(r->sort.all);
	free(r->groups.all);
}

int main(int argc, char **argv)
{
	struct diag d = {0};
	struct request request = {.common = OPTIONS_NONE};
	struct spool out = {0};
	struct opts o = {
	    .usage = "[FILE ...]",
	    .about = "List open items, or a proposal, to look at.",
	    .table = options,
	};

	diag_program(argv[0]);
	for (int c; (c = opts_next(&o, &d, argc, argv)) != 0;)
		if (!options_take(&request.common, c, o.value))
			take_option(&request, c, o.value);
	work(&request, &d, argv + o.first, (size_t)(argc - o.first), &out);
	free_request(&request);
	return spool_finish(&d, &out);
}
