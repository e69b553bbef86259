#include "rules/job.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/banned.h"

bool job_fail(
    const struct job *job, size_t row, unsigned long line, unsigned long col, const char *fmt, ...)
{
	struct charge_fault *fault = job->fault;
	va_list ap;

	fault->row = row;
	fault->policy = line != 0;
	fault->line = line;
	fault->col = col;
	va_start(ap, fmt);
	(void)vsnprintf(fault->text, sizeof fault->text, fmt, ap);
	va_end(ap);
	return false;
}

bool job_too_large(const struct job *job, size_t row, const char *charge)
{
	return job_fail(job, row, 0, 0, "%s: is too large to be computed", charge);
}

bool job_is_overdue(const struct charge_row *row)
{
	return row->section == SECTION_OVERDUE && row->item->kind != KIND_FEE;
}

const struct charges *job_charges(const struct charge_row *row)
{
	if (!job_is_overdue(row) || row->level == NULL || !row->level->charges.given)
		return NULL;
	return &row->level->charges;
}

struct buf *job_explain(const struct job *job, size_t row, const char *charge)
{
	struct buf *b = job->facts->explain;
	const struct item *item = job->rows[row].item;

	if (b == NULL)
		return NULL;
	buf_add_slice(b, item->invoice);
	if (item->instalment.n > 0) {
		buf_add_char(b, '/');
		buf_add_slice(b, item->instalment);
	}
	buf_printf(b, ": %s: ", charge);
	return b;
}

void job_explain_money(struct buf *b, const char *before, money amount, int decimals)
{
	buf_add_string(b, before);
	money_add_to(b, amount, decimals);
}

void job_explain_sum(struct buf *b, const struct sum *s, int decimals)
{
	job_explain_money(b, " = ", s->rule, decimals);
	if (s->bounded > s->rule)
		job_explain_money(b, ", at least ", s->bounded, decimals);
	if (s->bounded < s->rule)
		job_explain_money(b, ", at most ", s->bounded, decimals);
	if (s->earlier > 0) {
		job_explain_money(b, ", less ", s->earlier, decimals);
		job_explain_money(b, " charged before = ", s->now, decimals);
	}
	buf_add_char(b, '\n');
}

bool job_fixed(
    const struct job *job, size_t row, const struct amount *amount, const char *charge, money *out)
{
	const struct item *item = job->rows[row].item;

	if (amount_in(amount, item->currency, out))
		return true;
	return job_fail(job, row, 0, 0,
	    "%s: the policy (line %lu) has no amount in %s; give one for each currency, like "
	    "{%s: 10, %s: 10}",
	    charge, amount->line, item->currency, job->facts->policy->defaults.currency,
	    item->currency);
}

bool job_settle(const struct job *job, size_t row, const struct amount *min,
    const struct amount *max, const char *charge, struct sum *s)
{
	money bound;

	s->bounded = s->rule;
	if (min->given) {
		if (!job_fixed(job, row, min, charge, &bound))
			return false;
		if (s->bounded < bound)
			s->bounded = bound;
	}
	if (max->given) {
		if (!job_fixed(job, row, max, charge, &bound))
			return false;
		if (s->bounded > bound)
			s->bounded = bound;
	}
	/* A history that gives money back does not make the next reminder dearer. */
	if (s->earlier < 0)
		s->earlier = 0;
	s->now = s->bounded > s->earlier ? s->bounded - s->earlier : 0;
	return true;
}

date job_interest_start(const struct charge_row *row, enum interest_from from)
{
	switch (from) {
	case FROM_INVOICE:
		return row->item->invoice_date;
	case FROM_LAST_REMINDER:
		/* A reminder sent before the due date does not make interest run earlier. */
		if (row->last_reminded != DATE_NONE && row->last_reminded > row->due_date)
			return row->last_reminded;
		break;
	case FROM_DUE:
		break;
	}
	return row->due_date;
}

bool job_interest_failed(const struct job *job, size_t row, const struct interest_rule *rule,
    const struct interest_terms *terms, date start, enum interest_fault why)
{
	char first[DATE_TEXT], last[DATE_TEXT];
	date end = terms->rate_on_start ? start + 1 : job->facts->as_of;

	switch (why) {
	case INTEREST_TOO_EARLY:
		date_format(terms->table->steps[0].from, first);
		date_format(start + 1, last);
		return job_fail(job, row, 0, 0,
		    "interest: rate table \"%s\" begins on %s, and interest runs from %s",
		    terms->table->name, first, last);
	case INTEREST_TOO_LATE:
		date_format(interest_known_until(terms->table), first);
		date_format(end, last);
		return job_fail(job, row, rule->line, rule->col,
		    "interest: rate table \"%s\" is known until %s, and a rate is wanted on %s; "
		    "add the new rates to it, or a valid_until",
		    terms->table->name, first, last);
	case INTEREST_TOO_LARGE:
	case INTEREST_FINE:
		break;
	}
	return job_too_large(job, row, "interest");
}

void job_explain_percent(struct buf *b, const char *before, decimal percent)
{
	char text[DECIMAL_TEXT];

	decimal_format(percent, text);
	buf_printf(b, "%s%s%%", before, text);
}
