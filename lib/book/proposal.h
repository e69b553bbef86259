/*
 * The proposal: the items' columns and those that select-overdue and
 * compute-fees add. One row is one item of one reminder. The stages from
 * compute-fees on refuse a reminder that is not whole (`rows`) or a row that another
 * program changed (`check`).
 */
#ifndef BOOK_PROPOSAL_H
#define BOOK_PROPOSAL_H

#include "base/diag.h"
#include "base/map.h"
#include "base/mem.h"
#include "base/slice.h"
#include "book/check.h"
#include "book/item.h"
#include "table/columns.h"
#include "table/csv.h"
#include "value/date.h"
#include "value/money.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

enum section {
	SECTION_OVERDUE,
	SECTION_REMINDED,
	SECTION_NOT_DUE,
	SECTION_ON_HOLD,
	SECTION_CREDIT,
	SECTIONS
};
extern const char *const section_names[SECTIONS];

/* What select-overdue adds, in this order; `reminder` is the first column of all. */
enum select_column {
	S_REMINDER,
	S_AS_OF,
	S_TERMS,
	S_LEVEL,
	S_LEVEL_NAME,
	S_N,
	S_SECTION,
	S_DAYS_OVERDUE,
	S_LAST_LEVEL,
	S_LAST_REMINDED,
	S_PAY_BY,
	S_TEMPLATE,
	S_LANGUAGE,
	S_DELIVERY,
	S_EMAIL,
	S_NAME,
	S_ROWS,
	S_CHECK,
	SELECT_COLUMNS
};
extern const char *const select_names[SELECT_COLUMNS];

/* What compute-fees adds, in this order. */
enum fee_column {
	F_INTEREST_DAYS,
	F_INTEREST,
	F_LINE_FEE,
	F_DAMAGES,
	F_REMINDER_FEE,
	F_COST,
	F_VAT,
	F_FEES,
	F_EARLIER_FEES,
	F_TOTAL_DUE,
	FEE_COLUMNS
};
extern const char *const fee_names[FEE_COLUMNS];

/* What render-letter adds. */
enum { LETTER_COLUMNS = 2 };
extern const char *const letter_names[LETTER_COLUMNS];

struct proposal_row {
	struct item item; /* slices live in the proposal */
	struct slice reminder, terms, level, level_name, template, language, delivery, email, name;
	struct slice last_level;
	date as_of, pay_by, last_reminded;
	date due_date; /* the one that counts, by days_overdue; the ledger's may be another */
	int n, days_overdue, rows;
	enum section section;
	bool has_fees; /* the fee columns are there */
	int interest_days;
	money fee[FEE_COLUMNS];	    /* by enum fee_column; F_INTEREST_DAYS unused */
	money per_day;		    /* what another day adds to its interest, where that is kept */
	const struct slice *fields; /* every column of the input; NULL: see proposal_fields */
	size_t index;		    /* its place in the input, from 0, where that is one part */
	size_t of;		    /* the place of its reminder in the proposal */
	const char *file;
	unsigned long line;
	/*
	 * Its line without the line end, where its fields would be written as they stand; else
	 * empty. `check` stands there after so many bytes, and the sum is that of all before fees.
	 */
	struct slice as_is;
	size_t check_at;
	uint64_t sum;
};

/* The row as the table had it, for its faults. */
struct row proposal_place(const struct proposal_row *row);

/*
 * Whether the number is that of a statement, an overview that reminds of nothing: its rows have no
 * level.
 */
bool reminder_is_statement(struct slice number);

/* The rows of one reminder, in the order of the input. */
struct reminder {
	struct slice number;
	struct proposal_row **rows;
	size_t count, capacity;
};

struct proposal {
	struct table *table;	   /* still open: for its header and for table_fault_at */
	struct proposal_row *rows; /* in the order of the input */
	size_t count;
	struct reminder *reminders; /* in the order of their first row */
	size_t nreminders;
	struct arena arena;
	/* Where the work on this part was done (proposal_work); PROPOSAL_UNWORKED: nowhere. */
	size_t place;
	struct slice lines; /* for that work: those of the rows, as they stand in their file, */
	off_t lines_at;	    /* and where; -1: not known */
	/* private */
	size_t reminders_capacity, reminders_made;
	struct reader *reader;
};
enum { PROPOSAL_UNWORKED = TABLE_PLACES };

