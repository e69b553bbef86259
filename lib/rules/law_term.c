#include "base/plural.h"
#include "rules/decide.h"
#include "rules/law_rule.h"

#include <string.h>

#include "base/banned.h"

/* The free letter and the level that charges after it; false when there is no such pair. */
static bool find_pair(
    const struct law_case *c, const struct level **letter, const struct level **charging)
{
	size_t first = law_first_charge(c);

	if (first == 0 || first == c->terms->nlevels)
		return false;
	*letter = &c->terms->levels[first - 1];
	*charging = &c->terms->levels[first];
	return true;
}

void law_check_free_letter(const struct law_case *c)
{
	const struct level *first = c->terms->levels;

	if (law_first_charge(c) == 0)
		law_find(c, first, law_charge_key(first), "the first reminder charges already");
}

/*
 * Formulas are tried on days: a week of them where they count days or weeks alone, else those of
 * four years.
 */
enum { SOME_FRIDAY = 20819, WEEK = 7, FOUR_YEARS = 1461 };

static bool counts_days(const struct formula *f)
{
	for (size_t i = 0; i < 3 && f->terms[i].sign != 0; i++)
		if (f->terms[i].kind != FORMULA_ADD || f->terms[i].unit > UNIT_WEEK)
			return false;
	return true;
}

static date last_day(const struct level *letter, const struct level *next)
{
	const struct formula *all[] = {&letter->transit[DELIVERY_EMAIL],
	    &letter->transit[DELIVERY_POST], &letter->pay_within, &next->after_pay_by,
	    &next->after_last};

	for (size_t i = 0; i < sizeof all / sizeof *all; i++)
		if (!counts_days(all[i]))
			return SOME_FRIDAY + FOUR_YEARS;
	return SOME_FRIDAY + WEEK;
}

static bool waits_for_due(const struct level *level)
{
	date day;

	if (!level->has_after_due)
		return false;
	for (date d = SOME_FRIDAY; d < SOME_FRIDAY + FOUR_YEARS; d++)
		if (!formula_apply(&level->after_due, d, &day) || day <= d)
			return false;
	return true;
}

void law_check_after_due(const struct law_case *c)
{
	const struct level *letter, *charging;

	if (!find_pair(c, &letter, &charging))
		return;
	if (c->terms->credit_limit == LIMIT_ALSO_ABOVE && letter == c->terms->levels)
		law_find(c, NULL, "credit_limit",
		    "who is above his limit gets the free letter before the due date");
	for (const struct level *l = c->terms->levels; l <= letter; l++)
		if (waits_for_due(l))
			return;
	law_find(c, letter, "after_due", "its free letter may go out when nothing is overdue");
}

static int term_of(const struct level *letter, date received)
{
	date last;

	return formula_apply(&letter->pay_within, received, &last) ? last - received : 0;
}

/* The least number of days that a letter leaves. */
static int least_term(const struct level *letter)
{
	date end = counts_days(&letter->pay_within) ? SOME_FRIDAY + WEEK : SOME_FRIDAY + FOUR_YEARS;
	int least = term_of(letter, SOME_FRIDAY);

	for (date d = SOME_FRIDAY + 1; d < end; d++)
		if (term_of(letter, d) < least)
			least = term_of(letter, d);
	return least;
}

void law_check_term(const struct law_case *c)
{
	const struct level *letter, *charging;

	if (find_pair(c, &letter, &charging) && least_term(letter) < c->law->term)
		law_find(c, letter, "pay_within",
		    "its free letter leaves %d day%s (pay_within), where the law asks for %d",
		    least_term(letter), plural(least_term(letter)), c->law->term);
}

/* Whether a text of the letter says how many days it leaves, so that these must be over. */
static bool says_days(const struct law_case *c, const struct level *letter)
{
	const struct statutes *s = c->facts->statutes;

	for (size_t i = 0; i < s->count; i++)
		if (strcmp(s->letters[i].template, letter->template) == 0 &&
		    law_text_has_tag(&s->letters[i], "term"))
			return true;
	return false;
}

/* When what was made on a day counts as received: mails may wait in the outbox. */
static date received(const struct law_case *c, int delivery, date made, bool at_worst)
{
	if (delivery == DELIVERY_POST)
		return at_worst ? c->law->at_worst(made) : c->law->at_best(made);
	return at_worst ? made + c->facts->policy->mail.max_age : made;
}

/* By how many days the term that is counted from its receipt ends after pay_by, at most. */
static int days_short(
    const struct law_case *c, const struct level *letter, int delivery, bool at_worst)
{
	bool says = says_days(c, letter);
	date end = last_day(letter, letter + 1);
	int most = 0;

	for (date made = SOME_FRIDAY; made < end; made++) {
		date there = received(c, delivery, made, at_worst), transit, pay_by;
		int term = c->law->term;

		if (!formula_apply(&letter->transit[delivery], made, &transit) ||
		    !formula_apply(&letter->pay_within, transit, &pay_by))
			continue;
		if (says && pay_by - transit > term)
			term = pay_by - transit;
		if (there + term - pay_by > most)
			most = there + term - pay_by;
	}
	return most;
}

static void check_delivery(const struct law_case *c, const struct level *letter, int delivery)
{
	bool post = delivery == DELIVERY_POST;
	int found = days_short(c, letter, delivery, false);

	if (found > 0) {
		law_find(c, letter, "transit_days",
		    "its free letter %s counts the term from its sending: it ends %d day%s early",
		    post ? "by post" : "by e-mail", found, plural(found));
		return;
	}
	found = days_short(c, letter, delivery, true);
	if (found > 0)
		law_advise(c, letter, "transit_days",
		    "%s, so the term of its free letter may end %d day%s early",
		    post ? "post that is sent before a weekend arrives later"
			 : "a mail may wait in the outbox (mail.max_age)",
		    found, plural(found));
}

void law_check_receipt(const struct law_case *c)
{
	const struct level *letter, *charging;

	/* A term that is too short in itself is told by its own rule. */
	if (!find_pair(c, &letter, &charging) || least_term(letter) < c->law->term)
		return;
	check_delivery(c, letter, DELIVERY_EMAIL);
	check_delivery(c, letter, DELIVERY_POST);
}

/* The first day on which the next level may follow, as far as the reminder before decides it. */
static date earliest(const struct level *next, date sent, date pay_by)
{
	date first = sent, day;

	if (next->has_after_pay_by && formula_apply(&next->after_pay_by, pay_by, &day) &&
	    day > first)
		first = day;
	if (next->has_after_last && formula_apply(&next->after_last, sent, &day) && day > first)
		first = day;
	return first;
}

void law_check_term_over(const struct law_case *c)
{
	const struct level *letter, *charging;
	date end, pay_by;
	int early = 0;

	if (!find_pair(c, &letter, &charging))
		return;
	end = last_day(letter, charging);
	for (int delivery = 0; delivery < DELIVERY_NONE; delivery++)
		for (date sent = SOME_FRIDAY; sent < end; sent++)
			if (decide_pay_by(letter, delivery, sent, &pay_by) &&
			    pay_by + 1 - earliest(charging, sent, pay_by) > early)
				early = pay_by + 1 - earliest(charging, sent, pay_by);
	if (early > 0)
		law_find(c, charging, "after_pay_by",
		    "%s, so it may follow %d day%s before the term of level \"%s\" is over",
		    charging->has_after_pay_by ? "it waits too short for the level before"
					       : "it has no after_pay_by",
		    early, plural(early), letter->id);
}
