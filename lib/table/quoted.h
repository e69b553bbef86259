/*
 * A record that has a quote, taken apart by libcsv: strict, blanks kept, a
 * line break inside a field read as one blank.
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
	char *bytes; /* the fields' text, as long as the longest record */
	size_t capacity, used;
	struct slice *fields; /* valid until the next record */
	size_t nfields, fields_capacity;
	unsigned ends; /* how many records libcsv saw in it */
	bool bare_cr;
};

/* Take `text`, a record without its line end, apart. NULL, or what is wrong, for the user. */
const char *quoted_split(struct quoted *q, struct slice text);
void quoted_free(struct quoted *q);

#endif
