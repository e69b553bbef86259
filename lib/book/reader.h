/*
 * Reading a proposal, in proposal_read.c, proposal_whole.c and proposal_parts.c. Private to them.
 */
#ifndef BOOK_READER_H
#define BOOK_READER_H

#include "base/buf.h"
#include "book/proposal.h"

/*
 * What the parts before had: a log that is only read where rows are not in order, for the last
 * part. In proposal_past.c.
 */
struct past {
	struct buf log;	  /* of the newest rows, */
	const char *file; /* which are of this file */
	struct past_log *logs;
	size_t count, capacity; /* of those before */
	struct arena texts;
};

/* Where a reminder or an item stood before. Lives in an arena. */
struct earlier_place {
	struct slice reminder;
	const char *file;
	unsigned long line;
	size_t count, wanted; /* of a reminder: its rows, and how many it should have */
};

void past_add(struct past *past, const struct reminder *reminder);
/* What another one has, whose rows are of this file, and their lines from `before` on. */
void past_append(
    struct past *past, const struct past *other, const char *file, unsigned long before);
void past_clear(struct past *past);
/* By number of the reminder, and by item_key of what it reminds of. */
void past_find(struct past *past, struct arena *a, struct map *reminders, struct map *causes);
void past_free(struct past *past);

/*
 * Work on parts before they are handed out, on any thread. In proposal_work.c. A place has a reader
 * of its own, of what lies between the first and the last customer of a block.
 */
struct part_place {
	struct reader *reader;
	size_t begin, end; /* of the rows of the part in the block */
	size_t first;	   /* how many reminders its first customer has */
	bool worked;	   /* the part is as it should be, and the work on it is done */
};

/* Reading in parts. */
struct parts {
	struct table_judge judge;
	struct proposal_work work; /* NULL: none */
	struct part_place places[TABLE_PLACES];
	struct table_rows block;
	size_t at;		       /* the first row of it that was in no part */
	bool begun;		       /* a row was in a part */
	bool last;		       /* all that is left is the last part */
	struct slice customer, number; /* the greatest so far */
	struct buf customer_text, number_text;
	struct past past;
};

/* The date that stood in a column last, and its ten characters: rows that stand together have most
 * of theirs in common. Zero-initialize. */
struct last_date {
	uint64_t begin, end;
	date day;
};
struct last_dates {
	_Alignas(CACHE_LINE) struct last_date as_of;
	struct last_date pay_by, last_reminded;
};

struct reader {
	struct diag *d;
	struct table *table;
	struct proposal *p;
	unsigned flags;
	struct proposal_row *rows; /* kept here, with their fields in the proposal's arena */
	size_t count, capacity;
	size_t index; /* of the next row */
	struct item_columns items;
	int select[SELECT_COLUMNS], fee[FEE_COLUMNS];
	struct proposal_checked checked;
	struct last_dates *last; /* of each place, then of rows that are kept */
	int *loose;		 /* the columns whose cells may begin or end with a blank */
	size_t nloose;
	bool has_fees;
	bool ended;
	struct map bad_customers; /* those that have a faulty row */
	struct map faulty_rows;	  /* how many faulty rows a reminder has, by its number */
	struct parts parts;
};

/* Parse a row that stands in this place. t NULL: no fault is reported, and the thread that judges
 * there may ask. */
bool reader_row(const struct reader *r, size_t place, struct table *t, const struct row *row,
    struct proposal_row *out);
/* Keep the current row of the table, if it is sound. */
void reader_keep(struct reader *r, const struct row *row);
/* A row is faulty: with rejects, nothing of its customer is used. */
void reader_note_faulty(struct reader *r, const struct row *row);

/* Report reminders that are not whole, not alike, or remind an item twice. */
void reader_check_reminders(struct reader *r);
bool reader_same_currency(
    const struct reader *r, const struct proposal_row *a, const struct proposal_row *b);
/* One more reminder, without rows. */
struct reminder *reader_add_reminder(struct proposal *p, struct slice number);
void reminders_free(struct proposal *p);
/* One more row of the reminder in that place. */
void reader_add_row(struct proposal *p, size_t reminder, struct proposal_row *row);

/* The run of all rows of one customer goes to the part. False, and nothing is gathered: it is not
 * in order. */
bool parts_take_run(struct reader *r, struct proposal_row *rows, size_t count);
/* How many sound rows of one customer stand from row number i on among these. */
size_t parts_run_at(const struct table_rows *rows, size_t i);

void work_free(struct reader *r);
/* The part that was worked on, from row `begin` of the block on, if it follows what was before;
 * else NULL. */
struct part_place *work_take(struct reader *r, size_t begin);

bool parts_next(struct reader *r);
void parts_open(struct reader *r);
void parts_free(struct reader *r);

#endif
