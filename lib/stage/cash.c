#include "stage/cash.h"

#include "base/nearest.h"
#include "base/opt.h"
#include "rules/open_on.h"

#include <stdlib.h>
#include <string.h>

#include "base/banned.h"

/* Conditions. */

__attribute__((noreturn)) static void no_column(
    const char *option, const char *name, struct slice near)
{
	usage_error("option --%s: no column \"%s\"%s", option, name, did_you_mean(near).text);
}

static void bind(struct cash *c, struct criteria *criteria, const char *option,
    const struct condition *conditions, size_t count)
{
	const struct book *book = c->ledger.book;
	const struct condition *unknown;

	criteria->history = true;
	unknown = criteria_bind(
	    criteria, conditions, count, book->policy, c->ledger.table, book->customers);
	if (unknown != NULL)
		no_column(option, unknown->column,
		    criteria_nearest(criteria, unknown, c->ledger.table, book->customers));
}

void cash_open(struct cash *c)
{
	const struct book *book = c->ledger.book;

	debtors_open(&c->debtors, book->policy, book->customers, book->history);
	bind(c, &c->criteria, "where", c->where, c->nwhere);
	c->hold_criteria = mem_array(c->nholds, sizeof(*c->hold_criteria));
	for (size_t i = 0; i < c->nholds; i++)
		bind(c, &c->hold_criteria[i], "hold", &c->holds[i], 1);
	c->name_column = table_find(c->ledger.table, "name");
	ledger_find_day(&c->ledger, c->plan.as_of);
}

/* Rows. */

static struct slice keep(struct cash *c, struct slice text)
{
	return (struct slice){arena_copy(&c->arena, text.p, text.n), text.n};
}

static struct cash_payer *payer_of(
    struct cash *c, const struct item *item, const struct row *row, const struct customer *known)
{
	struct buf key = {0};
	void **place;
	struct cash_payer *p;

	buf_add_char(&key, item->payable ? 'p' : 'r');
	buf_add_slice(&key, item->customer);
	place = map_at(&c->payers_by_key, buf_slice(&key));
	buf_free(&key);
	if (*place != NULL)
		return *place;
	p = *place = arena_alloc(&c->arena, sizeof(*p));
	p->key = keep(c, item->customer);
	p->name = known != NULL ? known->name : keep(c, row_cell(row, c->name_column));
	if (p->name.n == 0)
		p->name = p->key;
	p->payable = item->payable;
	p->place = c->npayers;
	c->payers =
	    mem_grow(c->payers, c->npayers, &c->payers_capacity, sizeof(struct cash_payer *));
	c->payers[c->npayers++] = p;
	return p;
}

/* A paid invoice tells how late its customer pays. */
static void learn(struct cash *c, const struct item *item, struct cash_payer *payer, date due)
{
	const date made =
	    item->invoice_date != DATE_NONE && item->invoice_date < due ? item->invoice_date : due;

	c->paid = mem_grow(c->paid, c->npaid, &c->paid_capacity, sizeof(*c->paid));
	c->paid[c->npaid++] =
	    (struct backtest_item){payer->place, payer->payable, made, due, item->paid_date};
	median_expect(&payer->delays, item->paid_date - due);
}

static enum forecast_basis hold_of(const struct item_state *s)
{
	if (s->hold == HOLD_BLOCKED || s->customer_hold == HOLD_BLOCKED)
		return BASIS_BLOCKED;
	if (s->hold == HOLD_PAUSED || s->customer_hold == HOLD_PAUSED)
		return BASIS_PAUSED;
	return BASIS_OWN;
}

static void add_item(struct cash *c, const struct item *item, struct cash_payer *payer, date due,
    money open, const struct item_state *state, bool held)
{
	struct cash_item *new;

	c->items = mem_grow(c->items, c->nitems, &c->items_capacity, sizeof(*c->items));
	new = &c->items[c->nitems++];
	*new = (struct cash_item){
	    .payer = payer,
	    .invoice = keep(c, item->invoice),
	    .instalment = keep(c, item->instalment),
	    .decimals = item->decimals,
	    .due = due,
	    .open = open,
	    .hold = held ? BASIS_HOLD : hold_of(state),
	    .arranged = state->arranged,
	    .arranged_until = state->arranged_until,
	};
	memcpy(new->currency, item->currency, sizeof(new->currency));
	payer->open_items++;
}

