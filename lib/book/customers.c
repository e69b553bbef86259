#include "book/customers.h"

#include <stdlib.h>

#include "book/meaning.h"
#include "book/policy.h"
#include "table/csv.h"
#include "table/pack.h"

#include "base/banned.h"

enum { TERM_DAYS_MOST = 3650 };

/* The columns that mean something, by their place in the file; -1 where it lacks one. */
struct customer_columns {
	int customer, name, contact, address[4], postal_code, city, country, language, email;
	int delivery, term_days, credit_limit, terms, template_group, reminders, type;
};

/* dun-customers(5): each column, and where its place is kept. */
static const struct meaning columns[] = {
#define AT(member) offsetof(struct customer_columns, member)
    {"customer", AT(customer)},
    {"name", AT(name)},
    {"contact", AT(contact)},
    {"address1", AT(address[0])},
    {"address2", AT(address[1])},
    {"address3", AT(address[2])},
    {"address4", AT(address[3])},
    {"postal_code", AT(postal_code)},
    {"city", AT(city)},
    {"country", AT(country)},
    {"language", AT(language)},
    {"email", AT(email)},
    {"delivery", AT(delivery)},
    {"term_days", AT(term_days)},
    {"credit_limit", AT(credit_limit)},
    {"terms", AT(terms)},
    {"template_group", AT(template_group)},
    {"reminders", AT(reminders)},
    {"type", AT(type)},
#undef AT
};
enum { COLUMNS = sizeof columns / sizeof *columns };

bool customer_has_column(const char *name)
{
	return meaning_has(columns, COLUMNS, name);
}

static bool columns_find(struct customer_columns *c, struct table *t)
{
	meaning_find(columns, COLUMNS, t, c);
	/* Both are named when both are missing. */
	bool has_key = table_need(t, "customer") >= 0;

	return table_need(t, "name") >= 0 && has_key;
}

static struct slice field_of(const struct customer *c, int column)
{
	return column < 0 ? (struct slice){0} : c->fields[column];
}

/* A language or group names a folder of templates, so it is no path. */
static bool is_folder_name(struct slice s)
{
	for (size_t i = 0; i < s.n; i++) {
		char c = s.p[i];
		bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
		bool other = (c >= '0' && c <= '9') || c == '-' || c == '_';
		if (!letter && (!other || i == 0))
			return false;
	}
	return true;
}

static bool is_country(struct slice s)
{
	return s.n == 2 && s.p[0] >= 'A' && s.p[0] <= 'Z' && s.p[1] >= 'A' && s.p[1] <= 'Z';
}

/* The place of the cell's word among the names, -1 when it is empty or a fault. */
static int choice(
    struct table *t, const struct customer *c, int column, const char *const *names, size_t count)
{
	struct slice text = field_of(c, column);

	return text.n > 0 ? meaning_of_word(t, column, text, names, count) : -1;
}

static void parse_choices(const struct customer_columns *at, struct table *t, struct customer *c)
{
	static const char *const types[] = {"business", "consumer"};
	static const char *const answers[] = {"yes", "no"};

	c->delivery = choice(t, c, at->delivery, delivery_names, DELIVERIES);
	int type = choice(t, c, at->type, types, 2);
	c->business = type == 0;
	c->consumer = type == 1;
	c->blocked = choice(t, c, at->reminders, answers, 2) == 1;
}

bool customer_term_parse(struct slice text, struct formula *term)
{
	enum { SOME_DAY = 20000 };
	date due;

	return formula_parse(text, term) && formula_goes_forward(term) &&
	       formula_apply(term, SOME_DAY, &due) && due - SOME_DAY <= TERM_DAYS_MOST;
}

static void parse_numbers(
    const struct customer_columns *at, struct table *t, struct customer *c, int decimals)
{
	struct slice term = field_of(c, at->term_days);
	struct slice limit = field_of(c, at->credit_limit);

	c->has_term_days = term.n > 0;
	if (c->has_term_days && !customer_term_parse(term, &c->term_days))
		table_fault(t, at->term_days,
		    "\"%.*s\" is not a number of days from 0 to %d, or a date formula such as "
		    "CM+30D",
		    SLICE_ARG(term), TERM_DAYS_MOST);
	c->has_credit_limit = limit.n > 0;
	if (!c->has_credit_limit)
		return;
	if (!money_parse(limit, decimals, &c->credit_limit))
		table_fault(t, at->credit_limit,
		    "\"%.*s\" is not an amount with at most %d decimals, such as 1234.50",
		    SLICE_ARG(limit), decimals);
	else if (c->credit_limit < 0)
		table_fault(t, at->credit_limit, "\"%.*s\" is below zero", SLICE_ARG(limit));
}

