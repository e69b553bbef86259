/*
 * An open table, as csv_open.c, csv_read.c and csv_fault.c share it. Private to them.
 */
#ifndef TABLE_TABLE_H
#define TABLE_TABLE_H

#include "base/mem.h"
#include "table/ahead.h"
#include "table/csv.h"
#include "table/frame.h"
#include "table/quoted.h"
#include "table/reject.h"

struct table {
	struct diag *d;
	char *const *paths;
	size_t npaths, opened; /* operands; how many of them were opened */
	const char *file;      /* the current one, as messages name it */
	struct frame frame;
	struct ahead *ahead;	   /* NULL: rows are read one by one */
	struct ahead_block *block; /* of it, the current one */
	struct table_work work;	   /* on its blocks */
	bool ended;
	struct quoted quoted;
	struct arena arena;
	struct slice *names;
	size_t ncolumns;
	const char *header_file; /* where the names come from */
	struct row row;
	struct rejects rejects;
	struct slice *cut; /* a record with bad quotes, cut at every comma */
	size_t cut_capacity;
	struct slice *padded; /* the fields of a malformed row */
	void (*tell)(void *context, const struct row *row);
	void *tell_context;
};

/* A record's fields, or what is wrong with them. */
struct parts {
	const struct slice *fields;
	size_t count;
	const char *why; /* NULL: nothing */
	size_t column;	 /* which field; `count`: none of them */
};
struct parts table_take_apart(struct table *t, const struct record *r);

/* Open the next operand and read its header. False after an error was reported. */
bool table_next_file(struct table *t);
void table_close_file(struct table *t);

/* An error after which nothing of the input can be trusted; it ends the table. False. */
__attribute__((format(printf, 3, 4))) bool table_broken(
    struct table *t, unsigned long line, const char *fmt, ...);
/* The same from errno. */
bool table_unreadable(struct table *t, enum exit_status status);
/* What is wrong where framing found no whole record. False. */
bool table_no_record(struct table *t, enum frame_result result, const struct record *r);

#endif
