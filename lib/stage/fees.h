/*
 * The rows of a proposal with their charges, as text: the columns that
 * compute-fees adds, and those that a reminder made anew changes.
 */
#ifndef STAGE_FEES_H
#define STAGE_FEES_H

#include "base/buf.h"
#include "base/patched.h"
#include "base/slice.h"
#include "book/proposal.h"
#include "table/columns.h"
#include "value/date.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* What all rows of a reminder have in common, as it is to be written. */
struct fees_letter {
	struct slice number;
	date as_of, pay_by;
	int rows;
	bool renumbered;	     /* `number` is not that of its rows */
	const char *template;	     /* NULL: each row keeps its own */
	const char *former_template; /* rows with another than this keep it; NULL: none does */
};

/* The columns that are ours: those of the fees, then those of the letter. */
enum fees_value {
	FEES_LETTER = FEE_COLUMNS,
	FEES_REMINDER = FEES_LETTER,
	FEES_AS_OF,
	FEES_SECTION,
	FEES_DAYS_OVERDUE,
	FEES_PAY_BY,
	FEES_TEMPLATE,
	FEES_ROWS,
	FEES_CHECK,
	FEES_PER_DAY, /* last: only where part payments were told */
	FEES_VALUES
};

/* Cells of nothing, each with its comma before it, of which so many bytes are copied, and their
 * part of `check`: most rows are charged nothing, and most fees of the others are none. */
enum { FEES_NONE = 64 };
struct fees_none {
	char text[FEES_NONE];
	size_t n;
	struct check_part sum;
};

extern const char fees_per_day[]; /* the name of that column */

struct fees_writer {
	struct columns columns;
	struct slice values[FEES_VALUES];
	char text[FEES_VALUES][MONEY_TEXT];
	const struct proposal *proposal;
	int days_column;
	bool per_day;
	bool appends; /* the columns of the fees come last, and no other is left out */
	struct proposal_checked checked; /* in the output, what `check` is over */
	/* By decimals: all of the fees before total_due, and one. */
	struct fees_none none[MONEY_DECIMALS + 1], one[MONEY_DECIMALS + 1];
};

/*
 * per_day: also what another day adds to the interest. A letter can compute that itself, but for
 * the part payments.
 */
void fees_open(struct fees_writer *w, const struct proposal *p, bool per_day);
/* What patches of fees_patch take from the stock. */
void fees_stock(const struct fees_writer *w, struct patched *p);
void fees_header(const struct fees_writer *w, struct buf *out);
/* The charges are those in row->interest_days, row->fee and row->per_day. */
void fees_row(struct fees_writer *w, const struct fees_letter *letter,
    const struct proposal_row *row, struct buf *out);
/* The same of a row whose line stands as it is but for `check`, on any thread; false: of another.
 */
bool fees_line(const struct fees_writer *w, const struct fees_letter *letter,
    const struct proposal_row *row, struct buf *out);
/*
 * The same as what is put into the row's line (base/patched.h), with the stock of fees_stock; *same
 * is where the line before ended in the text that both stand in, and moves on.
 */
bool fees_patch(const struct fees_writer *w, const struct fees_letter *letter,
    const struct proposal_row *row, const char **same, struct buf *patches);
void fees_close(struct fees_writer *w);

#endif
