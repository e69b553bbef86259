/*
 * list-items: open items, or a proposal, to look at. See list-items(1).
 */
#include "base/diag.h"
#include "base/mem.h"
#include "base/opt.h"
#include "base/spool.h"
#include "book/customers.h"
#include "book/history.h"
#include "book/item.h"
#include "book/policy.h"
#include "book/proposal.h"
#include "rules/decide.h"
#include "rules/lookup.h"
#include "rules/overview.h"
#include "rules/sheet.h"
#include "rules/timeline.h"
#include "table/csv.h"
#include "table/grid.h"
#include "table/listing.h"
#include "table/pack.h"
#include "table/where.h"

#include <stdlib.h>
#include <string.h>

#include "base/banned.h"

enum {
	OPT_POLICY = OPT_LONG_ONLY,
	OPT_CUSTOMERS,
	OPT_HISTORY,
	OPT_COLUMNS,
	OPT_SORT,
	OPT_GROUP_BY,
	OPT_VIEW,
	OPT_FORMAT,
	OPT_REJECTS
};

static const struct opt options[] = {
    {'a', "as-of", "DATE", "the reference date (default: the rows', $DUN_AS_OF, today)"},
    {OPT_POLICY, "policy", "FILE", "the policy (default: $DUN_POLICY, policy.yaml)"},
    {OPT_CUSTOMERS, "customers", "FILE", "the customer file, instead of the policy's"},
    {OPT_HISTORY, "history", "FILE", "the history, instead of the policy's"},
    {OPT_FORMAT, "format", "FORMAT", "csv (default) or table, to look at"},
    {OPT_COLUMNS, "columns", "NAMES", "the columns to show, separated by commas"},
    {'w', "where", "CONDITION", "only rows that \"COLUMN OP VALUE\" holds for (repeatable)"},
    {OPT_SORT, "sort", "NAMES", "sort by these columns; -NAME: descending"},
    {OPT_GROUP_BY, "group-by", "NAMES", "put rows together by these columns, with subtotals"},
    {OPT_VIEW, "view", "NAME", "columns, conditions and order of a view of the policy"},
    {OPT_REJECTS, "rejects", "FILE", "put bad rows, and their customers' others, into FILE"},
    {0},
};

struct names {
	struct slice *all;
	size_t count, capacity;
};

/* What was asked for. */
struct request {
	const char *policy, *customers, *history, *view, *rejects;
	date as_of; /* DATE_NONE: not told */
	bool table;
	struct names columns, sort, groups;
	struct condition *where;
	size_t nwhere, where_capacity;
};

/* A customer of the rows. */
struct party {
	const struct customer *customer; /* NULL: unknown */
	struct timeline timeline;
	bool held_back; /* one of its rows is faulty */
};

/* A reminder of the rows: how many it should have, and has. */
struct letter {
	int wanted, rows;
	unsigned long line;
	const char *file;
};

/* With --rejects: the row of a line of the listing. */
struct origin {
	const struct party *party;
	const struct packed *fields;
	const char *file;
	unsigned long line;
};

struct run {
	struct diag *d;
	const struct request *request;
	struct policy *policy;
	struct customers *customers;
	struct history *history;
	struct table *table;
	struct item_columns items;
	int as_of_column; /* -1: not looked at */
	date as_of;
	int reminder, rows, check; /* its columns; -1: not there */
	int checked[CHECK_COLUMNS];
	struct map letters; /* reminder -> struct letter */
	struct assignment assignment;
	struct seen *seen;
	struct map parties; /* customer -> struct party */
	struct sheet sheet;
	const struct condition **where; /* the view's and the command line's */
	struct source *where_from;
	size_t nwhere;
	struct origin *origins; /* one a line of the listing */
	size_t norigins, origins_capacity;
	struct arena arena;
};

/* Options. */

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

static void add_where(struct request *r, const char *text)
{
	const char *why;

	r->where = mem_grow(r->where, r->nwhere, &r->where_capacity, sizeof(*r->where));
	if (!condition_parse(slice_of(text), &r->where[r->nwhere], &why))
		usage_error("option --where: \"%s\": %s", text, why);
	r->nwhere++;
}

