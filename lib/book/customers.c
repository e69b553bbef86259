#include "book/customers_parts.h"

#include <stdlib.h>

#include "book/meaning.h"
#include "book/policy.h"
#include "table/pack.h"

#include "base/banned.h"

enum { TERM_DAYS_MOST = 3650 };

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

/* The place of the cell's word among the names, -1 when it is empty or a fault: false then. */
static bool choice(struct table *t, const struct customer *c, int column, const char *const *names,
    size_t count, int *out)
{
	struct slice text = field_of(c, column);

	*out = text.n > 0 ? meaning_of_word(t, column, text, names, count) : -1;
	return text.n == 0 || *out >= 0;
}

static bool parse_choices(const struct customer_columns *at, struct table *t, struct customer *c)
{
	static const char *const types[] = {"business", "consumer"};
	static const char *const answers[] = {"yes", "no"};
	int type, reminders;
	bool good = choice(t, c, at->delivery, delivery_names, DELIVERIES, &c->delivery);

	good &= choice(t, c, at->type, types, 2, &type);
	good &= choice(t, c, at->reminders, answers, 2, &reminders);
	c->business = type == 0;
	c->consumer = type == 1;
	c->blocked = reminders == 1;
	return good;
}

bool customer_term_parse(struct slice text, struct formula *term)
{
	enum { SOME_DAY = 20000 };
	date due;

	return formula_parse(text, term) && formula_goes_forward(term) &&
	       formula_apply(term, SOME_DAY, &due) && due - SOME_DAY <= TERM_DAYS_MOST;
}

static bool parse_term(const struct customer_columns *at, struct table *t, struct customer *c)
{
	struct slice term = field_of(c, at->term_days);

	c->has_term_days = term.n > 0;
	if (!c->has_term_days || customer_term_parse(term, &c->term_days))
		return true;
	table_fault(t, at->term_days,
	    "\"%.*s\" is not a number of days from 0 to %d, or a date formula such as "
	    "CM+30D",
	    SLICE_ARG(term), TERM_DAYS_MOST);
	return false;
}

static bool parse_limit(
    const struct customer_columns *at, struct table *t, struct customer *c, int decimals)
{
	struct slice limit = field_of(c, at->credit_limit);

	c->has_credit_limit = limit.n > 0;
	if (!c->has_credit_limit)
		return true;
	if (!money_parse(limit, decimals, &c->credit_limit)) {
		table_fault(t, at->credit_limit,
		    "\"%.*s\" is not an amount with at most %d decimals, such as 1234.50",
		    SLICE_ARG(limit), decimals);
		return false;
	}
	if (c->credit_limit < 0)
		table_fault(t, at->credit_limit, "\"%.*s\" is below zero", SLICE_ARG(limit));
	return c->credit_limit >= 0;
}

static void take_texts(const struct customer_columns *at, struct customer *c)
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
}

static bool check_names(
    const struct customer_columns *at, struct table *t, const struct customer *c)
{
	const bool comma = c->key.n > 0 && memchr(c->key.p, ',', c->key.n) != NULL;

	if (c->key.n == 0)
		table_fault(t, at->customer, "is empty; every customer has a number or code");
	else if (comma)
		table_fault(t, at->customer,
		    "\"%.*s\" has a comma, which a customer's key cannot have", SLICE_ARG(c->key));
	if (c->name.n == 0)
		table_fault(t, at->name, "is empty; a letter needs a name");
	return c->key.n > 0 && !comma && c->name.n > 0;
}

static bool check_codes(
    const struct customer_columns *at, struct table *t, const struct customer *c)
{
	const bool country = c->country.n == 0 || is_country(c->country);
	const bool language = is_folder_name(c->language);
	const bool group = is_folder_name(c->template_group);

	if (!country)
		table_fault(t, at->country,
		    "\"%.*s\" is not a country code of two capitals, such as NL",
		    SLICE_ARG(c->country));
	if (!language)
		table_fault(t, at->language,
		    "\"%.*s\" is not a language or group of letters, digits, - and _, such as nl "
		    "or nl-vip",
		    SLICE_ARG(c->language));
	if (!group)
		table_fault(t, at->template_group,
		    "\"%.*s\" is not a group of letters, digits, - and _, such as vip",
		    SLICE_ARG(c->template_group));
	return country && language && group;
}

