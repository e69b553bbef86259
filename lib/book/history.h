/*
 * The history, dun-history(5): an append-only log of events. What is reminded,
 * paused or promised is derived from it and stored nowhere else.
 *
 * Loading reads and checks it whole, but keeps it folded up: a customer's events
 * become structs when they are asked for, so a long history of customers who
 * owe nothing costs little. Events are handed out in the order in which they
 * count: by date, then time, then line.
 */
#ifndef BOOK_HISTORY_H
#define BOOK_HISTORY_H

#include "base/diag.h"
#include "base/slice.h"
#include "value/date.h"
#include "value/money.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* The columns, in the order in which the file has them. */
enum history_column {
	H_TIME,
	H_EVENT,
	H_CUSTOMER,
	H_INVOICE,
	H_INSTALMENT,
	H_TERMS,
	H_LEVEL,
	H_N,
	H_REMINDER,
	H_DATE,
	H_UNTIL,
	H_AMOUNT,
	H_INTEREST,
	H_LINE_FEE,
	H_DAMAGES,
	H_REMINDER_FEE,
	H_COST,
	H_VAT,
	H_AUTOMATION,
	H_RUN,
	H_USER,
	H_CREATED,
	H_DELIVERY,
	H_ADDRESS,
	H_DOCUMENT,
	H_MESSAGE_ID,
	H_STATUS,
	H_NOTE,
	H_HASH,
	HISTORY_COLUMNS
};
extern const char *const history_names[HISTORY_COLUMNS];

enum event_kind {
	EVENT_REMINDED,
	EVENT_STATEMENT,
	EVENT_FAILED,
	EVENT_NOTE,
	EVENT_STATUS,
	EVENT_PAUSED,
	EVENT_BLOCKED,
	EVENT_ARRANGED,
	EVENT_RESUMED,
	EVENT_UNDONE,
	EVENT_LISTED,
	EVENT_RESENT,
	EVENT_RUN,
	EVENT_KINDS
};
extern const char *const event_names[EVENT_KINDS];

struct event {
	enum event_kind kind;
	/* As written, but `hash`, which is not kept; empty where the file lacks the column. */
	struct slice field[HISTORY_COLUMNS];
	date date;  /* when it counts: `date`, else the day of `time` */
	date until; /* DATE_NONE when empty */
	int n;	    /* 0 when empty */
	unsigned long line;
};

struct history {
	const char *path;
	size_t count;		     /* of events */
	struct history_store *store; /* private */
};

/* A list of events, in the order in which they count. */
struct event_list {
	const struct event *const *events;
	size_t count;
};

/* What the events are wanted for: what else they say is checked, but not kept, and empty. */
enum history_use {
	HISTORY_ALL,
	HISTORY_REMINDERS, /* what decides on reminders: not what they charged, noted, or where they
			    * went; of `date`, `until` and `n` no text, but what it means */
	HISTORY_CHARGES,   /* the same, and their terms and charges, of which one of 0 is empty */
	HISTORY_CHARGED,   /* the same of those customers alone whom a reminder charged something */
	HISTORY_USES
};

/* NULL after faults were reported: 66 when there is no such file, 65 for bad lines. */
struct history *history_load(struct diag *d, const char *path, enum history_use use);
/* All of it, for a process that has the history open for writing (book/journal.h). */
struct history *history_load_held(struct diag *d, const char *path);
/* All events of a customer, those without an invoice too. They live as long as the history. */
struct event_list history_of(const struct history *h, struct slice customer);
/* All events of all customers. */
struct event_list history_all(const struct history *h);
/* All events of one day. */
struct event_list history_on(const struct history *h, date day);
/* All events that name a reminder. */
struct event_list history_named(const struct history *h, struct slice reminder);

/* A customer's number in the history, from 1; 0: it has no events. */
uint32_t history_customer(const struct history *h, struct slice customer);
/* How many events the customer of that number has. */
size_t history_count(const struct history *h, uint32_t customer);
/* Whether one of them had a cost. */
bool history_has_costs(const struct history *h, uint32_t customer);
/* Of many, whose events will be asked for: they are brought near, so that nobody waits for memory
 * once a customer. */
void history_find_customers(
    const struct history *h, const struct slice *customers, uint32_t *numbers, size_t count);
/* How many customers have a number, and the key of each, with its hash_bytes with seed 0. */
uint32_t history_customers(const struct history *h);
struct slice history_customer_key(const struct history *h, uint32_t customer, uint64_t *hash);
/* Where events stand for a while, to be used again. Zero-initialize. */
struct event_room {
	struct event *events;
	const struct event **list;
	struct member *members; /* private */
	size_t capacity;
};
/*
 * The events of one invoice of the customer of that number (an empty invoice: none) and those of
 * the customer as a whole, maybe with others of his, in the order in which they count. They are in
 * the room until it is used again; nothing is kept of them, and any thread may ask.
 */
struct event_list history_about(
    const struct history *h, uint32_t customer, struct slice invoice, struct event_room *room);
/*
 * These events are asked for soon: in each of these steps, one after the other, some of what is
 * looked at then is fetched from memory. `mark`: history_mark of the invoice.
 */
enum { HISTORY_STEPS = 4 };
void history_soon(const struct history *h, uint32_t customer, uint32_t mark, unsigned step);
/* The invoice as a number, which tells most others apart; 0: the event is of the whole customer. */
uint32_t history_mark(struct slice invoice);
/* All events of the customer of that number, in the room in the same way. */
struct event_list history_all_about(
    const struct history *h, uint32_t customer, struct event_room *room);
void event_room_free(struct event_room *room);

void history_free(struct history *h);

/* Money of a column, in a currency of that many decimals; 0 when empty. False when it is no amount.
 */
bool event_money(const struct event *e, enum history_column column, int decimals, money *out);

#endif
