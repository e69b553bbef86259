/*
 * Reading and writing canonical CSV: UTF-8, comma, RFC 4180 quotes, a header.
 *
 * Reading accepts more than we write: CRLF, a byte order mark, line breaks in
 * quotes, columns in any order. What is never accepted: a row with fewer or
 * more fields than the header, a column named twice or without a name, an unclosed quote, bytes
 * that are not UTF-8 (NUL is not), a last record without its line end (it was torn off), a record
 * of more than 16 MiB, more than 4096 columns, an input without a header. A line break in quotes
 * is read as a blank.
 *
 * Records are framed by one scanner: a newline outside quotes ends a record,
 * physical lines are counted. A record whose quotes, if any, stand round whole fields is split
 * there; any other is given to libcsv, which judges the grammar.
 */
#ifndef TABLE_CSV_H
#define TABLE_CSV_H

#include "base/buf.h"
#include "base/diag.h"
#include "base/slice.h"

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

/*
 * An open table: one or more files read in order, whose headers are the same.
 * Rows are handed out one by one; memory does not grow with the input.
 */
struct table;

enum { ROW_BEHIND = 8 };

struct row {
	/* One a column of the header, until the next row; ROW_BEHIND bytes behind each can be read,
	 * whatever they are. */
	const struct slice *fields;
	const char *file;
	unsigned long line; /* physical line on which the record begins, from 1 */
	bool bare;	    /* known to have no quotes, so that no field has a comma */
};

/* A cell; empty where the table lacks the column (-1). */
static inline struct slice row_cell(const struct row *row, int column)
{
	return column >= 0 ? row->fields[column] : (struct slice){"", 0};
}

/* False after an error (64) where standard input is named more than once. */
bool table_check_operands(struct diag *d, char *const *paths, size_t count);
/*
 * False after an error (64): the file that an option names (NULL: none) is one of the operands, or
 * standard input, and would be replaced.
 */
bool table_check_output(
    struct diag *d, const char *option, const char *path, char *const *inputs, size_t count);

/*
 * Open operands paths[0..count) ("-" or no operand at all: standard input, named
 * <stdin>) and read the header. NULL after an error was reported: 66 no such
 * file, 65 no header. When rejects is not NULL, faulty rows do not stop the
 * stage: they go to that file (temporary, renamed by table_close) with a column
 * `reason`, and count as warnings.
 */
struct table *table_open(struct diag *d, char *const *paths, size_t count, const char *rejects);

/*
 * Whether the same rows could be read once more, as its operands are files. table_again opens them
 * anew; NULL after an error, as of table_open.
 */
bool table_is_lasting(const struct table *t);
/*
 * A descriptor of its own, the caller's, of the only operand, if that is a file that can be read at
 * any place; else -1.
 */
int table_file(const struct table *t);
struct table *table_again(const struct table *t);

/* The header. */
size_t table_columns(const struct table *t);
struct slice table_column_name(const struct table *t, size_t column);
/* The index of the column, or -1. */
int table_find(const struct table *t, const char *name);
/* As table_find, but a missing one is an error (65) that offers the nearest name. */
int table_need(struct table *t, const char *name);
/* As table_need for a name that the user typed (usage error 64): option says where. */
int table_need_named(struct table *t, struct slice name, const char *option);

/*
 * The next well-formed row: true. False at the end of the input (or after an
 * error that ends it). Malformed rows are reported here and passed over.
 */
bool table_next(struct table *t, struct row *row);

/*
 * Many rows at once, for a caller to whom most of them mean little. `judge` is called for every
 * well-formed row, on any thread, and must depend on nothing that changes meanwhile. What it keeps
 * of a row (`size` bytes) may point into the row's fields. True settles the row: nobody need
 * look at the whole of it. What is not well-formed is never settled, and zero bytes are kept of it.
 * `place`: that of the rows (struct table_rows), which one thread at a time judges, in their order.
 */
struct table_judge {
	bool (*judge)(const void *context, size_t place, const struct row *row, void *kept);
	const void *context;
	size_t size;
};

/* Rows that were judged, until the next ones. */
struct table_rows {
	const bool *settled;
	void *kept; /* the caller may go on with it */
	size_t count;
	const char *file;
	size_t
	    place; /* in which of TABLE_PLACES they are; no others are there until the next ones */
	const struct ahead_block *block; /* private */
};

/*
 * To be said before the first rows: `work` is called for rows that were judged, all at once, on
 * the thread that judged them and before they are handed out. `file` is not known then.
 */
enum { TABLE_PLACES = 8 };
struct table_work {
	void (*work)(void *context, const struct table_rows *rows);
	void *context;
};
void table_work_on(struct table *t, const struct table_work *work);
/* The fields of row number i, for that work; NULL: it is settled, or malformed. */
const struct slice *table_fields(const struct table_rows *rows, size_t i);
/* The lines of rows `from` up to `to`, which is one of them too, as they stand in their file, and
 * where; *at -1: that is not known. */
struct slice table_lines(const struct table_rows *rows, size_t from, size_t to, off_t *at);

/* The next rows, at least one. False at the end. To be used instead of table_next, with the same
 * judge from the first row on. */
bool table_next_rows(struct table *t, const struct table_judge *judge, struct table_rows *out);
/* Row number i of these, as table_next gives it: false where it is malformed, which is reported. */
bool table_take_row(struct table *t, size_t i, struct row *row);
/* The line of row number i; and how many lines are before those of which its judge was told. */
unsigned long table_line(const struct table *t, size_t i);
unsigned long table_lines_before(const struct table *t);

/*
 * Report a fault of the current row: without rejects an error (65), with rejects
 * a warning, and the row goes there. Several faults of one row are all reported. column -1: the row
 * as a whole. t NULL: nothing is reported.
 */
__attribute__((format(printf, 3, 4))) void table_fault(
    struct table *t, int column, const char *fmt, ...);
/* Report the fault of a row that is no longer the current one. `fields` as in struct row. */
__attribute__((format(printf, 4, 5))) void table_fault_at(
    struct table *t, const struct row *row, int column, const char *fmt, ...);
/* With rejects: a faulty row holds back all that its customer has; this is one of those. It goes
 * there with a reason and no message, unless it is there as faulty itself. */
void table_hold_back(struct table *t, const struct row *row);

/*
 * Malformed rows never reach the caller of table_next. `tell` is called with
 * each of them (cut at its commas and padded), so that a stage knows what
 * belongs with it. `row` lives as long as the call.
 */
void table_tell_malformed(
    struct table *t, void (*tell)(void *context, const struct row *row), void *context);

/* Make a row of the table the current one again, which faults and places are of. */
void table_turn_to(struct table *t, const struct row *row);
/* Where the current row is, the header before the first, for messages of one's own. column may be
 * NULL. */
struct place table_place(const struct table *t, const char *column);
/* Where the columns are named. */
struct place table_header_place(const struct table *t);

/*
 * Write the rejects file before the table is closed, once no fault can come any more. False after
 * an error.
 */
bool table_write_rejects(struct table *t);

/*
 * Finish the rejects file (not after an error: it would not tell the whole), free all. False when
 * an error was reported.
 */
bool table_close(struct table *t);

/* Writing. */

/* One field, quoted when it must be (comma, quote, or blanks at its ends); a line break becomes a
 * blank. */
void csv_add_field(struct buf *b, struct slice field);
/* A separating comma where the buffer's current record already has a field: *first says, and is
 * cleared. */
void csv_add(struct buf *b, bool *first, struct slice field);
void csv_end(struct buf *b);

#endif