static bool format_option(const char *text)
{
	if (strcmp(text, "html") == 0)
		usage_error("option --format: html is not there yet; csv and table are");
	if (strcmp(text, "csv") != 0 && strcmp(text, "table") != 0)
		usage_error("option --format: \"%s\" is not csv or table", text);
	return strcmp(text, "table") == 0;
}

static void parse_option(struct request *r, int letter, const char *value)
{
	switch (letter) {
	case 'a':
		if (!date_parse(slice_of(value), &r->as_of))
			usage_error("option --as-of: \"%s\" is not a date (YYYY-MM-DD)", value);
		break;
	case 'w':
		add_where(r, value);
		break;
	case OPT_POLICY:
		r->policy = value;
		break;
	case OPT_CUSTOMERS:
		r->customers = value;
		break;
	case OPT_HISTORY:
		r->history = value;
		break;
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
	case OPT_REJECTS:
		r->rejects = value;
		break;
	}
}

/* A view's columns and order stand where the command line says nothing; its conditions hold too. */
static const struct view *take_view(struct request *r, const struct policy *policy)
{
	const struct view *view = NULL;

	if (r->view == NULL)
		return NULL;
	for (size_t i = 0; i < policy->nviews && view == NULL; i++)
		if (strcmp(policy->views[i].name, r->view) == 0)
			view = &policy->views[i];
	if (view == NULL)
		usage_error("option --view: %s has no view \"%s\"", policy->path, r->view);
	for (size_t i = 0, given = r->columns.count; i < view->ncolumns && given == 0; i++)
		add_name(&r->columns, slice_of(view->columns[i]));
	for (size_t i = 0, given = r->sort.count; i < view->nsort && given == 0; i++)
		add_name(&r->sort, slice_of(view->sort[i]));
	return view;
}

/* Columns. */

__attribute__((noreturn)) static void no_column(
    const struct run *run, const char *option, const char *name)
{
	const struct slice near = sheet_nearest(&run->sheet, name);

	if (near.n == 0)
		usage_error("option --%s: no column \"%s\"", option, name);
	usage_error(
	    "option --%s: no column \"%s\"; did you mean \"%.*s\"?", option, name, SLICE_ARG(near));
}

/* The name without the "-" that turns the order around, as a string. */
__attribute__((noreturn)) static void no_named_column(
    const struct run *run, const char *option, struct slice name)
{
	const bool turned = name.n > 1 && name.p[0] == '-';

	no_column(run, option, mem_copy(name.p + turned, name.n - turned));
}

static void add_keys(struct run *run, const struct names *names, const char *option)
{
	for (size_t i = 0; i < names->count; i++)
		if (!sheet_add_key(&run->sheet, names->all[i]))
			no_named_column(run, option, names->all[i]);
}

static void choose_columns(struct run *run)
{
	const struct request *r = run->request;
	struct sheet *s = &run->sheet;
	size_t place;

	for (size_t i = 0; i < r->columns.count; i++)
		if (!sheet_add(s, r->columns.all[i], false, &place))
			no_named_column(run, "columns", r->columns.all[i]);
	if (r->columns.count == 0 && r->table)
		sheet_add_usual(s);
	else if (r->columns.count == 0)
		sheet_add_all(s);
	add_keys(run, &r->groups, "group-by");
	s->listing.ngroups = s->listing.nkeys;
	add_keys(run, &r->sort, "sort");
}

static void bind_where(struct run *run, const struct view *view)
{
	const struct request *r = run->request;
	const size_t of_view = view != NULL ? view->where.count : 0;

	run->nwhere = of_view + r->nwhere;
	run->where = mem_array(run->nwhere + 1, sizeof(*run->where));
	run->where_from = mem_array(run->nwhere + 1, sizeof(*run->where_from));
	for (size_t i = 0; i < run->nwhere; i++) {
		run->where[i] = i < of_view ? &view->where.conditions[i] : &r->where[i - of_view];
		if (!sheet_find(&run->sheet, run->where[i]->column, &run->where_from[i]))
			no_column(run, i < of_view ? "view" : "where", run->where[i]->column);
	}
}

