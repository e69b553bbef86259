#include "stage/aged_row.h"

#include <stdlib.h>
#include <string.h>

#include "base/banned.h"

/* --- rows --- */

const struct customer *aged_customer(const struct aged *a, struct slice key)
{
	struct customers *all = a->ledger.book->customers;

	return customers_read(all) ? customers_find(all, key) : NULL;
}

/* What the report takes from the customer file is not there. */
static void warn_stranger(struct aged *a, struct slice customer)
{
	void **place = map_at(&a->strangers, customer);

	if (*place != NULL)
		return;
	*place = a;
	diag_warn(a->ledger.d, table_place(a->ledger.table, "customer"),
	    "\"%.*s\" is not in %s; what the report takes from there is empty", SLICE_ARG(customer),
	    a->ledger.book->customers->path);
}

struct aged_bridge *aged_bridge_of(struct aged *a, const char *currency, int decimals)
{
	struct aged_bridge *new;
	size_t i;

	for (i = 0; i < a->nbridges; i++)
		if (memcmp(a->bridges[i].currency, currency, 3) == 0)
			return &a->bridges[i];
	for (i = 0; i < a->nbridges && memcmp(a->bridges[i].currency, currency, 3) < 0;)
		i++;
	a->bridges = mem_grow(a->bridges, a->nbridges, &a->bridges_capacity, sizeof *a->bridges);
	new = &a->bridges[i];
	memmove(new + 1, new, (a->nbridges++ - i) * sizeof *new);
	*new = (struct aged_bridge){.decimals = decimals};
	memcpy(new->currency, currency, sizeof new->currency);
	if (a->months > 0)
		turnover_begin(&new->turnover, a->months, a->ledger.as_of.day, currency, decimals);
	return new;
}

bool aged_add_to_bridge(
    struct aged *a, struct aged_bridge *b, money open_amount, struct open_on open)
{
	bool fits = true;

	if (open.why == OPEN_LATER) {
		b->later_items += open_amount != 0;
		fits = money_sum(b->later, open_amount, &b->later);
	}
	if (open.why == OPEN_PAID_SINCE) {
		b->paid_items++;
		fits = money_sum(b->paid_since, open.amount - open_amount, &b->paid_since);
	}
	a->undated += open.why == OPEN_UNDATED;
	a->partly += open.why == OPEN_PARTLY;
	a->replay |= open.why == OPEN_PAID_SINCE;
	return fits;
}

/* The day from which the item's age counts; DATE_NONE: it has none. False after a fault. */
static bool age_from(struct aged *a, const struct item *item, date due, date *from)
{
	*from = a->buckets.by_due ? due : item->invoice_date;
	if (a->buckets.by_due || *from != DATE_NONE || item->kind != KIND_INVOICE)
		return true;
	table_fault(a->ledger.table, a->ledger.columns.invoice_date,
	    "is empty; an ageing by invoice date needs it");
	return false;
}

size_t aged_bucket(const struct aged *a, date from)
{
	return buckets_of(
	    &a->buckets, from == DATE_NONE ? 0 : (long)a->ledger.as_of.day - (long)from);
}

/* False when a sum does not fit. */
static bool add_to_ageing(struct aged *a, const struct item *item, const struct row *row,
    const struct customer *customer, date from, money amount)
{
	struct ageing_item add = {a->values, "", item->decimals, aged_bucket(a, from), amount};

	if (amount == 0)
		return true;
	memcpy(add.currency, item->currency, sizeof add.currency);
	a->no_date += from == DATE_NONE;
	for (size_t i = 0; i < a->nby; i++)
		a->values[i] = lookup_value(&a->at[i], row->fields, customer);
	return ageing_add(&a->ageing, &add) && (a->nby == 1 || ageing_add(&a->outer, &add));
}

/* The same words as in compute-fees: the ledger is older than a payment, or one stands twice. */
static void warn_more(struct aged *a, const struct item *item, const struct receipts_sum *sum)
{
	struct buf text = {0};
	const bool lower = item->amount > item->open_amount;
	money told = 0;

	buf_printf(&text, "invoice \"%.*s\": the ledger says that ", SLICE_ARG(item->invoice));
	money_add_to(&text, lower ? item->amount - item->open_amount : 0, item->decimals);
	buf_add_string(&text, " were paid (amount less open_amount), the payments are ");
	(void)money_sum(sum->before, sum->after, &told);
	money_add_to(&text, told, item->decimals);
	diag_warn(a->ledger.d, table_place(a->ledger.table, NULL),
	    "%s together; what is more is not counted", buf_string(&text));
	buf_free(&text);
}

