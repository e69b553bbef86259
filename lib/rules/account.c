#include "rules/account.h"

#include "base/map.h"
#include "base/mem.h"
#include "value/address.h"

#include <stdlib.h>

#include "base/banned.h"

void balance_add(struct balance *b, const struct decision *d, money open)
{
	if (d->role == ROLE_CREDIT)
		b->credits += open;
	else if (d->role == ROLE_OPEN && (d->due || d->level >= 0))
		b->due += open;
}

/* The section of an item that is not reminded itself; SECTIONS: it is not listed. */
static enum section listing(const struct terms *terms, const struct decision *d, bool overdue)
{
	bool included =
	    terms->include == INCLUDE_OPEN || (terms->include == INCLUDE_OVERDUE && overdue);

	switch (d->role) {
	case ROLE_CREDIT:
		return terms->credits == CREDITS_IGNORE ? SECTIONS : SECTION_CREDIT;
	case ROLE_HELD:
		return terms->on_hold_show && (overdue || included) ? SECTION_ON_HOLD : SECTIONS;
	case ROLE_OPEN:
		if (!included)
			return SECTIONS;
		return overdue ? SECTION_REMINDED : SECTION_NOT_DUE;
	default:
		return SECTIONS;
	}
}

bool account_keeps(const struct terms *terms, const struct decision *d, bool overdue)
{
	return reason_reminds(d->reason) || d->level_above >= 0 ||
	       listing(terms, d, overdue) != SECTIONS;
}

bool account_waits_for_due(const struct terms *terms)
{
	if (terms->include == INCLUDE_OPEN || terms->credit_limit == LIMIT_ALSO_ABOVE)
		return false;
	for (size_t i = 0; i < terms->nlevels; i++)
		if (terms->levels[i].has_after_due &&
		    !formula_goes_forward(&terms->levels[i].after_due))
			return false;
	return true;
}

/* The level that every line takes: the highest, where the terms say so. What is not yet due keeps
 * its own, so that it does not bear the charges of a later one. */
static void raise_levels(struct candidate *c, size_t n)
{
	int highest = -1;

	for (size_t i = 0; i < n; i++)
		if (reason_reminds(c[i].decision.reason) && c[i].decision.level > highest)
			highest = c[i].decision.level;
	for (size_t i = 0; i < n; i++)
		if (reason_reminds(c[i].decision.reason) && c[i].decision.due)
			c[i].decision.level = highest;
}

static struct account_letter *add_letter(struct account_letter *letters, size_t *count)
{
	letters[*count] = (struct account_letter){.level = -1};
	return &letters[(*count)++];
}

/* The letter that an item belongs to, by letter_per; made when `make` says so, else NULL. */
static struct account_letter *letter_for(const struct terms *terms, struct map *by_key,
    const struct candidate *c, struct account_letter *letters, size_t *count, bool make)
{
	int level = c->decision.level;
	struct slice key = {0};
	void **at;

	if (terms->letter_per == PER_CUSTOMER)
		return make && *count == 0 ? add_letter(letters, count) : letters;
	if (terms->letter_per == PER_INVOICE)
		key = c->invoice;
	else
		key = (struct slice){(const char *)&level, sizeof level};
	if (!make)
		return map_get(by_key, key);
	at = map_at(by_key, key);
	if (*at == NULL)
		*at = add_letter(letters, count);
	return *at;
}

static void put(struct candidate *c, const struct account_letter *letters,
    struct account_letter *letter, enum section section)
{
	c->section = section;
	c->letter = letter - letters;
	letter->rows++;
	if (section == SECTION_OVERDUE && c->decision.level > letter->level)
		letter->level = c->decision.level;
	if (section == SECTION_OVERDUE || section == SECTION_REMINDED)
		letter->total += c->open;
}

static void unmake(struct account_letter *letter)
{
	letter->rows = 0;
	letter->total = 0;
}

/* Of letters that are not made after all the rows stand nowhere, and those that they reminded of
 * have a reason. Returns how many letters are left. */
static size_t drop_unmade(struct candidate *c, size_t n, const struct account_letter *letters,
    size_t count, enum reason why)
{
	size_t left = 0;

	for (size_t i = 0; i < n; i++) {
		if (c[i].letter < 0 || letters[c[i].letter].rows > 0)
			continue;
		if (c[i].section == SECTION_OVERDUE)
			c[i].decision.reason = why;
		c[i].letter = -1;
		c[i].section = SECTIONS;
	}
	for (size_t i = 0; i < count; i++)
		left += letters[i].rows > 0;
	return left;
}

