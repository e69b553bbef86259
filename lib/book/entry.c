#include "book/entry.h"

#include <stdio.h>
#include <string.h>

#include "book/history_read.h"

#include "base/banned.h"

/* The event is about exactly the same: a customer, an invoice or an instalment. */
static bool same_scope(const struct slice *a, const struct slice *b)
{
	return slice_equal(a[H_CUSTOMER], b[H_CUSTOMER]) &&
	       slice_equal(a[H_INVOICE], b[H_INVOICE]) &&
	       slice_equal(a[H_INSTALMENT], b[H_INSTALMENT]);
}

static bool same_event(const struct slice *a, const struct slice *b)
{
	for (int c = H_EVENT; c < H_HASH; c++)
		if (c != H_USER && !slice_equal(a[c], b[c]))
			return false;
	return true;
}

static bool is_hold(enum event_kind kind)
{
	return kind == EVENT_PAUSED || kind == EVENT_BLOCKED || kind == EVENT_ARRANGED;
}

/* Whether the same was said before and nothing has changed it since. */
static enum entry repeated(const struct history *h, const struct slice *field, enum event_kind kind)
{
	struct event_list list = history_of(h, field[H_CUSTOMER]);
	enum entry found = ENTRY_NEW;

	for (size_t i = 0; i < list.count; i++) {
		const struct event *e = list.events[i];
		if (!same_scope(e->field, field))
			continue;
		if (e->kind == kind || (is_hold(kind) && e->kind == EVENT_RESUMED))
			found = same_event(e->field, field) ? ENTRY_THERE : ENTRY_NEW;
	}
	return found;
}

/* Whether a pause, block or arrangement of exactly this scope holds on that day. */
static bool held(const struct history *h, const struct slice *scope, date day)
{
	struct event_list list = history_of(h, scope[H_CUSTOMER]);
	bool on[EVENT_KINDS] = {false};

	for (size_t i = 0; i < list.count; i++) {
		const struct event *e = list.events[i];
		if (!same_scope(e->field, scope) || e->date > day)
			continue;
		if (e->kind == EVENT_RESUMED)
			memset(on, 0, sizeof(on));
		if (is_hold(e->kind))
			on[e->kind] =
			    e->kind == EVENT_BLOCKED || e->until == DATE_NONE || e->until >= day;
	}
	return on[EVENT_PAUSED] || on[EVENT_BLOCKED] || on[EVENT_ARRANGED];
}

/* What is held instead, for advice: the customer as a whole, or one of the invoices. */
static enum entry not_held(
    struct diag *d, const struct history *h, const struct slice *field, date day)
{
	struct slice whole[HISTORY_COLUMNS] = {[H_CUSTOMER] = field[H_CUSTOMER]};
	struct event_list list = history_of(h, field[H_CUSTOMER]);

	if (field[H_INVOICE].n > 0 && held(h, whole, day)) {
		diag_error(d, STATUS_DATA, NOWHERE,
		    "invoice \"%.*s\" is not paused itself, its customer \"%.*s\" is: leave "
		    "--invoice out",
		    SLICE_ARG(field[H_INVOICE]), SLICE_ARG(field[H_CUSTOMER]));
		return ENTRY_WRONG;
	}
	for (size_t i = 0; field[H_INVOICE].n == 0 && i < list.count; i++)
		if (held(h, list.events[i]->field, day)) {
			diag_error(d, STATUS_DATA, NOWHERE,
			    "customer \"%.*s\" is not paused as a whole, but invoice \"%.*s\" is: "
			    "add --invoice",
			    SLICE_ARG(field[H_CUSTOMER]),
			    SLICE_ARG(list.events[i]->field[H_INVOICE]));
			return ENTRY_WRONG;
		}
	diag_error(d, STATUS_DATA, NOWHERE,
	    "customer \"%.*s\"%s%.*s is not paused, blocked or under an arrangement on %.*s, so "
	    "there "
	    "is nothing to resume",
	    SLICE_ARG(field[H_CUSTOMER]), field[H_INVOICE].n > 0 ? ", invoice " : "",
	    SLICE_ARG(field[H_INVOICE]), SLICE_ARG(field[H_DATE]));
	return ENTRY_WRONG;
}

static enum entry check_resumed(
    struct diag *d, const struct history *h, const struct slice *field, date day)
{
	return held(h, field, day) ? ENTRY_NEW : not_held(d, h, field, day);
}

/* The log's order: a reminder may be dated tomorrow and undone today. */
static bool logged_before(const struct event *a, const struct event *b)
{
	int order = slice_compare(a->field[H_TIME], b->field[H_TIME]);

	return order != 0 ? order < 0 : a->line < b->line;
}

static bool is_undone(const struct history *h, const struct event *reminder)
{
	struct event_list list = history_of(h, reminder->field[H_CUSTOMER]);
	const struct slice *f = reminder->field;

	for (size_t i = 0; i < list.count; i++) {
		const struct slice *u = list.events[i]->field;
		if (list.events[i]->kind == EVENT_UNDONE &&
		    slice_equal(u[H_REMINDER], f[H_REMINDER]) &&
		    (u[H_INVOICE].n == 0 || slice_equal(u[H_INVOICE], f[H_INVOICE])) &&
		    (u[H_INSTALMENT].n == 0 || slice_equal(u[H_INSTALMENT], f[H_INSTALMENT])) &&
		    logged_before(reminder, list.events[i]))
			return true;
	}
	return false;
}

