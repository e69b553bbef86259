/*
 * The rows of a selection as text: the proposal's columns, in their order.
 */
#ifndef STAGE_PROPOSE_H
#define STAGE_PROPOSE_H

#include "base/buf.h"
#include "book/proposal.h"
#include "rules/selection.h"
#include "table/columns.h"
#include "table/csv.h"
#include "value/day_texts.h"

#include <stdbool.h>

enum propose_mode {
	PROPOSE_LETTERS, /* the rows of letters */
	PROPOSE_ALL,	 /* open items, with the section that each would stand in */
	PROPOSE_EXPLAIN	 /* all items, with decision and reason */
};

/* due_date may be computed, so it is among what is added; then decision and reason. */
enum propose_value {
	V_REMINDER,
	V_DUE_DATE,
	V_SELECT, /* S_AS_OF and those after it, in their order */
	V_DECISION = SELECT_COLUMNS + 1,
	V_REASON,
	PROPOSE_VALUES
};

struct propose {
	const struct selection *selection;
	enum propose_mode mode;
	struct columns columns;
	struct slice *fields; /* of the row at hand, with what is kept beside them */
	struct customer_room customer;
	const struct debtor
	    *debtor; /* whose, and which letter's, the values of the row before are */
	const struct letter *letter;
	struct slice values[PROPOSE_VALUES];
	int template_column, status_column; /* the input's, -1: it has none */
	struct proposal_checked checked;    /* in the output, what `check` is over */
	const struct terms *terms;	    /* and their name */
	struct slice terms_name;
	struct day_texts due, last; /* apart, as an old day may lie where a new one does */
	char as_of[DATE_TEXT], pay_by[DATE_TEXT];
	char n[MONEY_TEXT], days[MONEY_TEXT], rows[MONEY_TEXT], check[CHECK_TEXT];
};

void propose_open(
    struct propose *p, const struct selection *s, const struct table *t, enum propose_mode mode);
void propose_header(const struct propose *p, struct buf *out);
/* Whether the row stands in the output at all. */
bool propose_has(const struct propose *p, const struct kept *k, const struct letter *letter);
/* letter: which the row stands in, or NULL. */
void propose_row(
    struct propose *p, const struct kept *k, const struct letter *letter, struct buf *out);
void propose_free(struct propose *p);

#endif
