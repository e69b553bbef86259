/*
 * The aged ledger: what is open on a day by group, currency and bucket, how the
 * ledger's own total leads to it, and how its items were paid month by month.
 */
#ifndef STAGE_AGED_H
#define STAGE_AGED_H

#include "base/map.h"
#include "base/spool.h"
#include "book/receipts.h"
#include "rules/ageing.h"
#include "rules/buckets.h"
#include "rules/criteria.h"
#include "rules/turnover.h"
#include "stage/intake.h"

#include <stdbool.h>
#include <stddef.h>

/* From what the ledger has open now to what was open on the day, in one currency: less the one,
 * plus the other. */
struct aged_bridge {
	char currency[4];
	int decimals;
	money later;	  /* open by the ledger, of items dated after the day */
	money paid_since; /* open then, paid after it */
	unsigned long later_items, paid_items;
	struct turnover turnover; /* where months were asked for */
};

struct aged {
	/* set first */
	struct ledger ledger; /* open, its day looked for */
	bool rejects;	      /* faulty rows go there */
	struct buckets buckets;
	const struct slice *by; /* the columns of the grouping */
	size_t nby;
	const struct conditions *where;
	struct receipts *receipts; /* part payments; NULL: none are told */
	bool payable;
	size_t months; /* 0: nothing is told of them */
	bool marks;    /* the amounts in sentences have thousands marks, as the tables have */

	struct intake intake;
	struct lookup *at; /* one a column of the grouping */
	struct slice *values;
	struct criteria criteria;
	bool asks_customers, needs_customers; /* a column may be theirs; it is theirs alone */
	bool judges; /* little enough is asked to tell most rows where they are read */
	struct map strangers;
	struct ageing ageing;
	struct ageing outer; /* by the first column alone, where there are more: subtotals */
	struct aged_bridge *bridges; /* one a currency, as in ageing.totals */
	size_t nbridges, bridges_capacity;
	unsigned long other_side, no_date, undated, partly;
	bool replay; /* the ledger was taken after the day asked for */
};

/* Find the columns; a name that nobody has is a usage error with the nearest. */
void aged_open(struct aged *a);
/* Read the rows to their end. False after an error. */
bool aged_take(struct aged *a);
/* From the customer file, whose rows are read when this is first asked; NULL: it has none. */
const struct customer *aged_customer(const struct aged *a, struct slice key);

/* What was open on the day, all in all. */
money aged_total(const struct aged *a, const char *currency);
/* A control total of the user's: the total of its currency must be that. */
void aged_compare(const struct aged *a, const char *currency, money wanted);
/* After reading: what a person has to look at; and the notes, where the report has no place for
 * them. */
void aged_warn(const struct aged *a, bool notes);

/* The title: "Ageing of receivables on 2026-11-22, by due date". */
void aged_title(const struct aged *a, struct buf *b);
/* The conditions that items were chosen by; nothing where there are none. */
void aged_subtitle(const struct aged *a, struct buf *b);
/* What the figures rest on: sentences, a line each. */
void aged_notes(const struct aged *a, struct buf *b);
void aged_month_notes(const struct aged *a, struct buf *b);
/* Those of them that are of this ledger. */
void aged_month_basis(const struct aged *a, struct buf *b);
/* The subtotals after group i: it is the last with its first value. NULL: there are none. */
const struct ageing_sums *aged_subtotals(struct aged *a, size_t i);
/* "10001", or of several columns "Anna, 10001"; "(none)" where one is empty. */
void aged_label(const struct aged *a, const struct ageing_group *g, struct buf *b);
extern const struct slice aged_unnamed;
/* Tenths of a percent that the part is of the whole; 0 where that says nothing. */
long aged_share(money part, money whole);
/* The largest bucket, at least 1: what bars are drawn against. */
money aged_largest(const struct aged *a, const struct ageing_sums *s);
/* The groups of a currency: from *from on, in the order of their sizes. Returns where they end. */
size_t aged_currency_end(const struct aged *a, size_t from);
/* The name of the customer of a group, where customers are what items are grouped by; else empty.
 */
struct slice aged_name(const struct aged *a, const struct ageing_group *g);
bool aged_has_names(const struct aged *a);

/* The order of its groups, and of the subtotals. */
void aged_sort(struct aged *a, enum ageing_order order);

/* As CSV: the ageing, or with months these. */
bool aged_csv(struct aged *a, struct spool *out);
/* To look at, in lines of so many columns. */
bool aged_text(struct aged *a, size_t width, struct spool *out);
void aged_free(struct aged *a);

#endif
