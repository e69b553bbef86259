/*
 * A listing on paper: the table of a report.
 */
#ifndef LETTER_LISTING_PDF_H
#define LETTER_LISTING_PDF_H

#include "base/diag.h"
#include "letter/report.h"
#include "table/listing.h"

#include <stdbool.h>

/* False after an error was reported. */
bool listing_report(const struct listing *l, struct diag *d, struct report *r);

#endif
