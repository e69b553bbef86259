#include "stage/ledger.h"

#include "base/hash.h"
#include "base/nearest.h"
#include "rules/decide.h"

#include <stdatomic.h>
#include <stdlib.h>

#include "base/banned.h"

static bool check_assignment(struct ledger *l)
{
	const struct policy *p = l->book->policy;
	bool sound = true;

	for (size_t i = 0; i < p->nterms_for; i++) {
		const struct condition *c = assignment_stranger(&l->assignment, i);
		struct place at = policy_place(p, p->terms_for[i].line, p->terms_for[i].col);
		struct nearest near;

		if (c == NULL)
			continue;
		sound = false;
		near = nearest_to(slice_of(c->column));
		lookup_offer(l->table, l->book->customers, &near);
		diag_error(l->d, STATUS_POLICY, at,
		    "terms_for: neither the items nor the customers have a column \"%s\"%s",
		    c->column, did_you_mean(near.name).text);
	}
	return sound;
}

bool ledger_open(struct ledger *l, struct diag *d, const struct book *book, char *const *paths,
    size_t count, const char *rejects)
{
	*l = (struct ledger){.d = d, .book = book, .fresh = DATE_NONE};
	l->table = table_open(d, paths, count, rejects);
	if (l->table == NULL ||
	    !item_columns_find(&l->columns, l->table, book->policy->defaults.currency))
		return false;
	l->seen = seen_new(rejects != NULL ? SEEN_REJECTED : SEEN_AT_ONCE, SEEN_MEMORY);
	assignment_bind(&l->assignment, book->policy, l->table, book->customers);
	return check_assignment(l);
}

void ledger_find_day(struct ledger *l, date told)
{
	l->as_of = as_of_find(l->table, told);
}

bool ledger_take_day(struct ledger *l, const struct row *row)
{
	char before[DATE_TEXT];
	date day;

	if (!as_of_read(&l->as_of, l->table, row, &day))
		return false;
	if (day == l->as_of.day)
		return true;
	date_format(l->as_of.day, before);
	table_fault(l->table, l->as_of.column,
	    "is %.*s, but %s in the rows before; say which day it is with --as-of",
	    SLICE_ARG(row->fields[l->as_of.column]), before);
	return false;
}

bool ledger_item(struct ledger *l, const struct row *row, struct item *item)
{
	return item_parse(&l->columns, l->table, row, item) &&
	       (l->ascends || seen_add(l->seen, l->table, row, item));
}

bool ledger_judge(const struct ledger *l, const struct row *row, struct item *item)
{
	return item_parse_facts(&l->columns, row, item) && item->terms.n == 0 &&
	       item->due_date != DATE_NONE;
}

bool ledger_gist(
    const struct ledger *l, const struct row *row, struct item *item, struct gist *gist)
{
	if (!ledger_judge(l, row, item))
		return false;
	gist->customer_hash = hash_field(0, item->customer);
	gist->printed = !atomic_load_explicit(&l->ascends, memory_order_relaxed);
	if (gist->printed) {
		const struct fingerprint print = fingerprint_of(item, gist->customer_hash);

		gist->hash = print.hash;
		gist->part = print.part;
	}
	gist->ledger_date = item->ledger_date;
	gist->line = (uint32_t)row->line;
	return true;
}

bool ledger_take_once(
    struct ledger *l, const struct table_rows *rows, size_t i, struct fingerprint print)
{
	return l->ascends || seen_take(l->seen, rows->file, table_line(l->table, i), print);
}

bool ledger_take_gist(
    struct ledger *l, const struct table_rows *rows, size_t i, const struct gist *g)
{
	return (g->ledger_date == DATE_NONE || g->ledger_date == l->fresh) &&
	       (g->printed || l->ascends) &&
	       ledger_take_once(l, rows, i, (struct fingerprint){g->hash, g->part});
}

bool ledger_take_rows(
    struct ledger *l, const struct table_rows *rows, const struct seen_row *taken, size_t count)
{
	return l->ascends ||
	       seen_take_rows(l->seen, rows->file, table_lines_before(l->table), taken, count);
}

void ledger_soon(const struct ledger *l, struct fingerprint print)
{
	seen_soon(l->seen, print);
}

const struct terms *ledger_terms(struct ledger *l, const struct row *row, const struct item *item,
    const struct customer *customer)
{
	const struct terms *terms = assignment_terms(&l->assignment, item, row->fields, customer);
	const bool own = item->terms.n > 0;

	if (terms == NULL)
		table_fault(l->table, own ? l->columns.terms : l->columns.customer,
		    "\"%.*s\" is not among the terms of %s",
		    SLICE_ARG(own ? item->terms : customer->terms), l->book->policy->path);
	return terms;
}

bool ledger_due_date(
    struct ledger *l, const struct item *item, const struct customer *customer, date *due)
{
	*due = DATE_NONE;
	if (decide_due_date(l->book->policy, customer, item, due) ||
	    item->invoice_date == DATE_NONE)
		return true;
	table_fault(
	    l->table, l->columns.invoice_date, "the term puts its due date past 9999-12-31");
	return false;
}

void ledger_check_age(struct ledger *l, date ledger_date)
{
	const struct policy *p = l->book->policy;
	date as_of = l->as_of.day;
	char day[DATE_TEXT], today[DATE_TEXT], age[FORMULA_TEXT];
	date last;

	if (ledger_date == DATE_NONE || ledger_date == l->fresh || !p->has_max_ledger_age ||
	    l->stale)
		return;
	l->fresh = ledger_date;
	/* A later one than as-of is a replay. */
	if (!formula_apply(&p->max_ledger_age, ledger_date, &last) || as_of <= last)
		return;
	l->stale = true;
	date_format(ledger_date, day);
	date_format(as_of, today);
	formula_format(&p->max_ledger_age, age);
	diag_error(l->d, STATUS_DATA, table_place(l->table, "ledger_date"),
	    "the ledger is of %s, %ld days before %s; max_ledger_age allows %s: export it anew",
	    day, (long)as_of - (long)ledger_date, today, age);
}

void ledger_finish(struct ledger *l)
{
	(void)seen_finish(l->seen, l->d);
	seen_free(l->seen);
	l->seen = NULL;
	if (l->as_of.day == DATE_NONE)
		l->as_of.day = options_today();
}

void ledger_close(struct ledger *l)
{
	if (l->table == NULL)
		return;
	(void)table_close(l->table);
	if (l->seen != NULL)
		seen_free(l->seen);
	assignment_free(&l->assignment);
	buf_free(&l->greatest);
	free(l->names);
	*l = (struct ledger){0};
}
