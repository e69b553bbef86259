#include "rules/criteria.h"

#include "base/mem.h"
#include "base/nearest.h"

#include <stdlib.h>
#include <string.h>

#include "base/banned.h"

enum { TOLD_TEXT = MONEY_TEXT };

static struct slice tell_amount(const struct criteria *c, const struct facts *f, char *text)
{
	(void)c;
	return (struct slice){text, money_format(f->item->amount, f->item->decimals, text)};
}

static struct slice tell_bucket(const struct criteria *c, const struct facts *f, char *text)
{
	const date from = c->buckets.by_due ? f->due_date : f->item->invoice_date;
	const long days = from == DATE_NONE ? 0 : (long)f->as_of - (long)from;

	(void)text;
	return slice_of(c->buckets.names[buckets_of(&c->buckets, days)]);
}

static struct slice tell_days_overdue(const struct criteria *c, const struct facts *f, char *text)
{
	(void)c;
	if (f->due_date == DATE_NONE)
		return (struct slice){0};
	return (struct slice){text, money_format((money)f->as_of - f->due_date, 0, text)};
}

static struct slice tell_date(date day, char *text)
{
	date_format(day, text);
	return slice_of(text);
}

static struct slice tell_due_date(const struct criteria *c, const struct facts *f, char *text)
{
	(void)c;
	return tell_date(f->due_date, text);
}

static struct slice tell_last_reminded(const struct criteria *c, const struct facts *f, char *text)
{
	(void)c;
	return tell_date(f->state->last_reminded, text);
}

static struct slice tell_last_level(const struct criteria *c, const struct facts *f, char *text)
{
	(void)c;
	(void)text;
	return f->state->level_id;
}

static struct slice tell_terms(const struct criteria *c, const struct facts *f, char *text)
{
	(void)c;
	(void)text;
	return slice_of(f->terms->name);
}

static struct slice tell_kind(const struct criteria *c, const struct facts *f, char *text)
{
	(void)c;
	(void)text;
	return slice_of(item_kind_names[f->item->kind]);
}

static struct slice tell_side(const struct criteria *c, const struct facts *f, char *text)
{
	(void)c;
	(void)text;
	return slice_of(f->item->payable ? "payable" : "receivable");
}

static const struct {
	const char *column;
	struct slice (*value)(const struct criteria *c, const struct facts *f, char *text);
	bool history, terms; /* what it asks for */
} knowledge[] = {
    {"amount", tell_amount, false, false},
    {"bucket", tell_bucket, false, false},
    {"days_overdue", tell_days_overdue, false, false},
    {"due_date", tell_due_date, false, false},
    {"kind", tell_kind, false, false},
    {"last_level", tell_last_level, true, false},
    {"last_reminded", tell_last_reminded, true, false},
    {"side", tell_side, false, false},
    {"terms", tell_terms, false, true},
};

static bool add_told(struct criteria *c, const struct condition *condition)
{
	for (size_t i = 0; i < sizeof knowledge / sizeof *knowledge; i++) {
		if (strcmp(condition->column, knowledge[i].column) != 0 ||
		    (knowledge[i].history && !c->history))
			continue;
		c->told[c->ntold++] = (struct told){condition, knowledge[i].value};
		c->asks_terms |= knowledge[i].terms;
		return true;
	}
	return false;
}

const struct condition *criteria_bind(struct criteria *c, const struct condition *conditions,
    size_t count, const struct policy *policy, const struct table *t,
    const struct customers *customers)
{
	const char *why;
	size_t others = 0;
	long unknown;

	if (c->buckets.count == 0)
		(void)buckets_parse(&c->buckets, SLICE_LIT(BUCKETS_USUAL), true, &why);
	c->told = mem_array(count + 1, sizeof *c->told);
	c->on_tables = mem_array(count + 1, sizeof *c->on_tables);
	for (size_t i = 0; i < count; i++)
		if (!add_told(c, &conditions[i]))
			c->on_tables[others++] = conditions[i];
	unknown = filter_bind(&c->tables, c->on_tables, others, policy, t, customers);
	return unknown >= 0 ? &c->on_tables[unknown] : NULL;
}

struct slice criteria_nearest(const struct criteria *c, const struct condition *unknown,
    const struct table *t, const struct customers *customers)
{
	struct nearest n = nearest_to(slice_of(unknown->column));

	lookup_offer(t, customers, &n);
	for (size_t i = 0; i < sizeof knowledge / sizeof *knowledge; i++)
		if (!knowledge[i].history || c->history)
			nearest_offer(&n, slice_of(knowledge[i].column));
	return n.name;
}

bool criteria_hold_in_row(const struct criteria *c, const struct item *item,
    const struct slice *fields, const struct customer *customer)
{
	return filter_holds(&c->tables, item, fields, customer);
}

bool criteria_hold_of(const struct criteria *c, const struct facts *f)
{
	char text[TOLD_TEXT];

	for (size_t i = 0; i < c->ntold; i++)
		if (!condition_holds(c->told[i].condition, c->told[i].value(c, f, text)))
			return false;
	return true;
}

void criteria_free(struct criteria *c)
{
	filter_free(&c->tables);
	free(c->on_tables);
	free(c->told);
	*c = (struct criteria){0};
}
