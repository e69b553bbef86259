/*
 * What the overview tells of an item beside its own columns: its days, what it was
 * reminded of, and what comes next. Pure: facts in, text out.
 */
#ifndef RULES_OVERVIEW_H
#define RULES_OVERVIEW_H

#include "base/slice.h"
#include "rules/decide.h"
#include "value/date.h"

/* In the order in which they are added. */
enum overview_column {
	O_DUE_DATE,	/* the one that counts */
	O_DAYS_OVERDUE, /* negative: not due yet; empty: nothing is open */
	O_LEVEL,	/* last reminded, 0: never */
	O_LAST_REMINDED,
	O_NEXT_LEVEL,
	O_NEXT_DATE,
	O_PAUSED_UNTIL, /* "blocked": without end */
	O_ARRANGED_UNTIL,
	O_LAST_NOTE,
	O_BUCKET,
	O_STATUS, /* the history's; where it has none, the ledger's own counts */
	OVERVIEW_COLUMNS
};
extern const char *const overview_names[OVERVIEW_COLUMNS];

/* What stands in O_BUCKET, in order: those of an ageing that nobody gave other bounds. */
enum { OVERVIEW_BUCKETS = 5 };
extern const char *const overview_buckets[OVERVIEW_BUCKETS];

struct overview {
	struct slice value[OVERVIEW_COLUMNS]; /* of the last item */
	char due[DATE_TEXT], last[DATE_TEXT], next[DATE_TEXT], until[DATE_TEXT],
	    arranged[DATE_TEXT];
	char days[16];
};

/* facts->due_date may be DATE_NONE: a credit or a payment has none. */
void overview_of(const struct facts *facts, struct overview *out);
/* Another reminder to come in the place of the next one: see rules/schedule.h. */
void overview_set_next(struct overview *o, const struct terms *terms, int level, date on);

#endif
