/*
 * Who is reminded and why not: cases of a table, and what must hold for any
 * ledger. usage: decide FOLDER
 */
#include "rules/decide.h"
#include "base/file.h"
#include "base/opt.h"
#include "rules/account.h"
#include "rules/timeline.h"

#include "check.h"

#include <stdlib.h>
#include <string.h>

#include "base/banned.h"

enum { MOST_WORDS = 48, MOST_EVENTS = 12, ROUNDS = 40000 };

/* An item with its history, as a case tells it. */
struct scene {
	struct item item;
	struct customer customer;
	bool unknown, filtered;
	enum picked picked;
	const struct terms *terms;
	date due, as_of;
	struct event events[MOST_EVENTS];
	const struct event *list[MOST_EVENTS];
	char times[MOST_EVENTS][TIME_TEXT];
	char numbers[MOST_EVENTS][8];
	size_t nevents, nreminders;
	struct item_state state;
};

static date day_of(struct slice text)
{
	date day = DATE_NONE;

	if (!slice_is(text, "-"))
		CHECK_SAYING(date_parse(text, &day), "%.*s", SLICE_ARG(text));
	return day;
}

/* Events are written one second apart, in the order of the case. */
static struct event *add_event(struct scene *s, enum event_kind kind, date day)
{
	size_t i = s->nevents++;
	struct event *e = &s->events[i];

	*e = (struct event){.kind = kind, .date = day, .until = DATE_NONE, .line = i + 2};
	(void)snprintf(s->times[i], TIME_TEXT, "2026-01-01T00:00:%02uZ", (unsigned)i % 60);
	e->field[H_TIME] = slice_of(s->times[i]);
	e->field[H_INVOICE] = s->item.invoice;
	return e;
}

static void add_reminder(struct scene *s, date day, struct slice level, date pay_by)
{
	size_t i = s->nevents;
	struct event *e = add_event(s, EVENT_REMINDED, day);

	(void)snprintf(s->numbers[i], 8, "R%u", (unsigned)++s->nreminders % 100);
	e->field[H_REMINDER] = slice_of(s->numbers[i]);
	e->field[H_LEVEL] = level;
	e->until = pay_by;
	e->n = 1;
	if (s->nreminders % 3 > 0)
		e->field[s->nreminders % 3 == 1 ? H_INTEREST : H_COST] = slice_of("1.25");
}

static bool before(const struct event *a, const struct event *b)
{
	return a->date != b->date ? a->date < b->date : a->line < b->line;
}

/* The history hands them out by date. */
static struct event_list in_order(struct scene *s)
{
	for (size_t i = 0; i < s->nevents; i++) {
		size_t j = i;

		for (; j > 0 && before(&s->events[i], s->list[j - 1]); j--)
			s->list[j] = s->list[j - 1];
		s->list[j] = &s->events[i];
	}
	return (struct event_list){s->list, s->nevents};
}

/* What charges ask for is told without the rest of the state. */
static void check_reminded(struct scene *s)
{
	struct reminded r;

	state_reminded(in_order(s), &s->item, s->terms, s->as_of, &r);
	CHECK(r.last == s->state.last_reminded);
	CHECK(r.overflow == s->state.overflow);
	CHECK(memcmp(&r.charged, &s->state.charged, sizeof r.charged) == 0);
}

static struct facts facts_of(struct scene *s)
{
	state_of(in_order(s), &s->item, s->terms, s->as_of, &s->state);
	check_reminded(s);
	return (struct facts){
	    .item = &s->item,
	    .customer = s->unknown ? NULL : &s->customer,
	    .terms = s->terms,
	    .state = &s->state,
	    .due_date = s->due,
	    .as_of = s->as_of,
	    .filtered = s->filtered,
	    .picked = s->picked,
	};
}

static void start_scene(struct scene *s, const struct terms *terms)
{
	*s = (struct scene){.terms = terms};
	s->item = (struct item){
	    .customer = SLICE_LIT("C1"),
	    .invoice = SLICE_LIT("F1"),
	    .currency = "EUR",
	    .decimals = 2,
	    .amount = 10000,
	    .open_amount = 10000,
	    .reminded_on = DATE_NONE,
	};
	s->customer.delivery = -1;
}