bool customers_parse(
    const struct customer_store *s, struct table *t, const struct row *row, struct customer *c)
{
	const struct customer_columns *at = &s->columns;
	bool good;

	*c = (struct customer){.fields = row->fields, .line = row->line};
	take_texts(at, c);
	good = check_names(at, t, c);
	good &= check_codes(at, t, c);
	good &= parse_choices(at, t, c);
	good &= parse_term(at, t, c);
	good &= parse_limit(at, t, c, s->decimals);
	return good;
}

static struct customers *new_customers(const char *path, int decimals)
{
	struct customers *all = mem_alloc(sizeof(*all));
	struct customer_store *s = mem_alloc(sizeof(*s));

	all->store = s;
	s->decimals = decimals;
	s->file = arena_string(&s->arena, path);
	all->path = s->file;
	return all;
}

static void take_names(struct customers *all, const struct table *t)
{
	struct arena *arena = &all->store->arena;

	all->ncolumns = table_columns(t);
	all->names = arena_alloc(arena, all->ncolumns * sizeof(*all->names));
	for (size_t i = 0; i < all->ncolumns; i++) {
		struct slice column = table_column_name(t, i);
		all->names[i].p = arena_copy(arena, column.p, column.n);
		all->names[i].n = column.n;
	}
}

struct customers *customers_open(struct diag *d, const char *path, int decimals)
{
	struct customers *all = new_customers(path, decimals);
	struct customer_store *s = all->store;

	s->unread = table_open(d, &s->file, 1, NULL);
	if (s->unread == NULL || !columns_find(&s->columns, s->unread)) {
		customers_free(all);
		return NULL;
	}
	take_names(all, s->unread);
	return all;
}

struct customers *customers_load(struct diag *d, const char *path, int decimals)
{
	const unsigned long before = d->errors;
	struct customers *all = customers_open(d, path, decimals);

	if (all == NULL || (customers_read(all) && d->errors == before))
		return all;
	customers_free(all);
	return NULL;
}

void customers_flags(const struct customers *c, size_t place, struct customer *to)
{
	const struct customer_folded *f = &c->store->all[place];

	to->line = f->line;
	to->delivery = (int)f->delivery;
	to->consumer = f->consumer;
	to->business = f->business;
	to->blocked = f->blocked;
}

static void unfold(
    const struct customers *c, size_t place, struct slice *fields, struct customer *to)
{
	fields_unpack(c->store->all[place].fields, fields, c->ncolumns);
	*to = (struct customer){.fields = fields};
	customers_flags(c, place, to);
	take_texts(&c->store->columns, to);
	/* Known to have no fault. */
	(void)parse_term(&c->store->columns, NULL, to);
	(void)parse_limit(&c->store->columns, NULL, to, c->store->decimals);
}

const struct customer *customers_at(
    const struct customers *c, size_t place, struct customer_room *room)
{
	if (!room->fields)
		room->fields = mem_array(c->ncolumns, sizeof(*room->fields));
	if (room->next != place + 1)
		unfold(c, place, room->fields, &room->customer);
	room->next = place + 1;
	return &room->customer;
}

void customer_room_free(struct customer_room *room)
{
	free(room->fields);
	*room = (struct customer_room){0};
}

const struct customer *customers_find(const struct customers *c, struct slice key)
{
	struct customer_store *s = c->store;
	const long place = customers_place(c, key, hash_bytes(0, key.p, key.n));

	if (place < 0)
		return NULL;
	if (!s->found)
		s->found = mem_array(c->count, sizeof(*s->found));
	if (!s->found[place]) {
		struct customer *found = arena_alloc(&s->arena, sizeof(*found));
		struct slice *fields = arena_alloc(&s->arena, c->ncolumns * sizeof(*fields));
		unfold(c, (size_t)place, fields, found);
		s->found[place] = found;
	}
	return s->found[place];
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
	if (c->store->unread != NULL)
		(void)table_close(c->store->unread);
	free(c->store->all);
	free(c->store->hashes);
	free(c->store->tags);
	free(c->store->places);
	free(c->store->found);
	arena_free(&c->store->arena);
	free(c->store);
	free(c);
}
