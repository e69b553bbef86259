#include "book/as_of.h"

#include "book/options.h"

#include "base/banned.h"

struct as_of as_of_find(const struct table *t, date told)
{
	struct as_of a = {told, told == DATE_NONE ? table_find(t, "as_of") : -1};

	if (told == DATE_NONE && a.column < 0)
		a.day = options_today();
	return a;
}

bool as_of_read(struct as_of *a, struct table *t, const struct row *row, date *day)
{
	const struct slice text = row_cell(row, a->column);

	if (text.n > 0 && !date_parse(text, day)) {
		table_fault(t, a->column, "\"%.*s\" is not a date (YYYY-MM-DD)", SLICE_ARG(text));
		return false;
	}
	if (a->day == DATE_NONE)
		a->day = text.n > 0 ? *day : options_today();
	if (text.n == 0)
		*day = a->day;
	return true;
}
