#include "rules/shared.h"

#include "rules/state.h"

#include <stdlib.h>
#include <string.h>

#include "base/banned.h"

/* A row that bore a cost. */
struct bearer {
	const struct event *event;
	struct bearer *next; /* of the same reminder */
	date asked;	     /* the day on which it is known whether it was undone */
	bool undone;
};

static bool is_zero(struct slice amount)
{
	for (size_t i = 0; i < amount.n; i++)
		if (strchr("0.+-", amount.p[i]) == NULL)
			return false;
	return true;
}

void shared_make(struct shared *s, struct event_list events)
{
	map_free(&s->by_reminder);
	s->by_reminder = (struct map){0};
	s->all = events;
	for (size_t i = 0; i < events.count; i++) {
		const struct event *e = events.events[i];
		struct bearer *bearer;
		void **at;

		if (e->kind != EVENT_REMINDED || e->field[H_REMINDER].n == 0 ||
		    is_zero(e->field[H_COST]))
			continue;
		at = map_at(&s->by_reminder, e->field[H_REMINDER]);
		bearer = arena_alloc(&s->arena, sizeof *bearer);
		*bearer = (struct bearer){.event = e, .next = *at, .asked = DATE_NONE};
		*at = bearer;
	}
}

/* The scale of the level that the event names, NULL where the terms of today do not tell. */
static const struct scale_rule *scale_of(const struct event *e, const struct terms *terms)
{
	int level =
	    slice_is(e->field[H_TERMS], terms->name) ? terms_level(terms, e->field[H_LEVEL]) : -1;

	if (level < 0 || !terms->levels[level].charges.cost_scale.given)
		return NULL;
	return &terms->levels[level].charges.cost_scale;
}

/* Rows of one level share a scale; rows of two levels where both name the same. */
static bool have_one_scale(
    const struct event *bearer, const struct event *other, const struct terms *terms)
{
	const struct scale_rule *a = scale_of(bearer, terms), *b = scale_of(other, terms);

	if (a != NULL && a->of_line)
		return false;
	if (slice_equal(bearer->field[H_TERMS], other->field[H_TERMS]) &&
	    slice_equal(bearer->field[H_LEVEL], other->field[H_LEVEL]))
		return true;
	return a != NULL && b != NULL && !b->of_line && strcmp(a->scale, b->scale) == 0;
}

static bool is_undone(const struct shared *s, struct bearer *b, date as_of)
{
	if (b->asked != as_of) {
		b->asked = as_of;
		b->undone = state_undone(s->all, b->event, as_of);
	}
	return b->undone;
}

static bool is_of(const struct event *e, const struct item *item)
{
	return e->kind == EVENT_REMINDED && slice_equal(e->field[H_INVOICE], item->invoice) &&
	       slice_equal(e->field[H_INSTALMENT], item->instalment);
}

/* What one reminder of the item bore on the rows of others. */
static void add_bearers(struct shared *s, const struct event *e, const struct item *item,
    const struct terms *terms, date as_of)
{
	const struct scale_rule *scale = scale_of(e, terms);
	struct bearer *b = map_get(&s->by_reminder, e->field[H_REMINDER]);

	if (scale != NULL && scale->of_line)
		return;
	for (; b != NULL; b = b->next) {
		if (is_of(b->event, item) || !have_one_scale(b->event, e, terms) ||
		    is_undone(s, b, as_of))
			continue;
		s->found = mem_grow(s->found, s->count, &s->capacity, sizeof *s->found);
		s->found[s->count++] = b->event;
	}
}

struct event_list shared_of(struct shared *s, struct event_list own, const struct item *item,
    const struct terms *terms, date as_of)
{
	const struct event **kept;

	s->count = 0;
	for (size_t i = 0; i < own.count && s->by_reminder.count > 0; i++) {
		const struct event *e = own.events[i];

		if (e->date <= as_of && is_of(e, item) && !state_undone(own, e, as_of))
			add_bearers(s, e, item, terms, as_of);
	}
	if (s->count == 0)
		return (struct event_list){NULL, 0};
	kept = arena_alloc(&s->arena, s->count * sizeof *kept);
	memcpy(kept, s->found, s->count * sizeof *kept);
	return (struct event_list){kept, s->count};
}

void shared_free(struct shared *s)
{
	map_free(&s->by_reminder);
	free(s->found);
	arena_free(&s->arena);
	*s = (struct shared){0};
}
