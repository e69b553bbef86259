/*
 * The selection over a whole ledger: rows come in one by one, and at the end the
 * letters are made. What is kept grows with the customers and the letters, not with the ledger: of
 * rows that can stand in no letter only their share in the sums is left, and the others lie in
 * bins (base/bins.h), by the customers' keys, so that all of a customer's come back together.
 */
#ifndef RULES_SELECTION_H
#define RULES_SELECTION_H

#include "base/bins.h"
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
	const char *number;
	uint64_t identity; /* private */
	size_t rows;
	int level;
	date pay_by; /* DATE_NONE: out of range */
};

/* A row that was kept, in one piece with its text. */
struct kept {
	struct debtor *debtor;
	const struct account *account;
	const char *file;
	unsigned long line;
	money open;
	struct kept_cell {
		uint32_t at, n; /* in `fields` */
	} invoice, instalment;
	date due_date, last_reminded;
	int last_n;
	struct decision decision; /* selection_decide changes its reason and its level */
	/* How often it was reminded at the level; after selection_decide, which time it is now. */
	int n;
	/* after selection_decide */
	uint32_t letter; /* private */
	unsigned char section;

	unsigned char hold;
	bool has_events; /* as in its state */
	bool asked_for;	 /* picked by its own name, and nothing of its own stands in the way */
	uint32_t size;	 /* of all of it */
	char fields[];	 /* kept_unpack */
};

/* What a kept row has beside its columns: the history's, the policy's, or a cell of the row. */
enum kept_extra { KEPT_LAST_LEVEL, KEPT_STATUS, KEPT_EXTRAS };
/* The row's `ncolumns` fields, and then the extras. */
void kept_unpack(const struct kept *k, struct slice *fields, size_t ncolumns);
struct slice kept_extra(const struct kept *k, size_t ncolumns, enum kept_extra extra);
struct slice kept_cell(const struct kept *k, struct kept_cell cell);

/* Private: what selection_decide makes of a row. */
struct verdict {
	uint32_t at; /* of the row in its bin, in units of its alignment */
	uint32_t letter;
	int n, level;
	uint16_t reason, section; /* so wide that nothing is between the members */
};

struct selection {
	struct debtors debtors;
	date as_of;
	const char *only_level; /* NULL: all */
	bool keep_all;		/* all rows, and the reasons of all */
	size_t ncolumns;
	int invoice_column, instalment_column; /* the second may be -1 */
	bool early_matters;		       /* an item not yet due may still play a part */
	bool has_limits;		       /* some terms look at the credit limit */
	/* Of the rows kept: each bin has those of customers up to a key. What was decided of them
	 * lies apart, in their order. */
	struct bins *bins, *verdicts;
	size_t nbins;
	struct bin_begin {
		uint64_t number; /* of its first bytes */
		struct slice key;
	} * begins;
	bool decided;
	size_t reasons[REASONS]; /* how many items had each; complete after selection_decide */
	struct letter *letters;
	size_t nletters, letters_capacity;
	size_t *first_letter; /* of each bin */
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
/* Let it pass. */
void selection_pass(struct selection *s, struct debtor *debtor, money share);
/* What an item counts for, and the row of it that is to be kept. */
struct weighed {
	struct debtor *debtor;
	const struct terms *terms;
	char currency[4];
	struct decision decision;
	money open, share;
	size_t bin, at, size; /* the row, folded up; size 0: it is not needed any more */
};
/* Weigh an item that was judged, which any thread may do: the row goes to the end of `rows`, which
 * holds nothing else but such. `room`: which debtors_state had. */
struct weighed selection_weigh(const struct selection *s, struct debtor *debtor,
    const struct facts *facts, const struct decision *d, const struct slice *fields,
    const struct debtor_room *room, struct buf *rows);
/* Count it, and keep the row, if there is one; it stands there. */
void selection_add(struct selection *s, const struct weighed *w, const struct buf *rows,
    const char *file, unsigned long line);
/* After the last row: who is reminded, in which letter, under which number. */
void selection_decide(struct selection *s);

/* The kept rows of one bin, by customer, due date, invoice and instalment; the bins follow each
 * other in the order of the customers. Zero-initialize; to be used again for another bin. */
struct kept_rows {
	const struct kept **all;
	size_t count;
	/* private */
	size_t capacity;
	struct buf bytes, verdicts;
};
/* Any thread may read, when nobody adds. */
void selection_read(const struct selection *s, size_t bin, struct kept_rows *out);
/* Private: what was decided of one of these rows. */
struct verdict selection_verdict(const struct kept_rows *rows, const struct kept *k);
/* False after an error: the bins could not be written or read, and what was read is of no use. */
bool selection_check(const struct selection *s, struct diag *d);
void kept_rows_free(struct kept_rows *rows);
/* The letter that a row of that bin stands in; NULL: none. */
const struct letter *selection_letter(const struct selection *s, size_t bin, const struct kept *k);
/* All rows in order. */
typedef void selection_visit(void *context, const struct kept *k);
void selection_walk(const struct selection *s, selection_visit *visit, void *context);

void selection_free(struct selection *s);

#endif
