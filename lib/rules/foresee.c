#include "base/mem.h"
#include "rules/job.h"
#include "rules/paydown.h"

#include <stdlib.h>
#include <string.h>

#include "base/banned.h"

/* The row as the next reminder will find it: at `level`, this reminder's charges made. */
static bool row_next(
    const struct charge_row *row, const struct level *level, struct charge_row *next)
{
	*next = *row;
	if (row->section == SECTION_OVERDUE)
		next->level = level;
	return money_sum(row->earlier.damages, row->now.damages, &next->earlier.damages) &&
	       money_sum(row->earlier.cost, row->now.cost, &next->earlier.cost);
}

/* The level after it; the last one, where it repeats, follows itself. NULL: nothing follows. */
static const struct level *level_after(const struct terms *terms, const struct level *level)
{
	if (level == NULL)
		return NULL;
	if (level + 1 < terms->levels + terms->nlevels)
		return level + 1;
	return terms->escalate == ESCALATE_STEP && level->has_after_last ? level : NULL;
}

bool charge_next_cost(const struct charge_facts *facts, const struct charge_row *rows, size_t count,
    money *cost, struct charge_fault *fault)
{
	const struct level *after = level_after(facts->terms, facts->level);
	struct level level;
	struct charge_facts then = *facts;
	struct charge_row *next;
	bool ok = true;

	*cost = 0;
	if (after == NULL)
		return true;
	level = *after;
	level.charges.interest.given = false;
	then.level = &level;
	then.explain = NULL;
	next = mem_array(count, sizeof *next);
	for (size_t i = 0; i < count && ok; i++)
		ok = row_next(&rows[i], &level, &next[i]);
	if (!ok)
		*fault = (struct charge_fault){.text = "the charges are too large to be computed"};
	ok = ok && charge_reminder(&then, next, count, fault);
	for (size_t i = 0; i < count && ok; i++) {
		money sum;

		ok = charged_sum(&next[i].now, &sum) && money_sum(*cost, sum, cost);
		if (!ok)
			*fault = (struct charge_fault){
			    .row = i, .text = "the charges are too large to be computed"};
	}
	free(next);
	return ok;
}

/* What tomorrow adds while neither bound stands in for the sum. */
static bool within_bounds(const struct job *job, size_t index, money so_far, money *interest)
{
	const struct interest_rule *rule = &job->rows[index].level->charges.interest;
	money bound;

	if (rule->min.given) {
		if (!job_fixed(job, index, &rule->min, "interest", &bound))
			return false;
		if (so_far < bound)
			*interest = 0;
	}
	if (rule->max.given) {
		if (!job_fixed(job, index, &rule->max, "interest", &bound))
			return false;
		if (so_far >= bound)
			*interest = 0;
	}
	return true;
}

/* What tomorrow adds to one row, of what its payments left open. */
static bool next_day(const struct job *job, size_t index, money *interest)
{
	const struct charge_row *row = &job->rows[index];
	const struct interest_rule *rule = &row->level->charges.interest;
	date as_of = job->facts->as_of, start;
	struct interest_terms terms;
	struct course course;
	struct drop *drops;
	enum interest_fault why;
	money so_far = 0;

	*interest = 0;
	if (!interest_terms_of(rule, job->facts->rates, &terms))
		return job_fail(job, index, rule->line, rule->col,
		    "interest: there is no rate table \"%s\"", rule->table);
	start = job_interest_start(row, terms.from);
	if (start == DATE_NONE || row->item->open_amount <= 0)
		return true;
	why = paydown_course(job, index, &terms, start, &drops, &course);
	if (why == INTEREST_FINE)
		why = interest_over(&terms, &course, start, as_of, &so_far);
	if (why == INTEREST_FINE)
		why = interest_of_next_day(&terms, &course, start, as_of, interest);
	free(drops);
	if (why != INTEREST_FINE)
		return job_interest_failed(job, index, rule, &terms, start, why);
	return within_bounds(job, index, so_far, interest);
}

bool charge_interest_per_day(const struct charge_facts *facts, const struct charge_row *rows,
    size_t count, money *interest, struct charge_fault *fault)
{
	/* The rows are only read. */
	struct job job = {
	    .facts = facts, .rows = (struct charge_row *)rows, .count = count, .fault = fault};

	*interest = 0;
	for (size_t i = 0; i < count; i++) {
		const struct charges *charges = job_charges(&rows[i]);
		money day;

		if (charges == NULL || !charges->interest.given)
			continue;
		if (!next_day(&job, i, &day))
			return false;
		if (!money_sum(*interest, day, interest))
			return job_too_large(&job, i, "interest");
	}
	return true;
}