/* Returns how many letters are left. */
static size_t drop_where(struct candidate *c, size_t n, struct account_letter *letters,
    size_t count, bool (*unwanted)(const struct account_facts *, const struct account_letter *),
    const struct account_facts *f, enum reason why)
{
	for (size_t i = 0; i < count; i++)
		if (letters[i].rows > 0 && unwanted(f, &letters[i]))
			unmake(&letters[i]);
	return drop_unmade(c, n, letters, count, why);
}

static bool other_level(const struct account_facts *f, const struct account_letter *l)
{
	return f->only_level != NULL &&
	       !slice_equal(slice_of(f->terms->levels[l->level].id), slice_of(f->only_level));
}

static bool every(const struct account_facts *f, const struct account_letter *l)
{
	(void)f;
	(void)l;
	return true;
}

static struct account_letter *highest(struct account_letter *letters, size_t count)
{
	struct account_letter *found = NULL;

	for (size_t i = 0; i < count; i++)
		if (letters[i].rows > 0 && (found == NULL || letters[i].level > found->level))
			found = &letters[i];
	return found;
}

/* The letters that are made as a heap: on top the one that demands most, of two alike the first. */
struct heap {
	struct account_letter **at;
	size_t count;
};

static bool demands_more(const struct account_letter *a, const struct account_letter *b)
{
	return a->total != b->total ? a->total > b->total : a < b;
}

/* The one at `i` may demand less than those below it. */
static void settle(struct heap *h, size_t i)
{
	for (size_t below = 2 * i + 1; below < h->count; i = below, below = 2 * i + 1) {
		struct account_letter *letter = h->at[i];

		if (below + 1 < h->count && demands_more(h->at[below + 1], h->at[below]))
			below++;
		if (!demands_more(h->at[below], letter))
			return;
		h->at[i] = h->at[below];
		h->at[below] = letter;
	}
}

static void heap_make(struct heap *h, struct account_letter *letters, size_t count)
{
	*h = (struct heap){.at = mem_array(count, sizeof *h->at)};
	for (size_t i = 0; i < count; i++)
		if (letters[i].rows > 0)
			h->at[h->count++] = &letters[i];
	for (size_t i = h->count / 2; i-- > 0;)
		settle(h, i);
}

static void heap_drop_top(struct heap *h)
{
	h->at[0] = h->at[--h->count];
	settle(h, 0);
}

/*
 * Where credits cover a letter it is not made. What such letters leave of their credits covers a
 * part of others; the credit cannot stand in them as well, so they would demand more than is
 * owed: they are not made either, the largest first, until the rest is used up. Returns how many
 * letters are left.
 */
static size_t drop_covered(
    struct candidate *c, size_t n, struct account_letter *letters, size_t count, size_t left)
{
	struct heap heap;
	bool covered = false;
	wide rest = 0;

	for (size_t i = 0; i < count; i++)
		if (letters[i].rows > 0 && letters[i].total <= 0) {
			rest -= letters[i].total;
			unmake(&letters[i]);
			covered = true;
		}
	if (!covered)
		return left;
	for (heap_make(&heap, letters, count); rest > 0 && heap.count > 0; heap_drop_top(&heap)) {
		rest -= heap.at[0]->total;
		unmake(heap.at[0]);
	}
	free(heap.at);
	return drop_unmade(c, n, letters, count, REASON_CREDIT);
}

/*
 * Why the account as a whole is not reminded, or REASONS. Whoever is in credit is not, whatever
 * the terms make of credits in the letter.
 */
static enum reason account_reason(const struct account_facts *f)
{
	wide netted = f->balance.due + f->balance.credits;
	wide total = f->terms->credits == CREDITS_NET ? netted : f->balance.due;
	money least = 0;

	if (netted <= 0)
		return REASON_CREDIT;
	if (f->terms->credit_limit == LIMIT_ONLY_ABOVE && !f->above_limit)
		return REASON_CREDIT_LIMIT;
	if (f->terms->min_amount.given && amount_in(&f->terms->min_amount, f->currency, &least) &&
	    total < least)
		return REASON_BELOW_MINIMUM;
	return REASONS;
}

/*
 * What else stands in the letters. No item stands in two: where there are
 * several, the other items go into that of the highest level (a letter of one
 * invoice has no other invoice's), and a credit, after them, into the one that demands most,
 * so that together they demand what the customer owes.
 */
