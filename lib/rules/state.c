#include "rules/state.h"

#include "value/whole.h"

#include "base/banned.h"

struct item_state state_none(void)
{
	return (struct item_state){
	    .level = -1,
	    .last_reminded = DATE_NONE,
	    .pay_by = DATE_NONE,
	    .hold_until = DATE_NONE,
	    .customer_hold_until = DATE_NONE,
	    .arranged_until = DATE_NONE,
	};
}

/* An event of the whole customer, of the whole invoice, or of this very instalment. */
static bool concerns(const struct event *e, const struct item *item)
{
	struct slice invoice = e->field[H_INVOICE], instalment = e->field[H_INSTALMENT];

	if (invoice.n == 0)
		return true;
	return slice_equal(invoice, item->invoice) &&
	       (instalment.n == 0 || slice_equal(instalment, item->instalment));
}

/* A reminder is one item's alone. */
static bool reminds(const struct event *e, const struct item *item)
{
	return e->kind == EVENT_REMINDED && slice_equal(e->field[H_INVOICE], item->invoice) &&
	       slice_equal(e->field[H_INSTALMENT], item->instalment);
}

/*
 * Whether a was written into the log before b. The dates do not tell: a
 * reminder may be dated tomorrow and be undone today.
 */
static bool logged_before(const struct event *a, const struct event *b)
{
	int order = slice_compare(a->field[H_TIME], b->field[H_TIME]);

	return order != 0 ? order < 0 : a->line < b->line;
}

bool state_undone(struct event_list list, const struct event *reminder, date as_of)
{
	const struct item item = {
	    .invoice = reminder->field[H_INVOICE], .instalment = reminder->field[H_INSTALMENT]};

	for (size_t i = 0; i < list.count; i++) {
		const struct event *e = list.events[i];

		if (e->kind == EVENT_UNDONE && e->date <= as_of && concerns(e, &item) &&
		    slice_equal(e->field[H_REMINDER], reminder->field[H_REMINDER]) &&
		    logged_before(reminder, e))
			return true;
	}
	return false;
}

/* False: they do not fit. */
static bool charge(struct charged *sum, const struct event *e, int decimals)
{
	const struct {
		enum history_column column;
		money *sum;
	} parts[] = {
	    {H_INTEREST, &sum->interest},
	    {H_LINE_FEE, &sum->line_fee},
	    {H_DAMAGES, &sum->damages},
	    {H_REMINDER_FEE, &sum->reminder_fee},
	    {H_COST, &sum->cost},
	    {H_VAT, &sum->vat},
	};
	bool fits = true;

	for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
		money amount;

		fits &= event_money(e, parts[i].column, decimals, &amount) &&
			money_sum(*parts[i].sum, amount, parts[i].sum);
	}
	return fits;
}

/* Reminders that tell no date to pay by gave the level's usual time, delivery not counted. */
static date usual_pay_by(const struct terms *terms, int level, date on)
{
	date pay_by;

	if (level < 0 || on == DATE_NONE ||
	    !formula_apply(&terms->levels[level].pay_within, on, &pay_by))
		return DATE_NONE;
	return pay_by;
}

static void remind(struct item_state *s, const struct event *e, const struct terms *terms)
{
	s->level_id = e->field[H_LEVEL];
	s->level = terms_level(terms, s->level_id);
	s->level_unknown = s->level < 0;
	s->reminders++;
	s->last_reminded = e->date;
	s->pay_by = e->until != DATE_NONE ? e->until : usual_pay_by(terms, s->level, e->date);
}

/* More reminders than any program gives an item. */
enum { ELSEWHERE_MOST = 100000 };

/*
 * Another program's word for a level is the id of one, or else how many reminders it gave: the
 * level at that place, the last one where there were more. Returns how many that makes; 0: none.
 */
