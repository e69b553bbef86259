/*
 * The columns that an import writes, and where in the export each comes from:
 * first those with a meaning in the order of the table of items, then the
 * profile's further ones, then what the export has besides, under a clean name.
 */
#ifndef BOOK_LAYOUT_H
#define BOOK_LAYOUT_H

#include "base/mem.h"
#include "book/fields.h"
#include "book/header.h"
#include "book/profile.h"

#include <stdbool.h>
#include <stddef.h>

struct layout_column {
	struct slice name;
	const struct field *field;	     /* NULL: a column without a meaning */
	enum field_type type;		     /* the field's; FIELD_TEXT where there is none */
	const struct profile_column *column; /* NULL: passes through */
	bool translated;		     /* the profile has words or a constant for it */
	int from[PROFILE_NAMES];	     /* places in the export */
	size_t nfrom;
};

struct layout {
	struct layout_column *columns;
	size_t count;
	int customer, invoice, instalment, amount, open_amount, currency, kind, side; /* -1: none */
	int invoice_date, due_date, ledger_date;
	struct arena arena;
};

/* `ledger_date`: there is such a column, whatever the profile says. */
void layout_plan(
    struct layout *l, const struct profile *p, const struct header *h, bool ledger_date);
/* The export's own name for a column, ours where it has none. */
const char *layout_their_name(const struct layout *l, const struct header *h, size_t column);
void layout_free(struct layout *l);

#endif
