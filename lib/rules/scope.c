#include "rules/scope.h"

#include "base/mem.h"

#include <stdlib.h>
#include <string.h>

#include "base/banned.h"

/* What is known of an item, whether or not its table has a column for it. */

enum { TOLD_TEXT = MONEY_TEXT };

static struct slice tell_amount(const struct facts *f, char *text)
{
	return (struct slice){text, money_format(f->item->amount, f->item->decimals, text)};
}

static struct slice tell_days_overdue(const struct facts *f, char *text)
{
	if (f->due_date == DATE_NONE)
		return (struct slice){0};
	return (struct slice){text, money_format((money)f->as_of - f->due_date, 0, text)};
}

static struct slice tell_date(date day, char *text)
{
	date_format(day, text);
	return slice_of(text);
}

static struct slice tell_due_date(const struct facts *f, char *text)
{
	return tell_date(f->due_date, text);
}

static struct slice tell_last_reminded(const struct facts *f, char *text)
{
	return tell_date(f->state->last_reminded, text);
}

static struct slice tell_last_level(const struct facts *f, char *text)
{
	(void)text;
	return f->state->level_id;
}

static struct slice tell_terms(const struct facts *f, char *text)
{
	(void)text;
	return slice_of(f->terms->name);
}

static struct slice tell_kind(const struct facts *f, char *text)
{
	(void)text;
	return slice_of(item_kind_names[f->item->kind]);
}

static struct slice tell_side(const struct facts *f, char *text)
{
	(void)text;
	return slice_of(f->item->payable ? "payable" : "receivable");
}

static const struct {
	const char *column;
	struct slice (*value)(const struct facts *f, char *text);
} knowledge[] = {
    {"amount", tell_amount},
    {"days_overdue", tell_days_overdue},
    {"due_date", tell_due_date},
    {"kind", tell_kind},
    {"last_level", tell_last_level},
    {"last_reminded", tell_last_reminded},
    {"side", tell_side},
    {"terms", tell_terms},
};

static bool add_told(struct scope *s, const struct condition *c)
{
	for (size_t i = 0; i < sizeof knowledge / sizeof *knowledge; i++)
		if (strcmp(c->column, knowledge[i].column) == 0) {
			s->told[s->ntold++] = (struct told){c, knowledge[i].value};
			return true;
		}
	return false;
}

const struct condition *scope_bind(struct scope *s, const struct conditions *where,
    const struct policy *policy, const struct table *t, const struct customers *customers)
{
	size_t others = 0;
	long unknown;

	s->told = mem_array(where->count + 1, sizeof *s->told);
	s->tables = mem_array(where->count + 1, sizeof *s->tables);
	for (size_t i = 0; i < where->count; i++)
		if (!add_told(s, &where->all[i]))
			s->tables[others++] = where->all[i];
	unknown = filter_bind(&s->where, s->tables, others, policy, t, customers);
	return unknown >= 0 ? &s->tables[unknown] : NULL;
}

static bool told_holds(const struct scope *s, const struct facts *f)
{
	char text[TOLD_TEXT];

	for (size_t i = 0; i < s->ntold; i++)
		if (!condition_holds(s->told[i].condition, s->told[i].value(f, text)))
			return false;
	return true;
}

/* The lists. */

static enum picked pick_of(const struct scope *s, const struct item *item)
{
	switch (picks_match(s->pick, item)) {
	case PICK_ITEM:
		return PICKED_ITEM;
	case PICK_CUSTOMER:
		return PICKED_CUSTOMER;
	case PICK_NONE:
		break;
	}
	return PICKED_NOT;
}

static bool takes_terms(const struct scope *s, const struct terms *terms)
{
	for (size_t i = 0; i < s->nterms; i++)
		if (s->terms[i] == terms)
			return true;
	return s->nterms == 0;
}

bool scope_excludes(
    const struct scope *s, const struct facts *f, const struct slice *fields, enum picked *picked)
{
	*picked = s->pick != NULL ? pick_of(s, f->item) : PICKED_NOT;
	if (s->pick != NULL && *picked == PICKED_NOT)
		return true;
	if (s->skip != NULL && picks_match(s->skip, f->item) != PICK_NONE)
		return true;
	if (!takes_terms(s, f->terms))
		return true;
	return !told_holds(s, f) || !filter_holds(&s->where, f->item, fields, f->customer);
}

void scope_free(struct scope *s)
{
	filter_free(&s->where);
	free(s->tables);
	free(s->told);
	*s = (struct scope){0};
}
