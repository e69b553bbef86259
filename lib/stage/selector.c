#include "stage/selector_parts.h"

#include "base/banned.h"

/* A faulty row holds back its customer; one that cannot even be split does so too. */
static void hold_back(void *context, const struct row *row)
{
	struct selector *s = context;
	struct slice customer = row->fields[s->ledger.columns.customer];

	if (customer.n > 0)
		debtors_of(&s->selection.debtors, customer)->held_back = true;
}

void selector_open(struct selector *s)
{
	const struct book *book = s->ledger.book;

	s->selection = (struct selection){
	    .only_level = s->only_level,
	    .keep_all = s->mode != PROPOSE_LETTERS || s->rejects,
	    .ncolumns = table_columns(s->ledger.table),
	    .invoice_column = s->ledger.columns.invoice,
	    .instalment_column = s->ledger.columns.instalment,
	};
	debtors_open(&s->selection.debtors, book->policy, book->customers, book->history);
	s->selection.debtors.delivery = s->delivery;
	selection_start(&s->selection);
	s->passes = s->scope.pick == NULL && s->scope.skip == NULL && !s->ledger.d->verbose;
	s->judges = s->passes && !s->selection.keep_all && s->ledger.as_of.column < 0 &&
		    s->ledger.assignment.by_customer && !book->policy->customer_term_overrides;
	if (s->rejects)
		table_tell_malformed(s->ledger.table, hold_back, s);
}

/* Rows. */

/* The day of the rows is the selection's. */
static bool take_day(struct selector *s, const struct row *row)
{
	const bool same = ledger_take_day(&s->ledger, row);

	if (s->ledger.as_of.column >= 0)
		s->selection.as_of = s->ledger.as_of.day;
	return same;
}

void selector_take_status(const struct selector *s, const struct debtor *debtor, struct item *item,
    struct debtor_room *room)
{
	struct slice status;

	if (!s->scope.where.tables.asks_status && !s->ledger.assignment.asks_status)
		return;
	status = debtors_status(&s->selection.debtors, debtor, item, s->selection.as_of, room);
	if (status.n > 0)
		item->status = status;
}

static const struct terms *terms_of(struct selector *s, struct debtor *debtor,
    const struct customer *customer, const struct item *item, const struct row *row)
{
	const struct terms *terms = debtor->terms;

	if (terms != NULL && item->terms.n == 0)
		return terms;
	terms = ledger_terms(&s->ledger, row, item, customer);
	if (item->terms.n == 0 && s->ledger.assignment.by_customer)
		debtor->terms = terms;
	return terms;
}

/* Two programs that remind the same customers: the ledger has a later reminder than the history. */
static void warn_of_another(const struct ledger *l, const struct facts *f)
{
	const date theirs = f->item->reminded_on, ours = f->state->last_reminded;
	char text[2][DATE_TEXT];

	if (f->item->open_amount <= 0 || theirs == DATE_NONE || theirs > f->as_of ||
	    ours == DATE_NONE || theirs <= ours)
		return;
	date_format(theirs, text[0]);
	date_format(ours, text[1]);
	diag_warn(l->d, table_place(l->table, "reminded_on"),
	    "another program reminds as well: invoice \"%.*s\" on %s, after the history's last "
	    "reminder on %s",
	    SLICE_ARG(f->item->invoice), text[0], text[1]);
}

/* What a person has to look at. */
static void warn(const struct selector *s, struct debtor *debtor, const struct facts *f,
    const struct decision *d)
{
	const struct ledger *l = &s->ledger;

	if (s->mode == PROPOSE_ALL)
		return;
	if (f->picked == PICKED_ITEM && !reason_reminds(d->reason))
		selector_tell_not_taken(
		    s, table_place(l->table, NULL), f->item->customer, f->item->invoice, d->reason);
	if (d->reason == REASON_UNKNOWN_CUSTOMER && !debtor->named) {
		debtor->named = true;
		diag_warn(l->d, table_place(l->table, "customer"),
		    "\"%.*s\" is not in %s; its items are left out", SLICE_ARG(f->item->customer),
		    l->book->customers->path);
	}
	warn_of_another(l, f);
	if (d->reason == REASON_UNKNOWN_LEVEL)
		diag_warn(l->d, table_place(l->table, NULL),
		    "customer \"%.*s\", invoice \"%.*s\": last reminded at level \"%.*s\", which "
		    "the terms \"%s\" do not have any more; left out",
		    SLICE_ARG(f->item->customer), SLICE_ARG(f->item->invoice),
		    SLICE_ARG(f->state->level_id), f->terms->name);
}

struct decision selector_decide_item(const struct selector *s, const struct debtor *debtor,
    struct facts *f, const struct slice *fields, struct debtor_room *room)
{
	f->state = debtors_state(&s->selection.debtors, debtor, f->item, f->terms, f->as_of, room);
	f->filtered = scope_excludes(&s->scope, f, fields, &f->picked);
	return decide_item(f);
}

/* False: the row has a fault, which was told. */
static bool take_row(struct selector *s, const struct row *row)
{
	struct selection *selection = &s->selection;
	struct debtor_room *room = &selection->debtors.room;
	struct weighed weighed;
	struct item item;
	struct facts f = {.item = &item};
	struct debtor *debtor;
	struct decision decision;

	if (!ledger_item(&s->ledger, row, &item) || !take_day(s, row))
		return false;
	debtor = debtors_of(&selection->debtors, item.customer);
	f.customer = debtors_customer(&selection->debtors, debtor, &room->customer);
	f.as_of = selection->as_of;
	selector_take_status(s, debtor, &item, room);
	f.terms = terms_of(s, debtor, f.customer, &item, row);
	if (f.terms == NULL || !ledger_due_date(&s->ledger, &item, f.customer, &f.due_date))
		return false;
	ledger_check_age(&s->ledger, item.ledger_date);
	if (s->passes && selection_may_pass(selection, &item, f.due_date) &&
	    (item.open_amount == 0 || f.customer != NULL)) {
		selection_pass(selection, debtor, selection_share(selection, &item));
		return true;
	}
	decision = selector_decide_item(s, debtor, &f, row->fields, room);
	warn(s, debtor, &f, &decision);
	buf_truncate(&s->folded, 0);
	weighed = selection_weigh(selection, debtor, &f, &decision, row->fields, room, &s->folded);
	selection_add(selection, &weighed, &s->folded, row->file, row->line);
	return true;
}

void selector_take_row(struct selector *s, const struct row *row)
{
	if (!take_row(s, row))
		hold_back(s, row);
}

void selector_take(struct selector *s)
{
	struct row row;

	s->selection.as_of = s->ledger.as_of.day;
	if (s->judges)
		selector_take_judged(s);
	else
		while (table_next(s->ledger.table, &row))
			selector_take_row(s, &row);
	ledger_finish(&s->ledger);
}

void selector_free(struct selector *s)
{
	selection_free(&s->selection);
	criteria_free(&s->scope.where);
	ledger_close(&s->ledger);
	selector_free_judged(s);
	buf_free(&s->folded);
}
