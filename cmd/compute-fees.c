/*
 * compute-fees: what each reminder charges, by its rows' levels; and reminders
 * made anew, after rows were left out or for another day. See compute-fees(1).
 */
#include "base/diag.h"
#include "base/map.h"
#include "base/mem.h"
#include "base/opt.h"
#include "base/spool.h"
#include "book/history.h"
#include "book/policy.h"
#include "book/proposal.h"
#include "book/rates.h"
#include "rules/charge.h"
#include "rules/decide.h"
#include "rules/earlier.h"
#include "rules/fees.h"
#include "rules/number.h"
#include "rules/renew.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/banned.h"

enum { OPT_POLICY = OPT_LONG_ONLY, OPT_HISTORY, OPT_RENEW, OPT_EXPLAIN, OPT_REJECTS };

static const struct opt options[] = {
    {'a', "as-of", "DATE", "make the reminders for this day (default: the rows' as_of)"},
    {OPT_RENEW, "renew", NULL, "rows were left out on purpose: make the reminders anew"},
    {OPT_EXPLAIN, "explain", NULL, "say on standard error how each charge comes about"},
    {OPT_POLICY, "policy", "FILE", "the policy (default: $DUN_POLICY, policy.yaml)"},
    {OPT_HISTORY, "history", "FILE", "the history, instead of the policy's"},
    {OPT_REJECTS, "rejects", "FILE", "put bad rows, and their customers' others, into FILE"},
    {0},
};

struct request {
	const char *policy, *history, *rejects;
	date as_of; /* DATE_NONE: the rows' */
	bool renew, explain;
};

/* A reminder as it will be written. */
struct letter {
	const struct reminder *of;
	const struct terms *terms;
	const struct level *level; /* the highest of its overdue rows */
	const char *wanted; /* its new number as long as no other wants it, NULL: unchanged */
	struct fees_letter out;
	bool left_out;	  /* nothing of it is written */
	size_t explained; /* where its sums end in run.explained */
};

struct run {
	struct diag *d;
	const struct request *request;
	struct policy *policy;
	struct history *history;
	struct rates *rates;
	struct proposal *proposal;
	struct letter *letters; /* one a reminder of the proposal */
	size_t *letter_of;	/* of each row, its place in letters */
	int days_column;
	/* With rejects: customers, to the index of a faulty row of theirs plus one. */
	struct map bad_customers;
	struct numbers numbers;
	struct earlier earlier;
	struct charge_row *rows; /* of the letter at hand */
	size_t capacity;
	struct buf explained;
	unsigned long told_line; /* the rule of the policy that was found wrong last */
	bool charges;		 /* something is charged */
};

/* Opening. */

static bool open_book(struct run *run)
{
	const struct request *r = run->request;
	const char *history;

	run->policy = policy_load(run->d, r->policy);
	if (run->policy == NULL)
		return false;
	history =
	    r->history != NULL ? r->history : policy_path(run->policy, run->policy->files.history);
	run->history = history_load(run->d, history);
	run->earlier.history = run->history;
	if (rates_needed(run->policy)) {
		run->rates = rates_load(
		    run->d, policy_rates_path(run->policy), run->policy->defaults.decimals);
		if (run->rates != NULL)
			(void)rates_check(run->d, run->policy, run->rates);
	}
	return !diag_failed(run->d);
}

static bool open_proposal(struct run *run, char *const *paths, size_t count)
{
	const struct request *r = run->request;
	struct proposal *p = proposal_read(run->d, paths, count, run->policy->defaults.currency,
	    r->renew ? PROPOSAL_PARTIAL : 0, r->rejects);

	run->proposal = p;
	if (p == NULL)
		return false;
	run->days_column = table_find(p->table, select_names[S_DAYS_OVERDUE]);
	run->letters = mem_array(p->nreminders, sizeof *run->letters);
	run->letter_of = mem_array(p->count, sizeof *run->letter_of);
	for (size_t i = 0; i < p->nreminders; i++) {
		run->letters[i].of = &p->reminders[i];
		for (size_t j = 0; j < p->reminders[i].count; j++)
			run->letter_of[p->reminders[i].rows[j] - p->rows] = i;
	}
	return true;
}

/* Faults. */

static struct row place_of(const struct proposal_row *row)
{
	return (struct row){row->fields, row->file, row->line};
}

