/*
 * The options that commands share, so that each is described and read in one
 * place: which book, which day, which rows. A command puts those it has into
 * its table:
 *
 *     static const struct opt options[] = {OPTION_POLICY, OPTION_HISTORY, {0}};
 *
 * and gives what opts_next returns to options_take first.
 */
#ifndef BOOK_OPTIONS_H
#define BOOK_OPTIONS_H

#include "base/opt.h"
#include "table/where.h"
#include "value/date.h"

#include <stdbool.h>

enum {
	OPT_AS_OF = 'a',
	OPT_WHERE = 'w',
	OPT_POLICY = 2 * OPT_LONG_ONLY, /* a command's own begin at OPT_LONG_ONLY */
	OPT_CUSTOMERS,
	OPT_HISTORY,
	OPT_REJECTS
};

#define OPTION_AS_OF                                                                               \
	{                                                                                          \
		OPT_AS_OF, "as-of", "DATE",                                                        \
		    "reference date (default: the rows', $DUN_AS_OF, today)"                       \
	}
#define OPTION_POLICY                                                                              \
	{                                                                                          \
		OPT_POLICY, "policy", "FILE", "the policy (default: $DUN_POLICY, policy.yaml)"     \
	}
#define OPTION_CUSTOMERS                                                                           \
	{                                                                                          \
		OPT_CUSTOMERS, "customers", "FILE", "the customer file, instead of the policy's"   \
	}
#define OPTION_HISTORY                                                                             \
	{                                                                                          \
		OPT_HISTORY, "history", "FILE", "the history, instead of the policy's"             \
	}
#define OPTION_REJECTS                                                                             \
	{                                                                                          \
		OPT_REJECTS, "rejects", "FILE", "bad rows, and their customers' others, go there"  \
	}

/* Begin with OPTIONS_NONE. */
struct options {
	const char *policy, *customers, *history, *rejects; /* NULL: not told */
	date as_of;					    /* DATE_NONE: not told */
	struct conditions where;
};
#define OPTIONS_NONE ((struct options){.as_of = DATE_NONE})

/* Take the option; false when it is none of these. A value that is wrong is a usage error. */
bool options_take(struct options *o, int letter, const char *value);
void options_free(struct options *o);

/* Add a condition that an option was given, or a usage error that names it. */
void options_condition(struct conditions *l, const char *option, const char *text);

/* The date that an option was given, or a usage error that names it. */
date options_date(const char *option, const char *value);

/* The day on which nobody told one: date_today, or a usage error. */
date options_today(void);

#endif
