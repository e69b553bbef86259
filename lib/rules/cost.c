#include "base/mem.h"
#include "rules/job.h"
#include "rules/scale.h"

#include <stdlib.h>
#include <string.h>

#include "base/banned.h"

/* What a scale is asked about. */
struct claim {
	const char *scale;	     /* NULL: over the row alone */
	size_t row;		     /* where the cost stands */
	size_t rows;		     /* how many it is over */
	money principal;	     /* credits taken off */
	money credits;		     /* those that were taken off */
	money earlier;		     /* what was charged before */
	const struct event **shared; /* rows of other items that bore it before */
	size_t nshared, capacity;
	const struct scale_rule *rule;
};

static const struct scale *find_scale(const struct job *job, const struct claim *claim)
{
	const struct scale_rule *rule = claim->rule;
	const struct item *item = job->rows[claim->row].item;
	const struct rates *rates = job->facts->rates;
	const struct scale *scale = rates != NULL ? rates_scale(rates, rule->scale) : NULL;

	if (scale == NULL) {
		job_fail(job, claim->row, rule->line, rule->col,
		    "cost_scale: there is no scale \"%s\"", rule->scale);
		return NULL;
	}
	if (scale->currency[0] != '\0' && strcmp(scale->currency, item->currency) != 0) {
		job_fail(job, claim->row, 0, 0, "cost_scale: scale \"%s\" is in %s, the item in %s",
		    scale->name, scale->currency, item->currency);
		return NULL;
	}
	if (scale->decimals != item->decimals) {
		job_fail(job, claim->row, 0, 0,
		    "cost_scale: scale \"%s\" names no currency, and its amounts do not have the "
		    "decimals of %s",
		    scale->name, item->currency);
		return NULL;
	}
	return scale;
}

/* "15%", "40.00", "375.00 and 10% of what is above 2500.00" */
static void explain_tier(struct buf *b, const struct scale *scale, money principal)
{
	money lower;
	const struct scale_tier *tier = scale_tier_of(scale, principal, &lower);

	buf_add_string(b, ": ");
	if (tier->base != 0 || tier->percent == 0)
		money_add_to(b, tier->base, scale->decimals);
	if (tier->percent == 0)
		return;
	job_explain_percent(b, tier->base != 0 ? " and " : "", tier->percent);
	if (lower != 0)
		job_explain_money(b, " of what is above ", lower, scale->decimals);
}

static void explain_cost(const struct job *job, const struct claim *claim,
    const struct scale *scale, const struct sum *s)
{
	struct buf *b = job_explain(job, claim->row, "cost");
	int decimals = job->rows[claim->row].item->decimals;

	if (b == NULL)
		return;
	buf_printf(b, "scale \"%s\"", scale->name);
	job_explain_money(b, " of ", claim->principal, decimals);
	if (claim->rows > 1)
		buf_printf(b, " in %zu items", claim->rows);
	if (claim->credits > 0) {
		job_explain_money(b, ", ", claim->credits, decimals);
		buf_add_string(b, " of credits taken off");
	}
	explain_tier(b, scale, claim->principal);
	if (scale->min.given)
		job_explain_money(b, ", at least ", scale->min.by_currency->amount, decimals);
	if (scale->max.given)
		job_explain_money(b, ", at most ", scale->max.by_currency->amount, decimals);
	job_explain_sum(b, s, decimals);
}

static bool add_vat(const struct job *job, size_t index, decimal percent)
{
	struct charge_row *row = &job->rows[index];
	struct buf *b;

	if (percent == 0)
		return true;
	if (!money_percent(row->now.cost, percent, &row->now.vat))
		return job_too_large(job, index, "vat");
	b = job_explain(job, index, "vat");
	if (b != NULL) {
		job_explain_percent(b, "", percent);
		job_explain_money(b, " of ", row->now.cost, row->item->decimals);
		job_explain_money(b, " = ", row->now.vat, row->item->decimals);
		buf_add_char(b, '\n');
	}
	return true;
}

static bool add_cost(const struct job *job, const struct claim *claim)
{
	static const struct amount unbounded;
	const struct scale_rule *rule = claim->rule;
	const struct scale *scale = find_scale(job, claim);
	struct sum s = {.earlier = claim->earlier};
	bool owed = claim->principal > 0;

	if (scale == NULL)
		return false;
	if (!scale_cost(scale, claim->principal, &s.rule))
		return job_too_large(job, claim->row, "cost");
	if (!job_settle(
		job, claim->row, owed ? &rule->min : &unbounded, &rule->max, "cost_scale", &s))
		return false;
	job->rows[claim->row].now.cost = s.now;
	explain_cost(job, claim, scale, &s);
	return add_vat(job, claim->row, rule->vat_percent);
}

/* The rule of a row that takes part in a scale over the whole reminder, or NULL. */
static const struct scale_rule *shared_scale(const struct charge_row *row)
{
	const struct charges *charges = job_charges(row);

	if (charges == NULL || !charges->cost_scale.given || charges->cost_scale.of_line)
		return NULL;
	return &charges->cost_scale;
}

/* Whether the row is one of those that the claim is over. */
static bool takes_part(const struct job *job, size_t index, const struct claim *claim)
{
	const struct scale_rule *rule = shared_scale(&job->rows[index]);

	if (claim->scale == NULL)
		return index == claim->row;
	return rule != NULL && strcmp(rule->scale, claim->scale) == 0;
}