/* With rejects, a faulty row holds back all that its customer has. */
static void hold_back(struct run *run, const struct proposal_row *row)
{
	*map_at(&run->bad_customers, row->item.customer) = (void *)(uintptr_t)(row->index + 1);
}

/* A cell that does not fit the policy. */
static bool refuse(
    struct run *run, const struct proposal_row *row, const char *column, const char *why)
{
	struct row place = place_of(row);
	int at = table_find(run->proposal->table, column);

	table_fault_at(
	    run->proposal->table, &place, at, "\"%.*s\" %s", SLICE_ARG(row->fields[at]), why);
	hold_back(run, row);
	return false;
}

/* A rule of the policy that cannot be followed. Many rows find the same one. */
static bool refuse_rule(struct run *run, unsigned long line, unsigned long col,
    const struct proposal_row *row, const char *why)
{
	if (run->told_line != line)
		diag_error(run->d, STATUS_POLICY, policy_place(run->policy, line, col),
		    "%s (%s:%lu)", why, row->file, row->line);
	run->told_line = line;
	return false;
}

static bool tell_fault(struct run *run, const struct letter *l, const struct charge_fault *fault)
{
	const struct proposal_row *row = l->of->rows[fault->row];
	struct row place = place_of(row);

	if (fault->policy) {
		refuse_rule(run, fault->line, fault->col, row, fault->text);
	} else {
		table_fault_at(run->proposal->table, &place, -1, "%s", fault->text);
		hold_back(run, row);
	}
	return false;
}

/* Letters. */

static bool find_level(struct run *run, const struct letter *l, const struct proposal_row *row,
    const struct level **out)
{
	int level;

	*out = NULL;
	if (row->section != SECTION_OVERDUE)
		return true;
	if (!slice_is(row->terms, l->terms->name))
		return refuse(run, row, "terms", "are not the terms of the reminder's first row");
	level = terms_level(l->terms, row->level);
	if (level < 0)
		return refuse(run, row, "level", "is not a level of its terms in the policy");
	*out = &l->terms->levels[level];
	return true;
}

/* The terms, and the highest level of the rows that are reminded. */
static bool read_letter(struct run *run, struct letter *l)
{
	const struct proposal_row *first = l->of->rows[0];
	const struct level *level;
	bool ok = true;

	l->out.as_of = first->as_of;
	l->out.pay_by = first->pay_by;
	l->out.number = l->of->number;
	l->out.rows = run->request->renew ? (int)l->of->count : first->rows;
	l->terms = policy_terms(run->policy, first->terms);
	if (l->terms == NULL)
		return refuse(run, first, "terms", "are not among the terms of the policy");
	for (size_t i = 0; i < l->of->count; i++) {
		if (!find_level(run, l, l->of->rows[i], &level))
			ok = false;
		if (level != NULL && (l->level == NULL || level > l->level))
			l->level = level;
	}
	return ok;
}

static int delivery_of(struct slice name)
{
	for (int i = 0; i < DELIVERIES; i++)
		if (slice_is(name, delivery_names[i]))
			return i;
	return DELIVERY_NONE;
}

/* What follows from its level and its day: when to pay, and its number. */
static bool renew_letter(struct run *run, struct letter *l)
{
	const struct proposal_row *first = l->of->rows[0];
	const struct level *before;
	struct slice suffix;

	if (l->level == NULL) {
		diag_note(run->d, AT_LINE(first->file, first->line),
		    "reminder \"%.*s\" has no overdue row any more; it is left out",
		    SLICE_ARG(l->out.number));
		l->left_out = true;
		return true;
	}
	before = renew_former_level(l->of, l->terms, &suffix);
	if (l->level != before) {
		l->out.template = l->level->template;
		l->out.former_template = before != NULL ? before->template : NULL;
	}
	if (run->request->as_of != DATE_NONE)
		l->out.as_of = run->request->as_of;
	if ((l->level != before || l->out.as_of != first->as_of) &&
	    !decide_pay_by(l->level, delivery_of(first->delivery), l->out.as_of, &l->out.pay_by))
		return refuse_rule(run, l->level->line, l->level->col, first,
		    "transit_days and pay_within of this level give no date");
	l->wanted =
	    numbers_want(&run->numbers, l->out.as_of, first->item.customer, l->level->id, suffix);
	if (history_named(run->history, slice_of(l->wanted)).count > 0)
		numbers_take(&run->numbers, slice_of(l->wanted));
	return true;
}

