#include "book/rates.h"

#include "base/nearest.h"

#include <stdlib.h>
#include <string.h>

#include "base/banned.h"

const struct rate_table *rates_table(const struct rates *r, const char *name)
{
	for (size_t i = 0; i < r->ntables; i++)
		if (strcmp(r->tables[i].name, name) == 0)
			return &r->tables[i];
	return NULL;
}

const struct scale *rates_scale(const struct rates *r, const char *name)
{
	for (size_t i = 0; i < r->nscales; i++)
		if (strcmp(r->scales[i].name, name) == 0)
			return &r->scales[i];
	return NULL;
}

bool rates_needed(const struct policy *p)
{
	for (size_t i = 0; i < p->nterms; i++) {
		for (size_t j = 0; j < p->terms[i].nlevels; j++) {
			const struct charges *charges = &p->terms[i].levels[j].charges;

			if (charges->interest.table != NULL || charges->cost_scale.given)
				return true;
		}
	}
	return false;
}

static void report_missing(struct diag *d, const struct policy *p, const struct rates *r,
    const char *what, const char *name, unsigned long line, unsigned long col)
{
	size_t count = r->ntables + r->nscales;
	const char **names = mem_array(count + 1, sizeof *names);
	struct slice near;

	for (size_t i = 0; i < r->ntables; i++)
		names[i] = r->tables[i].name;
	for (size_t i = 0; i < r->nscales; i++)
		names[r->ntables + i] = r->scales[i].name;
	near = nearest_among(slice_of(name), names, count);
	diag_error(d, STATUS_POLICY, policy_place(p, line, col), "%s has no %s \"%s\"%s", r->path,
	    what, name, did_you_mean(near).text);
	free(names);
}

bool rates_check(struct diag *d, const struct policy *p, const struct rates *r)
{
	unsigned long before = d->errors;

	for (size_t i = 0; i < p->nterms; i++) {
		for (size_t j = 0; j < p->terms[i].nlevels; j++) {
			const struct interest_rule *interest =
			    &p->terms[i].levels[j].charges.interest;
			const struct scale_rule *scale = &p->terms[i].levels[j].charges.cost_scale;

			if (interest->table != NULL && rates_table(r, interest->table) == NULL)
				report_missing(d, p, r, "rate table", interest->table,
				    interest->line, interest->col);
			if (scale->given && rates_scale(r, scale->scale) == NULL)
				report_missing(
				    d, p, r, "scale", scale->scale, scale->line, scale->col);
		}
	}
	return d->errors == before;
}

void rates_free(struct rates *r)
{
	if (r == NULL)
		return;
	arena_free(&r->arena);
	free(r);
}
