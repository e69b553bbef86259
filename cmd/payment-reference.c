/*
 * payment-reference: structured references made where they are missing, and
 * references and account numbers checked. See payment-reference(1).
 */
#include "base/confine.h"
#include "base/diag.h"
#include "base/opt.h"
#include "base/spool.h"
#include "book/options.h"
#include "stage/references.h"

#include "base/banned.h"

enum { OPT_MAKE = OPT_LONG_ONLY, OPT_CHECK, OPT_CHECK_IBAN };

static const struct opt options[] = {
    {OPT_MAKE, "make", "SCHEME", "fill empty references from the invoice: ogm, rf, nl"},
    {OPT_CHECK, "check", NULL, "add reference_ok: whether the reference is valid"},
    {OPT_CHECK_IBAN, "check-iban", "COLUMN", "add iban_ok: whether COLUMN has a valid IBAN"},
    OPTION_REJECTS,
    {0},
};

struct request {
	struct options common;
	enum reference_scheme make;
	bool check;
	const char *iban; /* its column */
};

static void take_option(struct request *r, int letter, const char *value)
{
	switch (letter) {
	case OPT_MAKE:
		r->make = reference_named(slice_of(value));
		if (r->make == REFERENCE_NONE)
			usage_error("option --make: \"%s\" is not ogm, rf or nl", value);
		break;
	case OPT_CHECK:
		r->check = true;
		break;
	case OPT_CHECK_IBAN:
		if (r->iban != NULL)
			usage_error("--check-iban can be given only once: there is one iban_ok");
		r->iban = value;
		break;
	}
}

static void work(
    const struct request *r, struct diag *d, char *const *paths, size_t count, struct spool *out)
{
	struct references references = {
	    .d = d,
	    .table = table_open(d, paths, count, r->common.rejects),
	    .make = r->make,
	    .check = r->check,
	    .iban_column = r->iban,
	    .rejects = r->common.rejects != NULL,
	};

	if (references.table == NULL)
		return;
	if (references_open(&references))
		references_take(&references, out);
	(void)table_close(references.table);
	references_free(&references);
}

int main(int argc, char **argv)
{
	struct diag d = {0};
	struct request request = {.common = OPTIONS_NONE};
	struct spool out = {0};
	struct opts o = {
	    .usage = "[FILE ...]",
	    .about = "Make and check structured payment references, and check IBANs.",
	    .table = options,
	};

	diag_program(argv[0]);
	confine(CONFINE_ALL);
	for (int c; (c = opts_next(&o, &d, argc, argv)) != 0;)
		if (!options_take(&request.common, c, o.value))
			take_option(&request, c, o.value);
	if (request.make == REFERENCE_NONE && !request.check && request.iban == NULL)
		usage_error("nothing to do: give --make, --check or --check-iban");
	work(&request, &d, argv + o.first, (size_t)(argc - o.first), &out);
	options_free(&request.common);
	return spool_finish(&d, &out);
}