/* What was open on the day. False after an error. */
static bool find_open(
    struct aged *a, const struct item *item, const struct row *row, struct open_on *open)
{
	const struct ledger *l = &a->ledger;
	struct receipts_sum sum = {0};

	if (a->receipts != NULL && !receipts_of(a->receipts, l->d, item, l->as_of.day, &sum))
		return false;
	*open = item_open_on(item, l->as_of.day,
	    &(struct paid_by){
		sum.known, sum.before, sum.after, row_cell(row, l->columns.amount).n > 0});
	if (open->more)
		warn_more(a, item, &sum);
	if (open->why != OPEN_TOO_LARGE)
		return true;
	diag_error(l->d, STATUS_DATA, table_place(l->table, "open_amount"),
	    "with what was paid after the day this is too large");
	return false;
}

void aged_tell_too_large(const struct aged *a)
{
	diag_error(a->ledger.d, STATUS_DATA, table_place(a->ledger.table, "open_amount"),
	    "with this amount the sums are too large");
}

static void take_item(struct aged *a, const struct item *item, const struct row *row,
    const struct customer *customer, date due)
{
	struct aged_bridge *bridge = aged_bridge_of(a, item->currency, item->decimals);
	struct open_on open;
	date from;
	bool fits;

	if (!age_from(a, item, due, &from) || !find_open(a, item, row, &open))
		return;
	a->replay |= item->ledger_date != DATE_NONE && item->ledger_date > a->ledger.as_of.day;
	fits = aged_add_to_bridge(a, bridge, item->open_amount, open) &&
	       add_to_ageing(a, item, row, customer, from, open.amount);
	if (fits && a->months > 0)
		fits = turnover_add(&bridge->turnover, item, due);
	if (!fits)
		aged_tell_too_large(a);
}

/* NULL where the file has none, or nothing asks for it: a look into the file takes as long as the
 * rest, and to read it, too. */
static const struct customer *customer_of(const struct aged *a, const struct item *item)
{
	const struct book *book = a->ledger.book;

	if (!a->asks_customers && !book->policy->customer_term_overrides &&
	    item->due_date != DATE_NONE)
		return NULL;
	return aged_customer(a, item->customer);
}

/* Whether what is known of the item is what was asked for. False after a fault, too. */
static bool is_asked_for(struct aged *a, const struct item *item, const struct row *row,
    const struct customer *customer, date due)
{
	struct facts f = {.item = item, .due_date = due, .as_of = a->ledger.as_of.day};

	if (a->criteria.asks_terms) {
		f.terms = ledger_terms(&a->ledger, row, item, customer);
		if (f.terms == NULL)
			return false;
	}
	return criteria_hold_of(&a->criteria, &f);
}

static void take(struct aged *a, const struct row *row, const struct item *item)
{
	const struct customer *customer;
	date due;

	if (item->payable != a->payable) {
		a->other_side += item->open_amount != 0;
		return;
	}
	customer = customer_of(a, item);
	if (customer == NULL && a->needs_customers)
		warn_stranger(a, item->customer);
	if (criteria_hold_in_row(&a->criteria, item, row->fields, customer) &&
	    ledger_due_date(&a->ledger, item, customer, &due) &&
	    is_asked_for(a, item, row, customer, due))
		take_item(a, item, row, customer, due);
}

void aged_take_row(struct aged *a, const struct row *row)
{
	struct item item;

	if (ledger_item(&a->ledger, row, &item) && ledger_take_day(&a->ledger, row))
		take(a, row, &item);
}

/* What `take` would tell as a fault. */
static bool check(void *context, const struct row *row, struct item *item)
{
	struct aged *a = context;
	const struct customer *customer;
	date due, from;

	if (item->payable != a->payable)
		return true;
	customer = customer_of(a, item);
	if (!criteria_hold_in_row(&a->criteria, item, row->fields, customer))
		return true;
	return ledger_due_date(&a->ledger, item, customer, &due) &&
	       (!a->criteria.asks_terms || ledger_terms(&a->ledger, row, item, customer) != NULL) &&
	       age_from(a, item, due, &from);
}

