/*
 * The rows of a ledger, one after the other, for a report. With --rejects none is handed out before
 * all were checked: one that is faulty goes to the rejects, and so do the others of its customer.
 * Set the first four, with the ledger open, then intake_open.
 */
#ifndef STAGE_INTAKE_H
#define STAGE_INTAKE_H

#include "base/map.h"
#include "base/mem.h"
#include "stage/ledger.h"
#include "table/pack.h"

#include <stdbool.h>
#include <stddef.h>

struct intake {
	struct ledger *ledger;
	bool rejects;
	/* What else the report asks of a row, which it would tell as a fault; false after one. */
	bool (*check)(void *context, const struct row *row, struct item *item);
	void *context;

	unsigned long left_out; /* rows that went to the rejects */
	bool checked;		/* all rows were */
	struct map faulty;	/* customers */
	struct arena arena;	/* of the rows */
	struct packed *rows;
	size_t count, capacity, next;
	struct slice *fields;
};

void intake_open(struct intake *in);
/* The next sound row and its item, the current row of the table. False: there is none. */
bool intake_next(struct intake *in, struct row *row, struct item *item);
void intake_free(struct intake *in);

#endif
