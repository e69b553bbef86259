#include "text/values.h"

#include "base/mem.h"
#include "rules/decide.h"
#include "text/values_parts.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/banned.h"

__attribute__((format(printf, 4, 5))) static void row_fault(const struct values *v,
    const struct proposal_row *row, const char *column, const char *fmt, ...)
{
	struct table *t = v->run->proposal->table;
	struct row place = {.fields = row->fields, .file = row->file, .line = row->line};
	char text[512];
	va_list ap;
	va_start(ap, fmt);
	vsnprintf(text, sizeof(text), fmt, ap);
	va_end(ap);
	table_fault_at(t, &place, column ? table_find(t, column) : -1, "%s", text);
}

const struct proposal_row *values_first_row(const struct reminder *reminder)
{
	for (size_t i = 0; i < reminder->count; i++)
		if (reminder->rows[i]->section == SECTION_OVERDUE)
			return reminder->rows[i];
	return reminder->rows[0];
}

/* The letter's level is the highest of its overdue rows; a statement's have none. */
static bool find_level(struct values *v)
{
	int highest = -1;
	for (size_t i = 0; i < v->reminder->count; i++) {
		const struct proposal_row *row = v->reminder->rows[i];
		int level = terms_level(v->terms, row->level);
		if (row->section != SECTION_OVERDUE || row->level.n == 0)
			continue;
		if (level < 0) {
			row_fault(v, row, "level", "\"%.*s\" is no level of the terms \"%s\"",
			    SLICE_ARG(row->level), v->terms->name);
			return false;
		}
		highest = level > highest ? level : highest;
	}
	if (highest < 0 && v->totals.statement)
		return true;
	if (highest < 0) {
		row_fault(v, v->row, "section", "reminder \"%.*s\" has no row of section overdue",
		    SLICE_ARG(v->reminder->number));
		return false;
	}
	v->level = &v->terms->levels[highest];
	return true;
}

static bool find_all(struct values *v)
{
	const struct values_run *run = v->run;
	v->row = values_first_row(v->reminder);
	v->customer = customers_find(run->customers, v->row->item.customer);
	v->terms = policy_terms(run->policy, v->row->terms);
	if (v->customer == NULL) {
		row_fault(v, v->row, "customer", "\"%.*s\" is not in %s",
		    SLICE_ARG(v->row->item.customer), run->customers->path);
		return false;
	}
	if (v->terms == NULL) {
		row_fault(v, v->row, "terms", "\"%.*s\" are no terms of the policy",
		    SLICE_ARG(v->row->terms));
		return false;
	}
	if (!totals_of(v->reminder, v->terms->credits == CREDITS_NET, &v->totals)) {
		row_fault(v, v->row, NULL, "the amounts of reminder \"%.*s\" are too large to add",
		    SLICE_ARG(v->reminder->number));
		return false;
	}
	return find_level(v);
}

struct values *values_open(
    const struct values_run *run, const struct reminder *reminder, const char *language)
{
	struct values *v = mem_alloc(sizeof(*v));
	v->run = run;
	v->reminder = reminder;
	v->locale = locales_get(run->locales, slice_of(language));
	if (find_all(v))
		return v;
	values_close(v);
	return NULL;
}

void values_close(struct values *v)
{
	if (v == NULL)
		return;
	buf_free(&v->near);
	free(v);
}

const struct totals *values_totals(const struct values *v)
{
	return &v->totals;
}

const struct proposal_row *values_row(const struct values *v)
{
	return v->row;
}

const struct customer *values_customer(const struct values *v)
{
	return v->customer;
}

struct locale *values_locale(const struct values *v)
{
	return v->locale;
}

const char *values_country(const struct values *v)
{
	return v->run->policy->company.country;
}

struct locale *values_home(const struct values *v)
{
	return locales_get(v->run->locales, slice_of(v->run->policy->defaults.language));
}

struct slice values_reference(const struct values *v)
{
	const struct item *item = &v->row->item;
	size_t items = 0;
	for (size_t i = 0; i < v->reminder->count; i++)
		items += totals_counts(&v->totals, v->reminder->rows[i]->section);
	if (items > 1)
		return v->reminder->number;
	return item->reference.n ? item->reference : item->invoice;
}

date values_due(const struct values *v, const struct proposal_row *row)
{
	date due = DATE_NONE;
	if (row->section == SECTION_CREDIT)
		return row->item.due_date;
	decide_due_date(v->run->policy, v->customer, &row->item, &due);
	return due;
}

const char *values_fault(const struct values *v)
{
	return v->fault.text;
}
