/* What text/values.c finds out of a reminder, for the tags in text/values_tags.c. */
#ifndef TEXT_VALUES_PARTS_H
#define TEXT_VALUES_PARTS_H

#include "base/buf.h"
#include "rules/charge.h"
#include "text/values.h"

struct values {
	const struct values_run *run;
	const struct reminder *reminder;
	const struct proposal_row *row;
	const struct customer *customer;
	const struct terms *terms;
	const struct level *level; /* the letter's; NULL: a statement has none */
	struct locale *locale;
	struct totals totals;
	struct charge_fault fault;
	struct buf near; /* the tag that nearest_tag gave */
};

#endif
