#include "rules/timeline.h"

#include "base/mem.h"

#include <stdlib.h>

#include "base/banned.h"

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

static uint32_t mark_of(struct slice invoice)
{
	return (uint32_t)hash_bytes(0, invoice.p, invoice.n);
}

static void mark_few(struct timeline *t)
{
	for (size_t i = 0; i < t->all.count; i++) {
		struct slice invoice = t->all.events[i]->field[H_INVOICE];

		t->asks_all = t->asks_all || invoice.n == 0;
		t->marks[i] = mark_of(invoice);
	}
}

/* So few events are walked rather than searched, but most invoices have none of them. */
static struct event_list few_of(const struct timeline *t, struct slice invoice)
{
	const uint32_t mark = mark_of(invoice);

	for (size_t i = 0; i < t->all.count; i++)
		if (t->asks_all || t->marks[i] == mark)
			return t->all;
	return (struct event_list){0};
}

void timeline_make(struct timeline *t, struct event_list events)
{
	*t = (struct timeline){.all = events};
	if (events.count <= TIMELINE_FEW) {
		mark_few(t);
		return;
	}
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
		return few_of(t, invoice);
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
	if (t->whole != NULL) {
		map_free(&t->by_invoice);
		free(t->whole->places);
		free(t->whole);
		free(t->merged);
	}
	*t = (struct timeline){0};
}
