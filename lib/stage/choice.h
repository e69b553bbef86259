/*
 * What a person chose to see of a sheet: columns, conditions, order and groups,
 * from the command line and from a view of the policy.
 */
#ifndef STAGE_CHOICE_H
#define STAGE_CHOICE_H

#include "base/diag.h"
#include "base/slice.h"
#include "book/policy.h"
#include "stage/sheet.h"
#include "table/where.h"

#include <stdbool.h>
#include <stddef.h>

struct names {
	struct slice *all;
	size_t count, capacity;
};

/* Zero-initialize. */
struct choice {
	struct names columns, sort, groups; /* of options */
	const char *view;		    /* NULL: none */
	bool for_person, check_list;	    /* which columns, where nobody says */
};

/* Take the value of an option, names separated by commas; an empty one is a usage error. */
void names_add(struct names *names, const char *option, const char *text);

/*
 * Let the sheet show what was chosen. A view's columns and order stand where no option names any;
 * its conditions hold beside `where`. False after an error: a column or a view that nobody has.
 */
bool choice_make(const struct choice *c, struct diag *d, const struct policy *policy,
    const struct conditions *where, struct sheet *s);
void choice_free(struct choice *c);

#endif
