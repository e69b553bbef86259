#include "book/named.h"

#include "base/file.h"
#include "base/nearest.h"
#include "book/customers.h"

#include "base/banned.h"

/* So many letters may differ in a key that was meant. */
enum { NEAR = 2 };

static struct slice nearest(const struct customers *c, struct slice name)
{
	struct nearest n = nearest_to(name);

	n.distance = NEAR + 1;
	for (size_t i = 0; i < c->count; i++)
		nearest_offer(&n, customers_key(c, i));
	return n.name;
}

/* A customer who is not in the file is not reminded at all, so it must be a mistake. */
static bool check_in_file(struct named *n, struct diag *d, const char *path, struct slice customer)
{
	if (!n->customers)
		n->customers = customers_load(d, path, n->policy->defaults.decimals);
	if (!n->customers || customers_find(n->customers, customer))
		return n->customers != NULL;
	struct slice near = nearest(n->customers, customer);
	diag_error(d, STATUS_DATA, NOWHERE,
	    "customer \"%.*s\" is neither in %s nor in the history%s", SLICE_ARG(customer), path,
	    did_you_mean(near).text);
	return false;
}

bool named_customer(struct named *n, struct diag *d, struct slice customer)
{
	const char *path = n->policy ? policy_path(n->policy, n->policy->files.customers) : NULL;

	if (customer.n == 0 || !path || !file_exists(path) ||
	    history_of(n->history, customer).count > 0)
		return true;
	return check_in_file(n, d, path, customer);
}

/* Two customers may have invoices of the same number, though hardly ever in one ledger. */
static void warn_of_invoice(
    struct diag *d, const struct history *h, struct slice customer, struct slice invoice)
{
	struct event_list all = history_all(h);
	struct slice other = {0};

	if (customer.n == 0 || invoice.n == 0)
		return;
	for (size_t i = 0; i < all.count; i++) {
		const struct slice *f = all.events[i]->field;
		if (!slice_equal(f[H_INVOICE], invoice))
			continue;
		if (slice_equal(f[H_CUSTOMER], customer))
			return;
		other = f[H_CUSTOMER];
	}
	if (other.n > 0)
		diag_warn(d, NOWHERE,
		    "the history knows invoice \"%.*s\" of customer \"%.*s\" and not of \"%.*s\"",
		    SLICE_ARG(invoice), SLICE_ARG(other), SLICE_ARG(customer));
}

static bool check_level(struct diag *d, const struct policy *p, struct slice level)
{
	if (level.n == 0 || !p || policy_has_level(p, level))
		return true;
	diag_error(d, STATUS_DATA, NOWHERE, "\"%.*s\" is the id of no level in %s",
	    SLICE_ARG(level), p->path);
	return false;
}

/* The reminder that a note or a failure is about. */
static bool check_reminder(struct diag *d, const struct history *h, const struct slice *field)
{
	bool about = slice_is(field[H_EVENT], event_names[EVENT_NOTE]) ||
		     slice_is(field[H_EVENT], event_names[EVENT_FAILED]);
	struct event_list list = {0};

	if (field[H_REMINDER].n == 0 || !about)
		return true;
	list = history_named(h, field[H_REMINDER]);
	for (size_t i = 0; i < list.count; i++)
		if (slice_equal(list.events[i]->field[H_CUSTOMER], field[H_CUSTOMER]))
			return true;
	diag_error(d, STATUS_DATA, NOWHERE,
	    "the history has no reminder \"%.*s\" of customer \"%.*s\"",
	    SLICE_ARG(field[H_REMINDER]), SLICE_ARG(field[H_CUSTOMER]));
	return false;
}

bool named_check(struct named *n, struct diag *d, const struct slice field[HISTORY_COLUMNS])
{
	bool customer = named_customer(n, d, field[H_CUSTOMER]);
	bool level = check_level(d, n->policy, field[H_LEVEL]);

	if (!check_reminder(d, n->history, field) || !customer || !level)
		return false;
	warn_of_invoice(d, n->history, field[H_CUSTOMER], field[H_INVOICE]);
	return true;
}

void named_free(struct named *n)
{
	customers_free(n->customers);
	n->customers = NULL;
}