enum {
	PROPOSAL_FEES = 1,	   /* the fee columns must be there */
	PROPOSAL_PARTIAL = 2,	   /* reminders need not be whole (compute-fees --renew) */
	PROPOSAL_LOOSE = 4,	   /* open items, in a reminder or in none; they are not gathered */
	PROPOSAL_ANY_CURRENCY = 8, /* which one a row has that names none is not known */
	PROPOSAL_WHOLE = 16,	   /* not in parts */
	PROPOSAL_RUNS = 32	   /* of several runs: an item may be reminded in each of them */
};

/*
 * Open one, to be read part after part. NULL after an error was reported. With rejects, reminders
 * of a customer that has a faulty row are left out whole; that needs PROPOSAL_WHOLE.
 */
struct proposal *proposal_open(struct diag *d, char *const *paths, size_t count,
    const char *default_currency, unsigned flags, const char *rejects);
/*
 * Work on parts, on any thread and before they are handed out; to be said before the first one. The
 * result stays in the place, of TABLE_PLACES, until the part after is asked for. False: there is
 * something to report, or to be done in order; nothing counts that was done. Of the rows, neither
 * file, line nor proposal_fields are there. Parts that are not in order are not worked on.
 */
struct proposal_work {
	bool (*work)(void *context, size_t place, struct proposal *part);
	void *context;
};
void proposal_work_on(struct proposal *p, const struct proposal_work *work);
/*
 * The next part, in place of the one before: whole reminders, and all that a customer has. While
 * rows stand in the order of select-overdue, by customer, that is a few hundred of them; all that
 * comes after others is one part, the last. False at the end, or after errors were reported.
 */
bool proposal_next(struct proposal *p);
/* Every column of a row of the part, until it is asked for another's. */
const struct slice *proposal_fields(const struct proposal *p, const struct proposal_row *row);

/* Read all rows, as one part. NULL after errors were reported. */
struct proposal *proposal_read(struct diag *d, char *const *paths, size_t count,
    const char *default_currency, unsigned flags, const char *rejects);
/*
 * Report (65) rows of another day than the one that was told; DATE_NONE: any day is right. False
 * then.
 */
bool proposal_is_of(const struct proposal *p, date told);
/* Gather the rows anew, by their numbers. */
void proposal_gather(struct proposal *p);
/* With rejects: every row of these customers, who have a faulty one, is left out and put there. */
void proposal_hold_back(struct proposal *p, const struct map *customers);
/* False when an error was reported (the rejects file could not be written). */
bool proposal_close(struct proposal *p);

/*
 * Leave out of the output what a later stage made of the input, if it has all of that stage's
 * columns: a single one, such as `vat` or `document`, may be the user's own.
 */
void proposal_leave_out(
    struct columns *c, const struct table *t, const char *const *names, size_t count);

/*
 * The checksum over what makes a row: key columns, dates and amounts. Values by name, so that it
 * can be computed before the row is written: `value` returns the text of a column, empty where the
 * row lacks it.
 */
enum { CHECK_FEES = 17, CHECK_COLUMNS = CHECK_FEES + FEE_COLUMNS };
void proposal_check(struct slice (*value)(const void *row, const char *name), const void *row,
    char text[CHECK_TEXT]);
/* The same for many rows: the columns are found once, of those that are about to be written by
 * their places in the output, and of a table's. */
struct proposal_checked {
	int columns[CHECK_COLUMNS]; /* -1: not there */
	size_t count;		    /* without those of the fees at the end that are not there */
	struct check_part missing;  /* those */
};
void proposal_check_plan(const struct columns *out, struct proposal_checked *c);
void proposal_check_out(const struct proposal_checked *c, const struct columns *out,
    const struct slice *fields, const struct slice *values, char text[CHECK_TEXT]);
void proposal_check_find(const struct table *t, struct proposal_checked *c);
/* Returns the sum of the columns before the fees. */
uint64_t proposal_check_row(
    const struct proposal_checked *c, const struct slice *fields, char text[CHECK_TEXT]);

#endif
