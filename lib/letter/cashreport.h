/*
 * A cash forecast as a report to print: for each currency a chart, the periods
 * and what is assumed, and who pays how late.
 */
#ifndef LETTER_CASHREPORT_H
#define LETTER_CASHREPORT_H

#include "base/buf.h"
#include "stage/cash.h"

/* Append the PDF to out. False after an error was reported. */
bool cash_report(const struct cash *c, struct buf *out);

#endif
