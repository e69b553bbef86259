#include "text/coming.h"

#include "base/mem.h"
#include "rules/shared.h"
#include "rules/state.h"
#include "rules/timeline.h"

#include <stdlib.h>

#include "base/banned.h"

/* The customer's events without those of this reminder itself, should it be made again. */
static struct event_list earlier_events(const struct coming *c, const struct event ***kept)
{
	struct event_list all = {NULL, 0}, out = {NULL, 0};
	if (c->run->history)
		all = history_of(c->run->history, c->reminder->rows[0]->item.customer);
	*kept = mem_array(all.count, sizeof(**kept));
	for (size_t i = 0; i < all.count; i++)
		if (!slice_equal(all.events[i]->field[H_REMINDER], c->reminder->number))
			(*kept)[out.count++] = all.events[i];
	out.events = *kept;
	return out;
}

static void fill_row(const struct coming *c, struct shared *costs, struct timeline *past,
    const struct proposal_row *row, struct charge_row *out)
{
	struct item_state state;
	struct event_list own = timeline_of(past, row->item.invoice);
	struct event_list shared = shared_of(costs, own, &row->item, c->terms, row->as_of);
	int level = terms_level(c->terms, row->level);
	state_of(own, &row->item, c->terms, row->as_of, &state);
	*out = (struct charge_row){
	    .item = &row->item,
	    .section = row->section,
	    .level = level < 0 ? NULL : &c->terms->levels[level],
	    .due_date = values_due(c->values, row),
	    .last_reminded = row->last_reminded,
	    .earlier = state.charged,
	    .shared = shared.events,
	    .nshared = shared.count,
	    .now = {.interest = row->fee[F_INTEREST],
		.line_fee = row->fee[F_LINE_FEE],
		.damages = row->fee[F_DAMAGES],
		.reminder_fee = row->fee[F_REMINDER_FEE],
		.cost = row->fee[F_COST],
		.vat = row->fee[F_VAT]},
	};
}

bool coming_ask(
    const struct coming *c, coming_question *ask, money *answer, struct charge_fault *fault)
{
	const struct event **kept;
	struct shared costs = {0};
	struct timeline past;
	struct charge_row *rows = mem_array(c->reminder->count, sizeof(*rows));
	struct charge_facts facts = {
	    .policy = c->run->policy,
	    .rates = c->run->rates,
	    .terms = c->terms,
	    .level = c->level,
	    .as_of = c->reminder->rows[0]->as_of,
	};
	shared_make(&costs, earlier_events(c, &kept));
	timeline_make(&past, costs.all);
	for (size_t i = 0; i < c->reminder->count; i++)
		fill_row(c, &costs, &past, c->reminder->rows[i], &rows[i]);
	bool good = ask(&facts, rows, c->reminder->count, answer, fault);
	free(rows);
	shared_free(&costs);
	timeline_free(&past);
	free(kept);
	return good;
}