static void list_others(const struct account_facts *f, struct candidate *c, size_t n,
    struct account_letter *letters, size_t count, struct map *by_key)
{
	for (size_t i = 0; i < n; i++) {
		enum section section = listing(f->terms, &c[i].decision, c[i].due_date < f->as_of);
		struct account_letter *letter;

		if (c[i].letter >= 0 || section == SECTIONS || section == SECTION_CREDIT)
			continue;
		letter = f->terms->letter_per == PER_INVOICE
			     ? letter_for(f->terms, by_key, &c[i], letters, &count, false)
			     : highest(letters, count);
		if (letter != NULL && letter->rows > 0)
			put(&c[i], letters, letter, section);
	}
}

/* A credit stands in the letter that demands most at its turn. */
static void list_credits(const struct account_facts *f, struct candidate *c, size_t n,
    struct account_letter *letters, size_t count)
{
	struct heap heap;
	size_t first = 0;

	while (first < n && c[first].decision.role != ROLE_CREDIT)
		first++;
	if (f->terms->credits == CREDITS_IGNORE || first == n)
		return;
	heap_make(&heap, letters, count);
	for (size_t i = first; i < n; i++) {
		if (c[i].decision.role != ROLE_CREDIT)
			continue;
		put(&c[i], letters, heap.at[0], SECTION_CREDIT);
		if (f->terms->credits == CREDITS_NET)
			heap.at[0]->total += c[i].open;
		settle(&heap, 0);
	}
	free(heap.at);
}

/* The items that cause letters: reached, picked, or first ones above the credit limit. */
static size_t find_causes(struct account_facts *f, struct candidate *c, size_t n)
{
	size_t causes = 0;

	for (size_t i = 0; i < n; i++) {
		struct decision *d = &c[i].decision;

		c[i].letter = -1;
		c[i].section = SECTIONS;
		if (f->above_limit && d->level_above >= 0) {
			if (!d->due)
				f->balance.due += c[i].open;
			d->level = d->level_above;
			if (d->reason != REASON_FILTERED)
				d->reason = REASON_SELECTED;
		}
		causes += reason_reminds(d->reason);
	}
	return causes;
}

size_t account_decide(const struct account_facts *facts, struct candidate *c, size_t n,
    struct account_letter *letters)
{
	struct account_facts f = *facts;
	struct map by_key = {0};
	size_t count = 0, left;
	enum reason why;

	if (find_causes(&f, c, n) == 0)
		return 0;
	if (f.terms->level_of_customer)
		raise_levels(c, n);
	for (size_t i = 0; i < n; i++)
		if (reason_reminds(c[i].decision.reason))
			put(&c[i], letters,
			    letter_for(f.terms, &by_key, &c[i], letters, &count, true),
			    SECTION_OVERDUE);
	left = drop_where(c, n, letters, count, other_level, &f, REASON_FILTERED);
	why = account_reason(&f);
	if (left > 0 && why != REASONS)
		left = drop_where(c, n, letters, count, every, &f, why);
	if (left > 0) {
		list_others(&f, c, n, letters, count, &by_key);
		list_credits(&f, c, n, letters, count);
		if (f.terms->credits == CREDITS_NET)
			left = drop_covered(c, n, letters, count, left);
	}
	if (left > 0 && !f.reachable)
		drop_where(c, n, letters, count, every, &f, REASON_NO_ADDRESS);
	map_free(&by_key);
	return count;
}

static bool is_blank(struct slice s)
{
	return slice_trim(s).n == 0;
}

/* One wrong address among several would stop the mails of the whole run. */
const char *account_wrong_address(const struct customer *c, struct slice *address)
{
	struct slice rest = c->email;
	const char *why;

	for (size_t count = 0; address_next(&rest, address); count++)
		if (count == ADDRESSES_MOST)
			return ADDRESSES_FAULT;
		else if (!address_check(*address, &why))
			return why;
	return NULL;
}

bool account_reachable(const struct customer *c, int delivery)
{
	struct slice rest = c->email, address;

	if (delivery == DELIVERY_EMAIL)
		return address_next(&rest, &address) && account_wrong_address(c, &address) == NULL;
	if (delivery == DELIVERY_POST) {
		for (size_t i = 0; i < 4; i++)
			if (!is_blank(c->address[i]))
				return true;
		return false;
	}
	return true;
}
