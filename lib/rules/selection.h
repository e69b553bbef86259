/*
 * The selection over a whole ledger: rows come in one by one, and at the end the
 * letters are made. What is kept grows with the customers and with the rows
 * that can stand in a letter, not with the ledger: of all other rows only
 * their share in the sums is left.
 */
#ifndef RULES_SELECTION_H
#define RULES_SELECTION_H

#include "base/mem.h"
#include "book/customers.h"
#include "book/history.h"
#include "book/item.h"
#include "book/policy.h"
#include "rules/account.h"
#include "rules/debtors.h"
#include "rules/decide.h"
#include "rules/number.h"
#include "table/pack.h"

#include <stdbool.h>
#include <stddef.h>

struct letter {
	const struct debtor *debtor;
	const struct account *account;
	int level;
	size_t rows;
	date pay_by; /* DATE_NONE: out of range */
	const char *number;
	/* private */
	struct slice suffix;
	uint64_t identity;
};

/* A row that was kept. */
struct kept {
	struct debtor *debtor;
	const struct account *account;
	struct packed row;
	struct slice invoice, instalment;
	date due_date;
	money open;
	struct decision decision;
	bool asked_for; /* picked by its own name, and nothing of its own stands in the way */
	enum hold hold;
	struct slice last_level;
	date last_reminded;
	int last_n;
	struct slice status; /* by the history */
	/* after selection_decide */
	enum section section;
	const struct letter *letter; /* NULL: it stands in none */
	int n;
};

struct selection {
	struct debtors debtors;
	date as_of;
	const char *only_level; /* NULL: all */
	bool keep_all;		/* all rows, and the reasons of all */
	size_t ncolumns;
	bool early_matters; /* an item not yet due may still play a part */
	bool has_limits;    /* some terms look at the credit limit */
	struct kept **rows; /* after selection_order by customer, due date, invoice, instalment */
	size_t count, capacity;
	size_t reasons[REASONS]; /* how many items had each; complete after selection_decide */
	struct letter **letters;
	size_t nletters, letters_capacity;
	struct numbers numbers;
	struct arena arena;
};

/* Once, after the facts of the struct were filled in. */
void selection_start(struct selection *s);
/*
 * Whether the item can change nothing that is asked for, if its customer is known: it is paid, or
 * not due where that suffices. Any thread may ask.
 */
bool selection_may_pass(const struct selection *s, const struct item *item, date due);
/* What such an item counts for all the same: its share in its customer's open total. */
money selection_share(const struct selection *s, const struct item *item);
/* Let it pass. False when its customer is not known, and it must be looked at. */
bool selection_pass(struct selection *s, struct debtor *debtor, money open, money share);
/* Count the item, and keep the row where it may be needed. */
void selection_add(struct selection *s, struct debtor *debtor, const struct facts *facts,
    const struct decision *d, const struct row *row);
/* After the last row: put the rows in order. */
void selection_order(struct selection *s);
/* Then: who is reminded, in which letter, under which number. */
void selection_decide(struct selection *s);
/* For a walk over the rows that is at row i: those that come soon are brought near. In order they
 * lie anywhere. */
void selection_soon(const struct selection *s, size_t i);
void selection_free(struct selection *s);

#endif
