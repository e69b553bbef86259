/*
 * The output's columns: the input's, in their order, plus those that a command
 * adds. A column that the input already has is replaced where it stands, so a
 * stage that runs on its own output gives the same.
 */
#ifndef TABLE_COLUMNS_H
#define TABLE_COLUMNS_H

#include "base/buf.h"
#include "table/csv.h"

#include <stdbool.h>
#include <stddef.h>

struct columns {
	struct column_out {
		struct slice name;
		int from;  /* index of the input's column, or -1 */
		int added; /* index of the command's own value, or -1 */
	} * out;
	size_t count;
};

/*
 * `first` (nfirst names) go first, whether the input has them or they are added;
 * then the input's columns; then of `added` those that the input lacks.
 * Names in `added` are the command's values, by their index.
 */
void columns_plan(struct columns *c, const struct table *t, const char *const *first, size_t nfirst,
    const char *const *added, size_t nadded);
/* Leave out of the output those of these columns that the command does not add itself. */
void columns_leave_out(struct columns *c, const char *const *names, size_t count);
void columns_header(const struct columns *c, struct buf *b);
/* One row: fields of the input, values of the command (by index in added). */
void columns_row(
    const struct columns *c, struct buf *b, const struct slice *fields, const struct slice *values);
/* The place of a column of the output, -1 when it has none of that name. */
int columns_find(const struct columns *c, const char *name);
/* What stands in that place of a row; at a place of -1 nothing does. */
static inline struct slice columns_value(
    const struct columns *c, int place, const struct slice *fields, const struct slice *values)
{
	const struct column_out *out;

	if (place < 0)
		return (struct slice){"", 0};
	out = &c->out[place];
	return out->added >= 0 ? values[out->added] : fields[out->from];
}
void columns_free(struct columns *c);

#endif
