/*
 * Billing: the reminders of a proposal as they will be written, each with its
 * level, made anew where that is asked for, and with what it charges. In
 * billing.c, billing_letters.c, billing_charges.c, billing_payments.c,
 * billing_rates.c, billing_law.c and billing_work.c.
 */
#ifndef STAGE_BILLING_H
#define STAGE_BILLING_H

#include "base/buf.h"
#include "base/diag.h"
#include "base/map.h"
#include "base/mem.h"
#include "base/patched.h"
#include "book/book.h"
#include "book/payments.h"
#include "book/proposal.h"
#include "rules/charge.h"
#include "rules/earlier.h"
#include "rules/number.h"
#include "stage/fees.h"

#include <stdbool.h>
#include <stddef.h>

/* A reminder on its way out. */
struct bill {
	const struct reminder *of;
	const struct terms *terms;
	const struct level *level; /* the highest of its overdue rows */
	const char *wanted; /* its new number as long as no other wants it, NULL: unchanged */
	struct fees_letter out;
	bool keeps_number; /* it is as it was: also where the history has it, unless as another's */
	bool left_out;	   /* nothing of it is written */
	size_t explained;  /* where its sums end in billing.explained */
};

struct billing {
	/* set first */
	struct diag *d;
	const struct book *book; /* policy, history, rates */
	struct proposal *proposal;
	bool renew;   /* rows were left out on purpose */
	date as_of;   /* the day that the reminders are for, DATE_NONE: the rows' */
	bool rejects; /* a faulty row holds back all that its customer has */
	bool explain; /* tell each charge's sum in words */

	const struct payments *payments; /* NULL: none were given */

	/* Of the part at hand. */
	struct bill *bills; /* one a reminder of the proposal */
	size_t nbills, bills_capacity;
	const struct level **levels; /* of each row, NULL where it has none */
	size_t levels_capacity;
	struct charge_row *rows; /* of the reminder at hand */
	size_t capacity;

	/* Customers who have a faulty row. */
	struct map bad_customers;
	struct map old_tables; /* of rates, by name, of which that was told */
	struct numbers numbers;
	struct earlier earlier;
	struct fees_writer writer;
	struct payers *payers; /* NULL: no law is named, or nobody is charged so far */
	struct buf explained;
	struct arena arena;
	unsigned long told_line;      /* the rule of the policy that was found wrong last */
	struct billing_place *places; /* where parts were worked on; NULL: nowhere */
	bool per_day;		      /* what another day adds is kept, and written */
	bool patches;		      /* of lines that stand, what is put in is kept alone */
	bool quiet;		      /* nothing is told, on any thread */
	bool deferred;		      /* there was something to tell, or to be done in order */
	bool told_twice;	      /* that booked charges are asked for twice */
};

/*
 * Where rows may have to be left out, renumbered or told of in words, a proposal is read whole: the
 * flag for proposal_open that says so, else 0.
 */
unsigned billing_reads(const struct billing *b, const char *payments);
/*
 * Part after part of the proposal: the level of each reminder, what follows from it and what each
 * charges, into out. payments: the file of part payments, or NULL.
 */
void billing_run(struct billing *b, const char *payments, struct patched *out);
void billing_free(struct billing *b);

/* Between the files. */

/* The bills of the part at hand, without anything in them. */
void billing_open_bills(struct billing *b);
/* Whether nothing is told now: all of the part is done again, in order. */
bool billing_defers(struct billing *b);
/* Let parts be worked on before they are at hand; add what was written there to out. */
void billing_work_ahead(struct billing *b);
bool billing_add_worked(struct billing *b, size_t place, struct patched *out);
void billing_free_places(struct billing *b);
void billing_make_letters(struct billing *b);
void billing_charge(struct billing *b);
/* Note, once a table, that its last rate is charged by when a newer one is due. */
void billing_tell_old_rates(struct billing *b, const struct bill *bill);
/* Take in who is charged by the part at hand. */
void billing_take_payers(struct billing *b);
/* Report what is charged to a consumer while a law that the policy names does not allow it. */
void billing_check_law(struct billing *b);
void billing_free_payers(struct billing *b);
/* Report a cell that does not fit the policy. False. */
bool billing_refuse(
    struct billing *b, const struct proposal_row *row, const char *column, const char *why);
/* Report a rule of the policy that cannot be followed. False. */
bool billing_refuse_rule(struct billing *b, unsigned long line, unsigned long col,
    const struct proposal_row *row, const char *why);
void billing_hold_back(struct billing *b, const struct proposal_row *row);
/* The part payments of a row by its as-of day. False after a fault. */
bool billing_add_payments(struct billing *b, const struct bill *bill,
    const struct proposal_row *row, struct charge_row *out);

#endif