/* Cases. */

static enum event_kind kind_named(struct slice word)
{
	return slice_is(word, "pause")	   ? EVENT_PAUSED
	       : slice_is(word, "block")   ? EVENT_BLOCKED
	       : slice_is(word, "arrange") ? EVENT_ARRANGED
	       : slice_is(word, "resume")  ? EVENT_RESUMED
					   : EVENT_KINDS;
}

/* One fact or event from w[0] on; returns how many words it took, 0 when it is none. */
static size_t take_fact(struct scene *s, const struct slice *w)
{
	static const char *const kinds[] = {"invoice", "credit", "payment", "fee"};
	bool whole = slice_is(w[0], "C");
	enum event_kind kind = kind_named(w[whole]);
	struct event *e;

	if (slice_is(w[0], "open"))
		return money_parse(w[1], 2, &s->item.open_amount) ? 2 : 0;
	if (slice_is(w[0], "kind")) {
		for (int i = 0; i < 4; i++)
			if (slice_is(w[1], kinds[i]))
				s->item.kind = (enum item_kind)i;
		return 2;
	}
	if (slice_is(w[0], "pick")) {
		s->picked = slice_is(w[1], "item") ? PICKED_ITEM : PICKED_CUSTOMER;
		return 2;
	}
	if (slice_is(w[0], "elsewhere")) {
		s->item.reminded_level = w[1];
		s->item.reminded_on = day_of(w[2]);
		return 3;
	}
	if (slice_is(w[0], "remind")) {
		add_reminder(s, day_of(w[1]), w[2], day_of(w[3]));
		return 4;
	}
	if (slice_is(w[0], "undo")) {
		add_event(s, EVENT_UNDONE, day_of(w[1]))->field[H_REMINDER] = w[2];
		return 3;
	}
	if (kind != EVENT_KINDS) {
		e = add_event(s, kind, day_of(w[whole + 1]));
		if (whole)
			e->field[H_INVOICE] = (struct slice){0};
		if (kind == EVENT_BLOCKED || kind == EVENT_RESUMED)
			return whole + 2u;
		e->until = day_of(w[whole + 2]);
		return whole + 3u;
	}
	s->item.payable |= slice_is(w[0], "payable");
	s->item.blocked |= slice_is(w[0], "blocked");
	s->filtered |= slice_is(w[0], "filtered");
	s->unknown |= slice_is(w[0], "unknown");
	s->customer.blocked |= slice_is(w[0], "customer-blocked");
	return slice_is(w[0], "payable") || slice_is(w[0], "blocked") ||
	       slice_is(w[0], "filtered") || slice_is(w[0], "unknown") ||
	       slice_is(w[0], "customer-blocked");
}

static const char *level_name(const struct terms *terms, int level)
{
	return level >= 0 ? terms->levels[level].id : "-";
}

static void check_next(struct scene *s, const struct slice *w, unsigned long line)
{
	struct facts f = facts_of(s);
	char text[DATE_TEXT];
	int level;
	date on;

	if (!decide_next(&f, &level, &on)) {
		CHECK_SAYING(slice_is(w[0], "never"), "line %lu: next never", line);
		return;
	}
	date_format(on, text);
	CHECK_SAYING(slice_is(w[0], level_name(s->terms, level)) && slice_is(w[1], text),
	    "line %lu: next %s %s", line, level_name(s->terms, level), text);
}

static void check_case(const struct policy *p, struct slice *w, size_t count, unsigned long line)
{
	const struct terms *terms = policy_terms(p, w[0]);
	struct scene s;
	struct decision d;
	struct facts f;
	size_t i = 3, taken;

	CHECK_SAYING(terms != NULL, "line %lu: terms", line);
	if (terms == NULL)
		return;
	start_scene(&s, terms);
	s.due = day_of(w[1]);
	s.as_of = day_of(w[2]);
	while (i < count && !slice_is(w[i], "=") && (taken = take_fact(&s, &w[i])) > 0)
		i += taken;
	CHECK_SAYING(i + 2 < count && slice_is(w[i], "="), "line %lu: not understood", line);
	f = facts_of(&s);
	d = decide_item(&f);
	CHECK_SAYING(slice_is(w[i + 1], reason_names[d.reason]) &&
			 slice_is(w[i + 2], level_name(terms, d.level)),
	    "line %lu: %s %s", line, reason_names[d.reason], level_name(terms, d.level));
	if (i + 4 < count && slice_is(w[i + 3], "next"))
		check_next(&s, &w[i + 4], line);
}

