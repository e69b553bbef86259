/*
 * The columns of the customer file, dun-customers(5), as import-ledger(1) needs
 * them: what may stand in each, under which names accounting packages export it
 * in a list of relations, and how its cells are brought into our form.
 */
#ifndef BOOK_RELATION_H
#define BOOK_RELATION_H

#include "book/fields.h"
#include "book/match.h"
#include "table/dialect.h"

#include <stdbool.h>
#include <stddef.h>

/* In the order in which a new customer file has them. */
extern const struct field relation_fields[];
extern const size_t relation_count;

/* NULL when it is a column without a meaning here. */
const struct field *relation_find(struct slice name);

/*
 * Match a header's names. Of several addresses in it, one is taken: the general
 * one, or that for invoices.
 */
void relation_match(struct match *m);

/*
 * Bring a cell that is not empty into our form, in `to` where it changes. False:
 * something of it cannot be, and is left out; `why`, to which it is added, says
 * what, and what would be right.
 */
bool relation_convert(const struct field *field, const struct dialect *dialect, struct slice *cell,
    struct buf *to, struct buf *why);

#endif
