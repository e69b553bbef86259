#include "stage/choice.h"

#include "base/mem.h"
#include "base/nearest.h"
#include "base/opt.h"

#include <stdlib.h>

#include "base/banned.h"

void names_add(struct names *names, const char *option, const char *text)
{
	struct slice rest = slice_of(text), name;

	while (slice_cut(&rest, ',', &name)) {
		name = slice_trim(name);
		if (name.n == 0)
			usage_error("option --%s: \"%s\" has an empty name", option, text);
		names->all =
		    mem_grow(names->all, names->count, &names->capacity, sizeof(*names->all));
		names->all[names->count++] = name;
	}
}

/* What is wrong. */

static bool no_column(struct diag *d, const struct sheet *s, const char *option, struct slice name)
{
	char *text = mem_copy(name.p, name.n);
	const struct slice near = sheet_nearest(s, text);

	diag_error(d, STATUS_USAGE, NOWHERE, "option --%s: no column \"%s\"%s", option, text,
	    did_you_mean(near).text);
	free(text);
	return false;
}

static bool no_condition(
    struct diag *d, const char *option, const struct condition *c, const char *why)
{
	struct buf text = {0};

	condition_tell(c, &text);
	diag_error(
	    d, STATUS_USAGE, NOWHERE, "option --%s: \"%s\": %s", option, buf_string(&text), why);
	buf_free(&text);
	return false;
}

static bool no_view(struct diag *d, const struct policy *policy, const char *name)
{
	struct nearest near = nearest_to(slice_of(name));

	for (size_t i = 0; i < policy->nviews; i++)
		nearest_offer(&near, slice_of(policy->views[i].name));
	diag_error(d, STATUS_USAGE, NOWHERE, "option --view: %s has no view \"%s\"%s", policy->path,
	    name, did_you_mean(near.name).text);
	return false;
}

/* What is shown. */

static bool add_column(struct diag *d, struct sheet *s, const char *option, struct slice name)
{
	size_t place;

	return sheet_add(s, name, false, &place) || no_column(d, s, option, name);
}

static bool add_columns(
    const struct choice *c, struct diag *d, const struct view *view, struct sheet *s)
{
	bool sound = true;

	for (size_t i = 0; i < c->columns.count; i++)
		sound = add_column(d, s, "columns", c->columns.all[i]) && sound;
	if (c->columns.count > 0)
		return sound;
	for (size_t i = 0; view != NULL && i < view->ncolumns; i++)
		sound = add_column(d, s, "view", slice_of(view->columns[i])) && sound;
	if (view != NULL && view->ncolumns > 0)
		return sound;
	if (!c->for_person)
		sheet_add_all(s);
	else if (c->check_list)
		sheet_add_checks(s);
	else
		sheet_add_usual(s);
	return true;
}

static bool add_where(struct diag *d, struct sheet *s, const char *option,
    const struct condition *conditions, size_t count)
{
	bool sound = true;

	for (size_t i = 0; i < count; i++) {
		const char *why = sheet_misfit(s, &conditions[i]);

		if (!sheet_add_where(s, &conditions[i]))
			sound = no_column(d, s, option, slice_of(conditions[i].column));
		else if (why != NULL)
			sound = no_condition(d, option, &conditions[i], why);
	}
	return sound;
}

/* The name without the "-" that turns the order around. */
static bool add_key(struct diag *d, struct sheet *s, const char *option, struct slice name)
{
	const bool turned = name.n > 1 && name.p[0] == '-';

	return sheet_add_key(s, name) ||
	       no_column(d, s, option, (struct slice){name.p + turned, name.n - turned});
}

static bool add_keys(
    const struct choice *c, struct diag *d, const struct view *view, struct sheet *s)
{
	bool sound = true;

	for (size_t i = 0; i < c->groups.count; i++)
		sound = add_key(d, s, "group-by", c->groups.all[i]) && sound;
	s->listing.ngroups = s->listing.nkeys;
	if (c->check_list)
		sheet_sum_checks(s);
	for (size_t i = 0; i < c->sort.count; i++)
		sound = add_key(d, s, "sort", c->sort.all[i]) && sound;
	for (size_t i = 0; c->sort.count == 0 && view != NULL && i < view->nsort; i++)
		sound = add_key(d, s, "view", slice_of(view->sort[i])) && sound;
	return sound;
}

bool choice_make(const struct choice *c, struct diag *d, const struct policy *policy,
    const struct conditions *where, struct sheet *s)
{
	const struct view *view = c->view != NULL ? policy_view(policy, c->view) : NULL;
	bool sound = true;

	if (c->view != NULL && view == NULL)
		return no_view(d, policy, c->view);
	if (c->check_list)
		sheet_check_off(s);
	if (view != NULL)
		sound = add_where(d, s, "view", view->where.conditions, view->where.count);
	sound = add_where(d, s, "where", where->all, where->count) && sound;
	sound = add_columns(c, d, view, s) && sound;
	return add_keys(c, d, view, s) && sound;
}

void choice_free(struct choice *c)
{
	free(c->columns.all);
	free(c->sort.all);
	free(c->groups.all);
	*c = (struct choice){0};
}
