#include "book/profile_check.h"

#include "base/banned.h"

struct checker {
	struct diag *d;
	const char *path;
	const struct yaml *root;
	struct profile *p;
};

/* At what the key has; at the profile itself where it lacks the key. */
__attribute__((format(printf, 3, 4))) static void fault(
    const struct checker *c, const struct yaml *node, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	diag_verror(
	    c->d, STATUS_POLICY, yaml_place(c->path, node != NULL ? node : c->root), fmt, ap);
	va_end(ap);
}

/* A profile that names customers and nothing of an item is one for lists of customers. */
static bool names_customers_alone(const struct profile *p)
{
	static const char *const of_items[] = {
	    "invoice", "invoice_date", "due_date", "amount", "open_amount"};

	for (size_t i = 0; i < sizeof of_items / sizeof of_items[0]; i++)
		if (profile_find(p, of_items[i]))
			return false;
	return profile_find(p, "customer") &&
	       (profile_find(p, "name") || profile_find(p, "last_name"));
}

/* Columns that only `values` or `strip_zeros` name. */
static void check_sources(const struct checker *c)
{
	const struct yaml *values = yaml_get(c->root, "values");

	for (size_t i = 0; i < c->p->ncolumns; i++) {
		const struct profile_column *column = &c->p->columns[i];
		const struct yaml *node = yaml_get(values, column->to.p);

		if (column->nfrom == 0 && !column->constant.p)
			fault(c, node != NULL ? node : yaml_get(c->root, "strip_zeros"),
			    "the column \"%.*s\" stands neither under columns nor constants",
			    SLICE_ARG(column->to));
	}
}

/* Those that every table of items needs. */
static void check_needed(const struct checker *c)
{
	static const char *const needed[] = {"customer", "invoice", "open_amount"};
	const struct yaml *columns = yaml_get(c->root, "columns");

	for (size_t i = 0; i < sizeof needed / sizeof needed[0]; i++)
		if (!profile_find(c->p, needed[i]))
			fault(c, columns, "columns lacks \"%s\": the export's name for it",
			    needed[i]);
	if (!profile_find(c->p, "due_date") && !profile_find(c->p, "invoice_date"))
		fault(c, columns,
		    "columns lacks \"due_date\" and \"invoice_date\": one of them is needed");
	if (c->p->sign == SIGN_BY_KIND && !profile_find(c->p, "kind"))
		fault(c, yaml_get(c->root, "sign"), "\"sign: by-kind\" needs a column \"kind\"");
}

/* A point or a comma between thousands leaves the other one for the decimals. */
static void check_marks(const struct checker *c)
{
	struct dialect *t = &c->p->dialect;

	if (t->thousands != '.' && t->thousands != ',')
		return;
	if (t->decimal_mark == t->thousands)
		fault(c, yaml_get(c->root, "thousands_mark"),
		    "thousands_mark and decimal_mark are the same");
	t->decimal_mark = t->thousands == ',' ? '.' : ',';
}

void profile_check(struct diag *d, const char *path, const struct yaml *root, struct profile *p)
{
	const struct checker c = {d, path, root, p};

	check_sources(&c);
	p->relations = names_customers_alone(p);
	if (!p->relations)
		check_needed(&c);
	check_marks(&c);
}
