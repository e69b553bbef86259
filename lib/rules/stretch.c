#include "rules/stretch.h"

#include "base/banned.h"

static size_t step_on(const struct rate_table *table, date day)
{
	size_t step = table->count - 1;

	while (step > 0 && table->steps[step].from > day)
		step--;
	return step;
}

decimal rate_on(const struct rate_table *table, date day)
{
	return table->steps[step_on(table, day)].percent;
}

decimal rate_after(const struct interest_terms *t, date start, date end)
{
	if (t->table == NULL)
		return t->rate;
	return rate_on(t->table, (t->rate_on_start ? start : end) + 1);
}

struct pieces pieces_begin(
    const struct interest_terms *t, const struct course *course, date start, date end)
{
	struct pieces p = {
	    .terms = t, .course = course, .start = start, .at = start, .end = end, .years = 1};

	if (t->table != NULL)
		p.step = step_on(t->table, start + 1);
	return p;
}

/* The rate of the day after p->at, and how long it lasts. */
static void take_rate(struct pieces *p, struct piece *out)
{
	const struct rate_table *table = p->terms->table;

	if (p->terms->rate_on_start) {
		out->rate = table->steps[p->step].percent;
		return;
	}
	while (p->step + 1 < table->count && table->steps[p->step + 1].from <= p->at + 1)
		p->step++;
	out->rate = table->steps[p->step].percent;
	if (p->step + 1 < table->count && table->steps[p->step + 1].from <= p->end)
		out->to = table->steps[p->step + 1].from - 1;
}

/* What fell off the principal at p->at, and until when it stays as it is. */
static void take_drops(struct pieces *p, struct piece *out)
{
	const struct course *c = p->course;

	while (p->drop < c->ndrops && c->drops[p->drop].on <= p->at)
		out->dropped += c->drops[p->drop++].amount;
	if (p->drop < c->ndrops && c->drops[p->drop].on < out->to)
		out->to = c->drops[p->drop].on;
}

static void take_year(struct pieces *p, struct piece *out)
{
	date anniversary = date_add_years(p->start, p->years);

	if (anniversary == DATE_NONE || anniversary > out->to)
		return;
	out->to = anniversary;
	out->full_year = true;
	p->years++;
}

bool pieces_next(struct pieces *p, struct piece *out)
{
	if (p->at >= p->end)
		return false;
	*out = (struct piece){.from = p->at, .to = p->end, .rate = p->terms->rate};
	if (p->terms->table != NULL)
		take_rate(p, out);
	take_drops(p, out);
	if (p->terms->compound)
		take_year(p, out);
	p->at = out->to;
	return true;
}
