/* import-ledger: the export of an accounting package as a table of open items. */
#include "base/confine.h"
#include "base/opt.h"
#include "base/plural.h"
#include "base/spool.h"
#include "book/guess.h"
#include "book/import.h"
#include "book/profile.h"
#include "book/relations.h"
#include "book/strips.h"
#include "table/csv.h"

#include <stdlib.h>
#include <string.h>

#include "base/banned.h"

enum { OPT_LIST = OPT_LONG_ONLY, OPT_SHOW, OPT_LEDGER_DATE, OPT_REJECTS, OPT_CUSTOMERS };

static const struct opt options[] = {
    {'p', "profile", "NAME|FILE", "how the export is read; without it, guessed"},
    {OPT_LIST, "list-profiles", NULL, "print the names of the profiles there are"},
    {OPT_SHOW, "show-profile", NULL, "print the profile that is used, as YAML"},
    {OPT_LEDGER_DATE, "ledger-date", "DATE", "what the export is of: a column ledger_date"},
    {OPT_CUSTOMERS, "customers", "FILE", "add customers, and fill what is empty, in this file"},
    {OPT_REJECTS, "rejects", "FILE", "put bad rows there and let the others through"},
    {0},
};

struct request {
	const char *profile, *rejects, *customers;
	bool list, show;
	date ledger_date;
	char **paths;
	size_t npaths;
};

static char dash[] = "-", *standard_input[] = {dash};

static struct request read_options(struct diag *d, int argc, char **argv)
{
	struct opts o = {.usage = "[FILE ...]",
	    .about = "Read the export of an accounting package into a table of open items.",
	    .table = options};
	struct request q = {.ledger_date = DATE_NONE};

	for (int c; (c = opts_next(&o, d, argc, argv)) != 0;) {
		if (c == 'p')
			q.profile = o.value;
		else if (c == OPT_LIST)
			q.list = true;
		else if (c == OPT_SHOW)
			q.show = true;
		else if (c == OPT_REJECTS)
			q.rejects = o.value;
		else if (c == OPT_CUSTOMERS)
			q.customers = o.value;
		else if (!date_parse(slice_of(o.value), &q.ledger_date))
			usage_error(
			    "option --ledger-date: \"%s\" is not a date (2026-11-22)", o.value);
	}
	q.paths = argv + o.first;
	q.npaths = (size_t)(argc - o.first);
	if (q.customers && strcmp(q.customers, "-") == 0)
		usage_error("option --customers: names the file that is changed, which cannot be "
			    "standard input");
	if (q.npaths == 0) {
		q.paths = standard_input;
		q.npaths = 1;
	}
	return q;
}

static void list_profiles(struct diag *d, struct spool *out)
{
	struct profiles shipped;

	if (profiles_read(d, &shipped) && shipped.count == 0) {
		char *folder = profile_folder();

		diag_error(d, STATUS_NOINPUT, AT_FILE(folder), "there are no profiles");
		free(folder);
	}
	for (size_t i = 0; i < shipped.count; i++)
		buf_printf(&out->memory, "%-28s %.*s\n", shipped.all[i]->name.p,
		    SLICE_ARG(shipped.all[i]->title));
	profiles_free(&shipped);
}

static struct profile *guess(struct diag *d, const struct export_file *file)
{
	struct profiles shipped;
	struct profile *p = profiles_read(d, &shipped) ? guess_profile(d, &shipped, file) : NULL;

	profiles_free(&shipped);
	return p;
}

/* All files in memory; how many were read is *count, also after an error. */
static struct export_file *read_files(
    struct diag *d, const struct request *q, const struct profile *p, size_t *count)
{
	struct export_file *files = mem_array(q->npaths, sizeof *files);
	enum encoding thought = p ? p->dialect.encoding : ENCODING_ANY;

	for (*count = 0; *count < q->npaths; ++*count)
		export_read(d, q->paths[*count], thought, &files[*count]);
	return files;
}

static void tell_customers(struct diag *d, const struct request *q, const struct merge *m)
{
	struct merge_count count = merge_count(m);

	diag_note(d, AT_FILE(q->customers), "%zu customer%s added, %zu completed, %zu as they were",
	    count.added, plural(count.added), count.completed, count.same);
}

/* Convert the rows; the customer file is written when all of them were good. */
static void convert(struct diag *d, const struct request *q, const struct profile *p,
    const struct export_file *files, struct spool *out)
{
	struct merge *merge = q->customers ? merge_open(d, q->customers) : NULL;
	struct import import = {.profile = p,
	    .files = files,
	    .nfiles = q->npaths,
	    .ledger_date = q->ledger_date,
	    .rejects = q->rejects,
	    .merge = merge,
	    .strip = STRIP_USUAL};
	bool ok = merge || !q->customers;

	if (ok && p->relations)
		ok = relations_read(d, p, files, q->npaths, q->rejects, merge);
	else if (ok)
		ok = import_run(d, &import, out);
	if (ok && merge && merge_write(merge))
		tell_customers(d, q, merge);
	merge_free(merge);
}

/* Import the files by a profile, which is theirs from then on, or print it. */
static void import_files(struct diag *d, const struct request *q, struct profile **p,
    const struct export_file *files, struct spool *out)
{
	bool guessed = *p == NULL;

	if (guessed && (*p = guess(d, &files[0])) == NULL)
		return;
	if (!guess_dialect(d, *p, files, q->npaths, guessed, q->show))
		return;
	if (guessed && !q->show)
		guess_tell(d, *p, &files[0]);
	if (q->show)
		profile_write(*p, &out->memory);
	else if ((*p)->relations && !q->customers)
		diag_error(d, STATUS_DATA, AT_FILE(files[0].name),
		    "is a list of customers, not of open items; --customers FILE puts it into the "
		    "customer file");
	else
		convert(d, q, *p, files, out);
}

static void run(struct diag *d, const struct request *q, struct spool *out)
{
	struct profile *p = q->profile ? profile_load(d, q->profile) : NULL;
	struct export_file *files;
	size_t count;

	if (diag_failed(d))
		return;
	if (p && q->show) {
		profile_write(p, &out->memory);
	} else {
		files = read_files(d, q, p, &count);
		if (!diag_failed(d))
			import_files(d, q, &p, files, out);
		for (size_t i = 0; i < count; i++)
			export_free(&files[i]);
		free(files);
	}
	profile_free(p);
}

int main(int argc, char **argv)
{
	struct diag d = {0};
	struct spool out = {0};
	struct request q;

	diag_program("import-ledger");
	confine(CONFINE_ALL);
	q = read_options(&d, argc, argv);
	if (q.list)
		list_profiles(&d, &out);
	else if (table_check_operands(&d, q.paths, q.npaths) &&
		 table_check_output(&d, "rejects", q.rejects, q.paths, q.npaths))
		run(&d, &q, &out);
	if (!diag_failed(&d))
		spool_commit(&d, &out);
	spool_free(&out);
	return finish(&d);
}
