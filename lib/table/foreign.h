/*
 * Reading the records of a foreign export that lies in memory as UTF-8: any
 * delimiter, blank lines between, a last record without its line end, a quote
 * inside a field that does not begin with one, ="0010" for a text.
 *
 * The text is not changed, so it can be read again. What is not accepted: a
 * quote that is never closed, text behind a closing quote, a record of more
 * than 16 MiB or 4096 fields.
 */
#ifndef TABLE_FOREIGN_H
#define TABLE_FOREIGN_H

#include "base/slice.h"
#include "table/dialect.h"

#include <stdbool.h>
#include <stddef.h>

struct foreign {
	const char *at, *end;
	const char *record;  /* where the current one begins */
	const char *newline; /* the first line end from where it is read; `end`: none */
	unsigned long line;  /* the physical line of `at` */
	char delimiter;
	int quote; /* QUOTE_NONE: none */
	struct slice *fields;
	size_t fields_capacity;
	char *scratch; /* the text of fields that had doubled quotes or line breaks */
	size_t scratch_used, scratch_size;
};

struct foreign_row {
	struct slice *fields; /* without the blanks around them; until the next row */
	size_t count;
	unsigned long line; /* where the record begins, from 1 */
	bool ended;	    /* by a line end; without one, the file may be torn */
	const char *fault;  /* NULL, or a phrase; the fields are then those before it */
};

void foreign_open(struct foreign *f, struct slice text, const struct dialect *t);
/* Another text, of which as much is known. */
void foreign_again(struct foreign *f, struct slice text);
/* Go to a record of the text, which is on this line. */
void foreign_seek(struct foreign *f, const char *at, unsigned long line);
/* The next record that is not blank. False at the end. */
bool foreign_next(struct foreign *f, struct foreign_row *row);
void foreign_free(struct foreign *f);

#endif
