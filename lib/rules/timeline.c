#include "rules/timeline.h"

#include "base/mem.h"

#include <stdlib.h>

#include "base/banned.h"

/* With so few events the walk costs less than the search. */
enum { FEW = 16 };

/* Places in the customer's list, ascending. */
struct strand {
	size_t *places;
	size_t count, capacity;
};

static void append(struct strand *s, size_t place)
{
	s->places = mem_grow(s->places, s->count, &s->capacity, sizeof *s->places);
	s->places[s->count++] = place;
}

void timeline_make(struct timeline *t, struct event_list events)
{
	*t = (struct timeline){.all = events};
	if (events.count <= FEW)
		return;
	t->whole = mem_alloc(sizeof *t->whole);
	for (size_t i = 0; i < events.count; i++) {
		struct slice invoice = events.events[i]->field[H_INVOICE];
		void **at;

		if (invoice.n == 0) {
			append(t->whole, i);
			continue;
		}
		at = map_at(&t->by_invoice, invoice);
		if (*at == NULL)
			*at = mem_alloc(sizeof(struct strand));
		append(*at, i);
	}
}

struct event_list timeline_of(struct timeline *t, struct slice invoice)
{
	static const struct strand nothing = {0};
	const struct strand *own, *whole = t->whole;
	size_t count = 0;

	if (whole == NULL)
		return t->all;
	own = map_get(&t->by_invoice, invoice);
	if (own == NULL)
		own = &nothing;
	while (t->capacity < own->count + whole->count + 1)
		t->merged = mem_grow(t->merged, t->capacity, &t->capacity, sizeof *t->merged);
	for (size_t i = 0, j = 0; i < own->count || j < whole->count; count++) {
		bool mine =
		    j == whole->count || (i < own->count && own->places[i] < whole->places[j]);

		t->merged[count] = t->all.events[mine ? own->places[i++] : whole->places[j++]];
	}
	return (struct event_list){t->merged, count};
}

void timeline_free(struct timeline *t)
{
	if (t == NULL)
		return;
	for (size_t i = 0; i < t->by_invoice.count; i++) {
		struct strand *s = t->by_invoice.entries[i].value;

		free(s->places);
		free(s);
	}
	map_free(&t->by_invoice);
	if (t->whole != NULL)
		free(t->whole->places);
	free(t->whole);
	free(t->merged);
	*t = (struct timeline){0};
}
