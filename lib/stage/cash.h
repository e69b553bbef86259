/*
 * The cash forecast of a ledger: its rows are read, who pays how late is
 * told from what is paid, and each open item is put into the period in which it is expected. In
 * cash.c; what is written of it in cash_words.c, cash_csv.c and cash_text.c.
 */
#ifndef STAGE_CASH_H
#define STAGE_CASH_H

#include "base/buf.h"
#include "base/map.h"
#include "base/mem.h"
#include "base/spool.h"
#include "rules/backtest.h"
#include "rules/criteria.h"
#include "rules/debtors.h"
#include "rules/forecast.h"
#include "rules/median.h"
#include "stage/intake.h"

#include <stdbool.h>
#include <stddef.h>

/* Who pays: a customer, or we ourselves a creditor. */
struct cash_payer {
	struct slice key, name;
	bool payable;
	size_t place; /* among the payers */
	struct median delays;
	struct habit habit;
	struct expectation usual; /* what its next item would rest on */
	unsigned long open_items;
};

struct cash_item {
	struct cash_payer *payer;
	struct slice invoice, instalment;
	char currency[4];
	int decimals;
	date due;
	money open;
	enum forecast_basis hold;
	bool arranged;
	date arranged_until;
	struct expectation expected;
	size_t cell; /* of the sums of its currency */
};

/* Of one currency and both sides: what the assumptions tell. */
struct cash_remark {
	unsigned long items;
	money amount; /* receipts less payments */
};

struct cash_currency {
	struct forecast_sums sums;
	struct cash_remark late; /* later already than expected, and so in the first period */
	struct cash_remark basis[BASES]; /* by what they rest on */
};

struct cash {
	/* set first */
	struct ledger ledger;		       /* open */
	bool rejects;			       /* faulty rows go there */
	const struct condition *where, *holds; /* all must hold; each of them holds an item */
	size_t nwhere, nholds;
	struct forecast_plan plan; /* as_of is found in the rows where it is not told */
	unsigned long least;	   /* so many paid items make a habit */

	struct intake intake;
	int name_column; /* of the items, -1: none */
	struct debtors debtors;
	struct criteria criteria, *hold_criteria;
	struct map payers_by_key;
	struct cash_payer **payers; /* in the order in which they came, sorted at the end */
	size_t npayers, payers_capacity;
	struct cash_item *items; /* sorted at the end */
	size_t nitems, items_capacity;
	struct backtest_item *paid;
	size_t npaid, paid_capacity;
	struct backtest_row backtest[BACKTEST_ROWS]; /* over all that is paid */
	struct habit all[2];			     /* of receivables, payables */
	struct cash_currency *currencies;	     /* by their codes */
	size_t ncurrencies, currencies_capacity;
	unsigned long future;  /* open items dated after as_of, left out */
	unsigned long undated; /* paid items that cannot tell a delay */
	struct arena arena;
};

/* Bind the conditions; a usage error where nobody has a column. */
void cash_open(struct cash *c);
/* Read the rows to their end, and expect every open item. False after errors were reported. */
bool cash_take(struct cash *c);
void cash_free(struct cash *c);

/* "2026-W48", "later", "held". */
void cash_cell_name(const struct cash *c, size_t cell, char name[FORECAST_LABEL]);
/* The first day of a period; DATE_NONE for the others. */
date cash_cell_first(const struct cash *c, size_t cell);
/* Receipts less payments. */
money cash_net(const struct forecast_cell *cell);

/* What the forecast assumes, as sentences, for one currency. */
struct cash_words {
	bool marks; /* set first: amounts have thousands marks, as the table has */
	char **sentences;
	size_t count, capacity;
};
void cash_assume(const struct cash *c, const struct cash_currency *of, struct cash_words *words);
void cash_words_free(struct cash_words *w);

/* The payers that owe something, or are owed, the latest first. Caller frees. */
const struct cash_payer **cash_late_payers(const struct cash *c, size_t *count);

/* Writers. */
void cash_csv(const struct cash *c, struct buf *out);
/* Every open item with what is expected of it. */
bool cash_explain(const struct cash *c, struct spool *out);
void cash_text(const struct cash *c, struct buf *out);
/* The back-test over the paid items. */
void cash_backtest(const struct cash *c, bool text, struct buf *out);

#endif