static unsigned level_elsewhere(struct item_state *s, struct slice word, const struct terms *terms)
{
	const int levels = (int)terms->nlevels;
	int count;

	s->level_id = word;
	s->level = terms_level(terms, word);
	if (s->level >= 0)
		return (unsigned)s->level + 1;
	s->level_unknown = !whole_parse(word, 0, ELSEWHERE_MOST, &count);
	if (s->level_unknown)
		return 1;
	s->level = count < levels ? count - 1 : levels - 1;
	s->level_id = s->level < 0 ? (struct slice){0} : slice_of(terms->levels[s->level].id);
	return (unsigned)count;
}

/* What another program reminded before. A date without a level: once, at least. */
static void remind_elsewhere(
    struct item_state *s, const struct item *item, const struct terms *terms, date as_of)
{
	struct slice word = item->reminded_level;
	date on = item->reminded_on;

	if ((word.n == 0 && on == DATE_NONE) || (on != DATE_NONE && on > as_of))
		return;
	if (word.n == 0)
		word = slice_of(terms->levels[0].id);
	s->reminders = level_elsewhere(s, word, terms);
	if (s->reminders == 0)
		return;
	s->n = 1;
	s->last_reminded = on;
	s->pay_by = usual_pay_by(terms, s->level, on);
}

/* How many reminders another program gave before our first one, for max_reminders. */
static unsigned reminders_before(const struct item *item, const struct terms *terms, date first)
{
	struct item_state s = state_none();

	remind_elsewhere(&s, item, terms, first - 1);
	return s.reminders;
}

/*
 * Holds of one kind of scope (the customer's, or the item's). Another pause
 * replaces the pause before; a block, a pause and an arrangement stand side by
 * side, and `resumed` ends all three.
 */
struct holds {
	bool on[HOLD_ARRANGED + 1];
	date until[HOLD_ARRANGED + 1]; /* DATE_NONE: without end */
};

static void hold(struct holds *h, const struct event *e)
{
	enum hold kind;

	switch (e->kind) {
	case EVENT_PAUSED:
		kind = HOLD_PAUSED;
		break;
	case EVENT_BLOCKED:
		kind = HOLD_BLOCKED;
		break;
	case EVENT_ARRANGED:
		kind = HOLD_ARRANGED;
		break;
	case EVENT_RESUMED:
		*h = (struct holds){0};
		return;
	default:
		return;
	}
	h->on[kind] = true;
	h->until[kind] = kind == HOLD_BLOCKED ? DATE_NONE : e->until;
}

/* The arrangement that holds longest on as_of. */
static void arrange(const struct holds *h, date as_of, struct item_state *s)
{
	const date until = h->until[HOLD_ARRANGED];

	if (!h->on[HOLD_ARRANGED] || (until != DATE_NONE && until < as_of))
		return;
	if (!s->arranged || until == DATE_NONE ||
	    (s->arranged_until != DATE_NONE && until > s->arranged_until))
		s->arranged_until = until;
	s->arranged = true;
}

/* What still holds on as_of: the kind that weighs most, and the last day of all of them. */
static enum hold holding(const struct holds *h, date as_of, date *until)
{
	static const enum hold by_weight[] = {HOLD_BLOCKED, HOLD_PAUSED, HOLD_ARRANGED};
	enum hold found = HOLD_NONE;

	*until = DATE_NONE;
	for (size_t i = 0; i < sizeof by_weight / sizeof *by_weight; i++) {
		enum hold kind = by_weight[i];

		if (!h->on[kind] || (h->until[kind] != DATE_NONE && h->until[kind] < as_of))
			continue;
		if (found == HOLD_NONE)
			*until = h->until[kind];
		else if (h->until[kind] == DATE_NONE || *until == DATE_NONE)
			*until = DATE_NONE;
		else if (h->until[kind] > *until)
			*until = h->until[kind];
		if (found == HOLD_NONE)
			found = kind;
	}
	return found;
}

/* A clerk writes what a customer said on the phone beside a note, or beside the pause that follows.
 */
static bool tells(const struct event *e)
{
	return e->field[H_NOTE].n > 0 && e->kind != EVENT_REMINDED && e->kind != EVENT_FAILED &&
	       e->kind != EVENT_UNDONE;
}