static void settle_numbers(struct run *run)
{
	for (size_t i = 0; i < run->proposal->nreminders; i++) {
		struct letter *l = &run->letters[i];

		/* A reminder that is as it was keeps its number, also where the history has it. */
		if (l->wanted != NULL && !slice_is(l->out.number, l->wanted))
			l->out.number = slice_of(
			    numbers_settle(&run->numbers, l->wanted, renew_identity(l->of)));
	}
}

static void make_letters(struct run *run)
{
	bool renew = run->request->renew || run->request->as_of != DATE_NONE;

	for (size_t i = 0; i < run->proposal->nreminders; i++) {
		struct letter *l = &run->letters[i];

		if (!read_letter(run, l) || (renew && !renew_letter(run, l)))
			l->left_out = true;
	}
	if (renew)
		settle_numbers(run);
}

/* Charges. */

/* What the history says of the item before this reminder. */
static bool read_state(
    struct run *run, const struct letter *l, const struct proposal_row *row, struct charge_row *out)
{
	struct item_state state;

	earlier_state(&run->earlier, row, l->terms, l->out.as_of, &state);
	if (state.overflow)
		return refuse(run, row, "invoice",
		    "has charges in the history that are no amounts "
		    "of its currency, or too large");
	out->last_reminded = state.last_reminded;
	out->earlier = state.charged;
	return true;
}

static date due_date(const struct run *run, const struct proposal_row *row)
{
	/* The days are by the due date that counts; the ledger's may be another. */
	return row->fields[run->days_column].n > 0 ? row->as_of - row->days_overdue
						   : row->item.due_date;
}

static bool fill_rows(struct run *run, const struct letter *l)
{
	if (l->of->count > run->capacity) {
		free(run->rows);
		run->rows = mem_array(l->of->count, sizeof *run->rows);
		run->capacity = l->of->count;
	}
	for (size_t i = 0; i < l->of->count; i++) {
		const struct proposal_row *row = l->of->rows[i];

		run->rows[i] = (struct charge_row){
		    .item = &row->item, .section = row->section, .due_date = due_date(run, row)};
		(void)find_level(run, l, row, &run->rows[i].level);
		if (!read_state(run, l, row, &run->rows[i]))
			return false;
	}
	return true;
}

/* The results, where the proposal keeps what it read. */
static bool keep_row(struct run *run, const struct charge_row *from, struct proposal_row *to)
{
	money fees, earlier = 0, due;

	if (!charged_sum(&from->now, &fees) ||
	    (!run->policy->defaults.fees_booked && !charged_sum(&from->earlier, &earlier)) ||
	    !money_sum(to->item.open_amount, earlier, &due) || !money_sum(due, fees, &due))
		return refuse(run, to, "open_amount", "and its charges are too large together");
	to->interest_days = from->interest_days;
	to->fee[F_INTEREST] = from->now.interest;
	to->fee[F_LINE_FEE] = from->now.line_fee;
	to->fee[F_DAMAGES] = from->now.damages;
	to->fee[F_REMINDER_FEE] = from->now.reminder_fee;
	to->fee[F_COST] = from->now.cost;
	to->fee[F_VAT] = from->now.vat;
	to->fee[F_FEES] = fees;
	to->fee[F_EARLIER_FEES] = earlier;
	to->fee[F_TOTAL_DUE] = due;
	run->charges = run->charges || fees > 0;
	return true;
}

static bool charge_letter(struct run *run, const struct letter *l)
{
	struct charge_facts facts = {
	    .policy = run->policy,
	    .rates = run->rates,
	    .terms = l->terms,
	    .level = l->level,
	    .as_of = l->out.as_of,
	    .explain = run->request->explain ? &run->explained : NULL,
	};
	struct charge_fault found = {0};

	if (!fill_rows(run, l))
		return false;
	if (!charge_reminder(&facts, run->rows, l->of->count, &found))
		return tell_fault(run, l, &found);
	for (size_t i = 0; i < l->of->count; i++)
		if (!keep_row(run, &run->rows[i], l->of->rows[i]))
			return false;
	return true;
}

static void charge_letters(struct run *run)
{
	for (size_t i = 0; i < run->proposal->nreminders; i++) {
		struct letter *l = &run->letters[i];

		if (!l->left_out && !charge_letter(run, l))
			l->left_out = true;
		l->explained = run->explained.length;
	}
}

/* Output. */