/* A reminder of the same item that came after this one and stands. */
static const struct event *later_reminder(const struct history *h, const struct event *reminder)
{
	struct event_list list = history_of(h, reminder->field[H_CUSTOMER]);

	for (size_t i = list.count; i-- > 0;) {
		const struct event *e = list.events[i];
		if (e->line == reminder->line)
			return NULL;
		if (e->kind == EVENT_REMINDED && same_scope(e->field, reminder->field) &&
		    !slice_equal(e->field[H_REMINDER], reminder->field[H_REMINDER]) &&
		    !is_undone(h, e))
			return e;
	}
	return NULL;
}

/* Whether an `undone` with these fields is about this event. */
static bool takes_back(const struct slice *field, const struct event *e)
{
	return e->kind == EVENT_REMINDED &&
	       (field[H_CUSTOMER].n == 0 || slice_equal(field[H_CUSTOMER], e->field[H_CUSTOMER])) &&
	       (field[H_INVOICE].n == 0 || slice_equal(field[H_INVOICE], e->field[H_INVOICE])) &&
	       (field[H_INSTALMENT].n == 0 ||
		   slice_equal(field[H_INSTALMENT], e->field[H_INSTALMENT]));
}

static bool nothing_under_it(struct diag *d, const struct history *h, const struct event *e)
{
	const struct event *later = later_reminder(h, e);

	if (!later)
		return true;
	diag_error(d, STATUS_DATA, NOWHERE,
	    "invoice \"%.*s\" was reminded again since, by \"%.*s\": undo that one first",
	    SLICE_ARG(e->field[H_INVOICE]), SLICE_ARG(later->field[H_REMINDER]));
	return false;
}

static enum entry check_undone(struct diag *d, const struct history *h, struct slice *field)
{
	struct event_list list = history_named(h, field[H_REMINDER]);
	const struct event *first = NULL;
	bool standing = false, good = true;

	for (size_t i = 0; i < list.count; i++) {
		const struct event *e = list.events[i];
		if (!takes_back(field, e))
			continue;
		if (first && !slice_equal(first->field[H_CUSTOMER], e->field[H_CUSTOMER])) {
			diag_error(d, STATUS_DATA, NOWHERE,
			    "\"%.*s\" names reminders of several customers: add --customer",
			    SLICE_ARG(field[H_REMINDER]));
			return ENTRY_WRONG;
		}
		first = first ? first : e;
		if (is_undone(h, e))
			continue;
		standing = true;
		good = nothing_under_it(d, h, e) && good;
	}
	if (!first) {
		diag_error(d, STATUS_DATA, NOWHERE, "%s \"%.*s\"%s",
		    list.count > 0 ? "reminder" : "the history has no reminder",
		    SLICE_ARG(field[H_REMINDER]), list.count > 0 ? " reminded no such item" : "");
		return ENTRY_WRONG;
	}
	field[H_CUSTOMER] = first->field[H_CUSTOMER];
	if (!good)
		return ENTRY_WRONG;
	return standing ? ENTRY_NEW : ENTRY_THERE;
}

static enum entry check_reminded(const struct history *h, struct slice *field, char n[ENTRY_TEXT])
{
	struct event_list list = history_of(h, field[H_CUSTOMER]);
	int times = 0;

	for (size_t i = 0; i < list.count; i++) {
		const struct event *e = list.events[i];
		if (e->kind != EVENT_REMINDED || !same_scope(e->field, field) ||
		    !slice_equal(e->field[H_LEVEL], field[H_LEVEL]))
			continue;
		if (slice_equal(e->field[H_REMINDER], field[H_REMINDER]) && !is_undone(h, e))
			return ENTRY_THERE;
		times = e->n > times ? e->n : times + (e->n == 0);
	}
	snprintf(n, ENTRY_TEXT, "%d", times + 1);
	field[H_N] = slice_of(n);
	return ENTRY_ONCE;
}

enum entry entry_check(struct diag *d, const struct history *h, struct slice field[HISTORY_COLUMNS],
    char n[ENTRY_TEXT])
{
	date day = DATE_NONE;

	if (!date_parse(field[H_DATE], &day))
		return ENTRY_WRONG;
	switch (event_kind(field[H_EVENT])) {
	case EVENT_PAUSED:
	case EVENT_BLOCKED:
	case EVENT_ARRANGED:
	case EVENT_STATUS:
		return repeated(h, field, event_kind(field[H_EVENT]));
	case EVENT_RESUMED:
		return check_resumed(d, h, field, day);
	case EVENT_UNDONE:
		return check_undone(d, h, field);
	case EVENT_REMINDED:
		return check_reminded(h, field, n);
	case EVENT_NOTE:
		return ENTRY_NEW;
	default:
		return ENTRY_ONCE;
	}
}
