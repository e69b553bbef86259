/*
 * The rows of an aged ledger, as aged.c and aged_judge.c share them. Private to them.
 */
#ifndef STAGE_AGED_ROW_H
#define STAGE_AGED_ROW_H

#include "rules/open_on.h"
#include "stage/aged.h"

/* The bucket of an age that counts from this day; DATE_NONE: there is none. */
size_t aged_bucket(const struct aged *a, date from);
/* The bridge of the currency, until that of another one is asked for. */
struct aged_bridge *aged_bridge_of(struct aged *a, const char *currency, int decimals);
/* What the ledger has open now, against what was open, where the two may differ. False when a sum
 * does not fit. */
bool aged_add_to_bridge(
    struct aged *a, struct aged_bridge *b, money open_amount, struct open_on open);
/* A fault of the current row. */
void aged_tell_too_large(const struct aged *a);
/* The row, looked at as a whole; what is wrong with it is told. */
void aged_take_row(struct aged *a, const struct row *row);
/* All rows, where a->judges. */
void aged_take_judged(struct aged *a);

#endif
