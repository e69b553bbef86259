#include "base/turns.h"
#include "rules/selection.h"

#include <stdlib.h>
#include <string.h>

#include "base/banned.h"

/* A letter before it has its number. */
struct draft {
	struct letter letter;
	struct slice suffix; /* of its number */
};

/* One bin's letters, and room to make them; its rows are those of `rows`, which here may be
 * changed. */
struct tray {
	_Alignas(CACHE_LINE) const struct selection *selection;
	size_t bin;
	struct kept_rows rows;
	struct draft *drafts;
	size_t count, capacity;
	size_t reasons[REASONS];
	struct buf verdicts; /* on the rows, in order */
	struct candidate *candidates;
	struct account_letter *made;
	uint32_t *letters; /* those that were made, as in struct kept */
	size_t most;	   /* there is room for so many of the three */
	struct customer_room customer;
	struct event_room events;
};

static struct kept *row_at(const struct tray *t, size_t i)
{
	return (struct kept *)(uintptr_t)t->rows.all[i];
}

/* The letters of an account. */

static bool above_limit(const struct debtor *d, const struct customer *c)
{
	return c != NULL && c->has_credit_limit && d->part->open_total > c->credit_limit;
}

/* Its place among the drafts, plus one. */
static uint32_t new_letter(struct tray *t, const struct debtor *debtor,
    const struct account *account, int delivery, const struct account_letter *made)
{
	struct letter l = {
	    .debtor = debtor, .account = account, .level = made->level, .rows = made->rows};

	if (!decide_pay_by(
		&account->terms->levels[made->level], delivery, t->selection->as_of, &l.pay_by))
		l.pay_by = DATE_NONE;
	t->drafts = mem_grow(t->drafts, t->count, &t->capacity, sizeof *t->drafts);
	t->drafts[t->count++] = (struct draft){.letter = l};
	return (uint32_t)t->count;
}

/* Another level than it reached by itself. */
static void change_level(struct tray *t, struct kept *k, int level)
{
	const struct selection *s = t->selection;
	const struct slice id = slice_of(k->account->terms->levels[level].id);
	const struct item item = {
	    .invoice = kept_cell(k, k->invoice), .instalment = kept_cell(k, k->instalment)};

	if (k->has_events)
		k->n = state_times(debtors_events(&s->debtors, k->debtor, item.invoice, &t->events),
		    &item, id, s->as_of);
}

/* Which time it is reminded at its level. */
static int next_n(const struct selection *s, const struct kept *k)
{
	const struct slice id = slice_of(k->account->terms->levels[k->decision.level].id);
	const int times = k->n;
	struct slice last_level;

	if (k->last_n <= times)
		return times + 1;
	last_level = kept_extra(k, s->ncolumns, KEPT_LAST_LEVEL);
	return (slice_equal(last_level, id) ? k->last_n : times) + 1;
}

static void identify(const struct selection *s, struct letter *l, const struct kept *k)
{
	const struct terms *terms = l->account->terms;

	if (l->identity == 0)
		l->identity = identity_of(debtors_key(&s->debtors, l->debtor),
		    slice_of(terms->name), l->account->currency);
	l->identity = identity_with(l->identity, kept_cell(k, k->invoice),
	    kept_cell(k, k->instalment), slice_of(terms->levels[k->decision.level].id), k->n);
}

static void place_row(struct tray *t, struct kept *k, uint32_t letter, enum section section)
{
	struct draft *draft = &t->drafts[letter - 1];

	k->letter = letter;
	k->section = (unsigned char)section;
	if (section != SECTION_OVERDUE)
		return;
	k->n = next_n(t->selection, k);
	if (k->account->terms->letter_per == PER_INVOICE)
		draft->suffix = kept_cell(k, k->invoice);
	identify(t->selection, &draft->letter, k);
}

/* The letters of one account. Rows from..to are its debtor's, others' accounts among them. */
static void decide_account(struct tray *t, struct debtor *debtor, const struct account *account,
    const struct customer *customer, size_t from, size_t to)
{
	const struct selection *s = t->selection;
	const int delivery = debtors_delivery(&s->debtors, customer);
	struct account_facts f = {
	    .terms = account->terms,
	    .currency = account->currency,
	    .as_of = s->as_of,
	    .balance = account->balance,
	    .above_limit = above_limit(debtor, customer),
	    .reachable = customer != NULL && account_reachable(customer, delivery),
	    .only_level = s->only_level,
	};
	struct candidate *c = t->candidates;
	size_t count = 0, nletters;

	for (size_t i = from; i < to; i++) {
		const struct kept *k = t->rows.all[i];

		if (k->account == account)
			c[count++] = (struct candidate){
			    .invoice = kept_cell(k, k->invoice),
			    .due_date = k->due_date,
			    .open = k->open,
			    .decision = k->decision,
			};
	}
	nletters = account_decide(&f, c, count, t->made);
	for (size_t i = 0; i < nletters; i++)
		if (t->made[i].rows > 0)
			t->letters[i] = new_letter(t, debtor, account, delivery, &t->made[i]);
	for (size_t i = from; i < to; i++) {
		struct kept *k = row_at(t, i);

		if (k->account != account)
			continue;
		if (c->decision.level != k->decision.level)
			change_level(t, k, c->decision.level);
		k->decision = c->decision;
		if (c->letter >= 0)
			place_row(t, k, t->letters[c->letter], c->section);
		c++;
	}
}

