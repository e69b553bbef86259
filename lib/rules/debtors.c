#include "rules/debtors.h"

#include "rules/decide.h"

#include <stdlib.h>

#include "base/banned.h"

/* One whom no customer file knows. */
struct stranger {
	struct debtor debtor;
	struct slice key;
};

uint64_t debtors_hash(struct slice key)
{
	return hash_bytes(0, key.p, key.n);
}

/* Each known debtor's number in the history. */
static void number_known(struct debtors *d)
{
	enum { AT_ONCE = 32 };
	const uint32_t end = history_customers(d->history) + 1;

	for (uint32_t from = 1, to; from < end; from = to) {
		uint64_t hash;

		to = end - from < AT_ONCE ? end : from + AT_ONCE;
		for (unsigned step = 0; step < CUSTOMERS_STEPS; step++)
			for (uint32_t i = from; i < to; i++) {
				(void)history_customer_key(d->history, i, &hash);
				(void)customers_soon(d->customers, hash, step);
			}
		for (uint32_t i = from; i < to; i++) {
			const struct slice key = history_customer_key(d->history, i, &hash);
			const long place = customers_place(d->customers, key, hash);

			if (place >= 0)
				d->known[place].events = i;
		}
	}
}

void debtors_open(struct debtors *d, const struct policy *policy, const struct customers *customers,
    const struct history *history)
{
	*d = (struct debtors){
	    .policy = policy,
	    .customers = customers,
	    .history = history,
	    .delivery = -1,
	    .known = mem_table(customers->count, sizeof(struct debtor)),
	    .none = state_none(),
	};
	if (history != NULL)
		number_known(d);
}

/* Whoever gets none does not get one by the way of this run either. */
int debtors_delivery(const struct debtors *d, const struct customer *customer)
{
	int own = decide_delivery(d->policy, customer);

	return d->delivery < 0 || own == DELIVERY_NONE ? own : d->delivery;
}

static struct debtor *stranger(struct debtors *d, struct slice key)
{
	void **at = map_at(&d->strangers, key);
	struct stranger *s = *at;

	if (s == NULL) {
		*at = s = arena_alloc(&d->arena, sizeof *s);
		s->debtor.stranger = true;
		s->key = (struct slice){arena_copy(&d->arena, key.p, key.n), key.n};
		if (d->history != NULL)
			s->debtor.events = history_customer(d->history, key);
	}
	return &s->debtor;
}

struct debtor *debtors_known(const struct debtors *d, struct slice key, uint64_t hash)
{
	const long place = customers_place(d->customers, key, hash);

	return place >= 0 ? &d->known[place] : NULL;
}

struct debtor *debtors_of(struct debtors *d, struct slice key)
{
	if (d->last != NULL && slice_equal(d->last_key, key))
		return d->last;
	d->last = debtors_known(d, key, debtors_hash(key));
	if (d->last == NULL)
		d->last = stranger(d, key);
	d->last_key = debtors_key(d, d->last);
	return d->last;
}

/* The slots of their hashes; what stands by their places; and then his events. */
void debtors_soon(const struct debtors *d, struct debtor_soon *all, size_t count)
{
	for (unsigned step = 0; step < CUSTOMERS_STEPS; step++)
		for (size_t i = 0; i < count; i++) {
			const long place = customers_soon(d->customers, all[i].hash, step);

			all[i].debtor = place >= 0 ? &d->known[place] : NULL;
			if (place >= 0)
				__builtin_prefetch(all[i].debtor);
		}
	for (unsigned step = 0; step < HISTORY_STEPS; step++)
		for (size_t i = 0; i < count; i++) {
			const struct debtor *debtor = all[i].debtor;

			if (debtor != NULL && d->history != NULL)
				history_soon(d->history, debtor->events, all[i].mark, step);
		}
}

static size_t place_of(const struct debtors *d, const struct debtor *known)
{
	return (size_t)(known - d->known);
}

struct slice debtors_key(const struct debtors *d, const struct debtor *debtor)
{
	return debtor->stranger ? ((const struct stranger *)(const void *)debtor)->key
				: customers_key(d->customers, place_of(d, debtor));
}

const struct customer *debtors_customer(
    const struct debtors *d, const struct debtor *debtor, struct customer_room *room)
{
	return debtor->stranger ? NULL : customers_at(d->customers, place_of(d, debtor), room);
}

const struct customer *debtors_flags(
    const struct debtors *d, const struct debtor *debtor, struct customer *to)
{
	customers_flags(d->customers, place_of(d, debtor), to);
	return to;
}

struct debtor_part *debtors_part(struct debtors *d, struct debtor *debtor)
{
	if (debtor->part == NULL)
		debtor->part = arena_alloc(&d->arena, sizeof *debtor->part);
	return debtor->part;
}

struct event_list debtors_events(const struct debtors *d, const struct debtor *debtor,
    struct slice invoice, struct event_room *room)
{
	if (debtor->events == 0)
		return (struct event_list){0};
	return history_about(d->history, debtor->events, invoice, room);
}

const struct item_state *debtors_state(const struct debtors *d, const struct debtor *debtor,
    const struct item *item, const struct terms *terms, date as_of, struct debtor_room *room)
{
	room->told = debtors_events(d, debtor, item->invoice, &room->events);
	if (room->told.count == 0 && item->reminded_level.n == 0 && item->reminded_on == DATE_NONE)
		return &d->none;
	state_of(room->told, item, terms, as_of, &room->state);
	return &room->state;
}

int debtors_times(const struct debtor_room *room, const struct facts *f, int level)
{
	if (!f->state->has_events || level < 0)
		return 0;
	return state_times(room->told, f->item, slice_of(f->terms->levels[level].id), f->as_of);
}

struct slice debtors_status(const struct debtors *d, const struct debtor *debtor,
    const struct item *item, date as_of, struct debtor_room *room)
{
	return state_status(debtors_events(d, debtor, item->invoice, &room->events), item, as_of);
}

void debtor_room_free(struct debtor_room *room)
{
	customer_room_free(&room->customer);
	event_room_free(&room->events);
}

void debtors_free(struct debtors *d)
{
	debtor_room_free(&d->room);
	free(d->known);
	map_free(&d->strangers);
	arena_free(&d->arena);
	*d = (struct debtors){0};
}
