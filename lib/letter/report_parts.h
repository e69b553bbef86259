/*
 * The parts of a report. Private to letter/report.h.
 */
#ifndef LETTER_REPORT_PARTS_H
#define LETTER_REPORT_PARTS_H

#include "letter/flow.h"
#include "letter/report.h"

/* The table, over as many pages as it takes. */
void report_table_draw(const struct report_table *t, struct flow *f);

#endif
