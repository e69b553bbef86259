#include "mail/plan.h"

#include "base/mem.h"
#include "rules/state.h"

#include <stdlib.h>

#include "base/banned.h"

enum box parcel_state(const struct outbox_group *group)
{
	static const enum box order[] = {BOX_SENT, BOX_SENDING, BOX_QUEUED};

	for (size_t i = 0; i < sizeof(order) / sizeof(*order); i++)
		for (size_t n = 0; n < group->count; n++)
			if (!group->parts[n]->copy && group->parts[n]->box == order[i])
				return order[i];
	return BOX_FAILED;
}

/* Parcels. */

static const struct outbox_part *first_delivery(const struct outbox_group *group)
{
	for (size_t i = 0; i < group->count; i++)
		if (!group->parts[i]->copy && group->parts[i]->box != BOXES)
			return group->parts[i];
	return NULL;
}

struct outbox_group *plan_group(const struct outbox *box, struct slice number, unsigned resend)
{
	struct buf base = {0};

	head_base(number, resend, &base);
	struct outbox_group *group = outbox_base(box, buf_slice(&base));
	buf_free(&base);
	return group;
}

struct parcel *plan_parcel(struct planner *p, struct outbox *box, struct outbox_group *group)
{
	const struct outbox_part *part = first_delivery(group);

	if (group->parcel)
		return group->parcel;
	struct parcel *parcel = mem_alloc(sizeof(*parcel));
	*parcel = (struct parcel){.box = box, .group = group};
	p->parcels = mem_grow(p->parcels, p->count, &p->capacity, sizeof(*p->parcels));
	p->parcels[p->count++] = parcel;
	group->parcel = parcel;
	char *path = part ? outbox_path(box, part) : NULL;
	bool good = !path || head_read(p->d, path, &p->arena, &parcel->head);
	free(path);
	return good ? parcel : NULL;
}

/* The plan's rows depend on the parcel. */
static void wait_for(struct plan *plan, struct parcel *parcel)
{
	for (size_t i = 0; i < parcel->nwaiting; i++)
		if (parcel->waiting[i] == plan)
			return;
	parcel->waiting = mem_grow(
	    parcel->waiting, parcel->nwaiting, &parcel->waiting_capacity, sizeof(struct plan *));
	parcel->waiting[parcel->nwaiting++] = plan;
	plan->open++;
}

void plan_take(struct plan *plan, struct parcel *parcel)
{
	for (size_t i = 0; i < plan->of->count; i++)
		plan->fates[i].parcel = parcel;
	wait_for(plan, parcel);
}

void plan_free(struct plan *plan)
{
	free(plan->fates);
}

void planner_free(struct planner *p)
{
	for (size_t i = 0; i < p->count; i++) {
		head_free(&p->parcels[i]->head);
		map_free(&p->parcels[i]->by_item);
		free(p->parcels[i]->waiting);
		free(p->parcels[i]);
	}
	free(p->parcels);
	recall_free(&p->recall);
	arena_free(&p->arena);
}

/* The history. */

bool plan_reminds(const struct proposal_row *row)
{
	return row->section == SECTION_OVERDUE && row->level.n > 0;
}

static bool same_item(const struct slice *a, const struct slice *b)
{
	return slice_equal(a[H_CUSTOMER], b[H_CUSTOMER]) &&
	       slice_equal(a[H_INVOICE], b[H_INVOICE]) &&
	       slice_equal(a[H_INSTALMENT], b[H_INSTALMENT]);
}

/* Whether the events have this delivery of the item, and took back all that they have of it. */
static bool was_undone(struct event_list events, const struct slice *item)
{
	bool undone = false;

	for (size_t i = 0; i < events.count; i++) {
		const struct event *e = events.events[i];
		if (!slice_equal(e->field[H_REMINDER], item[H_REMINDER]))
			continue;
		bool other = e->field[H_MESSAGE_ID].n > 0 && item[H_MESSAGE_ID].n > 0 &&
			     !slice_equal(e->field[H_MESSAGE_ID], item[H_MESSAGE_ID]);
		if (e->kind != EVENT_REMINDED || other || !same_item(e->field, item))
			continue;
		if (!state_undone(events, e, DATE_MOST))
			return false;
		undone = true;
	}
	return undone;
}

