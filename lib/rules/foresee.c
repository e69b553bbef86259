#include "base/mem.h"
#include "rules/job.h"
#include "rules/paydown.h"

#include <stdlib.h>
#include <string.h>

#include "base/banned.h"

/* The level after it; the last one, where it repeats, follows itself. NULL: nothing follows. */
static const struct level *level_after(const struct terms *terms, const struct level *level)
{
	if (level == NULL)
		return NULL;
	if (level + 1 < terms->levels + terms->nlevels)
		return level + 1;
	return terms->escalate == ESCALATE_STEP && level->has_after_last ? level : NULL;
}

/* The levels of the terms, without their interest. */
static struct level *levels_without_interest(const struct terms *terms)
{
	struct level *levels = mem_array(terms->nlevels, sizeof *levels);

	memcpy(levels, terms->levels, terms->nlevels * sizeof *levels);
	for (size_t i = 0; i < terms->nlevels; i++)
		levels[i].charges.interest.given = false;
	return levels;
}

/* The row as the next reminder will find it: at its own next level, this reminder's charges made.
 */
static bool row_next(const struct terms *terms, const struct level *levels,
    const struct charge_row *row, struct charge_row *next)
{
	const struct level *after = level_after(terms, row->level);

	*next = *row;
	if (row->section == SECTION_OVERDUE)
		next->level = after != NULL ? &levels[after - terms->levels] : NULL;
	return money_sum(row->earlier.damages, row->now.damages, &next->earlier.damages) &&
	       money_sum(row->earlier.cost, row->now.cost, &next->earlier.cost);
}

/* The letter's level is the highest of its rows. */
static const struct level *highest(const struct charge_row *rows, size_t count)
{
	const struct level *level = NULL;

	for (size_t i = 0; i < count; i++)
		if (rows[i].section == SECTION_OVERDUE && rows[i].level != NULL &&
		    (level == NULL || rows[i].level > level))
			level = rows[i].level;
	return level;
}

/* What the reminder that `next` is charges. */
static bool add_up(const struct charge_facts *facts, struct charge_row *next, size_t count,
    money *cost, struct charge_fault *fault)
{
	struct charge_facts then = *facts;

	then.level = highest(next, count);
	then.explain = NULL;
	if (then.level == NULL)
		return true;
	if (!charge_reminder(&then, next, count, fault))
		return false;
	for (size_t i = 0; i < count; i++) {
		money sum;

		if (charged_sum(&next[i].now, &sum) && money_sum(*cost, sum, cost))
			continue;
		*fault = (struct charge_fault){
		    .row = i, .text = "the charges are too large to be computed"};
		return false;
	}
	return true;
}

bool charge_next_cost(const struct charge_facts *facts, const struct charge_row *rows, size_t count,
    money *cost, struct charge_fault *fault)
{
	struct level *levels = levels_without_interest(facts->terms);
	struct charge_row *next = mem_array(count, sizeof *next);
	bool ok = true;

	*cost = 0;
	for (size_t i = 0; i < count && ok; i++)
		ok = row_next(facts->terms, levels, &rows[i], &next[i]);
	if (!ok)
		*fault = (struct charge_fault){.text = "the charges are too large to be computed"};
	ok = ok && add_up(facts, next, count, cost, fault);
	free(next);
	free(levels);
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