static size_t check_cases(const struct policy *p, const char *folder)
{
	struct diag d = {0};
	struct buf text = {0};
	char *path = path_join(folder, "cases.txt");
	struct slice rest, line, words[MOST_WORDS + 4] = {{0}};
	unsigned long number = 0;
	size_t cases = 0, count;

	CHECK(file_read(&d, path, 1 << 20, &text));
	rest = buf_slice(&text);
	while (slice_cut(&rest, '\n', &line)) {
		number++;
		memset(words, 0, sizeof words);
		for (count = 0; count < MOST_WORDS && slice_cut(&line, ' ', &words[count]);)
			count += words[count].n > 0;
		if (count == 0 || words[0].n == 0 || words[0].p[0] == '#')
			continue;
		check_case(p, words, count, number);
		cases++;
	}
	free(path);
	buf_free(&text);
	return cases;
}

/* Random ledgers. */

static uint64_t seed = 42;

static unsigned random_below(unsigned most)
{
	seed = seed * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
	return (unsigned)(seed >> 33) % most;
}

static date random_day(date around)
{
	return around + (date)random_below(121) - 60;
}

static void random_events(struct scene *s)
{
	static const enum event_kind kinds[] = {
	    EVENT_PAUSED, EVENT_BLOCKED, EVENT_ARRANGED, EVENT_RESUMED, EVENT_UNDONE, EVENT_NOTE};

	for (unsigned n = random_below(4); n > 0; n--) {
		unsigned level = random_below((unsigned)s->terms->nlevels);
		date day = random_day(s->as_of);

		add_reminder(s, day, slice_of(s->terms->levels[level].id),
		    random_below(2) ? day + (date)random_below(20) : DATE_NONE);
	}
	for (unsigned n = random_below(3); n > 0; n--) {
		struct event *e = add_event(s, kinds[random_below(6)], random_day(s->as_of));

		if (random_below(2))
			e->field[H_INVOICE] = (struct slice){0};
		if (random_below(3))
			e->until = e->date + (date)random_below(60);
		if (e->kind == EVENT_UNDONE)
			e->field[H_REMINDER] = slice_of("R1");
	}
}

static void random_scene(struct scene *s, const struct policy *p)
{
	start_scene(s, &p->terms[random_below((unsigned)p->nterms)]);
	s->as_of = 20779 + (date)random_below(400);
	s->due = random_day(s->as_of);
	s->item.open_amount = (money)random_below(50000) - 2000;
	s->item.kind = random_below(20) ? KIND_INVOICE : KIND_FEE;
	s->item.payable = random_below(30) == 0;
	s->item.blocked = random_below(30) == 0;
	s->customer.blocked = random_below(30) == 0;
	s->unknown = random_below(30) == 0;
	if (random_below(2))
		random_events(s);
}

/* On the day that decide_next names the item is reminded at that level, and on no day before. */
static void check_against_next(struct scene *s)
{
	struct facts f = facts_of(s);
	struct decision d = decide_item(&f);
	date start = s->as_of, on;
	int level;

	if (!decide_next(&f, &level, &on)) {
		CHECK_SAYING(!reason_reminds(d.reason), "%s", reason_names[d.reason]);
		return;
	}
	CHECK(on >= start);
	CHECK((on == start) == (d.reason == REASON_SELECTED));
	CHECK(on > start || d.level == level);
	/* What is known today of later days does not change until then. */
	for (size_t i = 0; i < s->nevents; i++)
		if (s->events[i].date > start)
			return;
	s->as_of = on;
	f = facts_of(s);
	d = decide_item(&f);
	CHECK_SAYING(d.reason == REASON_SELECTED && d.level == level, "%s %s", s->terms->name,
	    reason_names[d.reason]);
	if (on == start)
		return;
	s->as_of = on - 1;
	f = facts_of(s);
	CHECK(!reason_reminds(decide_item(&f).reason));
}

