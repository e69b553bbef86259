#include "book/customers_parts.h"

#include "base/hash.h"
#include "table/pack.h"

#include <stdlib.h>

#include "base/banned.h"

/* A customer as whatever thread reads the row keeps it. */
struct parsed {
	uint64_t hash;
	signed char delivery;
	bool consumer, business, blocked;
	bool sound; /* else the rest is nothing */
};

static struct parsed parsed_of(const struct customer *c, bool sound)
{
	return (struct parsed){
	    .hash = hash_field(0, c->key),
	    .delivery = (signed char)c->delivery,
	    .consumer = c->consumer,
	    .business = c->business,
	    .blocked = c->blocked,
	    .sound = sound,
	};
}

/* False: all fields are wanted. */
static bool parse(const void *context, size_t place, const struct row *row, void *kept)
{
	const struct customer_store *s = context;
	struct parsed *to = kept;
	struct customer c;

	(void)place;
	to->sound = customers_parse(s, NULL, row, &c);
	if (to->sound)
		*to = parsed_of(&c, true);
	return false;
}

/* One that stands there already is a fault. */
static void add(
    struct customers *all, struct table *t, const struct row *row, const struct parsed *parsed)
{
	struct customer_store *s = all->store;
	const struct slice key = row->fields[s->columns.customer];
	char *fields;
	size_t slot;

	customers_make_room(all);
	slot = customers_slot(all, key, parsed->hash);
	if (s->tags[slot] != 0) {
		table_fault(t, s->columns.customer, "\"%.*s\" is already on line %lu",
		    SLICE_ARG(key), (unsigned long)s->all[s->places[slot]].line);
		return;
	}
	fields = arena_bytes(&s->arena, fields_packed(row->fields, all->ncolumns));
	fields_pack(fields, row->fields, all->ncolumns);
	s->all = mem_grow(s->all, all->count, &s->capacity, sizeof(*s->all));
	customers_put(all, slot, parsed->hash);
	s->all[all->count++] = (struct customer_folded){
	    .fields = fields,
	    .line = (uint32_t)row->line,
	    .delivery = parsed->delivery,
	    .consumer = parsed->consumer,
	    .business = parsed->business,
	    .blocked = parsed->blocked,
	};
}

/* What is wrong with those that are not sound is told. */
static void add_rows(struct customers *all, struct table *t, const struct table_rows *rows)
{
	enum { SOON = 16 };
	struct parsed *parsed = rows->kept;
	struct customer c;
	struct row row;

	for (size_t i = 0; i < rows->count; i++) {
		if (rows->count - i > SOON && parsed[i + SOON].sound)
			(void)customers_soon(all, parsed[i + SOON].hash, 0);
		if (!table_take_row(t, i, &row))
			continue;
		if (!parsed[i].sound) {
			(void)customers_parse(all->store, t, &row, &c);
			parsed[i] = parsed_of(&c, false);
		}
		if (row.fields[all->store->columns.customer].n > 0)
			add(all, t, &row, &parsed[i]);
	}
}

bool customers_read(struct customers *all)
{
	const struct table_judge judge = {parse, all->store, sizeof(struct parsed)};
	struct table *t = all->store->unread;
	struct table_rows rows;

	if (t == NULL)
		return true;
	all->store->unread = NULL;
	while (table_next_rows(t, &judge, &rows))
		add_rows(all, t, &rows);
	free(all->store->hashes);
	all->store->hashes = NULL;
	return table_close(t);
}
