/*
 * What the history says of a proposal's rows before their own reminder: a
 * reminder that is logged already is not earlier than itself, so a proposal
 * gives the same charges before and after it went out.
 */
#ifndef RULES_EARLIER_H
#define RULES_EARLIER_H

#include "base/slice.h"
#include "book/history.h"
#include "book/policy.h"
#include "book/proposal.h"
#include "rules/shared.h"
#include "rules/state.h"
#include "rules/timeline.h"
#include "value/date.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct earlier {
	const struct history *history;
	/* Those that will be asked about, in this order, and their numbers in the history. */
	struct slice *expected;
	uint32_t *numbers;
	size_t nexpected, expected_capacity, next;
	struct slice customer;	  /* who is at hand */
	uint32_t number;	  /* his */
	struct event_room room;	  /* all his events, where they are asked for */
	struct event_room own;	  /* those of the item at hand, where his are few */
	struct timeline timeline; /* of his, where they are many */
	bool is_few, has_shared;
	struct event_list list;	     /* of the row at hand, without its own reminder */
	struct shared shared;	     /* of his, once somebody asked */
	const struct event **events; /* what the row's own reminder is left out of */
	size_t capacity;
};

/* Whether anything is known of the customer; false: earlier_reminded has nothing to say of him, but
 * what another program did. */
bool earlier_knows(struct earlier *e, struct slice customer);
/* The state of the row's item by as_of. Quick when the rows of a customer stand together, and were
 * expected. */
void earlier_state(struct earlier *e, const struct proposal_row *row, const struct terms *terms,
    date as_of, struct item_state *out);
/* Of it, what charges ask for. */
void earlier_reminded(struct earlier *e, const struct proposal_row *row, const struct terms *terms,
    date as_of, struct reminded *out);
/* What reminders of the row's item dated before `before` charged. False when it does not fit. */
bool earlier_charged(struct earlier *e, const struct proposal_row *row, date before, date as_of,
    struct charged *out);
/* The rows of other items that bore costs for it too, after earlier_reminded of the same row. */
struct event_list earlier_shared(
    struct earlier *e, const struct proposal_row *row, const struct terms *terms, date as_of);
/* These rows will be asked about, in this order, and those that were are no more. */
void earlier_expect(struct earlier *e, const struct proposal_row *rows, size_t count);
void earlier_free(struct earlier *e);

#endif
