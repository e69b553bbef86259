/*
 * The aged ledger as a page of HTML.
 */
#ifndef TEXT_AGED_HTML_H
#define TEXT_AGED_HTML_H

#include "base/spool.h"
#include "stage/aged.h"

#include <stdbool.h>

/* False after an error. */
bool aged_html(struct aged *a, struct spool *out);

#endif