/* Opening. */

static bool open_book(struct run *run)
{
	const struct request *r = run->request;
	const char *customers = r->customers, *history = r->history;

	run->policy = policy_load(run->d, r->policy);
	if (run->policy == NULL)
		return false;
	if (customers == NULL)
		customers = policy_path(run->policy, run->policy->files.customers);
	if (history == NULL)
		history = policy_path(run->policy, run->policy->files.history);
	run->customers = customers_load(run->d, customers, run->policy->defaults.decimals);
	run->history = history_load(run->d, history);
	return !diag_failed(run->d);
}

static struct party *party_of(struct run *run, struct slice customer)
{
	void **place = map_at(&run->parties, customer);

	if (*place == NULL) {
		struct party *party = *place = mem_alloc(sizeof(*party));

		party->customer = customers_find(run->customers, customer);
		timeline_make(&party->timeline, history_of(run->history, customer));
	}
	return *place;
}

/* A faulty row holds back its customer's other rows. */
static void hold_back(void *context, const struct row *row)
{
	struct run *run = context;

	party_of(run, row->fields[run->items.customer])->held_back = true;
}

static void need_today(struct run *run)
{
	if (!date_today(&run->as_of))
		usage_error("DUN_AS_OF: \"%s\" is not a date (YYYY-MM-DD)", getenv("DUN_AS_OF"));
}

static bool open_rows(struct run *run, char *const *paths, size_t count)
{
	const struct request *r = run->request;

	run->table = table_open(run->d, paths, count, r->rejects);
	if (run->table == NULL ||
	    !item_columns_find(&run->items, run->table, run->policy->defaults.currency))
		return false;
	run->reminder = table_find(run->table, "reminder");
	run->rows = table_find(run->table, "rows");
	run->check = table_find(run->table, "check");
	const bool proposal = run->reminder >= 0 && run->rows >= 0 && run->check >= 0;
	sheet_open(&run->sheet, run->table, run->customers, proposal);
	proposal_check_find(run->table, run->checked);
	if (!assignment_bind(&run->assignment, run->d, run->policy, run->table, run->customers))
		return false;
	run->seen = seen_new();
	run->as_of = r->as_of;
	run->as_of_column = r->as_of == DATE_NONE ? table_find(run->table, "as_of") : -1;
	if (run->as_of == DATE_NONE && run->as_of_column < 0)
		need_today(run);
	table_tell_malformed(run->table, hold_back, run);
	return true;
}

/* Rows. */

/* The reference date of the rows themselves: one for all of them. */
static bool take_as_of(struct run *run, const struct row *row)
{
	const struct slice text =
	    run->as_of_column < 0 ? (struct slice){NULL, 0} : row->fields[run->as_of_column];
	date day;

	if (text.n == 0 && run->as_of == DATE_NONE)
		need_today(run);
	if (text.n == 0)
		return true;
	if (!date_parse(text, &day)) {
		table_fault(run->table, run->as_of_column, "\"%.*s\" is not a date (YYYY-MM-DD)",
		    SLICE_ARG(text));
		return false;
	}
	if (run->as_of == DATE_NONE)
		run->as_of = day;
	if (day == run->as_of)
		return true;
	table_fault(run->table, run->as_of_column,
	    "\"%.*s\" is another day than in the rows before; say which it is with --as-of",
	    SLICE_ARG(text));
	return false;
}

static bool make_overview(
    struct run *run, struct party *party, const struct item *item, const struct row *row)
{
	struct item_state state;
	struct facts facts = {.item = item,
	    .customer = party->customer,
	    .state = &state,
	    .due_date = DATE_NONE,
	    .as_of = run->as_of};