/* A customer's letters in several currencies have it in their numbers; his are those from there
 * on. */
static void add_currencies(struct tray *t, size_t from)
{
	bool several = false;

	for (size_t i = from + 1; i < t->count; i++)
		several = several || strcmp(t->drafts[i].letter.account->currency,
					 t->drafts[from].letter.account->currency) != 0;
	for (size_t i = from; several && i < t->count; i++)
		if (t->drafts[i].suffix.n == 0)
			t->drafts[i].suffix = slice_of(t->drafts[i].letter.account->currency);
}

/* The letters of a bin. */

static size_t end_of_run(const struct kept_rows *rows, size_t from)
{
	size_t to = from;

	while (to < rows->count && rows->all[to]->debtor == rows->all[from]->debtor)
		to++;
	return to;
}

static void make_room(struct tray *t, size_t rows)
{
	if (rows <= t->most)
		return;
	t->candidates = mem_resize(t->candidates, rows, sizeof *t->candidates);
	t->made = mem_resize(t->made, rows, sizeof *t->made);
	t->letters = mem_resize(t->letters, rows, sizeof *t->letters);
	t->most = rows;
}

static void decide_debtor(struct tray *t, size_t from, size_t to)
{
	const struct selection *s = t->selection;
	struct debtor *debtor = t->rows.all[from]->debtor;
	const size_t first = t->count;

	make_room(t, to - from);
	for (struct account *a = &debtor->part->first; a != NULL && !debtor->held_back; a = a->next)
		decide_account(
		    t, debtor, a, debtors_customer(&s->debtors, debtor, &t->customer), from, to);
	add_currencies(t, first);
}

/* The sums of a debtor who comes soon lie somewhere in memory. */
static void fetch_part(const struct kept_rows *rows, size_t i)
{
	enum { SOON = 8 };

	if (rows->count - i <= SOON)
		return;
	__builtin_prefetch(rows->all[i + SOON]->debtor->part);
	__builtin_prefetch((const char *)rows->all[i + SOON]->debtor->part + CACHE_LINE);
}

static void decide_tray(struct tray *t)
{
	selection_read(t->selection, t->bin, &t->rows);
	t->count = 0;
	for (size_t from = 0, to; from < t->rows.count; from = to) {
		to = end_of_run(&t->rows, from);
		for (size_t i = from; i < to; i++)
			fetch_part(&t->rows, i);
		decide_debtor(t, from, to);
	}
	buf_truncate(&t->verdicts, 0);
	for (size_t i = 0; i < t->rows.count; i++) {
		const struct verdict v = selection_verdict(&t->rows, t->rows.all[i]);

		t->reasons[v.reason]++;
		buf_add(&t->verdicts, &v, sizeof v);
	}
}

/* Numbers hold their day, so only reminders of this very day can have one of ours. */
static void take_numbers_of_history(struct selection *s)
{
	struct event_list today = history_on(s->debtors.history, s->as_of);

	for (size_t i = 0; i < today.count; i++)
		if (today.events[i]->kind == EVENT_REMINDED)
			numbers_take(&s->numbers, today.events[i]->field[H_REMINDER]);
}

static void take_tray(struct selection *s, struct tray *t)
{
	s->first_letter[t->bin] = s->nletters;
	for (size_t i = 0; i < t->count; i++) {
		struct letter l = t->drafts[i].letter;

		l.number = numbers_want(&s->numbers, s->as_of, debtors_key(&s->debtors, l.debtor),
		    l.account->terms->levels[l.level].id, t->drafts[i].suffix);
		s->letters =
		    mem_grow(s->letters, s->nletters, &s->letters_capacity, sizeof *s->letters);
		s->letters[s->nletters++] = l;
	}
	bins_replace(s->verdicts, t->bin, buf_slice(&t->verdicts));
}

static void tray_free(struct tray *t)
{
	kept_rows_free(&t->rows);
	free(t->drafts);
	buf_free(&t->verdicts);
	free(t->candidates);
	free(t->made);
	free(t->letters);
	customer_room_free(&t->customer);
	event_room_free(&t->events);
}

/* Bins are decided by two threads, and what they make is taken in order. */
struct trays {
	size_t next, nbins;
	struct tray at[TURNS_ROOM];
};

static bool begin(void *context, size_t place)
{
	struct trays *trays = context;

	trays->at[place].bin = trays->next++;
	return trays->next < trays->nbins;
}

static void work(void *context, size_t place)
{
	struct trays *trays = context;

	decide_tray(&trays->at[place]);
}

void selection_decide(struct selection *s)
{
	struct trays trays = {.nbins = s->nbins};
	struct turns *turns;
	size_t place;

	take_numbers_of_history(s);
	for (size_t i = 0; i < TURNS_ROOM; i++)
		trays.at[i].selection = s;
	turns = turns_open(&(struct turns_work){begin, work, &trays});
	while (turns_next(turns, &place))
		take_tray(s, &trays.at[place]);
	turns_close(turns);
	for (size_t i = 0; i < s->nletters; i++)
		s->letters[i].number =
		    numbers_settle(&s->numbers, s->letters[i].number, s->letters[i].identity);
	s->decided = true;
	for (size_t i = 0; i < TURNS_ROOM; i++) {
		for (size_t r = 0; r < REASONS; r++)
			s->reasons[r] += trays.at[i].reasons[r];
		tray_free(&trays.at[i]);
	}
}
