/*
 * The aged ledger on paper: charts, and the tables of a report.
 */
#ifndef LETTER_AGED_PDF_H
#define LETTER_AGED_PDF_H

#include "base/spool.h"
#include "stage/aged.h"

#include <stdbool.h>

/* False after an error was reported. */
bool aged_pdf(struct aged *a, struct spool *out);

#endif