	facts.terms = assignment_terms(&run->assignment, item->terms, row->fields, party->customer);
	if (facts.terms == NULL) {
		const bool own = item->terms.n > 0;

		table_fault(run->table, own ? run->items.terms : run->items.customer,
		    "\"%.*s\" is not among the terms of %s",
		    SLICE_ARG(own ? item->terms : party->customer->terms), run->policy->path);
		return false;
	}
	if (!decide_due_date(run->policy, party->customer, item, &facts.due_date) &&
	    item->invoice_date != DATE_NONE) {
		table_fault(run->table, run->items.invoice_date,
		    "the term puts its due date past 9999-12-31");
		return false;
	}
	state_of(
	    timeline_of(&party->timeline, item->invoice), item, facts.terms, run->as_of, &state);
	overview_of(&facts, &run->sheet.overview);
	return true;
}

/* A proposal's row must be as it was written; its reminder is counted. */
static bool check_proposal(struct run *run, const struct row *row)
{
	const struct slice number = row->fields[run->reminder], rows = row->fields[run->rows];
	char text[CHECK_TEXT];

	if (number.n == 0)
		return true;
	proposal_check_row(run->checked, row->fields, text);
	if (!slice_is(row->fields[run->check], text)) {
		table_fault(run->table, run->check,
		    "the row was changed by another program after it was written");
		return false;
	}
	void **place = map_at(&run->letters, number);

	if (*place == NULL) {
		struct letter *new = *place = mem_alloc(sizeof(*new));

		new->line = row->line;
		new->file = row->file;
		for (size_t i = 0; i < rows.n && new->wanted < 100000000; i++)
			new->wanted = 10 * new->wanted + (rows.p[i] - '0');
	}
	((struct letter *)*place)->rows++;
	return true;
}

static bool is_wanted(const struct run *run, const struct item *item, const struct row *row,
    const struct party *party)
{
	for (size_t i = 0; i < run->nwhere; i++)
		if (!condition_holds(run->where[i],
			sheet_value(&run->sheet, &run->where_from[i], item, row, party->customer)))
			return false;
	return true;
}

static void keep(
    struct run *run, const struct item *item, const struct row *row, const struct party *party)
{
	sheet_keep(&run->sheet, item, row, party->customer);
	if (run->request->rejects == NULL)
		return;
	run->origins =
	    mem_grow(run->origins, run->norigins, &run->origins_capacity, sizeof(*run->origins));
	run->origins[run->norigins++] = (struct origin){party,
	    row_pack(&run->arena, row->fields, table_columns(run->table)), row->file, row->line};
}

/* What will be summed must be an amount. */
static bool check_amounts(struct run *run, const struct item *item, const struct row *row)
{
	const struct listing *l = &run->sheet.listing;

	for (size_t i = 0; i < l->ncolumns; i++) {
		const int column = run->sheet.from[i].lookup.item;
		money amount;

		if (l->columns[i].kind != LISTING_AMOUNT || row->fields[column].n == 0 ||
		    money_parse(row->fields[column], item->decimals, &amount))
			continue;
		table_fault(run->table, column, "\"%.*s\" is not an amount (1234.50)",
		    SLICE_ARG(row->fields[column]));
		return false;
	}
	return true;
}

/* False: the row has a fault, which was told. */
static bool take_row(struct run *run, const struct row *row)
{
	struct item item;

	if (!item_parse(&run->items, run->table, row, &item))
		return false;
	struct party *party = party_of(run, item.customer);

	if (run->sheet.proposal
		? !check_amounts(run, &item, row) || !check_proposal(run, row)
		: !seen_add(run->seen, run->table, row, &item) || !take_as_of(run, row) ||
		      !make_overview(run, party, &item, row))
		return false;
	if (is_wanted(run, &item, row, party))
		keep(run, &item, row, party);
	return true;
}

static void take_rows(struct run *run)
{
	struct row row;

	while (table_next(run->table, &row))
		if (!take_row(run, &row))
			hold_back(run, &row);
	(void)seen_finish(run->seen, run->d, run->table);
}

/* The end. */

