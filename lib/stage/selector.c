#include "stage/selector.h"

#include "base/mem.h"
#include "base/turns.h"

#include <stdlib.h>

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

/* The status that counts, where a condition asks for it. */
static void take_status(struct selector *s, struct debtor *debtor, struct item *item)
{
	struct slice status;

	if (!s->scope.where.tables.asks_status && !s->ledger.assignment.asks_status)
		return;
	status = debtors_status(&s->selection.debtors, debtor, item, s->selection.as_of);
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

/* Somebody named it, and would wait for its letter. */
static void tell_not_taken(const struct selector *s, struct place at, struct slice customer,
    struct slice invoice, enum reason why)
{
	diag_note(s->ledger.d, at,
	    "customer \"%.*s\", invoice \"%.*s\" is picked, but not reminded: %s",
	    SLICE_ARG(customer), SLICE_ARG(invoice), reason_names[why]);
}

/* What a person has to look at. */
static void warn(const struct selector *s, struct debtor *debtor, const struct facts *f,
    const struct decision *d)
{
	const struct ledger *l = &s->ledger;

	if (s->mode == PROPOSE_ALL)
		return;
	if (f->picked == PICKED_ITEM && !reason_reminds(d->reason))
		tell_not_taken(
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

/* False: the row has a fault, which was told. */
static bool take_row(struct selector *s, const struct row *row)
{
	struct selection *selection = &s->selection;
	struct item item;
	struct facts f = {.item = &item};
	struct debtor *debtor;
	struct decision decision;

	if (!ledger_item(&s->ledger, row, &item) || !take_day(s, row))
		return false;
	debtor = debtors_of(&selection->debtors, item.customer);
	f.customer = debtors_customer(&selection->debtors, debtor, &selection->debtors.customer);
	f.as_of = selection->as_of;
	take_status(s, debtor, &item);
	f.terms = terms_of(s, debtor, f.customer, &item, row);
	if (f.terms == NULL || !ledger_due_date(&s->ledger, &item, f.customer, &f.due_date))
		return false;
	ledger_check_age(&s->ledger, item.ledger_date);
	if (s->passes && selection_may_pass(selection, &item, f.due_date) &&
	    (item.open_amount == 0 || f.customer != NULL)) {
		selection_pass(selection, debtor, selection_share(selection, &item));
		return true;
	}
	f.state = debtors_state(&selection->debtors, debtor, &item, f.terms, f.as_of);
	f.filtered = scope_excludes(&s->scope, &f, row->fields, &f.picked);
	decision = decide_item(&f);
	warn(s, debtor, &f, &decision);
	selection_add(selection, debtor, &f, &decision, row);
	return true;
}

static void take_or_hold_back(struct selector *s, const struct row *row)
{
	if (!take_row(s, row))
		hold_back(s, row);
}

/* Rows that change nothing: of a ledger most are such. They are told apart where they are read. */

static bool judge(const void *context, const struct row *row, void *kept)
{
	const struct selector *s = context;
	struct gist *gist = kept;
	struct item item;

	if (!ledger_gist(&s->ledger, row, &item, gist))
		return false;
	(void)customers_soon(s->ledger.book->customers, gist->customer_hash, 0);
	gist->known = item.open_amount == 0;
	gist->share = selection_share(&s->selection, &item);
	if (selection_may_pass(&s->selection, &item, item.due_date))
		return true;
	gist->mark = history_mark(item.invoice);
	return false;
}

/* What is owed by strangers is looked at as a whole. */
static void look_up(void *context, const struct table_rows *rows)
{
	const struct selector *s = context;
	struct gist *g = rows->kept;

	for (size_t i = 0; i < rows->count; i++)
		g[i].known = g[i].known ||
			     (rows->settled[i] &&
				 customers_have(s->ledger.book->customers, g[i].customer_hash));
}

/* False: it has to be looked at after all. */
static bool let_pass(struct selector *s, const struct table_rows *rows, size_t i)
{
	const struct gist *g = (const struct gist *)rows->kept + i;

	if (!g->known || !ledger_take_gist(&s->ledger, rows, i, g))
		return false;
	if (g->share != 0)
		selection_pass(
		    &s->selection, debtors_of(&s->selection.debtors, g->customer), g->share);
	return true;
}

/* Ask for the memory of the rows that have to be looked at. */
static void look_ahead(const struct selector *s, const struct table_rows *rows)
{
	enum { AT_ONCE = 64 };
	const struct gist *g = rows->kept;
	struct debtor_soon soon[AT_ONCE];
	size_t count = 0;

	for (size_t i = 0; i < rows->count && count < AT_ONCE; i++)
		if (!rows->settled[i] && g[i].sound) {
			__builtin_prefetch(g[i].customer.p);
			__builtin_prefetch(g[i].customer.p + 64);
			__builtin_prefetch(g[i].customer.p + 128);
			soon[count++] =
			    (struct debtor_soon){.hash = g[i].customer_hash, .mark = g[i].mark};
		}
	debtors_soon(&s->selection.debtors, soon, count);
}

static void take_judged(struct selector *s)
{
	const struct table_judge by = {judge, s, sizeof(struct gist)};
	struct table_rows rows;
	struct row row;

	table_work_on(s->ledger.table, &(struct table_work){look_up, s});
	while (table_next_rows(s->ledger.table, &by, &rows)) {
		look_ahead(s, &rows);
		for (size_t i = 0; i < rows.count; i++)
			if (!(rows.settled[i] && let_pass(s, &rows, i)) &&
			    table_take_row(s->ledger.table, i, &row))
				take_or_hold_back(s, &row);
	}
}

void selector_take(struct selector *s)
{
	struct row row;

	s->selection.as_of = s->ledger.as_of.day;
	if (s->judges)
		take_judged(s);
	else
		while (table_next(s->ledger.table, &row))
			take_or_hold_back(s, &row);
	ledger_finish(&s->ledger);
}

/* The end. */

static void check_pay_by(const struct selector *s)
{
	const struct policy *p = s->ledger.book->policy;

	for (size_t i = 0; i < s->selection.nletters; i++) {
		const struct letter *l = &s->selection.letters[i];
		const struct level *level = &l->account->terms->levels[l->level];

		if (l->pay_by == DATE_NONE)
			diag_error(s->ledger.d, STATUS_POLICY,
			    policy_place(p, level->line, level->col),
			    "transit_days and pay_within of this level give no date");
	}
}

static void tell_no_address(struct selector *s, const struct debtor *debtor, struct place at)
{
	struct debtors *debtors = &s->selection.debtors;
	const struct slice key = debtors_key(debtors, debtor);
	struct slice address;
	const char *why = debtor->delivery == DELIVERY_EMAIL
			      ? account_wrong_address(
				    debtors_customer(debtors, debtor, &debtors->customer), &address)
			      : NULL;

	at.column = "customer";
	if (why != NULL)
		diag_warn(s->ledger.d, at, "\"%.*s\": the e-mail address \"%.*s\" %s; left out",
		    SLICE_ARG(key), SLICE_ARG(address), why);
	else
		diag_warn(s->ledger.d, at,
		    "\"%.*s\" has no %s, and its reminders go by %s; left out", SLICE_ARG(key),
		    debtor->delivery == DELIVERY_EMAIL ? "e-mail address" : "postal address",
		    delivery_names[debtor->delivery]);
}

/* For all rows in order. Once a customer, whose rows follow each other. */
static void warn_no_address(void *context, const struct kept *k)
{
	struct selector *s = context;

	if (k->decision.reason != REASON_NO_ADDRESS || k->debtor == s->told)
		return;
	s->told = k->debtor;
	tell_no_address(s, k->debtor, AT_LINE(k->file, k->line));
}

/* Those that only the customer's other items keep from a letter. */
static void tell_picked(void *context, const struct kept *k)
{
	const struct selector *s = context;

	if (k->asked_for && !k->debtor->held_back && !reason_reminds(k->decision.reason))
		tell_not_taken(s, AT_LINE(k->file, k->line),
		    debtors_key(&s->selection.debtors, k->debtor), kept_cell(k, k->invoice),
		    k->decision.reason);
}

static void reject_held_back(void *context, const struct kept *k)
{
	struct selector *s = context;
	const size_t ncolumns = s->selection.ncolumns;
	struct slice *fields;

	if (!k->debtor->held_back)
		return;
	fields = mem_array(ncolumns + KEPT_EXTRAS, sizeof *fields);
	kept_unpack(k, fields, ncolumns);
	table_hold_back(
	    s->ledger.table, &(struct row){.fields = fields, .file = k->file, .line = k->line});
	free(fields);
}

static void summarize(const struct selector *s)
{
	const struct selection *selection = &s->selection;
	struct buf b = {0};
	size_t items = 0;

	if (!s->ledger.d->verbose || s->mode == PROPOSE_ALL)
		return;
	for (size_t i = 0; i < REASONS; i++)
		items += selection->reasons[i];
	buf_printf(&b, "%zu item%s, %zu reminder%s", items, items == 1 ? "" : "s",
	    selection->nletters, selection->nletters == 1 ? "" : "s");
	for (size_t i = 0; i < REASONS; i++)
		if (selection->reasons[i] > 0)
			buf_printf(&b, ", %s %zu", reason_names[i], selection->reasons[i]);
	diag_note(s->ledger.d, NOWHERE, "%s", buf_string(&b));
	buf_free(&b);
}

void selector_decide(struct selector *s)
{
	const struct scope *scope = &s->scope;

	if (s->mode != PROPOSE_ALL)
		selection_decide(&s->selection);
	check_pay_by(s);
	if (s->selection.reasons[REASON_NO_ADDRESS] > 0)
		selection_walk(&s->selection, warn_no_address, s);
	if (scope->pick != NULL) {
		selection_walk(&s->selection, tell_picked, s);
		picks_tell_unfound(scope->pick, s->ledger.d, NULL);
	}
	if (scope->skip != NULL)
		picks_tell_unfound(scope->skip, s->ledger.d, s->ledger.book->customers);
	if (s->rejects)
		selection_walk(&s->selection, reject_held_back, s);
	summarize(s);
	(void)selection_check(&s->selection, s->ledger.d);
}

/* Bins are written by two threads, and put together in order. */

struct sheet {
	size_t bin;
	struct propose propose;
	struct kept_rows rows;
	struct buf text;
};

struct sheets {
	const struct selection *selection;
	size_t next; /* bin */
	struct sheet at[TURNS_ROOM];
};

static bool begin_sheet(void *context, size_t place)
{
	struct sheets *sheets = context;

	sheets->at[place].bin = sheets->next++;
	return sheets->next < sheets->selection->nbins;
}

static void write_sheet(void *context, size_t place)
{
	struct sheets *sheets = context;
	const struct selection *selection = sheets->selection;
	struct sheet *sheet = &sheets->at[place];

	selection_read(selection, sheet->bin, &sheet->rows);
	buf_truncate(&sheet->text, 0);
	for (size_t i = 0; i < sheet->rows.count; i++) {
		const struct kept *k = sheet->rows.all[i];
		const struct letter *letter = selection_letter(selection, sheet->bin, k);

		if (propose_has(&sheet->propose, k, letter))
			propose_row(&sheet->propose, k, letter, &sheet->text);
	}
}

static void sheet_free(struct sheet *sheet)
{
	propose_free(&sheet->propose);
	kept_rows_free(&sheet->rows);
	buf_free(&sheet->text);
}

void selector_write(const struct selector *s, struct spool *out)
{
	struct sheets sheets = {.selection = &s->selection};
	struct turns *turns;
	size_t place;
	bool good = true;

	/* The file of rejects is still to be written, and may fail. */
	out->direct = !s->rejects;
	for (size_t i = 0; i < TURNS_ROOM; i++)
		propose_open(&sheets.at[i].propose, &s->selection, s->ledger.table, s->mode);
	propose_header(&sheets.at[0].propose, &out->memory);
	turns = turns_open(&(struct turns_work){begin_sheet, write_sheet, &sheets});
	while (good && turns_next(turns, &place)) {
		buf_add_slice(&out->memory, buf_slice(&sheets.at[place].text));
		good = selection_check(&s->selection, s->ledger.d) && spool_check(s->ledger.d, out);
	}
	turns_close(turns);
	for (size_t i = 0; i < TURNS_ROOM; i++)
		sheet_free(&sheets.at[i]);
}

void selector_free(struct selector *s)
{
	selection_free(&s->selection);
	criteria_free(&s->scope.where);
	ledger_close(&s->ledger);
}
