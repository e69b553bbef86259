/*
 * select-overdue: which items are reminded at which level today, in which
 * letter, and why the others are not. See select-overdue(1).
 */
#include "base/diag.h"
#include "base/mem.h"
#include "base/opt.h"
#include "base/spool.h"
#include "book/customers.h"
#include "book/history.h"
#include "book/item.h"
#include "book/picks.h"
#include "book/policy.h"
#include "rules/decide.h"
#include "rules/lookup.h"
#include "rules/propose.h"
#include "rules/selection.h"
#include "table/csv.h"
#include "table/where.h"

#include <stdlib.h>
#include <string.h>

#include "base/banned.h"

enum {
	OPT_POLICY = OPT_LONG_ONLY,
	OPT_CUSTOMERS,
	OPT_HISTORY,
	OPT_ALL,
	OPT_EXPLAIN,
	OPT_SKIP,
	OPT_PICK,
	OPT_LEVEL,
	OPT_DELIVERY,
	OPT_TERMS,
	OPT_REJECTS
};

static const struct opt options[] = {
    {'a', "as-of", "DATE", "the reference date (default: the rows', $DUN_AS_OF, today)"},
    {OPT_POLICY, "policy", "FILE", "the policy (default: $DUN_POLICY, policy.yaml)"},
    {OPT_CUSTOMERS, "customers", "FILE", "the customer file, instead of the policy's"},
    {OPT_HISTORY, "history", "FILE", "the history, instead of the policy's"},
    {OPT_ALL, "all", NULL, "every open item with its days, no conditions"},
    {OPT_EXPLAIN, "explain", NULL, "every item, with decision and reason"},
    {'w', "where", "CONDITION", "only items that \"COLUMN OP VALUE\" holds for (repeatable)"},
    {OPT_SKIP, "skip", "FILE", "leave out the customers and items that FILE names"},
    {OPT_PICK, "pick", "FILE", "take the customers and items that FILE names, and no others"},
    {OPT_LEVEL, "level", "ID", "only reminders of this level"},
    {OPT_DELIVERY, "delivery", "WAY", "only customers who get letters by email or post"},
    {OPT_TERMS, "terms", "NAME", "only items under these terms"},
    {OPT_REJECTS, "rejects", "FILE", "put bad rows, and their customers' others, into FILE"},
    {0},
};

/* What was asked for. */
struct request {
	const char *policy, *customers, *history, *skip, *pick, *level, *terms, *rejects;
	int delivery; /* -1: any */
	date as_of;   /* DATE_NONE: not told */
	bool all, explain;
	struct condition *where;
	size_t nwhere, where_capacity;
};

/* What is open while the rows come in. */
struct run {
	struct diag *d;
	const struct request *request;
	struct policy *policy;
	struct customers *customers;
	struct history *history;
	struct table *table;
	struct item_columns columns;
	int as_of_column; /* -1: not looked at */
	struct assignment assignment;
	struct filter where;
	const struct terms *only_terms;
	struct picks skip, pick;
	struct seen *seen;
	struct selection selection;
	bool passes; /* rows that change nothing need not be looked at: nobody asks about them */
	date fresh;  /* a ledger date that was found fresh enough, DATE_NONE: none */
	bool stale;  /* the ledger was refused as too old */
};

/* Options. */

static void add_where(struct request *r, const char *text)
{
	const char *why;

	r->where = mem_grow(r->where, r->nwhere, &r->where_capacity, sizeof *r->where);
	if (!condition_parse(slice_of(text), &r->where[r->nwhere], &why))
		usage_error("option --where: \"%s\": %s", text, why);
	r->nwhere++;
}

