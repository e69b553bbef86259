/*
 * When an open item is expected to be paid, and the sums of what is expected
 * by week or month. Pure.
 */
#ifndef RULES_FORECAST_H
#define RULES_FORECAST_H

#include "value/date.h"
#include "value/money.h"

#include <stdbool.h>
#include <stddef.h>

/* What an expectation rests on. */
enum forecast_basis {
	BASIS_OWN,	/* the due date and the customer's own delay */
	BASIS_LEDGER,	/* the due date and the delay of all customers */
	BASIS_DUE,	/* the due date alone: too little was paid to tell */
	BASIS_ARRANGED, /* the day of a payment arrangement */
	BASIS_CREDIT,	/* a credit, or a payment that is not applied yet: taken off */
	/* From here on it is held: no day can be told. */
	BASIS_PAUSED,
	BASIS_BLOCKED,
	BASIS_HOLD, /* a condition of the user's: disputed */
	BASES
};
extern const char *const basis_names[BASES];

/* How late somebody pays, in days after the due date: the median of `count` paid items. */
struct habit {
	int days;
	unsigned long count;
};

struct forecast_facts {
	date as_of;
	date due; /* DATE_NONE: as_of */
	money open;
	enum forecast_basis hold; /* one of those that hold, or BASIS_OWN */
	bool arranged;
	date arranged_until; /* DATE_NONE: no day was told, so it is paused */
	struct habit own, all;
	unsigned long least; /* so many paid items make a habit */
};

struct expectation {
	enum forecast_basis basis;
	struct habit habit; /* that it rests on */
	date on;	    /* may have passed; DATE_NONE: held */
};

struct expectation forecast_expect(const struct forecast_facts *f);

/* Weeks from Monday, or months; the first begins on as_of. */
struct forecast_plan {
	date as_of;
	bool monthly;
	size_t count;
};

enum { FORECAST_MOST = 120, FORECAST_LABEL = 32 };

/* The period of a day, the first for one that has passed; `count` for one after the last. */
size_t forecast_period(const struct forecast_plan *p, date day);
date forecast_first(const struct forecast_plan *p, size_t period);
date forecast_last(const struct forecast_plan *p, size_t period);
/* "2026-W48", "2026-11". */
void forecast_label(const struct forecast_plan *p, size_t period, char label[FORECAST_LABEL]);

struct forecast_cell {
	money receipts, payments;
	unsigned long items;
};

/* What is expected in one currency. */
struct forecast_sums {
	char currency[4];
	int decimals;
	size_t count;		     /* of the plan's periods */
	struct forecast_cell *cells; /* the periods, what comes later, and what is held */
	struct forecast_cell total;
};

static inline size_t forecast_cells(size_t periods)
{
	return periods + 2;
}

/* Add an item to a cell. False when a sum does not fit. */
bool forecast_add(struct forecast_sums *s, size_t cell, bool payable, money amount);
/* Whether the cells add up to the total, and net and cumulative sums fit. */
bool forecast_adds_up(const struct forecast_sums *s);

#endif
