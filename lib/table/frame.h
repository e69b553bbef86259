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
	FRAME_BUFFER = 128 << 10,
	FRAME_RECORD_MOST = 16 << 20,
	FRAME_FIELDS_MOST = 8192, /* the last of so many is not split any more */
	FRAME_COMMON_MOST = 256,  /* fields that a stretch most likely has room for */
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
	struct slice split[FRAME_NOTED]; /* those of a record that is no common one */
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
	bool odd; /* to be looked at: unsplit, or not UTF-8, or with a carriage return */
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

/* frame_next of a record that is no common one. */
enum frame_result frame_next_other(struct frame *f, struct record *r);

/* A record is expected to be a common one, and its fields are noted. */
bool frame_expect(struct frame *f);
/* Whether an odd byte is between two places of the stretch. */
bool frame_is_odd(const struct stretch *s, size_t from, size_t to);
/* Whether the record is odd, where one is between its ends; its line end may be CRLF. */
void frame_weigh(const struct frame *f, struct record *r);
/* Its line end was CRLF: the CR belongs to the last field as it was cut. */
void frame_drop_cr(struct record *r);

/*
 * A common record, in line: no quotes, as many fields as the record before, whole in the buffer.
 * The fields of a stretch are noted at once; it is one, if its first quote or newline is the
 * newline that ends the last of so many. The tests hold this against the general way. False: it is
 * another one, and nothing is done yet.
 */
static inline bool frame_common(struct frame *f, struct record *r)
{
	struct stretch *s = &f->stretch;
	struct slice *fields, *last;
	size_t from, n;

	if ((f->columns == 0 || f->marked || s->count - s->next < f->columns) && !frame_expect(f))
		return false;
	fields = s->fields + s->next;
	last = fields + f->columns - 1;
	from = f->start - s->from;
	n = (size_t)(last->p + last->n - fields->p);
	if (s->breaks[s->at_break] != from + n || last->p[last->n] != '\n')
		return false;
	*r = (struct record){
	    .text = {fields->p, n}, .line = f->line++, .fields = fields, .nfields = f->columns};
	s->next += f->columns;
	s->at_break++;
	f->start += n + 1;
	if (s->odd_somewhere != 0 && frame_is_odd(s, from, from + n))
		frame_weigh(f, r);
	return true;
}

/* FRAME_TORN and FRAME_UNCLOSED fill the record's text and line too. */
static inline enum frame_result frame_next(struct frame *f, struct record *r)
{
	return frame_common(f, r) ? FRAME_RECORD : frame_next_other(f, r);
}

#endif
