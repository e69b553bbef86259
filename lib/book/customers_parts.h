/*
 * The customers as they are kept, as customers.c, which parses them, customers_read.c, which reads
 * their file, and customers_place.c, which finds them by their keys, share them. Private to them.
 */
#ifndef BOOK_CUSTOMERS_PARTS_H
#define BOOK_CUSTOMERS_PARTS_H

#include "base/map.h"
#include "base/mem.h"
#include "book/customers.h"
#include "table/csv.h"

/* The columns that mean something, by their place in the file; -1 where it lacks one. */
struct customer_columns {
	int customer, name, contact, address[4], postal_code, city, country, language, email;
	int delivery, term_days, credit_limit, terms, template_group, reminders, type;
};

/* A customer folded up: all its fields (fields_pack), and what some of them mean. */
struct customer_folded {
	const char *fields;
	uint32_t line;
	signed char delivery;
	bool consumer, business, blocked;
};

struct customer_store {
	char *file;
	struct table *unread; /* NULL: all rows were read */
	struct customer_columns columns;
	int decimals;
	struct customer_folded *all;
	size_t capacity;
	uint64_t *hashes; /* of their keys, by place; NULL when all were read */
	size_t hashes_capacity;
	/* By the low half of the hash: the high one, 0 where a slot is free, and in the same order
	 * the places. */
	uint32_t *tags, *places;
	size_t nslots;		       /* a power of two, never full */
	const struct customer **found; /* by place; NULL until the first is asked for */

	struct arena arena;
};

/* The customer of the row; false where it has faults, which are told, unless t is NULL. */
bool customers_parse(
    const struct customer_store *s, struct table *t, const struct row *row, struct customer *c);

/* The slot of the key, or the free one where it would stand. */
size_t customers_slot(const struct customers *all, struct slice key, uint64_t hash);
/* The next customer stands there. */
void customers_put(struct customers *all, size_t slot, uint64_t hash);
/* For one customer more, before its slot is looked for. */
void customers_make_room(struct customers *all);

#endif
