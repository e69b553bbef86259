/*
 * Importing: the rows of an export as open items, dun-items(5), by a profile.
 */
#ifndef BOOK_IMPORT_H
#define BOOK_IMPORT_H

#include "base/buf.h"
#include "base/diag.h"
#include "base/spool.h"
#include "book/export.h"
#include "book/merge.h"
#include "book/profile.h"
#include "value/date.h"

#include <stdbool.h>
#include <stddef.h>

struct import {
	const struct profile *profile; /* of open items; nothing of its dialect is ambiguous */
	const struct export_file *files;
	size_t nfiles;
	date ledger_date;    /* DATE_NONE: what the export says */
	const char *rejects; /* NULL: one bad row stops all */
	struct merge *merge; /* the customer file to put customers into; NULL: none */
	size_t strip;	     /* bytes to be converted ahead at once, STRIP_USUAL; 0: none are */
};

/*
 * Convert all rows into `out`. Faults name the file, the line and the export's
 * column (65); with rejects they are warnings, the rows go there, and so do the
 * other rows of the same customer. False when an error was reported.
 */
bool import_run(struct diag *d, const struct import *i, struct spool *out);

#endif
