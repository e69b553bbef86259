#include "rules/selection.h"

#include <stdlib.h>
#include <string.h>

#include "base/banned.h"

/* Rows come in. */

void selection_start(struct selection *s)
{
	const struct policy *p = s->debtors.policy;

	for (size_t i = 0; i < p->nterms; i++) {
		s->early_matters = s->early_matters || !account_waits_for_due(&p->terms[i]);
		s->has_limits = s->has_limits || p->terms[i].credit_limit != LIMIT_IGNORE;
	}
}

money selection_share(const struct selection *s, const struct item *item)
{
	return s->has_limits && !item->payable &&
		       memcmp(item->currency, s->debtors.policy->defaults.currency, 4) == 0
		   ? item->open_amount
		   : 0;
}

bool selection_may_pass(const struct selection *s, const struct item *item, date due)
{
	if (s->keep_all)
		return false;
	return item->open_amount == 0 ||
	       (!s->early_matters && due > s->as_of && item->open_amount > 0 &&
		   item->kind != KIND_CREDIT && item->kind != KIND_PAYMENT);
}

bool selection_pass(struct selection *s, struct debtor *debtor, money open, money share)
{
	if (open != 0 && debtor->customer == NULL)
		return false;
	if (share != 0)
		debtors_part(&s->debtors, debtor)->open_total += share;
	return true;
}

static struct account *account_of(
    struct selection *s, struct debtor *debtor, const struct terms *terms, const char currency[4])
{
	struct account *a = &debtors_part(&s->debtors, debtor)->first;

	while (a->terms != NULL && (a->terms != terms || memcmp(a->currency, currency, 4) != 0)) {
		if (a->next == NULL)
			a->next = arena_alloc(&s->arena, sizeof *a);
		a = a->next;
	}
	if (a->terms == NULL) {
		a->terms = terms;
		memcpy(a->currency, currency, 4);
	}
	return a;
}

static void keep(struct selection *s, struct debtor *debtor, const struct account *account,
    const struct facts *f, const struct decision *d, const struct row *row)
{
	const struct packed packed = row_pack(&s->arena, row, s->ncolumns);
	struct kept *k = arena_alloc(&s->arena, sizeof *k);

	s->rows = mem_grow(s->rows, s->count, &s->capacity, sizeof(struct kept *));
	s->rows[s->count++] = k;
	*k = (struct kept){
	    .debtor = debtor,
	    .account = account,
	    .row = packed,
	    .invoice = row_packed(&packed, row, s->ncolumns, f->item->invoice),
	    .instalment = row_packed(&packed, row, s->ncolumns, f->item->instalment),
	    .due_date = f->due_date,
	    .open = f->item->open_amount,
	    .decision = *d,
	    .asked_for = f->picked == PICKED_ITEM && d->reason == REASON_PICKED,
	    .hold = f->item->blocked ? HOLD_BLOCKED : f->state->hold,
	    /* The history's, the policy's, or a cell of the row. */
	    .last_level = row_packed(&packed, row, s->ncolumns, f->state->level_id),
	    .last_reminded = f->state->last_reminded,
	    .last_n = f->state->n,
	    .status = f->state->status,
	    .section = SECTIONS,
	};
}

void selection_add(struct selection *s, struct debtor *debtor, const struct facts *f,
    const struct decision *d, const struct row *row)
{
	const struct item *item = f->item;
	struct account *account = account_of(s, debtor, f->terms, item->currency);

	balance_add(&account->balance, d, item->open_amount);
	debtor->part->open_total += selection_share(s, item);
	if (s->keep_all || account_keeps(f->terms, d, f->due_date < f->as_of))
		keep(s, debtor, account, f, d, row);
	else
		s->reasons[d->reason]++;
}

/* Order. */

/* What is sorted lies close together with what mostly tells the order. */

struct named {
	uint64_t begin; /* of the key, as a number */
	struct debtor *debtor;
};

static uint64_t begin_of(struct slice key)
{
	uint64_t begin = 0;

	for (size_t i = 0; i < sizeof begin; i++)
		begin = begin << 8 | (i < key.n ? (unsigned char)key.p[i] : 0);
	return begin;
}

static int compare_named(const void *a, const void *b)
{
	const struct named *x = a, *y = b;

	if (x->begin != y->begin)
		return x->begin < y->begin ? -1 : 1;
	return slice_compare(x->debtor->key, y->debtor->key);
}

