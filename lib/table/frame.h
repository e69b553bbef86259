/*
 * Framing: where the records of a file begin and end, and the fields of those
 * whose quotes, if any, stand round whole fields.
 *
 * A newline outside quotes ends a record; a quote opens only at the beginning
 * of a field, so a stray one spoils its own record and no other. The file is
 * read in blocks into one buffer, which grows for a longer record alone.
 */
#ifndef TABLE_FRAME_H
#define TABLE_FRAME_H

#include "base/slice.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
	FRAME_BUFFER = 64 << 10,
	FRAME_RECORD_MOST = 16 << 20,
	FRAME_FIELDS_MOST = 8192, /* the last of so many is not split any more */
	FRAME_STRETCH = 4096,
	FRAME_NOTED = 512 /* fields of a stretch: one that has more ends before */
};

/*
 * Where the fields of a stretch of the buffer are, from its begin, at every comma, quote and
 * newline.
 */
struct stretch {
	size_t from;			  /* in the buffer */
	size_t count, next;		  /* of the fields; the next record's first one */
	size_t nbreaks, at_break;	  /* the first one that is not passed */
	uint64_t odd_somewhere;		  /* not 0: there is one */
	uint64_t odd[FRAME_STRETCH / 64]; /* as marks.h has them */
	/* Some are written behind the last ones, which mean nothing. */
	uint16_t begins[FRAME_NOTED + 64]; /* of each field, and one behind the last */
	uint16_t breaks[FRAME_NOTED + 64]; /* a quote or a newline */
	struct slice fields[FRAME_NOTED + 8];
};

struct frame {
	int fd;
	bool begun;  /* what stands before the first record was read */
	bool at_end; /* read(2) said so */
	char *bytes; /* capacity, and room for one more block of marks */
	size_t capacity;
	size_t start, end;  /* what is read and not handed out */
	unsigned long line; /* the physical line of `start` */
	/* Of the common records. */
	size_t columns; /* the last record's, to be expected again; 0: it was not a common one */
	struct stretch stretch;
	/* Of the others: from `start` on, where that is what they are of. */
	bool marked;
	size_t block; /* the block that these marks are of, from the bits not used yet */
	uint64_t stops, breaks, odd;
	bool avx2, avx512; /* the machine has them */
	struct slice *fields;
	size_t fields_capacity;
};

struct record {
	struct slice text;    /* without its line end; valid until the next record */
	unsigned long line;   /* where it begins */
	bool quoted;	      /* it has quotes */
	bool unsplit;	      /* libcsv shall judge its quotes: the fields are not split */
	bool folded;	      /* a field has a doubled quote or a line break in it */
	struct slice *fields; /* they point into text, without the quotes round them */
	size_t nfields;
	/* Away from the other two, which are looked at together when this one was just written. */
	bool odd; /* has a control character or a byte above ASCII */
};

enum frame_result {
	FRAME_RECORD,
	FRAME_END,
	FRAME_TORN,	 /* the last record has no line end */
	FRAME_UNCLOSED,	 /* the file ended inside quotes */
	FRAME_TOO_LONG,	 /* FRAME_RECORD_MOST */
	FRAME_UNREADABLE /* errno says why */
};

/* `capacity`: of the buffer to begin with, FRAME_BUFFER but in tests. */
void frame_open(struct frame *f, int fd, size_t capacity);
/* FRAME_TORN and FRAME_UNCLOSED fill the record's text and line too. */
enum frame_result frame_next(struct frame *f, struct record *r);
/*
 * A frame whose bytes[0..n) its owner filled himself, whole records and what may follow the last
 * one of a file: from their first byte and line 1 on.
 */
void frame_restart(struct frame *f, size_t n);
/* Go back to a record of these bytes. */
void frame_seek(struct frame *f, size_t at, unsigned long line);
/* Twice as much room for the bytes. */
void frame_grow(struct frame *f);
/* How many of the bytes, which begin with a record, are whole records. */
size_t frame_whole(const char *bytes, size_t n);
/* Frees all but the descriptor. */
void frame_free(struct frame *f);

#endif
