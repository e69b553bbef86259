#include "book/history.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "book/history_parts.h"
#include "book/history_read.h"
#include "book/share.h"

#include "base/banned.h"

const char *const history_names[HISTORY_COLUMNS] = {"time", "event", "customer", "invoice",
    "instalment", "terms", "level", "n", "reminder", "date", "until", "amount", "interest",
    "line_fee", "damages", "reminder_fee", "cost", "vat", "automation", "run", "user", "created",
    "delivery", "address", "document", "message_id", "status", "note", "hash"};

const char *const event_names[EVENT_KINDS] = {"reminded", "statement", "failed", "note", "status",
    "paused", "blocked", "arranged", "resumed", "undone", "listed", "resent", "run"};

static const struct event *unfolded(struct history_store *s, size_t place)
{
	struct event *e = arena_alloc(&s->arena, sizeof(*e));

	history_unfold(s, place, e);
	return e;
}

/* Groups. */

/* The number of the group of that name, which may be new; 0 without a name. */
static uint32_t join(struct grouping *g, struct slice name)
{
	if (name.n == 0)
		return 0;
	void **number = map_at(&g->numbers, name);
	if (!*number)
		*number = (void *)(uintptr_t)++g->count;
	return (uint32_t)(uintptr_t)*number;
}

/* The members of all groups are cut from one array. */
static void index_groups(struct history_store *s, struct grouping *g,
    uint32_t (*group_of)(const struct history_store *, const struct folded *))
{
	uint32_t used = 0;

	g->members = mem_array(s->count, sizeof(*g->members));
	g->groups = mem_array(g->count, sizeof(*g->groups));
	for (size_t i = 0; i < s->count; i++) {
		const uint32_t number = group_of(s, &s->folded[i]);
		if (number > 0)
			g->groups[number - 1].count++;
	}
	for (size_t i = 0; i < g->count; i++) {
		g->groups[i].first = used;
		used += g->groups[i].count;
		g->groups[i].count = 0;
	}
	for (size_t i = 0; i < s->count; i++) {
		uint32_t number = group_of(s, &s->folded[i]);
		if (number == 0)
			continue;
		struct group *group = &g->groups[number - 1];
		g->members[group->first + group->count++] =
		    (struct member){s->folded[i].mark, (uint32_t)i};
	}
	for (size_t i = 0; i < g->count; i++)
		members_sort(g->members + g->groups[i].first, g->groups[i].count, s->folded, true);
}

/* The events of these members, which are put into order. */
static const struct event **unfold_all(
    struct history_store *s, struct member *members, size_t count)
{
	const struct event **events = arena_alloc(&s->arena, (count + 1) * sizeof(*events));

	members_sort(members, count, s->folded, false);
	for (size_t i = 0; i < count; i++)
		events[i] = unfolded(s, members[i].event);
	return events;
}

static struct event_list events_of(struct history_store *s, struct grouping *g, uint32_t number)
{
	if (number == 0)
		return (struct event_list){0};
	struct group *group = &g->groups[number - 1];
	if (!group->events) {
		struct member *members = mem_array(group->count, sizeof(*members));
		memcpy(members, g->members + group->first, group->count * sizeof(*members));
		group->events = unfold_all(s, members, group->count);
		free(members);
	}
	return (struct event_list){group->events, group->count};
}

static void grouping_free(struct grouping *g)
{
	map_free(&g->numbers);
	free(g->groups);
	free(g->members);
}

/* Loading. */

static void grow_folding(struct folding *f, size_t count)
{
	if (count <= f->capacity)
		return;
	f->folded = mem_resize(f->folded, count, sizeof(*f->folded));
	f->customers = mem_resize(f->customers, count, sizeof(*f->customers));
	f->numbers = mem_resize(f->numbers, count, sizeof(*f->numbers));
	f->capacity = count;
}

static void fold_rows(void *context, const struct table_rows *rows)
{
	struct history_store *s = context;
	struct folding *to = &s->foldings[rows->place];
	const struct event *events = rows->kept;

	grow_folding(to, rows->count);
	for (size_t i = 0; i < rows->count; i++) {
		to->customers[i] = (struct slice){0};
		if (!rows->settled[i])
			continue;
		to->folded[i] = fold(&to->texts, &events[i], s->use);
		to->customers[i] = events[i].field[H_CUSTOMER];
	}
}

/* In the order of the file. */
static void take_rows(
    struct history_store *s, struct history_reader *r, const struct table_rows *rows)
{
	struct folding *from = &s->foldings[rows->place];
	const bool all = s->use != HISTORY_CHARGED; /* else whoever was not charged has no number */