/* Only who has a row is asked for. */
static size_t rank_debtors(struct selection *s)
{
	struct named *all = mem_array(s->debtors.count, sizeof *all);
	size_t count = 0;

	for (size_t i = 0; i < s->debtors.count; i++) {
		struct debtor *d = debtors_get(&s->debtors, i);

		if (d->part != NULL)
			all[count++] = (struct named){begin_of(d->key), d};
	}
	if (count > 0)
		qsort(all, count, sizeof *all, compare_named);
	for (size_t i = 0; i < count; i++)
		all[i].debtor->part->rank = i;
	free(all);
	return count;
}

static int compare_kept(const void *a, const void *b)
{
	const struct kept *x = *(struct kept *const *)a, *y = *(struct kept *const *)b;
	int order;

	if (x->due_date != y->due_date)
		return x->due_date < y->due_date ? -1 : 1;
	order = slice_compare(x->invoice, y->invoice);
	return order != 0 ? order : slice_compare(x->instalment, y->instalment);
}

/* Deal the rows to their debtors, by rank: ends[r] becomes where those of r end. */
static void deal_rows(struct selection *s, size_t *ends, size_t ndebtors)
{
	struct kept **dealt = mem_array(s->count, sizeof(struct kept *));

	for (size_t i = 0; i < s->count; i++)
		ends[s->rows[i]->debtor->part->rank + 1]++;
	for (size_t r = 0; r < ndebtors; r++)
		ends[r + 1] += ends[r];
	/* What was the begin of each moves to its end. */
	for (size_t i = 0; i < s->count; i++)
		dealt[ends[s->rows[i]->debtor->part->rank]++] = s->rows[i];
	free(s->rows);
	s->rows = dealt;
}

static void order_rows(struct selection *s, size_t ndebtors)
{
	size_t *ends = mem_array(ndebtors + 1, sizeof *ends);

	deal_rows(s, ends, ndebtors);
	for (size_t r = 0, from = 0; r < ndebtors; from = ends[r++])
		if (ends[r] - from > 1)
			qsort(s->rows + from, ends[r] - from, sizeof *s->rows, compare_kept);
	free(ends);
}

/* Letters. */

static bool above_limit(const struct debtor *d)
{
	return d->customer != NULL && d->customer->has_credit_limit &&
	       d->part->open_total > d->customer->credit_limit;
}

static struct letter *new_letter(struct selection *s, const struct debtor *debtor,
    const struct account *account, const struct account_letter *made)
{
	struct letter *l = arena_alloc(&s->arena, sizeof *l);

	l->debtor = debtor;
	l->account = account;
	l->level = made->level;
	l->rows = made->rows;
	if (!decide_pay_by(
		&account->terms->levels[made->level], debtor->delivery, s->as_of, &l->pay_by))
		l->pay_by = DATE_NONE;
	s->letters =
	    mem_grow(s->letters, s->nletters, &s->letters_capacity, sizeof(struct letter *));
	s->letters[s->nletters++] = l;
	return l;
}

/* Which time it is reminded at its level. */
static int next_n(struct selection *s, const struct kept *k)
{
	struct slice id = slice_of(k->account->terms->levels[k->decision.level].id);
	struct item item = {.invoice = k->invoice, .instalment = k->instalment};
	struct timeline *timeline = k->debtor->part->timeline;
	int times = 0;

	if (timeline != NULL)
		times = state_times(timeline_of(timeline, k->invoice), &item, id, s->as_of);
	if (slice_equal(k->last_level, id) && k->last_n > times)
		times = k->last_n;
	return times + 1;
}

static void identify(struct letter *l, const struct kept *k)
{
	const struct terms *terms = l->account->terms;

	if (l->identity == 0)
		l->identity =
		    identity_of(l->debtor->key, slice_of(terms->name), l->account->currency);
	l->identity = identity_with(l->identity, k->invoice, k->instalment,
	    slice_of(terms->levels[k->decision.level].id), k->n);
}

static void place_row(struct selection *s, struct kept *k, struct letter *l, enum section section)
{
	k->letter = l;
	k->section = section;
	if (section != SECTION_OVERDUE)
		return;
	k->n = next_n(s, k);
	if (l->account->terms->letter_per == PER_INVOICE)
		l->suffix = k->invoice;
	identify(l, k);
}

/* The letters of one account. rows[0..n) are its debtor's, others' accounts among them. */
static void decide_account(struct selection *s, struct debtor *debtor, struct account *account,
    struct kept **rows, size_t n, struct candidate *c, struct account_letter *made)
{
	struct account_facts f = {
	    .terms = account->terms,
	    .currency = account->currency,
	    .as_of = s->as_of,
	    .balance = account->balance,
	    .above_limit = above_limit(debtor),
	    .reachable =
		debtor->customer != NULL && account_reachable(debtor->customer, debtor->delivery),
	    .only_level = s->only_level,
	};
	struct letter **letters;
	size_t count = 0, nletters;

