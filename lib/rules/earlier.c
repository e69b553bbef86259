#include "rules/earlier.h"

#include "base/mem.h"

#include <stdlib.h>

#include "base/banned.h"

/* Whether the event is the very reminder of this row: what makes it the same is its key. */
static bool is_own(const struct event *e, const struct proposal_row *row)
{
	return e->kind == EVENT_REMINDED && e->n == row->n && row->level.n > 0 &&
	       slice_equal(e->field[H_INVOICE], row->item.invoice) &&
	       slice_equal(e->field[H_INSTALMENT], row->item.instalment) &&
	       slice_equal(e->field[H_TERMS], row->terms) &&
	       slice_equal(e->field[H_LEVEL], row->level);
}

static struct event_list without_own(
    struct earlier *earlier, struct event_list list, const struct proposal_row *row)
{
	size_t n = 0;

	for (size_t i = 0; i < list.count; i++)
		n += !is_own(list.events[i], row);
	if (n == list.count)
		return list;
	if (list.count > earlier->capacity) {
		earlier->events = mem_resize(earlier->events, list.count, sizeof(struct event *));
		earlier->capacity = list.count;
	}
	n = 0;
	for (size_t i = 0; i < list.count; i++)
		if (!is_own(list.events[i], row))
			earlier->events[n++] = list.events[i];
	return (struct event_list){earlier->events, n};
}

/* His number in the history. */
static uint32_t number_of(struct earlier *e, struct slice customer)
{
	if (e->next < e->nexpected && slice_equal(e->expected[e->next], customer))
		return e->numbers[e->next++];
	return history_customer(e->history, customer);
}

/* The next customer. Of one with few events, each item asks for its own. */
static void turn_to(struct earlier *e, struct slice customer)
{
	e->customer = customer;
	e->number = number_of(e, customer);
	e->is_few = history_count(e->history, e->number) <= TIMELINE_FEW;
	e->has_shared = false;
	if (e->is_few)
		return;
	timeline_free(&e->timeline);
	timeline_make(&e->timeline, history_all_about(e->history, e->number, &e->room));
}

bool earlier_knows(struct earlier *e, struct slice customer)
{
	if (e->customer.p == NULL || !slice_equal(e->customer, customer))
		turn_to(e, customer);
	return e->number != 0;
}

static struct event_list events_of(struct earlier *e, const struct item *item)
{
	if (!earlier_knows(e, item->customer))
		return (struct event_list){0};
	return e->is_few ? history_about(e->history, e->number, item->invoice, &e->own)
			 : timeline_of(&e->timeline, item->invoice);
}

static struct event_list events_before(struct earlier *e, const struct proposal_row *row)
{
	e->list = events_of(e, &row->item);
	if (e->list.count > 0)
		e->list = without_own(e, e->list, row);
	return e->list;
}

void earlier_state(struct earlier *e, const struct proposal_row *row, const struct terms *terms,
    date as_of, struct item_state *out)
{
	state_of(events_before(e, row), &row->item, terms, as_of, out);
}

void earlier_reminded(struct earlier *e, const struct proposal_row *row, const struct terms *terms,
    date as_of, struct reminded *out)
{
	state_reminded(events_before(e, row), &row->item, terms, as_of, out);
}

bool earlier_charged(
    struct earlier *e, const struct proposal_row *row, date before, date as_of, struct charged *out)
{
	return state_charged(events_before(e, row), &row->item, before, as_of, out);
}

/* Hardly any customer's events bore costs. */
static void make_shared(struct earlier *e)
{
	struct event_list all = {0};

	if (history_has_costs(e->history, e->number))
		all = history_all_about(e->history, e->number, &e->room);
	if (all.count > 0 || e->shared.by_reminder.count > 0)
		shared_make(&e->shared, all);
	e->has_shared = true;
}

struct event_list earlier_shared(
    struct earlier *e, const struct proposal_row *row, const struct terms *terms, date as_of)
{
	if (e->list.count == 0)
		return e->list;
	if (!e->has_shared)
		make_shared(e);
	if (e->shared.by_reminder.count == 0)
		return (struct event_list){0};
	return shared_of(&e->shared, e->list, &row->item, terms, as_of);
}

void earlier_expect(struct earlier *e, const struct proposal_row *rows, size_t count)
{
	e->customer = (struct slice){NULL, 0};
	e->nexpected = e->next = 0;
	if (count > e->expected_capacity) {
		free(e->expected);
		free(e->numbers);
		e->expected = mem_array(count, sizeof *e->expected);
		e->numbers = mem_array(count, sizeof *e->numbers);
		e->expected_capacity = count;
	}
	for (size_t i = 0; i < count; i++)
		if (i == 0 || !slice_equal(rows[i].item.customer, rows[i - 1].item.customer))
			e->expected[e->nexpected++] = rows[i].item.customer;
	history_find_customers(e->history, e->expected, e->numbers, e->nexpected);
}

void earlier_free(struct earlier *e)
{
	timeline_free(&e->timeline);
	shared_free(&e->shared);
	event_room_free(&e->room);
	event_room_free(&e->own);
	free(e->events);
	free(e->expected);
	free(e->numbers);
	*e = (struct earlier){0};
}
