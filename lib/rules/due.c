#include "rules/due.h"

#include "base/banned.h"

static bool is_run_of(const struct event *e, const struct automation *a)
{
	return e->kind == EVENT_RUN && slice_is(e->field[H_AUTOMATION], a->name);
}

bool due_next(const struct automation *a, const struct history *h, date as_of, date *next)
{
	const struct event_list all = history_all(h);
	date last = DATE_NONE;

	if (a->cadence_manual)
		return false;
	for (size_t i = 0; i < all.count; i++)
		if (is_run_of(all.events[i], a) && all.events[i]->date <= as_of)
			last = all.events[i]->date; /* they come in the order of their dates */
	if (last != DATE_NONE)
		return formula_apply(&a->cadence, last, next);
	*next = as_of;
	return true;
}