static bool is_held_back(const struct run *run, const struct proposal_row *row)
{
	return run->bad_customers.count > 0 &&
	       map_get(&run->bad_customers, row->item.customer) != NULL;
}

static void write_rows(struct run *run, struct spool *out)
{
	const struct proposal *p = run->proposal;
	struct fees_writer w;

	fees_open(&w, p);
	fees_header(&w, &out->memory);
	for (size_t i = 0; i < p->count; i++) {
		const struct letter *l = &run->letters[run->letter_of[i]];

		if (l->left_out || is_held_back(run, &p->rows[i]))
			continue;
		fees_row(&w, &l->out, &p->rows[i], &out->memory);
		if (!spool_check(run->d, out))
			break;
	}
	fees_close(&w);
}

/* Whether its fault was told, and it is among the rejects already. */
static bool is_faulty(const struct run *run, const struct proposal_row *row)
{
	return (uintptr_t)map_get(&run->bad_customers, row->item.customer) == row->index + 1;
}

static void reject_held_back(struct run *run)
{
	const struct proposal *p = run->proposal;

	if (run->request->rejects == NULL)
		return;
	for (size_t i = 0; i < p->count; i++) {
		struct row row = place_of(&p->rows[i]);

		if (is_held_back(run, &p->rows[i]) && !is_faulty(run, &p->rows[i]))
			table_reject(p->table, &row, "held back: the customer has a faulty row");
	}
}

static void explain(const struct run *run)
{
	struct slice all = buf_slice(&run->explained), rest, line;
	size_t from = 0;

	for (size_t i = 0; i < run->proposal->nreminders; i++) {
		const struct letter *l = &run->letters[i];

		rest = (struct slice){all.p + from, l->explained - from};
		from = l->explained;
		if (l->left_out || is_held_back(run, l->of->rows[0]))
			continue;
		while (slice_cut(&rest, '\n', &line))
			if (line.n > 0)
				diag_note(run->d, NOWHERE, "%.*s: %.*s", SLICE_ARG(l->out.number),
				    SLICE_ARG(line));
	}
}

/* The spool holds the whole output, if nothing failed. */
static void work(struct run *run, char *const *paths, size_t count, struct spool *out)
{
	if (!open_book(run) || !open_proposal(run, paths, count))
		return;
	make_letters(run);
	charge_letters(run);
	if (run->charges)
		(void)policy_can(run->d, run->policy, POLICY_LAW);
	reject_held_back(run);
	if (diag_failed(run->d))
		return;
	write_rows(run, out);
	if (run->request->explain)
		explain(run);
}

static bool close_run(struct run *run)
{
	bool ok = run->proposal == NULL || proposal_close(run->proposal);

	free(run->letters);
	free(run->letter_of);
	free(run->rows);
	buf_free(&run->explained);
	map_free(&run->bad_customers);
	numbers_free(&run->numbers);
	earlier_free(&run->earlier);
	rates_free(run->rates);
	if (run->history != NULL)
		history_free(run->history);
	if (run->policy != NULL)
		policy_free(run->policy);
	return ok;
}

static void parse_option(struct request *r, int letter, const char *value)
{
	switch (letter) {
	case 'a':
		if (!date_parse(slice_of(value), &r->as_of))
			usage_error("option --as-of: \"%s\" is not a date (YYYY-MM-DD)", value);
		break;
	case OPT_RENEW:
		r->renew = true;
		break;
	case OPT_EXPLAIN:
		r->explain = true;
		break;
	case OPT_POLICY:
		r->policy = value;
		break;
	case OPT_HISTORY:
		r->history = value;
		break;
	case OPT_REJECTS:
		r->rejects = value;
		break;
	}
}

int main(int argc, char **argv)
{
	struct diag d = {0};
	struct request request = {.as_of = DATE_NONE};
	struct run run = {.d = &d, .request = &request};
	struct spool out = {0};
	struct opts o = {
	    .usage = "[FILE ...]",
	    .about = "Add to each row of a proposal what its reminder charges.",
	    .table = options,
	};

	diag_program(argv[0]);
	for (int c; (c = opts_next(&o, &d, argc, argv)) != 0;)
		parse_option(&request, c, o.value);
	work(&run, argv + o.first, (size_t)(argc - o.first), &out);
	if (close_run(&run) && !diag_failed(&d))
		(void)spool_commit(&d, &out);
	spool_free(&out);
	return finish(&d);
}