static bool meets(
    const struct criteria *criteria, const struct facts *f, const struct slice *fields)
{
	return criteria_hold_in_row(criteria, f->item, fields, f->customer) &&
	       criteria_hold_of(criteria, f);
}

static bool is_held(const struct cash *c, const struct facts *f, const struct slice *fields)
{
	for (size_t i = 0; i < c->nholds; i++)
		if (meets(&c->hold_criteria[i], f, fields))
			return true;
	return false;
}

static const struct customer *customer_of(struct cash *c, const struct debtor *debtor)
{
	return debtors_customer(&c->debtors, debtor, &c->debtors.room.customer);
}

/* An open item, with what the history knows of it. False after a fault. */
static bool take_open(struct cash *c, const struct row *row, struct item *item,
    struct debtor *debtor, date due, money open)
{
	const struct customer *customer = customer_of(c, debtor);
	const struct terms *terms = ledger_terms(&c->ledger, row, item, customer);
	struct item_state state = state_none();
	const struct facts f = {.item = item,
	    .customer = customer,
	    .terms = terms,
	    .state = &state,
	    .due_date = due,
	    .as_of = c->plan.as_of};

	if (terms == NULL)
		return false;
	if (c->ledger.book->history != NULL)
		state = *debtors_state(
		    &c->debtors, debtor, item, terms, c->plan.as_of, &c->debtors.room);
	if (state.status.n > 0)
		item->status = state.status;
	if (meets(&c->criteria, &f, row->fields))
		add_item(c, item, payer_of(c, item, row, customer), due, open, &state,
		    is_held(c, &f, row->fields));
	return true;
}

static void take_row(struct cash *c, const struct row *row, struct item *item)
{
	struct ledger *l = &c->ledger;
	struct debtor *debtor = debtors_of(&c->debtors, item->customer);
	struct open_on open;
	date due;

	c->plan.as_of = l->as_of.day; /* the day of the rows is the plan's */
	if (!ledger_due_date(l, item, customer_of(c, debtor), &due))
		return;
	ledger_check_age(l, item->ledger_date);
	open = item_open_on(item, c->plan.as_of, &(struct paid_by){0});
	if (open.why == OPEN_LATER)
		c->future += item->open_amount != 0;
	else if (open.amount != 0)
		(void)take_open(c, row, item, debtor, due, open.amount);
	else if (item->kind == KIND_INVOICE && item->amount > 0 && item->paid_date != DATE_NONE &&
		 due != DATE_NONE)
		learn(c, item, payer_of(c, item, row, customer_of(c, debtor)), due);
	else
		c->undated += item->kind == KIND_INVOICE;
}

/* What take_row would tell as a fault. */
static bool check(void *context, const struct row *row, struct item *item)
{
	struct cash *c = context;
	const struct customer *customer = customer_of(c, debtors_of(&c->debtors, item->customer));
	struct open_on open;
	date due;

	if (!ledger_due_date(&c->ledger, item, customer, &due))
		return false;
	open = item_open_on(item, c->ledger.as_of.day, &(struct paid_by){0});
	return open.why == OPEN_LATER || open.amount == 0 ||
	       ledger_terms(&c->ledger, row, item, customer) != NULL;
}

/* The end. */

static struct habit habit_of(struct median *m)
{
	median_add_all(m);
	if (m->count == 0)
		return (struct habit){0};
	return (struct habit){(int)half_of(median_twice(m)), m->count};
}

static void tell_habits(struct cash *c)
{
	struct median all[2] = {0};

	for (size_t i = 0; i < c->npaid; i++)
		median_expect(&all[c->paid[i].payable], c->paid[i].paid - c->paid[i].due);
	for (size_t i = 0; i < 2; i++) {
		c->all[i] = habit_of(&all[i]);
		median_free(&all[i]);
	}
	for (size_t i = 0; i < c->npayers; i++) {
		struct cash_payer *p = c->payers[i];
		struct forecast_facts f = {
		    .as_of = c->plan.as_of, .due = DATE_NONE, .least = c->least};

		p->habit = f.own = habit_of(&p->delays);
		f.all = c->all[p->payable];
		p->usual = forecast_expect(&f);
	}
}

static int by_currency(const void *a, const void *b)
{
	const struct cash_currency *x = a, *y = b;

	return strcmp(x->sums.currency, y->sums.currency);
}

static struct cash_currency *currency_of(struct cash *c, const struct cash_item *item)
{
	struct cash_currency *new;

