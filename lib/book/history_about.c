#include "book/history_parts.h"

#include <stdlib.h>
#include <string.h>

#include "base/banned.h"

/* What does not change the store. */

/* So many customers are looked up at once, and so many of their events are brought near. */
enum { TOGETHER = 32, EVENTS_NEAR = 128 };

void history_unfold(const struct history_store *s, size_t place, struct event *e)
{
	const struct folded *f = &s->folded[place];
	const struct map *customers = &s->customers.numbers;

	unfold(f, f->customer > 0 ? customers->entries[f->customer - 1].key : (struct slice){0}, e);
}

uint32_t history_mark(struct slice invoice)
{
	return invoice.n > 0 ? (uint32_t)hash_bytes(0, invoice.p, invoice.n) | 1 : 0;
}

uint32_t history_customer(const struct history *h, struct slice customer)
{
	return number_of(&h->store->customers, customer);
}

size_t history_count(const struct history *h, uint32_t customer)
{
	return customer > 0 ? h->store->customers.groups[customer - 1].count : 0;
}

bool history_has_costs(const struct history *h, uint32_t customer)
{
	const struct history_store *s = h->store;
	const struct group *of = customer > 0 ? &s->customers.groups[customer - 1] : NULL;

	for (uint32_t i = 0; of != NULL && i < of->count; i++)
		if (s->folded[s->customers.members[of->first + i].event].has_cost)
			return true;
	return false;
}

uint32_t history_customers(const struct history *h)
{
	return (uint32_t)h->store->customers.count;
}

struct slice history_customer_key(const struct history *h, uint32_t customer, uint64_t *hash)
{
	const struct map_entry *e = &h->store->customers.numbers.entries[customer - 1];

	*hash = e->hash;
	return e->key;
}

/* Step by step for all of them what leads to their events. (Of a function that did
 * nothing else the compiler would think that it does nothing.) */
static void number_few(
    const struct history_store *s, const struct slice *customers, uint32_t *numbers, size_t count)
{
	const struct grouping *g = &s->customers;
	const struct folded *near[EVENTS_NEAR];
	void *found[TOGETHER];
	size_t n = 0;

	map_get_all(&g->numbers, customers, found, count);
	for (size_t i = 0; i < count; i++) {
		numbers[i] = (uint32_t)(uintptr_t)found[i];
		if (numbers[i] > 0)
			__builtin_prefetch(&g->groups[numbers[i] - 1]);
	}
	for (size_t i = 0; i < count; i++)
		if (numbers[i] > 0)
			__builtin_prefetch(&g->members[g->groups[numbers[i] - 1].first]);
	for (size_t i = 0; i < count; i++) {
		const struct group *of = numbers[i] > 0 ? &g->groups[numbers[i] - 1] : NULL;

		for (uint32_t j = 0; of != NULL && j < of->count && n < EVENTS_NEAR; j++) {
			near[n] = &s->folded[g->members[of->first + j].event];
			__builtin_prefetch(near[n++]);
		}
	}
	for (size_t i = 0; i < n; i++) {
		__builtin_prefetch(near[i]->text);
		__builtin_prefetch(near[i]->text + 64);
	}
}

void history_find_customers(
    const struct history *h, const struct slice *customers, uint32_t *numbers, size_t count)
{
	for (size_t i = 0, n; i < count; i += n) {
		n = count - i < TOGETHER ? count - i : TOGETHER;
		number_few(h->store, customers + i, numbers + i, n);
	}
}

/* The first of the group's members whose mark is not below this one. */
static uint32_t lower_bound(const struct grouping *g, const struct group *group, uint32_t mark)
{
	uint32_t from = group->first, to = from + group->count;

	while (from < to) {
		uint32_t middle = from + (to - from) / 2;
		if (g->members[middle].mark < mark)
			from = middle + 1;
		else
			to = middle;
	}
	return from;
}

static struct event *room_for(struct event_room *room, size_t count)
{
	if (count > room->capacity) {
		size_t capacity = room->capacity;
		while (capacity < count)
			capacity = capacity > 0 ? 2 * capacity : 8;
		room->events = mem_resize(room->events, capacity, sizeof(*room->events));
		room->list = mem_resize(room->list, capacity, sizeof(*room->list));
		room->members = mem_resize(room->members, capacity, sizeof(*room->members));
		room->capacity = capacity;
	}
	return room->events;
}

static struct event_list list_of(struct event_room *room, size_t count)
{
	for (size_t i = 0; i < count; i++)
		room->list[i] = &room->events[i];
	return (struct event_list){room->list, count};
}

struct event_list history_all_about(
    const struct history *h, uint32_t customer, struct event_room *room)
{
	const struct history_store *s = h->store;

	if (customer == 0)
		return (struct event_list){0};
	const struct group *group = &s->customers.groups[customer - 1];
	struct event *events = room_for(room, group->count);
	memcpy(room->members, s->customers.members + group->first,
	    group->count * sizeof(*room->members));
	members_sort(room->members, group->count, s->folded, false);
	for (size_t i = 0; i < group->count; i++)
		history_unfold(s, room->members[i].event, &events[i]);
	return list_of(room, group->count);
}

/* First the group, then its members, then the first event of the invoice, then its text. */
void history_soon(const struct history *h, uint32_t customer, uint32_t mark, unsigned step)
{
	const struct history_store *s = h->store;
	const struct grouping *g = &s->customers;
	const struct group *group;
	uint32_t own;

	if (customer == 0)
		return;
	group = &g->groups[customer - 1];
	if (step == 0)
		__builtin_prefetch(group);
	else if (step == 1)
		__builtin_prefetch(&g->members[group->first]);
	if (step < 2)
		return;
	own = lower_bound(g, group, mark);
	if (own == group->first + group->count || g->members[own].mark != mark)
		return;
	if (step == 2)
		__builtin_prefetch(&s->folded[g->members[own].event]);
	else
		__builtin_prefetch(s->folded[g->members[own].event].text);
}

struct event_list history_about(
    const struct history *h, uint32_t customer, struct slice invoice, struct event_room *room)
{
	const struct history_store *s = h->store;
	const struct grouping *g = &s->customers;
	size_t count = 0;

	if (customer == 0)
		return (struct event_list){0};
	const struct group *group = &g->groups[customer - 1];
	const uint32_t end = group->first + group->count, mark = history_mark(invoice);
	uint32_t whole = group->first, own = lower_bound(g, group, mark);
	for (;;) {
		const bool has_whole = whole < end && g->members[whole].mark == 0;
		const bool has_own = own < end && g->members[own].mark == mark && mark != 0;
		if (!has_whole && !has_own)
			break;
		const bool take_own =
		    has_own && (!has_whole || folded_compare(&s->folded[g->members[own].event],
						  &s->folded[g->members[whole].event]) < 0);
		uint32_t *next = take_own ? &own : &whole;
		struct event *e = room_for(room, count + 1) + count;
		history_unfold(s, g->members[(*next)++].event, e);
		count++;
	}
	return list_of(room, count);
}

void event_room_free(struct event_room *room)
{
	free(room->events);
	free(room->list);
	free(room->members);
	*room = (struct event_room){0};
}
