/*
 * A record that has quotes, taken apart: strict, blanks kept, a line break inside a field read as
 * one blank. libcsv judges where they stand; where each stands round a whole field, as framing
 * tells, the fields are only unfolded.
 */
#ifndef TABLE_QUOTED_H
#define TABLE_QUOTED_H

#include "base/slice.h"

#include <csv.h>
#include <stdbool.h>
#include <stddef.h>

/* Zero-initialize. */
struct quoted {
	struct csv_parser parser;
	bool ready;
	char *bytes; /* the fields' text */
	size_t capacity, used;
	struct slice *fields; /* the list of them, until the next record */
	size_t nfields, fields_capacity;
	unsigned ends; /* how many records libcsv saw in it */
	bool bare_cr;
};

/* Take `text`, a record without its line end, apart. NULL, or what is wrong, for the user. */
const char *quoted_split(struct quoted *q, struct slice text);
/*
 * The same of many records whose fields' text shall stay: begin with room for all of them
 * together, then take one after the other.
 */
void quoted_begin(struct quoted *q, size_t room);
const char *quoted_split_next(struct quoted *q, struct slice text);
/*
 * The fields as framing split them (`folded` of struct record), what is doubled once, a line break
 * a blank; the list until the next record. For one record, begin with the room of its text.
 */
const struct slice *quoted_unfold(struct quoted *q, const struct slice *fields, size_t count);
void quoted_free(struct quoted *q);

#endif