/* Rows of customers that have a faulty one leave the listing for the rejects. */
static void drop_held_back(struct run *run)
{
	struct listing *l = &run->sheet.listing;
	struct slice *fields = mem_array(table_columns(run->table), sizeof(*fields));
	size_t kept = 0;

	for (size_t i = 0; i < l->count; i++) {
		const struct origin *origin = &run->origins[l->lines[i].place];
		struct row row = {fields, origin->file, origin->line};

		if (!origin->party->held_back) {
			l->lines[kept++] = l->lines[i];
			continue;
		}
		row_unpack(origin->fields, table_columns(run->table), fields);
		table_reject(run->table, &row, "held back: the customer has a faulty row");
	}
	l->count = kept;
	free(fields);
}

static void warn_partial(struct run *run)
{
	for (size_t i = 0; i < run->letters.count; i++) {
		const struct map_entry *e = &run->letters.entries[i];
		const struct letter *letter = e->value;

		if (letter->rows != letter->wanted)
			diag_warn(run->d, AT_LINE(letter->file, letter->line),
			    "reminder \"%.*s\" has %d of its %d rows; where rows were left out on "
			    "purpose, compute-fees --renew makes it anew",
			    SLICE_ARG(e->key), letter->rows, letter->wanted);
	}
}

static bool write_listing(struct run *run, struct spool *out)
{
	struct listing *l = &run->sheet.listing;

	listing_sort(l);
	if (!run->request->table)
		return listing_csv(l, run->d, out);
	sheet_hide_currency(&run->sheet);
	return listing_table(l, run->d, grid_terminal_width(), out);
}

/* The spool holds the whole output, if nothing failed. */
static void work(
    struct run *run, struct request *request, char *const *paths, size_t count, struct spool *out)
{
	if (!open_book(run))
		return;
	const struct view *view = take_view(request, run->policy);

	if (!open_rows(run, paths, count))
		return;
	bind_where(run, view);
	choose_columns(run);
	take_rows(run);
	if (diag_failed(run->d))
		return;
	if (request->rejects != NULL)
		drop_held_back(run);
	warn_partial(run);
	(void)write_listing(run, out);
}

static void free_parties(struct run *run)
{
	for (size_t i = 0; i < run->parties.count; i++) {
		struct party *party = run->parties.entries[i].value;

		timeline_free(&party->timeline);
		free(party);
	}
	map_free(&run->parties);
	for (size_t i = 0; i < run->letters.count; i++)
		free(run->letters.entries[i].value);
	map_free(&run->letters);
}

static bool close_run(struct run *run)
{
	const bool ok = run->table == NULL || table_close(run->table);

	if (run->seen != NULL)
		seen_free(run->seen);
	free_parties(run);
	if (run->assignment.policy != NULL)
		assignment_free(&run->assignment);
	sheet_free(&run->sheet);
	free(run->where);
	free(run->where_from);
	free(run->origins);
	arena_free(&run->arena);
	if (run->history != NULL)
		history_free(run->history);
	if (run->customers != NULL)
		customers_free(run->customers);
	if (run->policy != NULL)
		policy_free(run->policy);
	return ok;
}

static void free_request(struct request *r)
{
	for (size_t i = 0; i < r->nwhere; i++)
		condition_free(&r->where[i]);
	free(r->where);
	free(r->columns.all);
	free(r->sort.all);
	free(r->groups.all);
}

int main(int argc, char **argv)
{
	struct diag d = {0};
	struct request request = {.as_of = DATE_NONE};
	struct run run = {.d = &d, .request = &request};
	struct spool out = {0};
	struct opts o = {
	    .usage = "[FILE ...]",
	    .about = "List open items, or a proposal, to look at.",
	    .table = options,
	};

	diag_program(argv[0]);
	for (int c; (c = opts_next(&o, &d, argc, argv)) != 0;)
		parse_option(&request, c, o.value);
	work(&run, &request, argv + o.first, (size_t)(argc - o.first), &out);
	if (close_run(&run) && !diag_failed(&d))
		(void)spool_commit(&d, &out);
	spool_free(&out);
	free_request(&request);
	return finish(&d);
}
