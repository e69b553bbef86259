/*
 * The customer file, dun-customers(5): who is reminded, where and how. Kept
 * whole in memory, with every column, for conditions and letters; but packed, as there may be many
 * of whom little is asked.
 */
#ifndef BOOK_CUSTOMERS_H
#define BOOK_CUSTOMERS_H

#include "base/diag.h"
#include "base/mem.h"
#include "base/slice.h"
#include "value/formula.h"
#include "value/money.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct customer {
	struct slice key; /* column `customer` */
	struct slice name, contact, address[4], postal_code, city, country;
	struct slice language, email, terms, template_group;
	int delivery; /* DELIVERY_..., -1 when the column is empty */
	bool has_term_days;
	struct formula term_days;
	bool has_credit_limit;
	money credit_limit;	    /* in minor units of `decimals` as customers_load got it */
	bool blocked;		    /* reminders=no */
	bool consumer, business;    /* type; neither when it is empty */
	const struct slice *fields; /* every column, in the order of the header */
	unsigned long line;
};

struct customers {
	const char *path;
	struct slice *names; /* the header */
	size_t ncolumns;
	size_t count;
	struct customer_store *store; /* private */
};

/* Whether dun-customers(5) has a column of this name. */
bool customer_has_column(const char *name);

/* The time to pay: days from 0 to 3650, or a date formula that never leads back. */
bool customer_term_parse(struct slice text, struct formula *term);

/*
 * Load the file; NULL after faults were reported (66, 65). A customer that
 * stands twice is a fault. Amounts are read with `decimals` decimals.
 */
struct customers *customers_load(struct diag *d, const char *path, int decimals);
/*
 * The same in two steps, where perhaps only the columns are asked for: open it, which tells what is
 * wrong with the header, and read its rows, unless that is done. False after faults.
 */
struct customers *customers_open(struct diag *d, const char *path, int decimals);
bool customers_read(struct customers *c);
/* The customer, as long as the customers live; NULL: there is none of that key. */
const struct customer *customers_find(const struct customers *c, struct slice key);

/*
 * A customer by place, from 0 to count - 1 in the order of the file, in a room that is used again:
 * what its slices point to stays. Any thread may ask, with a room of its own. Zero-initialize it.
 */
struct customer_room {
	struct customer customer;
	struct slice *fields;
	size_t next; /* one after the place of who is in it; 0: nobody */
};
const struct customer *customers_at(
    const struct customers *c, size_t place, struct customer_room *room);
void customer_room_free(struct customer_room *room);
/* What is known of the customer at that place without his fields: line, delivery, consumer,
 * business and blocked; the rest of *to stays as it is. */
void customers_flags(const struct customers *c, size_t place, struct customer *to);
/* Where the customer stands, by its key and the key's hash_bytes with seed 0; -1: nowhere. */
long customers_place(const struct customers *c, struct slice key, uint64_t hash);
/*
 * Of each hash, whether some customer has it. By that alone a stranger is taken for a customer with
 * a chance of a few to 2^32.
 */
void customers_have(const struct customers *c, const uint64_t *hashes, size_t count, bool *have);
/* A customer of this hash is asked for soon: in each of these steps, one after the other, some of
 * what is looked at then is fetched from memory. Returns his place, as far as the hash tells it;
 * -1: it is not known, or not yet. */
enum { CUSTOMERS_STEPS = 4 };
long customers_soon(const struct customers *c, uint64_t hash, unsigned step);
struct slice customers_key(const struct customers *c, size_t place);

/* Index of the column, or -1. */
int customers_column(const struct customers *c, const char *name);
void customers_free(struct customers *c);

#endif
