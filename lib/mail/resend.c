#include "mail/resend.h"

#include "base/mem.h"
#include "book/eventline.h"
#include "mail/onhold.h"
#include "rules/state.h"

#include <stdlib.h>

#include "base/banned.h"

/* How the history has a reminder. */
struct record {
	const struct event *first; /* with which it went out, NULL: not all of it did */
	unsigned resends;
	date last; /* when it went out for the last time */
};

/* Every row that is reminded of must have gone out under this very number. */
static const struct event *first_event(struct recall *recall, const struct reminder *of)
{
	const struct event *first = NULL;

	for (size_t i = 0; i < of->count; i++) {
		if (!plan_reminds(of->rows[i]))
			continue;
		const struct event *e = plan_known(recall, of->rows[i]);
		if (!e || !slice_equal(e->field[H_REMINDER], of->number))
			return NULL;
		first = first ? first : e;
	}
	return first;
}

static struct record find_record(struct recall *recall, const struct reminder *of)
{
	struct event_list named = history_named(recall->history, of->number);
	struct record r = {.first = first_event(recall, of)};

	r.last = r.first ? r.first->date : DATE_NONE;
	for (size_t i = 0; i < named.count; i++) {
		const struct event *e = named.events[i];
		unsigned time = eventline_resend(e->field[H_MESSAGE_ID]);
		if (e->kind != EVENT_RESENT || time < r.resends)
			continue;
		r.resends = time;
		r.last = e->date;
	}
	return r;
}

/* What makes it wrong to remind of the item once more, NULL when nothing does. */
static const char *objection(
    struct recall *recall, const struct book *book, const struct proposal_row *row, date today)
{
	const struct customer *customer = customers_find(book->customers, row->item.customer);
	const struct terms *terms = policy_terms(book->policy, row->terms);
	struct item_state state;

	if (!customer || !terms)
		return "its customer or its terms are not in the book any more";
	if (onhold_item(recall, book, &row->item, today))
		return "it is on hold";
	state_of(recall_of(recall, row->item.customer, row->item.invoice), &row->item, terms, today,
	    &state);
	if (!slice_equal(state.level_id, row->level) || state.n != row->n)
		return "it was reminded of again since";
	return NULL;
}

static const struct proposal_row *find_objection(struct recall *recall, const struct book *book,
    const struct reminder *of, date today, const char **why)
{
	for (size_t i = 0; i < of->count; i++) {
		*why =
		    plan_reminds(of->rows[i]) ? objection(recall, book, of->rows[i], today) : NULL;
		if (*why)
			return of->rows[i];
	}
	return NULL;
}

static bool may_resend(struct planner *p, const struct book *book, date today,
    const struct reminder *of, const struct record *r)
{
	const struct mail *mail = &book->policy->mail;
	struct place at = AT_LINE(of->rows[0]->file, of->rows[0]->line);
	char last[DATE_TEXT], next[DATE_TEXT];
	const char *why;
	date due;

	date_format(r->last, last);
	if (r->resends >= (unsigned)mail->resend_times) {
		diag_note(p->d, at,
		    "reminder \"%.*s\" went out on %s, and so often as mail.resend allows",
		    SLICE_ARG(of->number), last);
		return false;
	}
	if (!formula_apply(&mail->resend_after, r->last, &due) || due > today) {
		date_format(due, next);
		diag_note(p->d, at,
		    "reminder \"%.*s\" went out on %s, and goes out again from %s (mail.resend)",
		    SLICE_ARG(of->number), last, next);
		return false;
	}
	const struct proposal_row *row = find_objection(&p->recall, book, of, today, &why);
	if (row)
		diag_note(p->d, AT_LINE(row->file, row->line),
		    "reminder \"%.*s\" does not go out again: invoice \"%.*s\": %s",
		    SLICE_ARG(of->number), SLICE_ARG(row->item.invoice), why);
	return row == NULL;
}

bool resend_plan(struct planner *p, const struct book *book, date today, struct plan *plan)
{
	const struct reminder *of = plan->of;
	struct record r = find_record(&p->recall, of);

	/* Not while it is still on its way. */
	struct outbox_group *earlier = plan_group(p->mail, of->number, 0);
	if (!r.first || (earlier && outbox_is_open(earlier, false)))
		return true;
	/* One that was not logged yet, or failed. */
	struct outbox_group *begun = plan_group(p->mail, of->number, r.resends + 1);
	bool there = begun && parcel_state(begun) != BOX_FAILED;
	struct parcel *parcel = there ? plan_parcel(p, p->mail, begun) : NULL;

	if (there && !parcel)
		return false;
	if (!there && !may_resend(p, book, today, of, &r))
		return true;
	plan->resend = r.resends + 1;
	plan->fresh = !there;
	plan->fates = mem_array(of->count, sizeof(*plan->fates));
	if (there)
		plan_take(plan, parcel);
	return true;
}
