#include "book/book.h"

#include "table/csv.h"

#include "base/banned.h"

static const char *customers_path(const struct book *b, const struct options *o)
{
	return o->customers != NULL ? o->customers
				    : policy_path(b->policy, b->policy->files.customers);
}

static const char *history_path(const struct book *b, const struct options *o)
{
	return o->history != NULL ? o->history : policy_path(b->policy, b->policy->files.history);
}

/* A slip of the hand must not put the rejects in the place of the history. */
static bool is_kept(const struct book *b, struct diag *d, const struct options *o)
{
	char *const files[] = {
	    (char *)b->policy->path, (char *)customers_path(b, o), (char *)history_path(b, o)};

	return table_check_output(d, "rejects", o->rejects, files, sizeof files / sizeof files[0]);
}

static void check_terms(const struct book *b, struct diag *d)
{
	struct customer_room room = {0};

	if (customers_column(b->customers, "terms") < 0)
		return;
	for (size_t i = 0; i < b->customers->count; i++) {
		const struct customer *c = customers_at(b->customers, i, &room);
		struct place at = AT_LINE(b->customers->path, c->line);

		at.column = "terms";
		if (c->terms.n > 0 && policy_terms(b->policy, c->terms) == NULL)
			diag_error(d, STATUS_DATA, at, "\"%.*s\" is not among the terms of %s",
			    SLICE_ARG(c->terms), b->policy->path);
	}
	customer_room_free(&room);
}

static void open_customers(struct book *b, struct diag *d, const struct options *o, unsigned what)
{
	b->customers = (what & BOOK_LATER ? customers_open : customers_load)(
	    d, customers_path(b, o), b->policy->defaults.decimals);
	if (b->customers != NULL && (what & BOOK_TERMS) != 0)
		check_terms(b, d);
}

static void open_history(
    struct book *b, struct diag *d, const struct options *o, enum history_use use)
{
	b->history = history_load(d, history_path(b, o), use);
}

static void open_rates(struct book *b, struct diag *d)
{
	struct policy *p = b->policy;

	if (!rates_needed(p))
		return;
	b->rates = rates_load(d, policy_rates_path(p), p->defaults.decimals);
	if (b->rates != NULL)
		(void)rates_check(d, p, b->rates);
}

bool book_open(struct book *b, struct diag *d, const struct options *o, unsigned what)
{
	if (b->policy == NULL) {
		b->policy = policy_load(d, o->policy);
		if (b->policy == NULL || !is_kept(b, d, o))
			return false;
	}
	if ((what & BOOK_CUSTOMERS) && b->customers == NULL)
		open_customers(b, d, o, what);
	if ((what & BOOK_HISTORY) && b->history == NULL)
		open_history(b, d, o,
		    what & BOOK_REMINDERS ? HISTORY_REMINDERS
		    : what & BOOK_CHARGES ? HISTORY_CHARGES
		    : what & BOOK_CHARGED ? HISTORY_CHARGED
					  : HISTORY_ALL);
	if ((what & BOOK_RATES) && b->rates == NULL)
		open_rates(b, d);
	return !diag_failed(d);
}

void book_close(struct book *b)
{
	rates_free(b->rates);
	history_free(b->history);
	customers_free(b->customers);
	policy_free(b->policy);
	*b = (struct book){0};
}