static int delivery_option(const char *text)
{
	for (int i = 0; i < DELIVERIES; i++)
		if (strcmp(text, delivery_names[i]) == 0)
			return i;
	usage_error("option --delivery: \"%s\" is not email or post", text);
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
		r->terms = value;
		break;
	case OPT_REJECTS:
		r->rejects = value;
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

/* Opening. */

static bool has_level(const struct policy *p, const char *id)
{
	for (size_t i = 0; i < p->nterms; i++)
		if (terms_level(&p->terms[i], slice_of(id)) >= 0)
			return true;
	return false;
}

/* Names that the user typed and the policy must have. */
static void check_names(struct run *run)
{
	const struct request *r = run->request;
	const struct policy *p = run->policy;

	if (r->level != NULL && !has_level(p, r->level))
		usage_error(
		    "option --level: no terms of %s have a level \"%s\"", p->path, r->level);
	if (r->terms == NULL)
		return;
	run->only_terms = policy_terms(p, slice_of(r->terms));
	if (run->only_terms == NULL)
		usage_error("option --terms: %s has no terms \"%s\"", p->path, r->terms);
}

/* Customers may name terms of their own; the policy must have them. */
static void check_customers(struct run *run)
{
	for (size_t i = 0; i < run->customers->count; i++) {
		const struct customer *c = run->customers->all[i];
		struct place at = AT_LINE(run->customers->path, c->line);

		at.column = "terms";
		if (c->terms.n > 0 && policy_terms(run->policy, c->terms) == NULL)
			diag_error(run->d, STATUS_DATA, at, "\"%.*s\" is not among the terms of %s",
			    SLICE_ARG(c->terms), run->policy->path);
	}
}

static bool open_book(struct run *run)
{
	const struct request *r = run->request;
	const char *customers, *history;

	run->policy = policy_load(run->d, r->policy);
	if (run->policy == NULL)
		return false;
	check_names(run);
	customers = r->customers != NULL ? r->customers
					 : policy_path(run->policy, run->policy->files.customers);
	history =
	    r->history != NULL ? r->history : policy_path(run->policy, run->policy->files.history);
	run->customers = customers_load(run->d, customers, run->policy->defaults.decimals);
	if (run->customers != NULL)
		check_customers(run);
	run->history = history_load(run->d, history);
	if (r->skip != NULL)
		(void)picks_load(&run->skip, run->d, r->skip);
	if (r->pick != NULL)
		(void)picks_load(&run->pick, run->d, r->pick);
	return !diag_failed(run->d);
}

static void bind_where(struct run *run)
{
	const struct request *r = run->request;
	long unknown = filter_bind(&run->where, r->where, r->nwhere, run->table, run->customers);
	struct slice near;

	if (unknown < 0)
		return;
	near = lookup_nearest(run->table, run->customers, slice_of(r->where[unknown].column));
	if (near.n == 0)
		usage_error("option --where: neither the items nor the customers have a column "
			    "\"%s\"",
		    r->where[unknown].column);
	usage_error("option --where: neither the items nor the customers have a column \"%s\"; "
		    "did you mean \"%.*s\"?",
	    r->where[unknown].column, SLICE_ARG(near));
}

/* A row that cannot even be split holds back its customer too. */
static void hold_back(void *context, const struct row *row)
{
	struct run *run = context;
	struct slice customer = row->fields[run->columns.customer];

	if (customer.n > 0)
		selection_debtor(&run->selection, customer)->held_back = true;
}

static bool open_items(struct run *run, char *const *paths, size_t count)
{
	const struct request *r = run->request;

	run->table = table_open(run->d, paths, count, r->rejects);
	if (run->table == NULL ||
	    !item_columns_find(&run->columns, run->table, run->policy->defaults.currency) ||
	    !assignment_bind(&run->assignment, run->d, run->policy, run->table, run->customers))
		return false;
	bind_where(run);
	run->as_of_column = r->as_of == DATE_NONE ? table_find(run->table, "as_of") : -1;
	run->seen = seen_new();
	run->selection = (struct selection){
	    .policy = run->policy,
	    .customers = run->customers,
	    .history = run->history,
	    .as_of = r->as_of,
	    .only_level = r->level,
	    .keep_all = r->all || r->explain || r->rejects != NULL,
	    .ncolumns = table_columns(run->table),
	};
	selection_start(&run->selection);
	run->passes = r->skip == NULL && r->pick == NULL && !run->d->verbose;
	table_tell_malformed(run->table, hold_back, run);
	if (r->as_of == DATE_NONE && run->as_of_column < 0 && !date_today(&run->selection.as_of))
		usage_error("DUN_AS_OF: \"%s\" is not a date (YYYY-MM-DD)", getenv("DUN_AS_OF"));
	return true;
}

/* Rows. */

/* The reference date of the rows themselves; it must be one for all of them. */
static bool take_as_of(struct run *run, const struct row *row)
{
	struct slice text =
	    run->as_of_column < 0 ? (struct slice){0} : row->fields[run->as_of_column];
	date *as_of = &run->selection.as_of, day;
	char before[DATE_TEXT];

	if (text.n == 0 && *as_of != DATE_NONE)
		return true;
	if (text.n == 0 && !date_today(as_of))
		usage_error("DUN_AS_OF: \"%s\" is not a date (YYYY-MM-DD)", getenv("DUN_AS_OF"));
	if (text.n == 0)
		return true;
	if (!date_parse(text, &day)) {
		table_fault(run->table, run->as_of_column, "\"%.*s\" is not a date (YYYY-MM-DD)",
		    SLICE_ARG(text));
		return false;
	}
	if (*as_of == DATE_NONE)
		*as_of = day;
	if (day == *as_of)
		return true;
	date_format(*as_of, before);
	table_fault(run->table, run->as_of_column,
	    "is %.*s, but %s in the rows before; say which day it is with --as-of", SLICE_ARG(text),
	    before);
	return false;
}

/* An old export knows nothing of the payments since. A later one than as-of is a replay. */
static void check_age(struct run *run, date ledger)
{
	const struct policy *p = run->policy;
	date as_of = run->selection.as_of;
	char day[DATE_TEXT], today[DATE_TEXT];

	if (ledger == DATE_NONE || ledger == run->fresh || !p->has_max_ledger_age || run->stale)
		return;
	run->fresh = ledger;
	if (as_of - ledger <= p->max_ledger_age)
		return;
	run->stale = true;
	date_format(ledger, day);
	date_format(as_of, today);
	diag_error(run->d, STATUS_DATA, table_place(run->table, "ledger_date"),
	    "the ledger is of %s, %ld days before %s; max_ledger_age allows %d: export it anew",
	    day, (long)as_of - (long)ledger, today, p->max_ledger_age);
}

static const struct terms *terms_of(
    struct run *run, struct debtor *debtor, const struct item *item, const struct row *row)
{
	const struct terms *terms = debtor->terms;

	if (terms != NULL && item->terms.n == 0)
		return terms;
	terms = assignment_terms(&run->assignment, item->terms, row->fields, debtor->customer);
	if (terms == NULL)
		table_fault(run->table, run->columns.terms, "\"%.*s\" is not among the terms of %s",
		    SLICE_ARG(item->terms), run->policy->path);
	else if (item->terms.n == 0 && run->assignment.by_customer)
		debtor->terms = terms;
	return terms;
}

static bool due_date_for(
    struct run *run, const struct debtor *debtor, const struct item *item, date *due)
{
	*due = DATE_NONE;
	if (decide_due_date(run->policy, debtor->customer, item, due))
		return true;
	/* A credit or a payment needs none. */
	if (item->invoice_date == DATE_NONE)
		return true;
	table_fault(
	    run->table, run->columns.invoice_date, "the term puts its due date past 9999-12-31");
	return false;
}

/* Whether the item may not cause a letter; a list of picks names those that may. */
static bool is_filtered(struct run *run, const struct debtor *debtor, const struct item *item,
    const struct terms *terms, const struct row *row, enum picked *picked)
{
	const struct request *r = run->request;

	*picked = PICKED_NOT;
	if (r->pick != NULL) {
		enum pick_match match = picks_match(&run->pick, item);

		if (match == PICK_NONE)
			return true;
		*picked = match == PICK_ITEM ? PICKED_ITEM : PICKED_CUSTOMER;
	}
	if (r->skip != NULL && picks_match(&run->skip, item) != PICK_NONE)
		return true;
	if (run->only_terms != NULL && terms != run->only_terms)
		return true;
	if (r->delivery >= 0 && debtor->customer != NULL && debtor->delivery != r->delivery)
		return true;
	return !filter_holds(&run->where, row->fields, debtor->customer);
}

/* What a person has to look at. */
static void warn(
    struct run *run, struct debtor *debtor, const struct facts *f, const struct decision *d)
{
	if (run->request->all)
		return;
	if (d->reason == REASON_UNKNOWN_CUSTOMER && !debtor->named) {
		debtor->named = true;
		diag_warn(run->d, table_place(run->table, "customer"),
		    "\"%.*s\" is not in %s; its items are left out", SLICE_ARG(debtor->key),
		    run->customers->path);
	}
	if (d->reason == REASON_UNKNOWN_LEVEL)
		diag_warn(run->d, table_place(run->table, NULL),
		    "customer \"%.*s\", invoice \"%.*s\": last reminded at level \"%.*s\", which "
		    "the terms \"%s\" do not have any more; left out",
		    SLICE_ARG(f->item->customer), SLICE_ARG(f->item->invoice),
		    SLICE_ARG(f->state->level_id), f->terms->name);
}

/* False: the row has a fault, which was told. */
static bool take_row(struct run *run, const struct row *row)
{
	struct item item;
	struct facts f = {.item = &item};
	struct debtor *debtor;
	struct decision decision;

	if (!item_parse(&run->columns, run->table, row, &item) ||
	    !seen_add(run->seen, run->table, row, &item) || !take_as_of(run, row))
		return false;
	debtor = selection_debtor(&run->selection, item.customer);
	f.customer = debtor->customer;
	f.as_of = run->selection.as_of;
	f.terms = terms_of(run, debtor, &item, row);
	if (f.terms == NULL || !due_date_for(run, debtor, &item, &f.due_date))
		return false;
	check_age(run, item.ledger_date);
	if (run->passes && selection_passes(&run->selection, debtor, &item, f.due_date))
		return true;
	f.state = selection_state(&run->selection, debtor, &item, f.terms);
	f.filtered = is_filtered(run, debtor, &item, f.terms, row, &f.picked);
	decision = decide_item(&f);
	warn(run, debtor, &f, &decision);
	selection_add(&run->selection, debtor, &f, &decision, row);
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

static struct row row_of(const struct kept *k, size_t ncolumns, struct slice *fields)
{
	row_unpack(k->fields, ncolumns, fields);
	return (struct row){fields, k->file, k->line};
}

static void reject_held_back(struct run *run)
{
	struct slice *fields = mem_array(run->selection.ncolumns, sizeof *fields);

	for (size_t i = 0; i < run->selection.count; i++) {
		const struct kept *k = run->selection.rows[i];
		struct row row;

		if (!k->debtor->held_back)
			continue;
		row = row_of(k, run->selection.ncolumns, fields);
		table_reject(run->table, &row, "held back: the customer has a faulty row");
	}
	free(fields);
}

static void warn_no_address(struct run *run)
{
	const struct debtor *told = NULL;

	for (size_t i = 0; i < run->selection.count; i++) {
		const struct kept *k = run->selection.rows[i];
		struct place at = AT_LINE(k->file, k->line);

		if (k->decision.reason != REASON_NO_ADDRESS || k->debtor == told)
			continue;
		told = k->debtor;
		at.column = "customer";
		diag_warn(run->d, at, "\"%.*s\" has no %s, and its reminders go by %s; left out",
		    SLICE_ARG(told->key),
		    told->delivery == DELIVERY_EMAIL ? "e-mail address" : "postal address",
		    delivery_names[told->delivery]);
	}
}

static void check_pay_by(struct run *run)
{
	for (size_t i = 0; i < run->selection.nletters; i++) {
		const struct letter *l = run->selection.letters[i];
		const struct level *level = &l->account->terms->levels[l->level];

		if (l->pay_by == DATE_NONE)
			diag_error(run->d, STATUS_POLICY,
			    policy_place(run->policy, level->line, level->col),
			    "transit_days and pay_within of this level give no date");
	}
}

/* A name in --pick or --skip that nothing has is a slip, or was settled since. */
static void tell_unfound(struct run *run, const struct picks *picks, bool picked)
{
	for (size_t i = 0; i < picks->count; i++) {
		const struct pick *p = &picks->all[i];
		bool known = customers_find(run->customers, p->customer) != NULL;

		if (p->found || (known && !picked))
			continue;
		diag_warn(run->d, AT_LINE(picks->path, p->line),
		    "there is no item of customer \"%.*s\"%s%.*s%s", SLICE_ARG(p->customer),
		    p->invoice.n > 0 ? " with invoice \"" : "", SLICE_ARG(p->invoice),
		    p->invoice.n > 0 ? "\"" : "");
	}
}

static void summarize(struct run *run)
{
	struct buf b = {0};
	size_t items = 0;

	for (size_t i = 0; i < REASONS; i++)
		items += run->selection.reasons[i];
	buf_printf(&b, "%zu item%s, %zu reminder%s", items, items == 1 ? "" : "s",
	    run->selection.nletters, run->selection.nletters == 1 ? "" : "s");
	for (size_t i = 0; i < REASONS; i++)
		if (run->selection.reasons[i] > 0)
			buf_printf(&b, ", %s %zu", reason_names[i], run->selection.reasons[i]);
	if (run->d->verbose && !run->request->all)
		diag_note(run->d, NOWHERE, "%s", buf_string(&b));
	buf_free(&b);
}

static void write_rows(struct run *run, struct spool *out)
{
	const struct request *r = run->request;
	struct propose p;

	propose_open(&p, &run->selection, run->table,
	    r->all	 ? PROPOSE_ALL
	    : r->explain ? PROPOSE_EXPLAIN
			 : PROPOSE_LETTERS);
	propose_header(&p, &out->memory);
	for (size_t i = 0; i < run->selection.count; i++) {
		if (!propose_has(&p, run->selection.rows[i]))
			continue;
		propose_row(&p, run->selection.rows[i], &out->memory);
		if (!spool_check(run->d, out))
			break;
	}
	propose_free(&p);
}

/* The spool holds the whole output, if nothing failed. */
static void work(struct run *run, char *const *paths, size_t count, struct spool *out)
{
	if (!open_book(run) || !open_items(run, paths, count))
		return;
	take_rows(run);
	if (diag_failed(run->d))
		return;
	selection_order(&run->selection);
	if (!run->request->all)
		selection_decide(&run->selection);
	check_pay_by(run);
	warn_no_address(run);
	tell_unfound(run, &run->pick, true);
	tell_unfound(run, &run->skip, false);
	reject_held_back(run);
	summarize(run);
	write_rows(run, out);
}

static bool close_run(struct run *run)
{
	bool ok = run->table == NULL || table_close(run->table);

	if (run->seen != NULL)
		seen_free(run->seen);
	selection_free(&run->selection);
	if (run->assignment.policy != NULL)
		assignment_free(&run->assignment);
	filter_free(&run->where);
	picks_free(&run->skip);
	picks_free(&run->pick);
	if (run->history != NULL)
		history_free(run->history);
	if (run->customers != NULL)
		customers_free(run->customers);
	if (run->policy != NULL)
		policy_free(run->policy);
	return ok;
}

int main(int argc, char **argv)
{
	struct diag d = {0};
	struct request request = {.delivery = -1, .as_of = DATE_NONE};
	struct run run = {.d = &d, .request = &request, .fresh = DATE_NONE};
	struct spool out = {0};
	struct opts o = {
	    .usage = "[FILE ...]",
	    .about = "Select the open items that are reminded today, each at its level.",
	    .table = options,
	};

	diag_program(argv[0]);
	for (int c; (c = opts_next(&o, &d, argc, argv)) != 0;)
		parse_option(&request, c, o.value);
	check_request(&request);
	work(&run, argv + o.first, (size_t)(argc - o.first), &out);
	if (close_run(&run) && !diag_failed(&d))
		(void)spool_commit(&d, &out);
	spool_free(&out);
	for (size_t i = 0; i < request.nwhere; i++)
		condition_free(&request.where[i]);
	free(request.where);
	return finish(&d);
}