static bool is_this_reminder(const struct event *e, const struct proposal_row *row)
{
	if (e->kind == EVENT_STATEMENT)
		return slice_equal(e->field[H_REMINDER], row->reminder);
	/* Who logs one by hand need not say under which terms it was. */
	return e->kind == EVENT_REMINDED && plan_reminds(row) && e->n == row->n &&
	       (e->field[H_TERMS].n == 0 || slice_equal(e->field[H_TERMS], row->terms)) &&
	       slice_equal(e->field[H_LEVEL], row->level);
}

const struct event *plan_known(struct recall *recall, const struct proposal_row *row)
{
	struct event_list all = recall_of(recall, row->item.customer, row->item.invoice);

	for (size_t i = 0; i < all.count; i++) {
		const struct event *e = all.events[i];
		if (is_this_reminder(e, row) &&
		    slice_equal(e->field[H_INVOICE], row->item.invoice) &&
		    slice_equal(e->field[H_INSTALMENT], row->item.instalment) &&
		    !was_undone(all, e->field))
			return e;
	}
	return NULL;
}

/* The outbox. */

static void row_event(const struct proposal_row *row, char n[16], struct slice *event)
{
	struct buf number = {0};

	buf_printf(&number, "%d", row->n);
	for (size_t i = 0; i <= number.length && i < 15; i++)
		n[i] = number.data[i];
	for (int c = 0; c < HISTORY_COLUMNS; c++)
		event[c] = (struct slice){0};
	event[H_EVENT] = slice_of(event_names[EVENT_REMINDED]);
	event[H_CUSTOMER] = row->item.customer;
	event[H_INVOICE] = row->item.invoice;
	event[H_INSTALMENT] = row->item.instalment;
	event[H_TERMS] = row->terms;
	event[H_LEVEL] = row->level;
	event[H_N] = (struct slice){n, number.length};
	buf_free(&number);
}

static void index_items(struct parcel *parcel)
{
	struct buf key = {0};

	for (size_t i = 0; i < parcel->head.count; i++) {
		struct mail_item *item = &parcel->head.items[i];
		const struct slice *event = item->event;
		void **at;

		item_key(&key, event[H_CUSTOMER], event[H_INVOICE], event[H_INSTALMENT]);
		at = map_at(&parcel->by_item, buf_slice(&key));
		if (*at == NULL)
			*at = item;
	}
	buf_free(&key);
}

static const struct mail_item *find_item(struct parcel *parcel, const struct proposal_row *row)
{
	struct buf key = {0};
	const struct mail_item *found;

	if (parcel->by_item.count == 0)
		index_items(parcel);
	item_key(&key, row->item.customer, row->item.invoice, row->item.instalment);
	found = map_get(&parcel->by_item, buf_slice(&key));
	buf_free(&key);
	return found;
}

/*
 * Whether the parcel, which waited too long for the item's earlier reminder to leave, is given up
 * for the new one. The same reminder once more is no newer than what waits.
 */
static bool is_given_up(struct planner *p, struct parcel *parcel, const struct proposal_row *row)
{
	struct outbox_group *g = parcel->group;
	struct buf why = {0};

	if (!p->expiry || parcel_state(g) != BOX_QUEUED ||
	    slice_equal(parcel->head.reminder, row->reminder) ||
	    !expiry_past(p->expiry, parcel->head.day, &why))
		return false;
	for (size_t i = 0; i < g->count; i++)
		if (g->parts[i]->box == BOX_QUEUED)
			outbox_fail(parcel->box, p->d, g->parts[i], buf_string(&why));
	buf_add_slice(&g->words, buf_slice(&why));
	buf_free(&why);
	parcel->silent = true;
	return true;
}

static bool took_back(struct planner *p, const struct mail_item *item)
{
	const struct slice *event = item->event;

	return was_undone(recall_of(&p->recall, event[H_CUSTOMER], event[H_INVOICE]), event);
}

/*
 * The parcel that has the key and counts: not one that failed, nor one that the history took
 * back. False after an error.
 */
static bool find_parcel(
    struct planner *p, const char *key, const struct proposal_row *row, struct parcel **found)
{
	struct outbox *const boxes[] = {p->mail, p->post};

