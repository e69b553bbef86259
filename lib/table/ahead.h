/*
 * Reading a large file ahead of whoever wants its rows: in blocks of whole records, each of which
 * is framed, split and judged by a function of the caller's, on a second thread where the machine
 * has a second processor. Blocks are handed out in the order of the file, so that what is done
 * with them does not depend on the threads.
 */
#ifndef TABLE_AHEAD_H
#define TABLE_AHEAD_H

#include "base/mem.h"
#include "table/csv.h"
#include "table/frame.h"
#include "table/quoted.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

struct ahead;

struct ahead_block {
	_Alignas(CACHE_LINE) struct frame frame; /* over the block */
	unsigned long line;			 /* the physical line on which it begins */
	off_t at;				 /* where in its file, -1: not known */
	struct ahead_row {
		uint32_t at;   /* where the record begins */
		uint32_t line; /* from 1 in this block */
		uint32_t
		    fields; /* behind which of all `fields` its own are, 0: they are not kept */
		bool bare;  /* of those that are */
	} * rows;
	bool *settled; /* what the judge said of each row */
	void *kept;    /* and what it kept of it */
	size_t count;
	struct slice
	    *fields; /* of well-formed rows that are not settled; before them is one more */
	/* private */
	size_t nfields, fields_capacity;
	size_t capacity;
	struct quoted quoted;
	unsigned long lines, last_line;
	enum frame_result end; /* what follows the last record; FRAME_RECORD: another block */
	int error;
};

/*
 * Take over the rest of a file: what `from` has read of it and not handed out, and what its
 * descriptor still gives, in blocks as large as its buffer. Rows have `columns` fields; others are
 * never judged. work->work may be NULL.
 */
struct ahead *ahead_open(struct frame *from, size_t columns, const struct table_judge *judge,
    const struct table_work *work);
/* The next block, until the next call; NULL at the end. */
struct ahead_block *ahead_next(struct ahead *a);
/* Its rows; their file is not known here. */
struct table_rows ahead_rows(const struct ahead *a, const struct ahead_block *b);
/* After NULL: what ended the file, and the line on which it was, in *r. */
enum frame_result ahead_end(const struct ahead *a, struct record *r);
void ahead_close(struct ahead *a);

#endif
