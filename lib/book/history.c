#include "book/history.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/map.h"
#include "base/mem.h"
#include "book/history_read.h"
#include "book/share.h"

#include "base/banned.h"

const char *const history_names[HISTORY_COLUMNS] = {"time", "event", "customer", "invoice",
    "instalment", "terms", "level", "n", "reminder", "date", "until", "amount", "interest",
    "line_fee", "damages", "reminder_fee", "cost", "vat", "automation", "run", "user", "created",
    "delivery", "address", "document", "message_id", "status", "note", "hash"};

const char *const event_names[EVENT_KINDS] = {"reminded", "statement", "failed", "note", "status",
    "paused", "blocked", "arranged", "resumed", "undone", "listed", "resent", "run"};

/* An event folded up: its fields that are not empty, each as column, text and NUL. */
struct folded {
	const char *text;
	struct history_group *customer; /* NULL: of none */
	unsigned long line;
	date date;
	unsigned char fields;
};

/* The events of a customer, or those that name a reminder. */
struct history_group {
	size_t count;
	const size_t *places;	     /* of its events in the store */
	const struct event **events; /* NULL until they are asked for */
};

struct history_store {
	struct folded *folded; /* in the order in which they count */
	size_t count, capacity;
	const struct event **all; /* NULL until they are asked for */
	struct map customers;
	struct map reminders;
	bool has_reminders; /* they are put together when one is asked for */
	struct arena arena;
};

static struct folded fold(struct history_store *s, const struct event *e)
{
	struct folded f = {.line = e->line, .date = e->date};
	size_t total = 0;

	for (int c = 0; c < H_HASH; c++)
		if (e->field[c].n > 0)
			total += e->field[c].n + 2;
	char *text = arena_alloc(&s->arena, total);
	f.text = text;
	for (int c = 0; c < H_HASH; c++) {
		size_t n = e->field[c].n;
		if (n == 0)
			continue;
		*text++ = (char)c;
		memcpy(text, e->field[c].p, n);
		text += n;
		*text++ = '\0';
		f.fields++;
	}
	return f;
}

/* It was checked when it was read. */
static void no_fault(void *to, enum history_column column, const char *text)
{
	(void)to;
	(void)column;
	(void)text;
}

static const struct event *unfold(struct history_store *s, const struct folded *f)
{
	struct event *e = arena_alloc(&s->arena, sizeof(*e));
	const char *text = f->text;

	for (int i = 0; i < f->fields; i++) {
		struct slice *field = &e->field[(int)*text++];
		*field = slice_of(text);
		text += field->n + 1;
	}
	event_check(e, no_fault, NULL);
	e->line = f->line;
	return e;
}

/* One more event in the group of that name; NULL when it has none. */
static struct history_group *join(struct history_store *s, struct map *groups, struct slice name)
{
	if (name.n == 0)
		return NULL;
	void **place = map_at(groups, name);
	if (!*place)
		*place = arena_alloc(&s->arena, sizeof(struct history_group));
	struct history_group *g = *place;
	g->count++;
	return g;
}

static bool read_events(struct diag *d, struct history_store *s, const char *path)
{
	struct history_reader r;

	if (history_read_open(&r, d, path))
		while (history_read_next(&r)) {
			struct folded f = fold(s, &r.event);
			f.customer = join(s, &s->customers, r.event.field[H_CUSTOMER]);
			s->folded = mem_grow(s->folded, s->count, &s->capacity, sizeof(f));
			s->folded[s->count++] = f;
		}
	return history_read_close(&r);
}

static int compare_events(const void *left, const void *right)
{
	const struct folded *a = left;
	const struct folded *b = right;

	if (a->date != b->date)
		return a->date < b->date ? -1 : 1;
	/* The first field is `time`, which every event has. */
	int by_time = strcmp(a->text + 1, b->text + 1);
	if (by_time != 0)
		return by_time;
	return a->line < b->line ? -1 : a->line > b->line;
}

/* Most files are in order already. */
static void sort_events(struct history_store *s)
{
	for (size_t i = 1; i < s->count; i++)
		if (compare_events(&s->folded[i - 1], &s->folded[i]) > 0) {
			qsort(s->folded, s->count, sizeof(*s->folded), compare_events);
			return;
		}
}