/* What the row was charged before, and what others were for it too. */
static bool add_earlier(const struct job *job, size_t index, struct claim *claim)
{
	const struct charge_row *row = &job->rows[index];

	if (!money_sum(claim->earlier, row->earlier.cost, &claim->earlier))
		return job_too_large(job, index, "cost");
	for (size_t i = 0; i < row->nshared; i++) {
		claim->shared = mem_grow(
		    claim->shared, claim->nshared, &claim->capacity, sizeof *claim->shared);
		claim->shared[claim->nshared++] = row->shared[i];
	}
	return true;
}

static bool is_counted(const struct job *job, const struct claim *claim, const struct event *e)
{
	for (size_t i = claim->row; i < job->count; i++) {
		const struct item *item = job->rows[i].item;

		if (slice_equal(e->field[H_INVOICE], item->invoice) &&
		    slice_equal(e->field[H_INSTALMENT], item->instalment))
			return takes_part(job, i, claim);
	}
	return false;
}

static int by_line(const void *left, const void *right)
{
	const struct event *a = *(const struct event *const *)left;
	const struct event *b = *(const struct event *const *)right;

	return a->line < b->line ? -1 : a->line > b->line;
}

/* What stood on rows of items that are not in the claim, or are gone; each of them once. */
static bool add_shared(const struct job *job, struct claim *claim)
{
	if (claim->nshared > 0)
		qsort(claim->shared, claim->nshared, sizeof *claim->shared, by_line);
	for (size_t i = 0; i < claim->nshared; i++) {
		const struct event *e = claim->shared[i];
		money cost;

		if ((i > 0 && e == claim->shared[i - 1]) || is_counted(job, claim, e))
			continue;
		if (!event_money(e, H_COST, job->rows[claim->row].item->decimals, &cost))
			return job_fail(job, claim->row, 0, 0,
			    "cost: the history (line %lu) has a cost of \"%.*s\", which is no "
			    "amount in %s",
			    e->line, SLICE_ARG(e->field[H_COST]),
			    job->rows[claim->row].item->currency);
		if (!money_sum(claim->earlier, cost, &claim->earlier))
			return job_too_large(job, claim->row, "cost");
	}
	return true;
}

/* Less what was charged before. */
static bool settle(const struct job *job, struct claim *claim)
{
	bool ok = add_shared(job, claim) && add_cost(job, claim);

	free(claim->shared);
	return ok;
}

bool cost_add_line(const struct job *job, size_t index)
{
	const struct charge_row *row = &job->rows[index];
	struct claim claim = {
	    .row = index,
	    .rows = 1,
	    .principal = row->item->open_amount,
	    .rule = &row->level->charges.cost_scale,
	};

	return add_earlier(job, index, &claim) && settle(job, &claim);
}

/*
 * All rows from `first` on that name its scale, as one claim. Rows of several
 * levels may: the highest level's rule holds.
 */
static bool gather(const struct job *job, size_t first, struct claim *claim)
{
	const struct level *highest = job->rows[first].level;

	*claim = (struct claim){.row = first, .scale = shared_scale(&job->rows[first])->scale};
	for (size_t i = first; i < job->count; i++) {
		const struct charge_row *row = &job->rows[i];

		if (!takes_part(job, i, claim))
			continue;
		if (row->level > highest)
			highest = row->level;
		claim->rows++;
		if (!money_sum(claim->principal, row->item->open_amount, &claim->principal))
			return job_too_large(job, i, "cost");
		if (!add_earlier(job, i, claim))
			return false;
	}
	claim->rule = &highest->charges.cost_scale;
	return true;
}

/* Whether a row before `index` names the same scale. */
static bool named_before(const struct job *job, size_t index)
{
	const char *scale = shared_scale(&job->rows[index])->scale;

	for (size_t i = 0; i < index; i++) {
		const struct scale_rule *rule = shared_scale(&job->rows[i]);

		if (rule != NULL && strcmp(rule->scale, scale) == 0)
			return true;
	}
	return false;
}

/* What the customer has to his credit in this reminder, where the terms net it. */
static bool netted_credits(const struct job *job, money *credits)
{
	*credits = 0;
	if (job->facts->terms->credits != CREDITS_NET)
		return true;
	for (size_t i = 0; i < job->count; i++) {
		const struct charge_row *row = &job->rows[i];

		if (row->section == SECTION_CREDIT && row->item->open_amount < 0 &&
		    !money_sum(*credits, -row->item->open_amount, credits))
			return job_too_large(job, i, "cost");
	}
	return true;
}

bool cost_add_shared(const struct job *job)
{
	struct claim claim;
	money credits;

	if (!netted_credits(job, &credits))
		return false;
	for (size_t i = 0; i < job->count; i++) {
		if (shared_scale(&job->rows[i]) == NULL || named_before(job, i))
			continue;
		if (!gather(job, i, &claim)) {
			free(claim.shared);
			return false;
		}
		/* A credit lowers one principal only, when there are several scales. */
		claim.credits = credits < claim.principal ? credits : claim.principal;
		claim.principal -= claim.credits;
		credits -= claim.credits;
		if (!settle(job, &claim))
			return false;
	}
	return true;
}