void state_of(struct event_list list, const struct item *item, const struct terms *terms,
    date as_of, struct item_state *out)
{
	struct holds own = {0}, whole = {0};
	date first = DATE_NONE;

	*out = state_none();
	if (list.count == 0) {
		remind_elsewhere(out, item, terms, as_of);
		return;
	}
	out->has_events = true;
	for (size_t i = 0; i < list.count; i++) {
		const struct event *e = list.events[i];

		if (e->date > as_of || !concerns(e, item))
			continue;
		if (reminds(e, item) && !state_undone(list, e, as_of)) {
			first = out->reminders == 0 ? e->date : first;
			remind(out, e, terms);
			out->overflow |= !charge(&out->charged, e, item->decimals);
		}
		hold(e->field[H_INVOICE].n == 0 ? &whole : &own, e);
		if (tells(e))
			out->last_note = e->field[H_NOTE];
	}
	out->status = state_status(list, item, as_of);
	if (out->reminders > 0) {
		out->n = state_times(list, item, out->level_id, as_of);
		out->reminders += reminders_before(item, terms, first);
	} else {
		remind_elsewhere(out, item, terms, as_of);
	}
	out->hold = holding(&own, as_of, &out->hold_until);
	out->customer_hold = holding(&whole, as_of, &out->customer_hold_until);
	arrange(&own, as_of, out);
	arrange(&whole, as_of, out);
}

bool state_on_hold(struct event_list list, const struct item *item, date as_of)
{
	struct holds own = {0}, whole = {0};
	date until;

	for (size_t i = 0; i < list.count; i++) {
		const struct event *e = list.events[i];

		if (e->date <= as_of && concerns(e, item))
			hold(e->field[H_INVOICE].n == 0 ? &whole : &own, e);
	}
	return holding(&own, as_of, &until) != HOLD_NONE ||
	       holding(&whole, as_of, &until) != HOLD_NONE;
}

struct slice state_status(struct event_list list, const struct item *item, date as_of)
{
	for (size_t i = list.count; i > 0; i--) {
		const struct event *e = list.events[i - 1];

		if (e->kind == EVENT_STATUS && e->date <= as_of && concerns(e, item))
			return e->field[H_STATUS];
	}
	return (struct slice){0};
}

/* The reminders of the item dated before `before`. */
static void read_reminders(
    struct event_list list, const struct item *item, date before, date as_of, struct reminded *out)
{
	*out = (struct reminded){.last = DATE_NONE};
	for (size_t i = 0; i < list.count; i++) {
		const struct event *e = list.events[i];

		if (e->date >= before || !reminds(e, item) || state_undone(list, e, as_of))
			continue;
		out->last = e->date;
		out->overflow |= !charge(&out->charged, e, item->decimals);
	}
}

bool state_charged(
    struct event_list list, const struct item *item, date before, date as_of, struct charged *out)
{
	struct reminded r;

	read_reminders(list, item, before, as_of, &r);
	*out = r.charged;
	return !r.overflow;
}

void state_reminded(struct event_list list, const struct item *item, const struct terms *terms,
    date as_of, struct reminded *out)
{
	struct item_state s;

	read_reminders(list, item, as_of + 1, as_of, out);
	if (out->last == DATE_NONE &&
	    (item->reminded_level.n > 0 || item->reminded_on != DATE_NONE)) {
		s = state_none();
		remind_elsewhere(&s, item, terms, as_of);
		out->last = s.last_reminded;
	}
}

int state_times(struct event_list list, const struct item *item, struct slice level_id, date as_of)
{
	int times = 0;

	for (size_t i = 0; i < list.count; i++) {
		const struct event *e = list.events[i];

		if (e->date > as_of || !reminds(e, item) ||
		    !slice_equal(e->field[H_LEVEL], level_id))
			continue;
		times = e->n > times ? e->n : times + (e->n == 0);
	}
	return times;
}