static void parse_texts(const struct customer_columns *at, struct table *t, struct customer *c)
{
	c->key = field_of(c, at->customer);
	c->name = field_of(c, at->name);
	c->contact = field_of(c, at->contact);
	for (size_t i = 0; i < 4; i++)
		c->address[i] = field_of(c, at->address[i]);
	c->postal_code = field_of(c, at->postal_code);
	c->city = field_of(c, at->city);
	c->country = field_of(c, at->country);
	c->language = field_of(c, at->language);
	c->email = field_of(c, at->email);
	c->terms = field_of(c, at->terms);
	c->template_group = field_of(c, at->template_group);

	if (c->key.n == 0)
		table_fault(t, at->customer, "is empty; every customer has a number or code");
	else if (memchr(c->key.p, ',', c->key.n))
		table_fault(t, at->customer,
		    "\"%.*s\" has a comma, which a customer's key cannot have", SLICE_ARG(c->key));
	if (c->name.n == 0)
		table_fault(t, at->name, "is empty; a letter needs a name");
	if (c->country.n > 0 && !is_country(c->country))
		table_fault(t, at->country,
		    "\"%.*s\" is not a country code of two capitals, such as NL",
		    SLICE_ARG(c->country));
	if (!is_folder_name(c->language))
		table_fault(t, at->language,
		    "\"%.*s\" is not a language or group of letters, digits, - and _, such as nl "
		    "or nl-vip",
		    SLICE_ARG(c->language));
	if (!is_folder_name(c->template_group))
		table_fault(t, at->template_group,
		    "\"%.*s\" is not a group of letters, digits, - and _, such as vip",
		    SLICE_ARG(c->template_group));
}

static void add_customer(struct customers *all, size_t *capacity, struct table *t,
    const struct customer_columns *at, const struct row *row, int decimals)
{
	struct customer *c = arena_alloc(&all->arena, sizeof(*c));

	c->fields = fields_copy(&all->arena, row->fields, all->ncolumns);
	c->line = row->line;
	parse_texts(at, t, c);
	parse_choices(at, t, c);
	parse_numbers(at, t, c, decimals);
	if (c->key.n == 0)
		return;
	void **place = map_at(&all->by_key, c->key);
	if (*place) {
		const struct customer *first = *place;
		table_fault(t, at->customer, "\"%.*s\" is already on line %lu", SLICE_ARG(c->key),
		    first->line);
		return;
	}
	*place = c;
	all->all = mem_grow(all->all, all->count, capacity, sizeof(*all->all));
	all->all[all->count++] = c;
}

struct customers *customers_load(struct diag *d, const char *path, int decimals)
{
	char *name = mem_string(path);
	struct table *t = table_open(d, &name, 1, NULL);
	struct customers *all = NULL;
	struct customer_columns at;
	bool good = t && columns_find(&at, t);

	if (good) {
		struct row row;
		size_t capacity = 0;
		unsigned long before = d->errors;

		all = mem_alloc(sizeof(*all));
		all->path = arena_string(&all->arena, path);
		all->ncolumns = table_columns(t);
		all->names = arena_alloc(&all->arena, all->ncolumns * sizeof(*all->names));
		for (size_t i = 0; i < all->ncolumns; i++) {
			struct slice column = table_column_name(t, i);
			all->names[i].p = arena_copy(&all->arena, column.p, column.n);
			all->names[i].n = column.n;
		}
		while (table_next(t, &row))
			add_customer(all, &capacity, t, &at, &row, decimals);
		good = d->errors == before;
	}
	if (t && !table_close(t))
		good = false;
	free(name);
	if (!good) {
		customers_free(all);
		return NULL;
	}
	return all;
}

const struct customer *customers_find(const struct customers *c, struct slice key)
{
	return map_get(&c->by_key, key);
}

int customers_column(const struct customers *c, const char *name)
{
	for (size_t i = 0; i < c->ncolumns; i++)
		if (slice_is(c->names[i], name))
			return (int)i;
	return -1;
}

void customers_free(struct customers *c)
{
	if (!c)
		return;
	free(c->all);
	map_free(&c->by_key);
	arena_free(&c->arena);
	free(c);
}