	if (all)
		map_get_all(&s->customers.numbers, from->customers, from->numbers, rows->count);
	for (size_t i = 0; i < rows->count; i++) {
		const struct event *e = history_read_event(r, rows, i);
		if (!e)
			continue;
		struct folded f =
		    rows->settled[i] ? from->folded[i] : fold(&from->texts, e, s->use);
		f.line = (uint32_t)e->line;
		f.customer = all && rows->settled[i] ? (uint32_t)(uintptr_t)from->numbers[i] : 0;
		if (f.customer == 0 && (f.has_charge || all))
			f.customer = join(&s->customers, e->field[H_CUSTOMER]);
		s->folded = mem_grow(s->folded, s->count, &s->capacity, sizeof(f));
		s->folded[s->count++] = f;
	}
}

static bool read_events(struct diag *d, struct history_store *s, const char *path)
{
	struct history_reader r;
	struct table_rows rows;

	if (history_read_open(&r, d, path)) {
		table_work_on(r.table, &(struct table_work){fold_rows, s});
		while (history_read_rows(&r, &rows))
			take_rows(s, &r, &rows);
	}
	return history_read_close(&r);
}

static uint32_t customer_of(const struct history_store *s, const struct folded *f)
{
	(void)s;
	return f->customer;
}

/* Those who were charged have a number by now: what else stands there of them stays. */
static void keep_charged(struct history_store *s)
{
	size_t kept = 0;

	for (size_t i = 0; i < s->count && s->customers.count > 0; i++) {
		struct folded *f = &s->folded[i];

		if (f->customer == 0)
			f->customer = number_of(&s->customers, folded_field(f, H_CUSTOMER));
		if (f->customer > 0)
			s->folded[kept++] = *f;
	}
	s->count = kept;
}

static struct history *load(struct diag *d, const char *path, enum history_use use)
{
	struct history *h = mem_alloc(sizeof(*h));

	h->store = mem_lines(1, sizeof(*h->store));
	h->store->use = use;
	h->path = arena_string(&h->store->arena, path);
	if (!read_events(d, h->store, path)) {
		history_free(h);
		return NULL;
	}
	if (use == HISTORY_CHARGED)
		keep_charged(h->store);
	h->count = h->store->count;
	index_groups(h->store, &h->store->customers, customer_of);
	return h;
}

struct history *history_load_held(struct diag *d, const char *path)
{
	return load(d, path, HISTORY_ALL);
}

struct history *history_load(struct diag *d, const char *path, enum history_use use)
{
	int fd = history_share(d, path);

	if (fd < 0)
		return NULL;
	struct history *h = load(d, path, use);
	close(fd);
	return h;
}

struct event_list history_of(const struct history *h, struct slice customer)
{
	struct history_store *s = h->store;

	return events_of(s, &s->customers, number_of(&s->customers, customer));
}

/* Those of a day; DATE_NONE: all of them. */
static struct event_list of_day(struct history_store *s, date day)
{
	struct member *members = mem_array(s->count, sizeof(*members));
	size_t count = 0;

	for (size_t i = 0; i < s->count; i++)
		if (day == DATE_NONE || s->folded[i].date == day)
			members[count++].event = (uint32_t)i;
	const struct event_list list = {unfold_all(s, members, count), count};
	free(members);
	return list;
}

struct event_list history_all(const struct history *h)
{
	struct history_store *s = h->store;

	if (!s->all)
		s->all = of_day(s, DATE_NONE).events;
	return (struct event_list){s->all, s->count};
}

struct event_list history_on(const struct history *h, date day)
{
	return of_day(h->store, day);
}

static uint32_t reminder_of(const struct history_store *s, const struct folded *f)
{
	return number_of(&s->reminders, folded_field(f, H_REMINDER));
}

struct event_list history_named(const struct history *h, struct slice reminder)
{
	struct history_store *s = h->store;

	if (!s->reminders.members) {
		for (size_t i = 0; i < s->count; i++)
			join(&s->reminders, folded_field(&s->folded[i], H_REMINDER));
		index_groups(s, &s->reminders, reminder_of);
	}
	return events_of(s, &s->reminders, number_of(&s->reminders, reminder));
}

static void folding_free(struct folding *f)
{
	free(f->folded);
	free(f->customers);
	free(f->numbers);
	arena_free(&f->texts);
}

void history_free(struct history *h)
{
	if (!h)
		return;
	free(h->store->folded);
	grouping_free(&h->store->customers);
	grouping_free(&h->store->reminders);
	for (size_t i = 0; i < TABLE_PLACES; i++)
		folding_free(&h->store->foldings[i]);
	arena_free(&h->store->arena);
	free(h->store);
	free(h);
}

bool event_money(const struct event *e, enum history_column column, int decimals, money *out)
{
	*out = 0;
	return e->field[column].n == 0 || money_parse(e->field[column], decimals, out);
}
