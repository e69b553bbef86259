#include "stage/propose.h"

#include "base/mem.h"

#include <stdlib.h>

#include "base/banned.h"

void propose_open(
    struct propose *p, const struct selection *s, const struct table *t, enum propose_mode mode)
{
	static const char *const first[] = {"reminder", "customer", "invoice"};
	const char *added[PROPOSE_VALUES];

	*p = (struct propose){.selection = s, .mode = mode};
	added[V_REMINDER] = select_names[S_REMINDER];
	added[V_DUE_DATE] = "due_date";
	for (size_t i = S_AS_OF; i < SELECT_COLUMNS; i++)
		added[V_SELECT + i - S_AS_OF] = select_names[i];
	added[V_DECISION] = "decision";
	added[V_REASON] = "reason";
	columns_plan(
	    &p->columns, t, first, 3, added, mode == PROPOSE_EXPLAIN ? PROPOSE_VALUES : V_DECISION);
	/* What later stages made holds for the letters of that run, and these are new ones. */
	proposal_leave_out(&p->columns, t, fee_names, FEE_COLUMNS);
	proposal_leave_out(&p->columns, t, letter_names, LETTER_COLUMNS);
	proposal_check_plan(&p->columns, &p->checked);
	p->fields = mem_array(s->ncolumns + KEPT_EXTRAS, sizeof *p->fields);
	p->template_column = table_find(t, "template");
	p->status_column = table_find(t, "status");
	date_format(s->as_of, p->as_of);
}

void propose_header(const struct propose *p, struct buf *out)
{
	columns_header(&p->columns, out);
}

bool propose_has(const struct propose *p, const struct kept *k, const struct letter *letter)
{
	if (k->debtor->held_back)
		return false;
	switch (p->mode) {
	case PROPOSE_ALL:
		return k->open != 0 && k->decision.reason != REASON_FILTERED;
	case PROPOSE_EXPLAIN:
		return true;
	default:
		return letter != NULL;
	}
}

static void set(struct propose *p, enum select_column column, const char *text)
{
	p->values[V_SELECT + column - S_AS_OF] = slice_of(text);
}

static void set_slice(struct propose *p, enum select_column column, struct slice text)
{
	p->values[V_SELECT + column - S_AS_OF] = text;
}

/* What the row of the plain overview is, whoever is reminded. */
static const char *plain_section(const struct propose *p, const struct kept *k)
{
	if (k->decision.role == ROLE_CREDIT || k->open < 0)
		return section_names[SECTION_CREDIT];
	if (k->hold != HOLD_NONE)
		return section_names[SECTION_ON_HOLD];
	return section_names[k->due_date < p->selection->as_of ? SECTION_OVERDUE : SECTION_NOT_DUE];
}

static void set_terms(struct propose *p, const struct terms *terms)
{
	if (terms != p->terms)
		p->terms_name = slice_of(terms->name);
	p->terms = terms;
	set_slice(p, S_TERMS, p->terms_name);
}

/* The item itself: days, and what was before. */
static void set_item(struct propose *p, const struct kept *k)
{
	const bool due = k->due_date != DATE_NONE;
	const size_t days =
	    due ? money_format((money)p->selection->as_of - k->due_date, 0, p->days) : 0;

	p->values[V_DUE_DATE] = day_text(&p->due, k->due_date);
	set_terms(p, k->account->terms);
	set_slice(p, S_DAYS_OVERDUE, (struct slice){p->days, days});
	set_slice(p, S_LAST_LEVEL, p->fields[p->selection->ncolumns + KEPT_LAST_LEVEL]);
	set_slice(p, S_LAST_REMINDED, day_text(&p->last, k->last_reminded));
	if (p->mode == PROPOSE_ALL)
		set(p, S_SECTION, plain_section(p, k));
}

static void set_customer(struct propose *p, const struct debtor *debtor)
{
	const struct customer *c = debtors_customer(&p->selection->debtors, debtor, &p->customer);

	if (c == NULL)
		return;
	if (c->language.n > 0)
		set_slice(p, S_LANGUAGE, c->language);
	else
		set(p, S_LANGUAGE, p->selection->debtors.policy->defaults.language);
	set(p, S_DELIVERY, delivery_names[debtors_delivery(&p->selection->debtors, c)]);
	set_slice(p, S_EMAIL, c->email);
	set_slice(p, S_NAME, c->name);
}

/* What a letter decides is the same on all of its rows. */
static void set_letter(struct propose *p, const struct letter *l)
{
	p->values[V_REMINDER] = slice_of(l->number);
	date_format(l->pay_by, p->pay_by);
	set(p, S_PAY_BY, p->pay_by);
	money_format((money)l->rows, 0, p->rows);
	set(p, S_ROWS, p->rows);
}

/* A row may name its own template already. */
static void set_template(struct propose *p, const struct level *level)
{
	if (p->template_column >= 0 && p->fields[p->template_column].n > 0)
		set_slice(p, S_TEMPLATE, p->fields[p->template_column]);
	else
		set(p, S_TEMPLATE, level->template);
}

/* The level is the row's own. */
static void set_level(struct propose *p, const struct kept *k, const struct letter *l)
{
	const struct level *levels = l->account->terms->levels, *own = &levels[k->decision.level];
	const bool reminded = k->section == SECTION_OVERDUE;

	set(p, S_SECTION, section_names[k->section]);
	set_template(p, &levels[l->level]);
	set(p, S_LEVEL, reminded ? own->id : "");
	set(p, S_LEVEL_NAME, reminded ? own->name : "");
	set_slice(p, S_N, (struct slice){p->n, reminded ? money_format(k->n, 0, p->n) : 0});
}

/* Rows of a letter, and of a customer, mostly follow each other. */
static void set_shared(struct propose *p, const struct debtor *debtor, const struct letter *letter)
{
	if (debtor == p->debtor && letter == p->letter)
		return;
	p->debtor = debtor;
	p->letter = letter;
	for (size_t i = 0; i < PROPOSE_VALUES; i++)
		p->values[i] = (struct slice){"", 0};
	set(p, S_AS_OF, p->as_of);
	set_customer(p, debtor);
	if (letter != NULL)
		set_letter(p, letter);
}

void propose_row(
    struct propose *p, const struct kept *k, const struct letter *letter, struct buf *out)
{
	struct slice status;

	set_shared(p, k->debtor, letter);
	kept_unpack(k, p->fields, p->selection->ncolumns);
	status = p->fields[p->selection->ncolumns + KEPT_STATUS];
	if (p->status_column >= 0 && status.n > 0)
		p->fields[p->status_column] = status;
	set_item(p, k);
	if (letter != NULL) {
		set_level(p, k, letter);
		proposal_check_out(&p->checked, &p->columns, p->fields, p->values, p->check);
		set_slice(p, S_CHECK, (struct slice){p->check, CHECK_TEXT - 1});
	}
	if (p->mode == PROPOSE_EXPLAIN) {
		p->values[V_DECISION] =
		    slice_of(reason_reminds(k->decision.reason) ? "selected" : "skipped");
		p->values[V_REASON] = slice_of(reason_names[k->decision.reason]);
	}
	columns_row(&p->columns, out, p->fields, p->values);
}

void propose_free(struct propose *p)
{
	columns_free(&p->columns);
	customer_room_free(&p->customer);
	free(p->fields);
	*p = (struct propose){0};
}
