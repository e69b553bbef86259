#include "rules/day_count.h"
#include "rules/job.h"
#include "rules/paydown.h"

#include <stdlib.h>
#include <string.h>

#include "base/banned.h"

static void explain_interest(const struct job *job, size_t index,
    const struct interest_terms *terms, const struct course *course, date start,
    const struct sum *s)
{
	const struct item *item = job->rows[index].item;
	struct buf *b = job_explain(job, index, "interest");
	char text[DATE_TEXT];

	if (b == NULL)
		return;
	if (item->open_amount <= 0 || job->facts->as_of <= start) {
		date_format(start, text);
		buf_printf(b, "no day after %s", text);
	} else {
		interest_explain(terms, course, start, job->facts->as_of, item->decimals, b);
	}
	job_explain_sum(b, s, item->decimals);
}

static bool settle_interest(const struct job *job, size_t index, const struct interest_terms *terms,
    const struct course *course, date start, money sum)
{
	static const struct amount unbounded;
	struct charge_row *row = &job->rows[index];
	const struct interest_rule *rule = &row->level->charges.interest;
	date as_of = job->facts->as_of;
	/* Where no interest runs, the minimum is not owed either. */
	bool runs = as_of > start && row->item->open_amount > 0;
	struct sum s = {.rule = sum};

	/* The days since the last reminder were in no earlier sum. */
	if (terms->from != FROM_LAST_REMINDER)
		s.earlier = row->earlier.interest;
	if (!job_settle(job, index, runs ? &rule->min : &unbounded, &rule->max, "interest", &s))
		return false;
	row->interest_days = day_count_days(terms->day_count, start, as_of);
	row->now.interest = s.now;
	explain_interest(job, index, terms, course, start, &s);
	return true;
}

static bool add_interest(const struct job *job, size_t index)
{
	struct charge_row *row = &job->rows[index];
	const struct interest_rule *rule = &row->level->charges.interest;
	struct interest_terms terms;
	struct course course;
	struct drop *drops;
	enum interest_fault why;
	money sum = 0;
	date start;
	bool ok;

	if (!interest_terms_of(rule, job->facts->rates, &terms))
		return job_fail(job, index, rule->line, rule->col,
		    "interest: there is no rate table \"%s\"", rule->table);
	start = job_interest_start(row, terms.from);
	if (start == DATE_NONE)
		return job_fail(job, index, 0, 0,
		    "interest: runs from the %s date, and there is none",
		    terms.from == FROM_INVOICE ? "invoice" : "due");
	why = paydown_course(job, index, &terms, start, &drops, &course);
	if (why == INTEREST_FINE)
		why = interest_over(&terms, &course, start, job->facts->as_of, &sum);
	ok = why == INTEREST_FINE ? settle_interest(job, index, &terms, &course, start, sum)
				  : job_interest_failed(job, index, rule, &terms, start, why);
	free(drops);
	return ok;
}

static bool add_damages(const struct job *job, size_t index)
{
	struct charge_row *row = &job->rows[index];
	const struct damages_rule *rule = &row->level->charges.damages;
	money base = rule->of_open ? row->item->open_amount : row->item->amount;
	struct sum s = {.earlier = row->earlier.damages};
	struct buf *b;

	if (base <= 0)
		return true;
	if (!money_percent(base, rule->percent, &s.rule))
		return job_too_large(job, index, "damages");
	if (!job_settle(job, index, &rule->min, &rule->max, "damages", &s))
		return false;
	row->now.damages = s.now;
	b = job_explain(job, index, "damages");
	if (b != NULL) {
		job_explain_percent(b, "", rule->percent);
		job_explain_money(b, " of ", base, row->item->decimals);
		buf_add_string(b, rule->of_open ? ", the open amount" : ", the invoice's amount");
		job_explain_sum(b, &s, row->item->decimals);
	}
	return true;
}

static bool add_fee(const struct job *job, size_t index, const struct amount *fee,
    const char *charge, const char *how, money *out)
{
	struct buf *b;

	if (!job_fixed(job, index, fee, charge, out))
		return false;
	b = job_explain(job, index, charge);
	if (b != NULL) {
		buf_add_string(b, how);
		job_explain_money(b, " = ", *out, job->rows[index].item->decimals);
		buf_add_char(b, '\n');
	}
	return true;
}

static bool add_row(const struct job *job, size_t index)
{
	struct charge_row *row = &job->rows[index];
	const struct charges *charges = job_charges(row);

	if (charges == NULL)
		return true;
	if (charges->interest.given && !add_interest(job, index))
		return false;
	if (charges->line_fee.given &&
	    !add_fee(job, index, &charges->line_fee, "line_fee", "each line", &row->now.line_fee))
		return false;
	if (charges->damages.given && !add_damages(job, index))
		return false;
	return !charges->cost_scale.given || !charges->cost_scale.of_line ||
	       cost_add_line(job, index);
}

/* The first row of section overdue, count when there is none. */
static size_t first_overdue(const struct job *job)
{
	size_t i = 0;

	while (i < job->count && !job_is_overdue(&job->rows[i]))
		i++;
	return i;
}

static bool check_currency(const struct job *job)
{
	for (size_t i = 1; i < job->count; i++)
		if (memcmp(job->rows[i].item->currency, job->rows[0].item->currency, 4) != 0)
			return job_fail(job, i, 0, 0, "currency: %s in a reminder in %s",
			    job->rows[i].item->currency, job->rows[0].item->currency);
	return true;
}

bool charge_reminder(const struct charge_facts *facts, struct charge_row *rows, size_t count,
    struct charge_fault *fault)
{
	struct job job = {.facts = facts, .rows = rows, .count = count, .fault = fault};
	size_t first = first_overdue(&job);

	for (size_t i = 0; i < count; i++) {
		rows[i].interest_days = 0;
		rows[i].now = (struct charged){0};
	}
	if (!check_currency(&job))
		return false;
	if (first < count && facts->level != NULL && facts->level->charges.reminder_fee.given &&
	    !add_fee(&job, first, &facts->level->charges.reminder_fee, "reminder_fee",
		"once for the reminder", &rows[first].now.reminder_fee))
		return false;
	for (size_t i = first; i < count; i++)
		if (!add_row(&job, i))
			return false;
	return cost_add_shared(&job);
}

static bool runs_from_last(const struct interest_rule *rule, const struct rates *rates)
{
	struct interest_terms terms;

	return rule->given &&
	       (!interest_terms_of(rule, rates, &terms) || terms.from == FROM_LAST_REMINDER);
}

bool charge_asks_last(const struct policy *policy, const struct rates *rates)
{
	for (size_t i = 0; i < policy->nterms; i++)
		for (size_t j = 0; j < policy->terms[i].nlevels; j++)
			if (runs_from_last(&policy->terms[i].levels[j].charges.interest, rates))
				return true;
	return false;
}

bool charged_sum(const struct charged *c, money *out)
{
	money sum = 0;

	*out = 0;
	/* As of most. */
	if ((c->interest | c->line_fee | c->damages | c->reminder_fee | c->cost | c->vat) == 0)
		return true;
	if (!money_sum(sum, c->interest, &sum) || !money_sum(sum, c->line_fee, &sum) ||
	    !money_sum(sum, c->damages, &sum) || !money_sum(sum, c->reminder_fee, &sum) ||
	    !money_sum(sum, c->cost, &sum) || !money_sum(sum, c->vat, &sum))
		return false;
	*out = sum;
	return true;
}
