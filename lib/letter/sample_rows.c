#include "letter/sample_rows.h"

#include "base/mem.h"
#include "book/customers.h"
#include "book/options.h"
#include "book/proposal.h"
#include "table/csv.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/banned.h"

static const char customer_key[] = "10001";

/* --- which level --- */

static bool find_level(struct sample_facts *f)
{
	const struct policy *p = f->policy;
	for (size_t i = 0; i < p->nterms; i++)
		for (size_t k = 0; k < p->terms[i].nlevels; k++) {
			if (strcmp(p->terms[i].levels[k].template, f->template) != 0)
				continue;
			f->terms = &p->terms[i];
			f->level = &p->terms[i].levels[k];
			return true;
		}
	return false;
}

void sample_find(struct sample_facts *f, const struct policy *policy, const char *template,
    const char *language, date as_of)
{
	f->policy = policy;
	f->template = template;
	f->language = language != NULL ? language : policy->defaults.language;
	f->terms = policy->defaults.terms;
	f->as_of = as_of != DATE_NONE ? as_of : options_today();
	if (!find_level(f) && strcmp(template, "statement") != 0)
		f->level = &f->terms->levels[0];
}

void sample_add_column(struct sample_facts *f, struct slice name)
{
	f->columns = mem_grow(f->columns, f->ncolumns, &f->capacity, sizeof(*f->columns));
	f->columns[f->ncolumns++] = (struct slice){arena_copy(&f->arena, name.p, name.n), name.n};
}

void sample_free(struct sample_facts *f)
{
	free(f->columns);
	arena_free(&f->arena);
}

/* --- the customer --- */

/* An address as it is written where the language is at home. */
static const struct person {
	const char *language, *name, *contact, *street, *postal_code, *city;
} people[] = {
    {"en", "Sample & Sons Ltd", "Ms Eleanor Hart", "5 Mill Lane", "YO1 7EP", "York"},
    {"nl", "Bakkerij Voorbeeld B.V.", "mevrouw A. de Wit", "Korenmarkt 12", "6811 GW", "Arnhem"},
    {"fr", "Boulangerie Exemple SARL", "Mme Claire Dubois", "14 rue des Lilas", "59000", "Lille"},
    {"de", "Muster & Söhne GmbH", "Frau Jana Weiß", "Königsallee 61", "40215", "Düsseldorf"},
};

static const struct person *person_of(const struct sample_facts *f)
{
	for (size_t i = 0; i < sizeof(people) / sizeof(*people); i++)
		if (strncmp(f->language, people[i].language, 2) == 0)
			return &people[i];
	return &people[0];
}

/* The user's own columns, whose sample values are their names. */
static void add_own(const struct sample_facts *f, struct buf *out, bool *first)
{
	for (size_t i = 0; i < f->ncolumns; i++) {
		char *name = mem_copy(f->columns[i].p, f->columns[i].n);
		if (!customer_has_column(name))
			csv_add(out, first, f->columns[i]);
		free(name);
	}
}

void sample_customers(const struct sample_facts *f, struct buf *out)
{
	const struct person *p = person_of(f);
	const struct {
		const char *name, *value;
	} known[] = {{"customer", customer_key}, {"name", p->name}, {"contact", p->contact},
	    {"address1", p->street}, {"postal_code", p->postal_code}, {"city", p->city},
	    {"country", f->policy->company.country}, {"delivery", "post"}, {"type", "business"}};
	bool first = true;
	for (size_t i = 0; i < sizeof(known) / sizeof(*known); i++)
		csv_add(out, &first, slice_of(known[i].name));
	add_own(f, out, &first);
	csv_end(out);
	first = true;
	for (size_t i = 0; i < sizeof(known) / sizeof(*known); i++)
		csv_add(out, &first, slice_of(known[i].value));
	add_own(f, out, &first);
	csv_end(out);
}

/* --- what it owes --- */

static const struct owed {
	const char *invoice;
	int due_before, term; /* days before as-of; of the invoice */
	int amount;	      /* in hundredths of the currency's unit */
	enum section section;
} owed[] = {
    {"2026-0117", 74, 30, 125000, SECTION_OVERDUE},
    {"2026-0131", 45, 30, 34075, SECTION_OVERDUE},
    {"2026-0149", 5, 30, 8950, SECTION_REMINDED},
    {"2026-0162", -12, 30, 60000, SECTION_NOT_DUE},
    {"C-2026-004", 20, 0, -5000, SECTION_CREDIT},
};
enum { OWED = sizeof(owed) / sizeof(*owed) };