/* A plan goes up level by level, and ends. */
static void check_plan(struct scene *s)
{
	struct facts f = facts_of(s);
	date on, last = DATE_NONE;
	int level;

	for (size_t steps = 0; decide_next(&f, &level, &on) && steps < 50; steps++) {
		CHECK(on >= last);
		CHECK(level > s->state.level || level == (int)s->terms->nlevels - 1);
		decide_advance(&s->state, s->terms, level, DELIVERY_POST, on);
		last = f.as_of = on;
		if (!s->terms->levels[s->terms->nlevels - 1].has_after_last)
			CHECK(steps <= s->terms->nlevels);
	}
}

/* Accounts: rows in are rows out, and the sums of the letters are those of their rows. */

enum { MOST_ROWS = 12 };

static struct candidate random_candidate(date as_of, int nlevels)
{
	static const char *const invoices[] = {"F1", "F2", "F3", "F4", "F5"};
	struct candidate c = {
	    .invoice = slice_of(invoices[random_below(5)]),
	    .due_date = random_day(as_of),
	    .open = 1 + (money)random_below(20000),
	    .decision = {.reason = REASON_GRACE, .role = ROLE_OPEN, .level = -1, .level_above = -1},
	};

	c.decision.due = c.due_date <= as_of;
	switch (random_below(6)) {
	case 0:
		c.open = -c.open;
		c.decision.role = ROLE_CREDIT;
		c.decision.reason = REASON_CREDIT;
		break;
	case 1:
		c.decision.role = ROLE_HELD;
		c.decision.reason = REASON_PAUSED;
		break;
	case 2:
		c.decision.level_above = 0;
		break;
	case 3:
	case 4:
		c.decision.level = (int)random_below((unsigned)nlevels);
		c.decision.reason = random_below(5) ? REASON_SELECTED : REASON_FILTERED;
		break;
	}
	return c;
}

static struct terms random_terms(const struct terms *from)
{
	struct terms t = *from;

	t.level_of_customer = random_below(2);
	t.letter_per = (enum letter_per)random_below(3);
	t.include = (enum include)random_below(3);
	t.on_hold_show = random_below(2);
	t.credits = (enum credits)random_below(3);
	t.credit_limit = (enum credit_limit)random_below(3);
	t.min_amount = (struct amount){0};
	return t;
}

static void check_letter(const struct terms *t, const struct candidate *c, size_t n,
    const struct account_letter *letter, long index)
{
	wide total = 0;
	size_t rows = 0, causes = 0;
	int highest = -1;

	for (size_t i = 0; i < n; i++) {
		if (c[i].letter != index)
			continue;
		rows++;
		if (c[i].section == SECTION_OVERDUE || c[i].section == SECTION_REMINDED ||
		    (c[i].section == SECTION_CREDIT && t->credits == CREDITS_NET))
			total += c[i].open;
		if (c[i].section != SECTION_OVERDUE)
			continue;
		causes++;
		highest = c[i].decision.level > highest ? c[i].decision.level : highest;
	}
	CHECK(rows == letter->rows);
	if (rows == 0)
		return;
	CHECK(causes > 0);
	CHECK(highest == letter->level);
	CHECK(total == letter->total);
	CHECK(t->credits != CREDITS_NET || total > 0);
}

static void check_rows(const struct account_facts *f, const struct candidate *c, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		bool reminded = reason_reminds(c[i].decision.reason);

		CHECK(reminded == (c[i].section == SECTION_OVERDUE));
		CHECK((c[i].letter >= 0) == (c[i].section != SECTIONS));
		if (reminded)
			CHECK(c[i].decision.level >= 0 && c[i].decision.role == ROLE_OPEN);
		if (c[i].section == SECTION_NOT_DUE)
			CHECK(f->terms->include == INCLUDE_OPEN && c[i].due_date >= f->as_of);
		if (c[i].section == SECTION_REMINDED)
			CHECK(f->terms->include != INCLUDE_REACHED && c[i].due_date < f->as_of);
		if (c[i].section == SECTION_ON_HOLD)
			CHECK(f->terms->on_hold_show && c[i].decision.role == ROLE_HELD);
		if (c[i].section == SECTION_CREDIT)
			CHECK(f->terms->credits != CREDITS_IGNORE && c[i].open < 0);
	}
}

