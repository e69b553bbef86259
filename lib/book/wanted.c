#include "book/wanted.h"

#include <stdint.h>
#include <string.h>

#include "base/banned.h"

/*
 * 128 bits of what makes an event the same as another. Two different ones are
 * taken for the same once in far more histories than there will be.
 */
struct fingerprint {
	uint64_t a, b;
};

/* The ways in which an event can be the same as another. */
struct prints {
	struct fingerprint event;    /* all fields but time, user and hash */
	struct fingerprint reminder; /* a reminder's key, whatever day and amount */
	struct fingerprint delivery; /* what one message brought */
	bool is_reminder, has_message;
};

/* What was seen of a fingerprint. */
struct sighting {
	bool seen;
	struct reminder_line {
		struct slice reminder, invoice, instalment;
		unsigned long line;
		struct reminder_line *next;
	} * reminders; /* the lines that have a reminder's key */
};

struct undone_line {
	struct slice reminder, invoice, instalment;
	unsigned long line;
	struct undone_line *next;
};

/* The same bytes have another fingerprint under another tag. */
static struct fingerprint print_of(uint64_t tag, struct slice bytes)
{
	return (struct fingerprint){
	    hash_bytes(2 * tag, bytes.p, bytes.n), hash_bytes(2 * tag + 1, bytes.p, bytes.n)};
}

/* Add fields, each with a NUL, which no field has. Returns the length with them. */
static size_t join(struct buf *b, const struct slice *fields, size_t count)
{
	size_t total = count;

	for (size_t i = 0; i < count; i++)
		total += fields[i].n;
	buf_reserve(b, total);
	char *to = b->data + b->length;
	for (size_t i = 0; i < count; i++) {
		if (fields[i].n > 0)
			memcpy(to, fields[i].p, fields[i].n);
		to += fields[i].n;
		*to++ = '\0';
	}
	b->length += total;
	*to = '\0';
	return b->length;
}

/* The fields stand in the columns' order, so a key is a part of the whole. */
static struct prints prints_of(struct buf *b, const struct slice *field)
{
	struct prints p = {.has_message = field[H_MESSAGE_ID].n > 0};

	buf_truncate(b, 0);
	size_t event = join(b, field + H_EVENT, 1);
	size_t item = join(b, field + H_CUSTOMER, H_TERMS - H_CUSTOMER);
	size_t key = join(b, field + H_TERMS, H_REMINDER - H_TERMS);
	join(b, field + H_REMINDER, H_USER - H_REMINDER);
	join(b, field + H_CREATED, H_HASH - H_CREATED);
	p.event = print_of(1, buf_slice(b));
	p.is_reminder = slice_is(field[H_EVENT], event_names[EVENT_REMINDED]);
	if (p.is_reminder)
		p.reminder = print_of(2, (struct slice){b->data + event, key - event});
	if (p.has_message) {
		p.delivery = print_of(3, (struct slice){b->data, item});
		p.delivery.a =
		    hash_bytes(p.delivery.a, field[H_MESSAGE_ID].p, field[H_MESSAGE_ID].n);
		p.delivery.b =
		    hash_bytes(p.delivery.b, field[H_MESSAGE_ID].p, field[H_MESSAGE_ID].n);
	}
	return p;
}

static struct slice key_of(const struct fingerprint *f)
{
	return (struct slice){(const char *)f, sizeof(*f)};
}

/* Look out for a fingerprint. False when it was looked out for already. */
static bool look_out(struct wanted *w, struct fingerprint f)
{
	void **place = map_at(&w->prints, key_of(&f));

	if (*place)
		return false;
	*place = arena_alloc(&w->arena, sizeof(struct sighting));
	return true;
}

bool wanted_add(struct wanted *w, const struct slice *field, enum once once)
{
	struct prints p = prints_of(&w->text, field);

	if (once == ONCE_NEVER)
		return true;
	bool new = look_out(w, p.event);
	if (once != ONCE_DELIVERED)
		return new;
	if (p.is_reminder)
		new = look_out(w, p.reminder) && new;
	if (p.has_message)
		new = look_out(w, p.delivery) && new;
	return new;
}

static struct slice keep(struct wanted *w, struct slice s)
{
	return (struct slice){arena_copy(&w->arena, s.p, s.n), s.n};
}

static void see_reminder(struct wanted *w, struct sighting *s, const struct event *e)
{
	struct reminder_line *line = arena_alloc(&w->arena, sizeof(*line));

	line->reminder = keep(w, e->field[H_REMINDER]);
	line->invoice = keep(w, e->field[H_INVOICE]);
	line->instalment = keep(w, e->field[H_INSTALMENT]);
	line->line = e->line;
	line->next = s->reminders;
	s->reminders = line;
}

static void see_undone(struct wanted *w, const struct event *e)
{
	struct undone_line *line = arena_alloc(&w->arena, sizeof(*line));

	line->reminder = keep(w, e->field[H_REMINDER]);
	line->invoice = keep(w, e->field[H_INVOICE]);
	line->instalment = keep(w, e->field[H_INSTALMENT]);
	line->line = e->line;
	line->next = w->undone;
	w->undone = line;
}

static struct sighting *sighting_of(struct wanted *w, const struct fingerprint *f)
{
	return map_get(&w->prints, key_of(f));
}

void wanted_see(struct wanted *w, const struct event *e)
{
	if (e->kind == EVENT_UNDONE)
		see_undone(w, e);
	if (w->prints.count == 0)
		return;
	struct prints p = prints_of(&w->text, e->field);
	struct sighting *s = sighting_of(w, &p.event);
	if (s)
		s->seen = true;
	s = p.has_message ? sighting_of(w, &p.delivery) : NULL;
	if (s)
		s->seen = true;
	s = p.is_reminder ? sighting_of(w, &p.reminder) : NULL;
	if (s)
		see_reminder(w, s, e);
}

/* An `undone` takes back a whole reminder, or one invoice or instalment of it. */
static bool is_undone(const struct wanted *w, const struct reminder_line *r)
{
	for (const struct undone_line *u = w->undone; u; u = u->next)
		if (u->line > r->line && slice_equal(u->reminder, r->reminder) &&
		    (u->invoice.n == 0 || slice_equal(u->invoice, r->invoice)) &&
		    (u->instalment.n == 0 || slice_equal(u->instalment, r->instalment)))
			return true;
	return false;
}

bool wanted_seen(struct wanted *w, const struct slice *field, enum once once)
{
	if (once == ONCE_NEVER)
		return false;
	struct prints p = prints_of(&w->text, field);
	if (sighting_of(w, &p.event)->seen)
		return true;
	if (once != ONCE_DELIVERED)
		return false;
	if (p.has_message && sighting_of(w, &p.delivery)->seen)
		return true;
	if (!p.is_reminder)
		return false;
	for (const struct reminder_line *r = sighting_of(w, &p.reminder)->reminders; r; r = r->next)
		if (!is_undone(w, r))
			return true;
	return false;
}

void wanted_free(struct wanted *w)
{
	map_free(&w->prints);
	arena_free(&w->arena);
	buf_free(&w->text);
	*w = (struct wanted){0};
}
