/*
 * Exports: guessed and imported, row by row and in strips, which give the same. Where that
 * succeeds, the profile that was used, saved and read again, gives the same items, and those are a
 * sound table.
 */
#include "fuzz.h"

#include "base/spool.h"
#include "book/export.h"
#include "book/guess.h"
#include "book/import.h"
#include "table/csv.h"

#include "base/banned.h"

static bool import(
    const struct profile *p, const struct export_file *file, size_t strip, struct spool *out)
{
	struct diag d = {0};
	const struct import i = {
	    .profile = p, .files = file, .nfiles = 1, .ledger_date = DATE_NONE, .strip = strip};

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
	HOLDS(import(read, file, 0, &out));
	HOLDS(slice_equal(buf_slice(&out.memory), buf_slice(&want->memory)));
	profile_free(read);
	fuzz_close(&f);
	buf_free(&saved);
	spool_free(&out);
}

static void in_strips(
    const struct profile *p, const struct export_file *file, bool ok, const struct spool *want)
{
	struct spool out = {0};

	HOLDS(import(p, file, 1 + file->text.n % 50, &out) == ok);
	HOLDS(!ok || slice_equal(buf_slice(&out.memory), buf_slice(&want->memory)));
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
	static struct profiles shipped; /* read once: they are the same for each input */
	struct diag d = {0};
	struct export_file file;
	struct fuzz_file f = fuzz_file(fuzz_input(data, size));
	struct profile *p = NULL;
	struct spool out = {0};
	bool ok;

	if (shipped.count == 0)
		HOLDS(profiles_read(&d, &shipped) && shipped.count > 0);
	if (export_read(&d, f.path, ENCODING_ANY, &file))
		p = guess_profile(&d, &shipped, &file);
	if (p != NULL && !p->relations && guess_dialect(&d, p, &file, 1, true, false)) {
		ok = import(p, &file, 0, &out);
		in_strips(p, &file, ok, &out);
		if (ok) {
			again(p, &file, &out);
			check_table(buf_slice(&out.memory));
		}
	}
	spool_free(&out);
	if (p != NULL)
		profile_free(p);
	export_free(&file);
	fuzz_close(&f);
	return 0;
}