static void check_account(const struct policy *p)
{
	struct terms t = random_terms(&p->terms[0]);
	struct candidate c[MOST_ROWS];
	struct account_letter letters[MOST_ROWS];
	struct account_facts f = {.terms = &t,
	    .currency = "EUR",
	    .as_of = 20800,
	    .above_limit = random_below(2),
	    .reachable = random_below(8) > 0,
	    .only_level = random_below(6) ? NULL : "2"};
	size_t n = random_below(MOST_ROWS + 1), count;
	wide due = 0, credits = 0, demanded = 0;
	bool any = false;

	for (size_t i = 0; i < n; i++) {
		c[i] = random_candidate(f.as_of, (int)t.nlevels);
		if (t.credit_limit != LIMIT_ALSO_ABOVE)
			c[i].decision.level_above = -1;
		balance_add(&f.balance, &c[i].decision, c[i].open);
		CHECK(!reason_reminds(c[i].decision.reason) ||
		      account_keeps(&t, &c[i].decision, c[i].due_date < f.as_of));
		due += c[i].decision.role == ROLE_OPEN ? c[i].open : 0;
		credits += c[i].decision.role == ROLE_CREDIT ? c[i].open : 0;
	}
	count = account_decide(&f, c, n, letters);
	for (size_t i = 0; i < count; i++) {
		check_letter(&t, c, n, &letters[i], (long)i);
		any = any || letters[i].rows > 0;
		demanded += letters[i].total;
		CHECK(letters[i].rows == 0 || f.only_level == NULL || letters[i].level == 1);
	}
	check_rows(&f, c, n);
	CHECK(!any || f.reachable);
	CHECK(!any || t.credit_limit != LIMIT_ONLY_ABOVE || f.above_limit);
	CHECK(!any || due + credits > 0);
	CHECK(t.credits != CREDITS_NET || !any || demanded <= due + credits);
}

/* The events of an invoice and of the whole customer, in the order of all. */
static void check_timeline(void)
{
	enum { EVENTS = 40 };
	static const char *const invoices[] = {"", "F1", "F2", "F3"};
	struct event events[EVENTS] = {0};
	const struct event *list[EVENTS];
	struct timeline t;

	for (size_t i = 0; i < EVENTS; i++) {
		events[i].field[H_INVOICE] = slice_of(invoices[random_below(4)]);
		list[i] = &events[i];
	}
	timeline_make(&t, (struct event_list){list, 1 + random_below(EVENTS)});
	for (size_t k = 1; k < 4; k++) {
		struct event_list found = timeline_of(&t, slice_of(invoices[k]));
		size_t at = 0;

		for (size_t i = 0; i < t.all.count; i++) {
			struct slice invoice = list[i]->field[H_INVOICE];

			if (invoice.n > 0 && !slice_is(invoice, invoices[k]))
				continue;
			while (at < found.count && found.events[at] != list[i])
				at++;
			CHECK(at < found.count);
		}
	}
	timeline_free(&t);
}

int main(int argc, char **argv)
{
	struct diag d = {0};
	struct scene s;
	struct policy *p;
	size_t cases;
	char *path;

	diag_program(argv[0]);
	if (argc != 2)
		usage_error("which folder?");
	path = path_join(argv[1], "policy.yaml");
	p = policy_load(&d, path);
	if (p == NULL)
		return 1;
	cases = check_cases(p, argv[1]);
	CHECK(cases > 80);
	for (int i = 0; i < ROUNDS; i++) {
		random_scene(&s, p);
		check_against_next(&s);
		random_scene(&s, p);
		check_plan(&s);
		check_account(p);
		if (i % 20 == 0)
			check_timeline();
	}
	policy_free(p);
	free(path);
	if (check_failures == 0)
		printf("%zu cases, %d random ones: all well\n", cases, ROUNDS);
	return CHECK_RESULT();
}
