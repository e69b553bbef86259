#include "rules/debtors.h"

#include "base/map.h"
#include "rules/decide.h"

#include <stdlib.h>
#include <string.h>

#include "base/banned.h"

enum { BLOCK = 1024, LINE = 64, SMALLEST = 1024 };
_Static_assert(sizeof(struct debtor) <= LINE, "a row needs one cache line");

struct debtor *debtors_get(const struct debtors *d, size_t place)
{
	return &d->blocks[place / BLOCK][place % BLOCK];
}

uint64_t debtors_hash(struct slice customer)
{
	return hash_bytes(0, customer.p, customer.n);
}

static void add_block(struct debtors *d)
{
	char *bytes = arena_alloc(&d->arena, BLOCK * sizeof(struct debtor) + LINE);
	size_t over = (uintptr_t)bytes % LINE;

	d->blocks = mem_grow(d->blocks, d->nblocks, &d->blocks_capacity, sizeof(struct debtor *));
	d->blocks[d->nblocks++] = (struct debtor *)(void *)(bytes + (over > 0 ? LINE - over : 0));
}

/* Whoever gets none does not get one by the way of this run either. */
static int delivery_of(const struct debtors *d, const struct customer *c)
{
	int own = decide_delivery(d->policy, c);

	return d->delivery < 0 || own == DELIVERY_NONE ? own : d->delivery;
}

static struct debtor *add(struct debtors *d, struct slice key)
{
	struct debtor *new;

	if (d->count == d->nblocks * BLOCK)
		add_block(d);
	new = debtors_get(d, d->count++);
	new->key = (struct slice){new->short_key, key.n};
	if (key.n > DEBTOR_SHORT)
		new->key.p = arena_copy(&d->arena, key.p, key.n);
	else if (key.n > 0)
		memcpy(new->short_key, key.p, key.n);
	new->customer = customers_find(d->customers, key);
	new->delivery = delivery_of(d, new->customer);
	new->has_events = true; /* until it was looked for */
	return new;
}

static void resize(struct debtors *d)
{
	size_t size = d->size > 0 ? 2 * d->size : SMALLEST;
	struct debtor_slot *slots = mem_array(size, sizeof *slots);

	for (size_t place = 0; place < d->count; place++) {
		struct slice key = debtors_get(d, place)->key;
		uint64_t hash = debtors_hash(key);
		size_t i = hash & (size - 1);

		while (slots[i].place != 0)
			i = (i + 1) & (size - 1);
		slots[i] = (struct debtor_slot){(uint32_t)(hash >> 32), (uint32_t)place + 1};
	}
	free(d->slots);
	d->slots = slots;
	d->size = size;
}

void debtors_soon(const struct debtors *d, uint64_t hash)
{
	if (d->size > 0)
		__builtin_prefetch(&d->slots[hash & (d->size - 1)]);
}

/* Most lie in the first slot that their hash names. */
static const struct debtor *guess(const struct debtors *d, uint64_t hash)
{
	const struct debtor_slot *slot = d->size > 0 ? &d->slots[hash & (d->size - 1)] : NULL;

	return slot != NULL && slot->place != 0 ? debtors_get(d, slot->place - 1) : NULL;
}

void debtors_near(const struct debtors *d, uint64_t hash)
{
	const struct debtor *debtor = guess(d, hash);

	if (debtor != NULL)
		__builtin_prefetch(debtor);
}

void debtors_nearer(const struct debtors *d, uint64_t hash)
{
	const struct debtor *debtor = guess(d, hash);

	if (debtor == NULL)
		return;
	__builtin_prefetch(debtor->part);
	if (debtor->customer != NULL) {
		__builtin_prefetch(&debtor->customer->has_term_days);
		__builtin_prefetch(&debtor->customer->blocked);
	}
}

static struct debtor *find(struct debtors *d, struct slice key, uint64_t hash)
{
	uint32_t tag = (uint32_t)(hash >> 32);
	struct debtor *found;
	size_t i;

	if (2 * d->count >= d->size)
		resize(d);
	for (i = hash & (d->size - 1); d->slots[i].place != 0; i = (i + 1) & (d->size - 1)) {
		if (d->slots[i].tag != tag)
			continue;
		found = debtors_get(d, d->slots[i].place - 1);
		if (slice_equal(found->key, key))
			return found;
	}
	found = add(d, key);
	d->slots[i] = (struct debtor_slot){tag, (uint32_t)d->count};
	return found;
}

void debtors_open(struct debtors *d, const struct policy *policy, const struct customers *customers,
    const struct history *history)
{
	*d = (struct debtors){
	    .policy = policy,
	    .customers = customers,
	    .history = history,
	    .delivery = -1,
	    .none = state_none(),
	};
}

struct debtor *debtors_hashed(struct debtors *d, struct slice customer, uint64_t hash)
{
	if (d->last == NULL || !slice_equal(d->last->key, customer))
		d->last = find(d, customer, hash);
	return d->last;
}

struct debtor *debtors_of(struct debtors *d, struct slice customer)
{
	return debtors_hashed(d, customer, debtors_hash(customer));
}

struct debtor_part *debtors_part(struct debtors *d, struct debtor *debtor)
{
	if (debtor->part == NULL)
		debtor->part = arena_alloc(&d->arena, sizeof *debtor->part);
	return debtor->part;
}

static struct timeline *timeline_for(struct debtors *d, struct debtor *debtor)
{
	struct debtor_part *part;
	struct event_list events;

	if (!debtor->has_events)
		return NULL;
	part = debtors_part(d, debtor);
	if (part->timeline != NULL)
		return part->timeline;
	events = history_of(d->history, debtor->key);
	debtor->has_events = events.count > 0;
	if (!debtor->has_events)
		return NULL;
	part->timeline = arena_alloc(&d->arena, sizeof *part->timeline);
	timeline_make(part->timeline, events);
	return part->timeline;
}

const struct item_state *debtors_state(struct debtors *d, struct debtor *debtor,
    const struct item *item, const struct terms *terms, date as_of)
{
	struct timeline *timeline = timeline_for(d, debtor);
	struct event_list events = {0};

	if (timeline != NULL)
		events = timeline_of(timeline, item->invoice);
	if (events.count == 0 && item->reminded_level.n == 0 && item->reminded_on == DATE_NONE)
		return &d->none;
	state_of(events, item, terms, as_of, &d->state);
	return &d->state;
}

struct slice debtors_status(
    struct debtors *d, struct debtor *debtor, const struct item *item, date as_of)
{
	struct timeline *timeline = timeline_for(d, debtor);

	if (timeline == NULL)
		return (struct slice){0};
	return state_status(timeline_of(timeline, item->invoice), item, as_of);
}

void debtors_free(struct debtors *d)
{
	for (size_t i = 0; i < d->count; i++)
		if (debtors_get(d, i)->part != NULL)
			timeline_free(debtors_get(d, i)->part->timeline);
	free(d->slots);
	free(d->blocks);
	arena_free(&d->arena);
	*d = (struct debtors){0};
}