	for (size_t i = 0; i < c->ncurrencies; i++)
		if (strcmp(c->currencies[i].sums.currency, item->currency) == 0)
			return &c->currencies[i];
	c->currencies = mem_grow(
	    c->currencies, c->ncurrencies, &c->currencies_capacity, sizeof(*c->currencies));
	new = &c->currencies[c->ncurrencies++];
	*new = (struct cash_currency){.sums = {.decimals = item->decimals, .count = c->plan.count}};
	memcpy(new->sums.currency, item->currency, sizeof(item->currency));
	new->sums.cells = mem_array(forecast_cells(c->plan.count), sizeof(struct forecast_cell));
	return new;
}

static bool remark(struct cash_remark *r, const struct cash_item *item)
{
	r->items++;
	return money_sum(r->amount, item->payer->payable ? -item->open : item->open, &r->amount);
}

static bool expect(struct cash *c, struct cash_item *item)
{
	struct cash_currency *currency = currency_of(c, item);
	const struct forecast_facts f = {
	    .as_of = c->plan.as_of,
	    .due = item->due,
	    .open = item->open,
	    .hold = item->hold,
	    .arranged = item->arranged,
	    .arranged_until = item->arranged_until,
	    .own = item->payer->habit,
	    .all = c->all[item->payer->payable],
	    .least = c->least,
	};
	const struct expectation e = forecast_expect(&f);

	item->expected = e;
	item->cell = e.on == DATE_NONE ? c->plan.count + 1 : forecast_period(&c->plan, e.on);
	return forecast_add(&currency->sums, item->cell, item->payer->payable, item->open) &&
	       remark(&currency->basis[e.basis], item) &&
	       (e.on == DATE_NONE || e.on >= c->plan.as_of || remark(&currency->late, item));
}

static int by_payer(const struct cash_payer *x, const struct cash_payer *y)
{
	const int order = slice_compare(x->key, y->key);

	return order != 0 ? order : x->payable - y->payable;
}

static int by_item(const void *a, const void *b)
{
	const struct cash_item *x = a, *y = b;
	int order = by_payer(x->payer, y->payer);

	if (order == 0)
		order = (x->due > y->due) - (x->due < y->due);
	if (order == 0)
		order = slice_compare(x->invoice, y->invoice);
	return order != 0 ? order : slice_compare(x->instalment, y->instalment);
}

static bool add_up(struct cash *c)
{
	bool fits = true;

	for (size_t i = 0; i < c->nitems && fits; i++)
		fits = expect(c, &c->items[i]);
	if (c->ncurrencies > 0)
		qsort(c->currencies, c->ncurrencies, sizeof(*c->currencies), by_currency);
	for (size_t i = 0; i < c->ncurrencies && fits; i++)
		fits = forecast_adds_up(&c->currencies[i].sums);
	if (!fits)
		diag_error(c->ledger.d, STATUS_DATA,
		    AT_FILE(table_place(c->ledger.table, NULL).file),
		    "the amounts are too large to be added up");
	return fits;
}

bool cash_take(struct cash *c)
{
	struct row row;
	struct item item;

	c->intake = (struct intake){
	    .ledger = &c->ledger, .rejects = c->rejects, .check = check, .context = c};
	intake_open(&c->intake);
	while (intake_next(&c->intake, &row, &item))
		take_row(c, &row, &item);
	ledger_finish(&c->ledger);
	c->plan.as_of = c->ledger.as_of.day;
	if (diag_failed(c->ledger.d))
		return false;
	tell_habits(c);
	backtest_run(c->paid, c->npaid, c->npayers, c->least, c->backtest);
	if (c->nitems > 0)
		qsort(c->items, c->nitems, sizeof(*c->items), by_item);
	return add_up(c);
}

void cash_free(struct cash *c)
{
	for (size_t i = 0; i < c->npayers; i++)
		median_free(&c->payers[i]->delays);
	for (size_t i = 0; i < c->ncurrencies; i++)
		free(c->currencies[i].sums.cells);
	for (size_t i = 0; i < c->nholds && c->hold_criteria != NULL; i++)
		criteria_free(&c->hold_criteria[i]);
	criteria_free(&c->criteria);
	free(c->hold_criteria);
	free(c->payers);
	free(c->items);
	free(c->paid);
	free(c->currencies);
	map_free(&c->payers_by_key);
	debtors_free(&c->debtors);
	arena_free(&c->arena);
	intake_free(&c->intake);
	ledger_close(&c->ledger);
}