	for (size_t i = 0; i < n; i++)
		if (rows[i]->account == account)
			c[count++] = (struct candidate){
			    .invoice = rows[i]->invoice,
			    .due_date = rows[i]->due_date,
			    .open = rows[i]->open,
			    .decision = rows[i]->decision,
			};
	nletters = account_decide(&f, c, count, made);
	letters = mem_array(nletters, sizeof(struct letter *));
	for (size_t i = 0; i < nletters; i++)
		if (made[i].rows > 0)
			letters[i] = new_letter(s, debtor, account, &made[i]);
	for (size_t i = 0, j = 0; i < n; i++) {
		if (rows[i]->account != account)
			continue;
		rows[i]->decision = c[j].decision;
		if (c[j].letter >= 0)
			place_row(s, rows[i], letters[c[j].letter], c[j].section);
		j++;
	}
	free(letters);
}

/* Numbers. */

/* Numbers hold their day, so only reminders of this very day can have one of ours. */
static void take_numbers_of_history(struct selection *s)
{
	struct event_list today = history_on(s->debtors.history, s->as_of);

	for (size_t i = 0; i < today.count; i++)
		if (today.events[i]->kind == EVENT_REMINDED)
			numbers_take(&s->numbers, today.events[i]->field[H_REMINDER]);
}

/* A customer's letters in several currencies have it in their numbers; from..to are its letters. */
static void add_currencies(struct selection *s, size_t from, size_t to)
{
	bool several = false;

	for (size_t i = from + 1; i < to; i++)
		several = several || strcmp(s->letters[i]->account->currency,
					 s->letters[from]->account->currency) != 0;
	for (size_t i = from; several && i < to; i++)
		if (s->letters[i]->suffix.n == 0)
			s->letters[i]->suffix = slice_of(s->letters[i]->account->currency);
}

static void number_letters(struct selection *s)
{
	take_numbers_of_history(s);
	for (size_t i = 0; i < s->nletters; i++) {
		struct letter *l = s->letters[i];

		l->number = numbers_want(&s->numbers, s->as_of, l->debtor->key,
		    l->account->terms->levels[l->level].id, l->suffix);
	}
	for (size_t i = 0; i < s->nletters; i++)
		s->letters[i]->number =
		    numbers_settle(&s->numbers, s->letters[i]->number, s->letters[i]->identity);
}

/* All. */

static size_t run_length(const struct selection *s, size_t from)
{
	size_t to = from;

	while (to < s->count && s->rows[to]->debtor == s->rows[from]->debtor)
		to++;
	return to - from;
}

static size_t longest_run(const struct selection *s)
{
	size_t most = 0;

	for (size_t i = 0, n; i < s->count; i += n) {
		n = run_length(s, i);
		most = n > most ? n : most;
	}
	return most;
}

void selection_order(struct selection *s)
{
	order_rows(s, rank_debtors(s));
}

void selection_decide(struct selection *s)
{
	struct candidate *candidates;
	struct account_letter *made;
	size_t most;

	most = longest_run(s);
	candidates = mem_array(most, sizeof *candidates);
	made = mem_array(most, sizeof *made);
	for (size_t i = 0, n; i < s->count; i += n) {
		struct debtor *debtor = s->rows[i]->debtor;
		size_t first = s->nletters;

		n = run_length(s, i);
		selection_soon(s, i);
		for (struct account *a = &debtor->part->first; a != NULL && !debtor->held_back;
		     a = a->next)
			decide_account(s, debtor, a, &s->rows[i], n, candidates, made);
		add_currencies(s, first, s->nletters);
	}
	for (size_t i = 0; i < s->count; i++)
		s->reasons[s->rows[i]->decision.reason]++;
	number_letters(s);
	free(candidates);
	free(made);
}

void selection_soon(const struct selection *s, size_t i)
{
	enum { SOON = 16, NEAR = 8, LINE = 64 };

	if (i + SOON >= s->count)
		return;
	for (size_t at = 0; at < sizeof(struct kept); at += LINE)
		__builtin_prefetch((const char *)s->rows[i + SOON] + at);
	for (size_t at = 0; at < 4 * (size_t)LINE; at += LINE)
		__builtin_prefetch((const char *)s->rows[i + NEAR]->row.ends + at);
	__builtin_prefetch(s->rows[i + NEAR]->debtor);
}

void selection_free(struct selection *s)
{
	debtors_free(&s->debtors);
	numbers_free(&s->numbers);
	free(s->rows);
	free(s->letters);
	arena_free(&s->arena);
	*s = (struct selection){0};
}