bool aged_take(struct aged *a)
{
	struct row row;
	struct item item;

	a->intake = (struct intake){
	    .ledger = &a->ledger, .rejects = a->rejects, .check = check, .context = a};
	intake_open(&a->intake);
	if (a->judges)
		aged_take_judged(a);
	else
		while (intake_next(&a->intake, &row, &item))
			take(a, &row, &item);
	ledger_finish(&a->ledger);
	if (a->receipts != NULL && !diag_failed(a->ledger.d))
		receipts_tell_strangers(a->receipts, a->ledger.d);
	if (!diag_failed(a->ledger.d) && !ageing_adds_up(&a->ageing))
		diag_error(a->ledger.d, STATUS_INTERNAL, NOWHERE,
		    "the groups do not add up to the totals");
	return !diag_failed(a->ledger.d);
}

/* --- the end --- */

void aged_sort(struct aged *a, enum ageing_order order)
{
	ageing_sort(&a->ageing, order);
	ageing_sort(&a->outer, order);
}

const struct ageing_sums *aged_subtotals(struct aged *a, size_t i)
{
	struct ageing_group *const *groups = a->ageing.groups;
	const struct ageing_group *g = groups[i], *o;

	if (a->nby == 1 ||
	    (i + 1 < a->ageing.ngroups && slice_equal(g->values[0], groups[i + 1]->values[0]) &&
		memcmp(g->sums->currency, groups[i + 1]->sums->currency, 3) == 0))
		return NULL;
	o = ageing_find(&a->outer, g->values, g->sums->currency);
	return o != NULL ? o->sums : NULL;
}

money aged_total(const struct aged *a, const char *currency)
{
	for (size_t i = 0; i < a->ageing.ntotals; i++)
		if (memcmp(a->ageing.totals[i].sums->currency, currency, 3) == 0)
			return a->ageing.totals[i].sums->total;
	return 0;
}

void aged_compare(const struct aged *a, const char *currency, money wanted)
{
	const int decimals = currency_decimals(slice_of(currency));
	const money total = aged_total(a, currency);
	char is[MONEY_TEXT], should[MONEY_TEXT], differs[MONEY_TEXT];
	money difference;

	if (total == wanted)
		return;
	money_format(total, decimals, is);
	money_format(wanted, decimals, should);
	if (money_sum(total, -wanted, &difference))
		money_format(difference, decimals, differs);
	else
		memcpy(differs, "too much", sizeof "too much");
	diag_warn(a->ledger.d, NOWHERE,
	    "the items add up to %s %s, and not to %s: a difference of %s", currency, is, should,
	    differs);
}

static void tell_notes(const struct aged *a)
{
	struct buf text = {0};
	struct slice rest, line;

	aged_notes(a, &text);
	if (a->months > 0)
		aged_month_basis(a, &text);
	rest = buf_slice(&text);
	while (slice_cut(&rest, '\n', &line))
		if (line.n > 1)
			diag_note(a->ledger.d, NOWHERE, "%.*s", SLICE_ARG(line));
	buf_free(&text);
}

void aged_warn(const struct aged *a, bool notes)
{
	char day[DATE_TEXT];

	date_format(a->ledger.as_of.day, day);
	if (a->replay && a->undated > 0)
		diag_warn(a->ledger.d, NOWHERE, "%lu paid item%s as paid by %s", a->undated,
		    a->undated == 1 ? " has no paid_date, and counts"
				    : "s have no paid_date, and count",
		    day);
	if (a->partly > 0)
		diag_warn(a->ledger.d, NOWHERE,
		    "%lu item%s paid on in part after %s; what was paid then is not known, so they "
		    "count with what is open now",
		    a->partly, a->partly == 1 ? " was" : "s were", day);
	if (notes)
		tell_notes(a);
	if (a->ageing.ngroups == 0 && a->other_side > 0)
		diag_note(a->ledger.d, NOWHERE, "nothing is %s; %lu open item%s %s (--side)",
		    a->payable ? "payable" : "receivable", a->other_side,
		    a->other_side == 1 ? " is" : "s are", a->payable ? "receivable" : "payable");
}

void aged_free(struct aged *a)
{
	for (size_t i = 0; i < a->nbridges; i++)
		turnover_free(&a->bridges[i].turnover);
	free(a->bridges);
	free(a->at);
	free(a->values);
	criteria_free(&a->criteria);
	map_free(&a->strangers);
	ageing_free(&a->ageing);
	ageing_free(&a->outer);
	intake_free(&a->intake);
	ledger_close(&a->ledger);
}