/* Each group's list of places is cut from one array, and filled in order. */
static void index_groups(struct history_store *s, const struct map *groups,
    struct history_group *(*group_of)(const struct history_store *, const struct folded *))
{
	size_t *places = arena_alloc(&s->arena, (s->count + 1) * sizeof(*places));
	size_t used = 0;

	for (size_t i = 0; i < groups->count; i++) {
		struct history_group *g = groups->entries[i].value;
		g->places = places + used;
		used += g->count;
		g->count = 0;
	}
	for (size_t i = 0; i < s->count; i++) {
		struct history_group *g = group_of(s, &s->folded[i]);
		if (g)
			places[(size_t)(g->places - places) + g->count++] = i;
	}
}

static struct history_group *customer_of(const struct history_store *s, const struct folded *f)
{
	(void)s;
	return f->customer;
}

struct history *history_load_held(struct diag *d, const char *path)
{
	struct history *h = mem_alloc(sizeof(*h));

	h->store = mem_alloc(sizeof(*h->store));
	h->path = arena_string(&h->store->arena, path);
	if (!read_events(d, h->store, path)) {
		history_free(h);
		return NULL;
	}
	h->count = h->store->count;
	sort_events(h->store);
	index_groups(h->store, &h->store->customers, customer_of);
	return h;
}

struct history *history_load(struct diag *d, const char *path)
{
	int fd = history_share(d, path);

	if (fd < 0)
		return NULL;
	struct history *h = history_load_held(d, path);
	close(fd);
	return h;
}

static struct event_list events_of(struct history_store *s, struct history_group *g)
{
	if (!g)
		return (struct event_list){0};
	if (!g->events) {
		g->events = arena_alloc(&s->arena, g->count * sizeof(*g->events));
		for (size_t i = 0; i < g->count; i++)
			g->events[i] = unfold(s, &s->folded[g->places[i]]);
	}
	return (struct event_list){g->events, g->count};
}

struct event_list history_of(const struct history *h, struct slice customer)
{
	return events_of(h->store, map_get(&h->store->customers, customer));
}

struct event_list history_all(const struct history *h)
{
	struct history_store *s = h->store;

	if (!s->all) {
		s->all = arena_alloc(&s->arena, (s->count + 1) * sizeof(*s->all));
		for (size_t i = 0; i < s->count; i++)
			s->all[i] = unfold(s, &s->folded[i]);
	}
	return (struct event_list){s->all, s->count};
}

static struct slice folded_field(const struct folded *f, enum history_column column)
{
	const char *text = f->text;

	for (int i = 0; i < f->fields; i++) {
		enum history_column c = (enum history_column) * text++;
		struct slice field = slice_of(text);
		if (c == column)
			return field;
		text += field.n + 1;
	}
	return (struct slice){0};
}

struct event_list history_on(const struct history *h, date day)
{
	struct history_store *s = h->store;
	size_t to = s->count, from;

	while (to > 0 && s->folded[to - 1].date > day)
		to--;
	for (from = to; from > 0 && s->folded[from - 1].date == day;)
		from--;
	const struct event **events = arena_alloc(&s->arena, (to - from + 1) * sizeof(*events));
	for (size_t i = from; i < to; i++)
		events[i - from] = unfold(s, &s->folded[i]);
	return (struct event_list){events, to - from};
}

static struct history_group *reminder_of(const struct history_store *s, const struct folded *f)
{
	return map_get(&s->reminders, folded_field(f, H_REMINDER));
}

struct event_list history_named(const struct history *h, struct slice reminder)
{
	struct history_store *s = h->store;

	if (!s->has_reminders) {
		for (size_t i = 0; i < s->count; i++)
			join(s, &s->reminders, folded_field(&s->folded[i], H_REMINDER));
		index_groups(s, &s->reminders, reminder_of);
		s->has_reminders = true;
	}
	return events_of(s, map_get(&s->reminders, reminder));
}

void history_free(struct history *h)
{
	if (!h)
		return;
	free(h->store->folded);
	map_free(&h->store->customers);
	map_free(&h->store->reminders);
	arena_free(&h->store->arena);
	free(h->store);
	free(h);
}

bool event_money(const struct event *e, enum history_column column, int decimals, money *out)
{
	*out = 0;
	return e->field[column].n == 0 || money_parse(e->field[column], decimals, out);
}
