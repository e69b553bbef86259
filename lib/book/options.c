#include "book/options.h"

#include "book/compared.h"

#include <stdlib.h>

#include "base/banned.h"

void options_condition(struct conditions *l, const char *option, const char *text)
{
	const char *why = NULL;

	if (conditions_add(l, slice_of(text), &why))
		why = condition_misfit(
		    &l->all[l->count - 1], column_kind(l->all[l->count - 1].column));
	if (why != NULL)
		usage_error("option --%s: \"%s\": %s", option, text, why);
}

date options_date(const char *option, const char *value)
{
	date day;

	if (!date_parse(slice_of(value), &day))
		usage_error("option --%s: \"%s\" is not a date (YYYY-MM-DD)", option, value);
	return day;
}

bool options_take(struct options *o, int letter, const char *value)
{
	switch (letter) {
	case OPT_AS_OF:
		o->as_of = options_date("as-of", value);
		return true;
	case OPT_WHERE:
		options_condition(&o->where, "where", value);
		return true;
	case OPT_POLICY:
		o->policy = value;
		return true;
	case OPT_CUSTOMERS:
		o->customers = value;
		return true;
	case OPT_HISTORY:
		o->history = value;
		return true;
	case OPT_REJECTS:
		o->rejects = value;
		return true;
	default:
		return false;
	}
}

void options_free(struct options *o)
{
	conditions_free(&o->where);
}

date options_today(void)
{
	date today;

	if (!date_today(&today))
		usage_error("DUN_AS_OF: \"%s\" is not a date (YYYY-MM-DD)", getenv("DUN_AS_OF"));
	return today;
}