	for (int b = 0; b < 2 && !*found; b++) {
		const struct outbox_match *m =
		    boxes[b] ? outbox_find(boxes[b], slice_of(key)) : NULL;
		for (; m && !*found; m = m->next) {
			if (parcel_state(m->group) == BOX_FAILED)
				continue;
			struct parcel *parcel = plan_parcel(p, boxes[b], m->group);
			if (!parcel)
				return false;
			if (row && is_given_up(p, parcel, row))
				continue;
			const struct mail_item *item = row ? find_item(parcel, row) : NULL;
			if (!item || !took_back(p, item))
				*found = parcel;
		}
	}
	return true;
}

static bool find_by_row(struct planner *p, const struct proposal_row *row, struct parcel **found)
{
	struct slice event[HISTORY_COLUMNS];
	struct buf key = {0};
	char n[16] = "";

	row_event(row, n, event);
	head_key(event, &key);
	bool good = find_parcel(p, key.data, row, found);
	buf_free(&key);
	return good;
}

static bool find_by_number(struct planner *p, struct slice number, struct parcel **found)
{
	struct buf key = {0};

	head_base_key(number, &key);
	bool good = find_parcel(p, key.data, NULL, found);
	buf_free(&key);
	return good;
}

/* Planning. */

static void set_parcel(struct plan *plan, size_t row, struct parcel *parcel)
{
	plan->fates[row].parcel = parcel;
	plan->fates[row].item = find_item(parcel, plan->of->rows[row]);
	wait_for(plan, parcel);
}

/* Lines that another program wrote, or a person, may lack what a delivered row must have. */
static bool tells_delivery(const struct event *e)
{
	return e->field[H_DELIVERY].n > 0 && e->field[H_DATE].n > 0 && e->field[H_REMINDER].n > 0;
}

/* The history has it: told again as it was, or, where the history does not know how, skipped. */
static void set_known(struct fate *f, const struct event *e)
{
	if (e == NULL || tells_delivery(e))
		f->known = e;
	else
		f->why = "the history has this reminder, and not how it was delivered";
}

/* The rows that bring the reminder about, by their keys; all rows of a statement by its number. */
static bool match_keys(
    struct planner *p, struct plan *plan, const struct parcel *numbered, bool *any)
{
	for (size_t i = 0; i < plan->of->count; i++) {
		const struct proposal_row *row = plan->of->rows[i];
		struct parcel *parcel = NULL;
		if (plan_reminds(row) && !find_by_row(p, row, &parcel))
			return false;
		if (parcel)
			set_parcel(plan, i, parcel);
		else if (plan_reminds(row) || !numbered)
			set_known(&plan->fates[i], plan_known(&p->recall, row));
		*any |= parcel || plan->fates[i].known || plan->fates[i].why;
	}
	return true;
}

/* Another row of a reminder whose parcel is known: told with it, or left out. It is not
 * reminded either way. */
static void match_other(
    struct plan *plan, size_t row, struct parcel *numbered, struct parcel *const *met, size_t nmet)
{
	struct fate *f = &plan->fates[row];
	const struct proposal_row *of = plan->of->rows[row];

	if (plan_reminds(of) && f->why == NULL)
		f->why = "others of this reminder went out before; log them (log-history), then "
			 "select again";
	if (numbered && find_item(numbered, of)) {
		set_parcel(plan, row, numbered);
		return;
	}
	for (size_t i = 0; i < nmet; i++)
		if (find_item(met[i], of)) {
			set_parcel(plan, row, met[i]);
			return;
		}
	f->status = "skipped";
}

bool plan_reminder(struct planner *p, struct plan *plan)
{
	size_t count = plan->of->count, nmet = 0;
	struct parcel *numbered = NULL;
	bool any = false;

	plan->fates = mem_array(count, sizeof(*plan->fates));
	if (!find_by_number(p, plan->of->number, &numbered) || !match_keys(p, plan, numbered, &any))
		return false;
	plan->fresh = !any && !numbered;
	if (plan->fresh)
		return true;
	struct parcel **met = mem_array(count, sizeof(struct parcel *));
	for (size_t i = 0; i < count; i++)
		if (plan->fates[i].parcel && (nmet == 0 || met[nmet - 1] != plan->fates[i].parcel))
			met[nmet++] = plan->fates[i].parcel;
	for (size_t i = 0; i < count; i++)
		if (!plan->fates[i].parcel && !plan->fates[i].known)
			match_other(plan, i, numbered, met, nmet);
	free(met);
	return true;
}
