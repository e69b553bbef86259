/*
 * Reminder numbers: YYYYMMDD-CUSTOMER-LEVEL, with the currency or the invoice
 * after it. A number is a label and a file's name: characters outside
 * A-Za-z0-9._- become "_", a long one is cut, and where two reminders would
 * have the same (or the history has it already) each of them gets a short hash of what it
 * names. So a number depends on the reminders of the run, not on their order.
 */
#ifndef RULES_NUMBER_H
#define RULES_NUMBER_H

#include "base/buf.h"
#include "base/map.h"
#include "base/slice.h"
#include "value/date.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct numbers {
	struct map taken; /* text -> how many want it, as a pointer's number */
	bool clash;	  /* some number is wanted more than once */
	struct buf text;
	date day;
	size_t day_length; /* of the day that the text begins with; 0: with none */
};

/* A number that the history has. */
void numbers_take(struct numbers *n, struct slice number);

/* The plain number of a reminder; suffix may be empty. It is wanted from now on. */
const char *numbers_want(
    struct numbers *n, date as_of, struct slice customer, const char *level, struct slice suffix);

/*
 * After all were wanted: the number that the reminder gets. `identity` is
 * another for every reminder.
 */
const char *numbers_settle(struct numbers *n, const char *wanted, uint64_t identity);

/*
 * The identity of a reminder: a hash of what tells it from any other, today or earlier. It begins
 * with its customer, terms and currency; then each item that it reminds of is added.
 */
uint64_t identity_of(struct slice customer, struct slice terms, const char *currency);
uint64_t identity_with(
    uint64_t identity, struct slice invoice, struct slice instalment, struct slice level, int n);

void numbers_free(struct numbers *n);

#endif
