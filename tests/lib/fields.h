/*
 * The fields of a record as any reader of frames finds them.
 */
#ifndef TESTS_FIELDS_H
#define TESTS_FIELDS_H

#include "table/frame.h"
#include "table/quoted.h"

/* NULL: its quotes are wrong. */
static const struct slice *fields_of(const struct record *r, struct quoted *q, size_t *count)
{
	*count = r->nfields;
	if (r->folded) {
		quoted_begin(q, r->text.n);
		return quoted_unfold(q, r->fields, r->nfields);
	}
	if (!r->unsplit)
		return r->fields;
	if (quoted_split(q, r->text) != NULL)
		return NULL;
	*count = q->nfields;
	return q->fields;
}

#endif