/* A row in the making: texts by the names of their columns. */
struct cells {
	struct {
		const char *name;
		char text[200];
	} all[40];
	size_t count;
};

static char *add_cell(struct cells *c, const char *name)
{
	c->all[c->count].name = name;
	c->all[c->count].text[0] = '\0';
	return c->all[c->count++].text;
}

static void add_text(struct cells *c, const char *name, const char *text)
{
	snprintf(add_cell(c, name), sizeof(c->all[0].text), "%s", text);
}

static void add_number(struct cells *c, const char *name, long number)
{
	snprintf(add_cell(c, name), sizeof(c->all[0].text), "%ld", number);
}

static struct slice cell(const void *row, const char *name)
{
	const struct cells *c = row;
	for (size_t i = 0; i < c->count; i++)
		if (strcmp(c->all[i].name, name) == 0)
			return slice_of(c->all[i].text);
	return (struct slice){"", 0};
}

static date pay_by(const struct sample_facts *f)
{
	date received = f->as_of, last = DATE_NONE;
	if (formula_apply(&f->level->transit[DELIVERY_POST], f->as_of, &received))
		(void)formula_apply(&f->level->pay_within, received, &last);
	return last;
}

static void add_reminder(const struct sample_facts *f, const struct owed *o, struct cells *c)
{
	const struct civil day = date_civil(f->as_of);
	const bool cause = f->level != NULL && o->section == SECTION_OVERDUE;
	snprintf(add_cell(c, "reminder"), sizeof(c->all[0].text), "%04d%02d%02d-%s-%.64s", day.year,
	    day.month, day.day, customer_key, f->level != NULL ? f->level->id : "statement");
	add_text(c, "level", cause ? f->level->id : "");
	add_text(c, "level_name", cause ? f->level->name : "");
	add_text(c, "n", cause ? "1" : "");
	date_format(f->level != NULL ? pay_by(f) : DATE_NONE, add_cell(c, "pay_by"));
	add_text(c, "template", f->template);
	add_text(c, "section", section_names[o->section]);
	add_number(c, "rows", OWED);
}

static void fill(const struct sample_facts *f, const struct owed *o, struct cells *c)
{
	const struct defaults *defaults = &f->policy->defaults;
	const date due = f->as_of - o->due_before;
	money amount = o->amount;
	for (int decimals = 2; decimals > defaults->decimals; decimals--)
		amount /= 10;
	for (int decimals = 2; decimals < defaults->decimals; decimals++)
		amount *= 10;
	c->count = 0;
	add_reminder(f, o, c);
	add_text(c, "customer", customer_key);
	add_text(c, "invoice", o->invoice);
	date_format(due - o->term, add_cell(c, "invoice_date"));
	date_format(due, add_cell(c, "due_date"));
	money_format(amount, defaults->decimals, add_cell(c, "amount"));
	money_format(amount, defaults->decimals, add_cell(c, "open_amount"));
	add_text(c, "currency", defaults->currency);
	date_format(f->as_of, add_cell(c, "as_of"));
	add_text(c, "terms", f->terms->name);
	add_number(c, "days_overdue", o->due_before);
	add_text(c, "last_level", "");
	add_text(c, "last_reminded", "");
	add_text(c, "language", f->language);
	add_text(c, "delivery", "post");
	add_text(c, "email", "");
	add_text(c, "name", person_of(f)->name);
	/* Columns that a ledger may have. */
	add_text(c, "instalment", "");
	add_text(c, "description", "");
	add_text(c, "reference", "");
	date_format(f->as_of, add_cell(c, "ledger_date"));
	proposal_check(cell, c, add_cell(c, "check"));
}

void sample_items(const struct sample_facts *f, struct buf *out)
{
	struct cells *c = mem_alloc(sizeof(*c));
	for (size_t i = 0; i < OWED; i++) {
		bool first = true;
		fill(f, &owed[i], c);
		for (size_t k = 0; i == 0 && k < c->count; k++)
			csv_add(out, &first, slice_of(c->all[k].name));
		if (i == 0)
			csv_end(out);
		first = true;
		for (size_t k = 0; k < c->count; k++)
			csv_add(out, &first, slice_of(c->all[k].text));
		csv_end(out);
	}
	free(c);
}
