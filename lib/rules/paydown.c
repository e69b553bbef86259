#include "rules/paydown.h"

#include "base/mem.h"

#include <string.h>

#include "base/banned.h"

/* Where a payment goes. */
struct split {
	money costs, interest, principal;
};

struct paydown {
	const struct job *job;
	size_t index;
	const struct interest_terms *terms;
	date start;
	struct course *course;
	struct drop *drops;
	struct split paid; /* so far */
	money joined;	   /* of the interest paid, what had joined the principal or would have */
};

/* At least 0, at most `most`. */
static money within(money amount, money most)
{
	if (amount < 0)
		return 0;
	return amount < most ? amount : most;
}

/* The principal takes all that is left when its turn comes. */
static struct split split_payment(
    const struct paydown *p, const struct payment *payment, money amount)
{
	const char *const *order = p->job->facts->terms->allocation;
	struct split s = {0};

	for (size_t i = 0; i < 3 && order[i] != NULL && strcmp(order[i], "principal") != 0; i++) {
		if (strcmp(order[i], "costs") == 0)
			s.costs = within(payment->costs - p->paid.costs, amount - s.interest);
		else
			s.interest = within(payment->interest - p->paid.interest, amount - s.costs);
	}
	s.principal = amount - s.costs - s.interest;
	return s;
}

static void explain(const struct paydown *p, date on, money amount, const struct split *s)
{
	struct buf *b = job_explain(p->job, p->index, "payment");
	int decimals = p->job->rows[p->index].item->decimals;
	char day[DATE_TEXT];

	if (b == NULL)
		return;
	date_format(on, day);
	money_add_to(b, amount, decimals);
	buf_printf(b, " on %s", day);
	job_explain_money(b, ": ", s->principal, decimals);
	buf_add_string(b, " of it on the principal");
	if (s->costs > 0) {
		job_explain_money(b, ", ", s->costs, decimals);
		buf_add_string(b, " on costs demanded before");
	}
	if (s->interest > 0) {
		job_explain_money(b, ", ", s->interest, decimals);
		buf_add_string(b, " on interest demanded before");
	}
	buf_add_char(b, '\n');
}

static void drop(struct paydown *p, date on, money amount)
{
	size_t at = p->course->ndrops;

	if (amount == 0)
		return;
	for (; at > 0 && p->drops[at - 1].on > on; at--)
		p->drops[at] = p->drops[at - 1];
	p->drops[at] = (struct drop){on, amount};
	p->course->ndrops++;
}

/*
 * Interest that is paid bears none: what joined the principal falls off it at once, what would
 * have joined it does not when the year is full. A minimum that was paid beyond the interest that
 * ran is neither.
 */
static enum interest_fault drop_interest(struct paydown *p, date on, money amount)
{
	money joined, ran, now, later;
	enum interest_fault fault;
	date next;

	if (!p->terms->compound || p->terms->from == FROM_LAST_REMINDER || amount == 0)
		return INTEREST_FINE;
	fault = interest_over(
	    p->terms, p->course, p->start, interest_last_joined(p->start, on), &joined);
	if (fault == INTEREST_FINE)
		fault = interest_over(p->terms, p->course, p->start, on, &ran);
	if (fault != INTEREST_FINE)
		return fault;
	now = within(joined - p->joined, amount);
	later = within(ran - p->joined - now, amount - now);
	p->joined += now + later;
	drop(p, on, now);
	next = interest_next_joined(p->start, on);
	if (next != DATE_NONE)
		drop(p, next, later);
	return INTEREST_FINE;
}

static enum interest_fault pay(struct paydown *p, const struct payment *payment, money amount)
{
	struct split s = split_payment(p, payment, amount);
	enum interest_fault fault = INTEREST_FINE;

	explain(p, payment->on, amount, &s);
	if (payment->on <= p->start) {
		p->course->amount -= s.principal;
	} else {
		fault = drop_interest(p, payment->on, s.interest);
		drop(p, payment->on, s.principal);
	}
	p->paid.costs += s.costs;
	p->paid.interest += s.interest;
	return fault;
}

enum interest_fault paydown_course(const struct job *job, size_t index,
    const struct interest_terms *terms, date start, struct drop **drops, struct course *out)
{
	const struct charge_row *row = &job->rows[index];
	money open = row->item->open_amount, known, left, part;
	struct paydown p = {
	    .job = job, .index = index, .terms = terms, .start = start, .course = out};
	enum interest_fault fault = INTEREST_FINE;

	*drops = NULL;
	*out = (struct course){.amount = open};
	if (row->npayments == 0 || open <= 0 || row->item->amount <= open)
		return INTEREST_FINE;
	known = left = row->item->amount - open;
	out->drops = p.drops = *drops = mem_array(3 * row->npayments, sizeof **drops);
	for (size_t i = 0; i < row->npayments; i++)
		left -= within(row->payments[i].amount, left);
	out->amount += known - left;
	left = known;
	for (size_t i = 0; i < row->npayments && left > 0 && fault == INTEREST_FINE; i++) {
		part = within(row->payments[i].amount, left);
		left -= part;
		fault = pay(&p, &row->payments[i], part);
	}
	return fault;
}
