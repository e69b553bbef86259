/*
 * Exports: guessed and imported. Where that succeeds, the profile that was used, saved and read
 * again, gives the same items, and those are a sound table.
 */
#include "fuzz.h"

#include "base/spool.h"
#include "book/export.h"
#include "book/guess.h"
#include "book/import.h"
#include "table/csv.h"

#include "base/banned.h"

static bool import(const struct profile *p, const struct export_file *file, struct spool *out)
{
	struct diag d = {0};
	const struct import i = {
	    .profile = p, .files = file, .nfiles = 1, .ledger_date = DATE_NONE};

	return import_run(&d, &i, out);
}

static void again(const struct profile *p, const struct export_file *file, const struct spool *want)
{
	struct diag d = {0};
	struct buf saved = {0};
	struct spool out = {0};
	struct fuzz_file f;
	struct profile *read;

	profile_write(p, &saved);
	f = fuzz_file(buf_slice(&saved));
	read = profile_read(&d, f.path);
	HOLDS(read != NULL);
	HOLDS(guess_dialect(&d, read, file, 1, false, true));
	HOLDS(import(read, file, &out));
	HOLDS(slice_equal(buf_slice(&out.memory), buf_slice(&want->memory)));
	profile_free(read);
	fuzz_close(&f);
	buf_free(&saved);
	spool_free(&out);
}

static void check_table(struct slice text)
{
	struct diag d = {0};
	struct fuzz_file f = fuzz_file(text);
	char *path = f.path;
	struct table *t = table_open(&d, &path, 1, NULL);
	struct row row;

	HOLDS(t != NULL);
	while (table_next(t, &row))
		continue;
	HOLDS(table_close(t) && !diag_failed(&d));
	fuzz_close(&f);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct diag d = {0};
	struct export_file file;
	struct fuzz_file f = fuzz_file(fuzz_input(data, size));
	struct profile *p = NULL;
	struct spool out = {0};

	if (export_read(&d, f.path, ENCODING_ANY, &file))
		p = guess_profile(&d, &file);
	if (p != NULL && !p->relations && guess_dialect(&d, p, &file, 1, true, false) &&
	    import(p, &file, &out)) {
		again(p, &file, &out);
		check_table(buf_slice(&out.memory));
	}
	spool_free(&out);
	if (p != NULL)
		profile_free(p);
	export_free(&file);
	fuzz_close(&f);
	return 0;
}
