/*
 * Exports converted ahead in strips, held against the same row by row:
 *
 *   strips random SEED N FILE...  N spoiled copies of each export, in strips of random sizes: the
 *                                 same table, and as many errors and warnings
 *   strips import SIZE FILE       what an import in strips of this size says and writes; 0: row by
 * row
 */
#include "base/spool.h"
#include "book/export.h"
#include "book/guess.h"
#include "book/import.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "draw.h"

#include "base/banned.h"

static bool import(struct diag *d, const struct profile *p, const struct export_file *file,
    size_t strip, struct spool *out)
{
	const struct import i = {
	    .profile = p, .files = file, .nfiles = 1, .ledger_date = DATE_NONE, .strip = strip};

	return import_run(d, &i, out);
}

/* Lines stand twice or are gone, cells get what does not belong there. */
static void spoil(struct buf *b, struct slice text)
{
	static const char *const pieces[] = {
	    "\"", "\"\"", ",", ";", "\n", "\n\n", "\r\n", "x", "-1", "EUR 5", " ", "\"a\nb\""};
	struct slice line;

	buf_truncate(b, 0);
	while (slice_cut(&text, '\n', &line)) {
		const size_t what = below(60), at = line.n > 0 ? below(line.n) : 0;

		if (what == 0)
			continue;
		buf_add(b, line.p, at);
		if (what == 1)
			buf_add_string(b, pieces[below(sizeof pieces / sizeof *pieces)]);
		buf_add(b, line.p + at, line.n - at);
		if (text.p != NULL)
			buf_add_char(b, '\n');
		if (what == 2 && text.p != NULL)
			buf_add(b, line.p, line.n + 1);
	}
}

/* A few times as long, each copy with invoices of its own. */
static void lengthen(struct buf *b, struct slice text, const char *digits)
{
	struct slice rest = text;
	struct slice line;

	buf_add_slice(b, text);
	for (size_t copy = 0; copy < 5; copy++) {
		rest = text;
		(void)slice_cut(&rest, '\n', &line);
		while (slice_cut(&rest, '\n', &line) && rest.p != NULL) {
			for (size_t i = 0; i < line.n; i++)
				buf_add_char(
				    b, line.p[i] == digits[0] ? digits[1 + copy] : line.p[i]);
			buf_add_char(b, '\n');
		}
	}
}

static bool same(const struct profile *p, const struct export_file *file)
{
	const size_t strip = 1 + below(below(2) ? 40 : 2000);
	struct spool a = {0}, b = {0};
	struct diag da = {0}, db = {0};
	const bool one = import(&da, p, file, 0, &a), other = import(&db, p, file, strip, &b);
	const bool ok = one == other && da.errors == db.errors && da.warnings == db.warnings &&
			(!one || slice_equal(buf_slice(&a.memory), buf_slice(&b.memory)));

	if (!ok)
		printf("not ok: in strips of %zu\n%.*s\nrow by row:\n%s\nin strips:\n%s\n", strip,
		    SLICE_ARG(file->text), buf_string(&a.memory), buf_string(&b.memory));
	spool_free(&a);
	spool_free(&b);
	return ok;
}

static struct profile *profile_of(const char *path, struct export_file *file)
{
	struct diag d = {0};
	struct profiles shipped;
	struct profile *p = NULL;

	if (profiles_read(&d, &shipped) && export_read(&d, path, ENCODING_ANY, file))
		p = guess_profile(&d, &shipped, file);
	profiles_free(&shipped);
	if (p == NULL || !guess_dialect(&d, p, file, 1, true, false))
		diag_die(STATUS_DATA, "%s is no export", path);
	return p;
}

static int test_random(const char *path, size_t rounds)
{
	struct export_file file;
	struct profile *p = profile_of(path, &file);
	const struct slice text = file.text;
	struct buf spoiled = {0}, longer = {0};
	bool ok = true;

	lengthen(&longer, text, &"0123456789"[below(4)]);
	for (size_t i = 0; i < rounds && ok; i++) {
		spoil(&spoiled, buf_slice(&longer));
		file.text = buf_slice(&spoiled);
		ok = same(p, &file);
	}
	file.text = text;
	buf_free(&spoiled);
	buf_free(&longer);
	profile_free(p);
	export_free(&file);
	return !ok;
}

static int show(size_t strip, const char *path)
{
	struct diag d = {0};
	struct export_file file;
	struct profile *p = profile_of(path, &file);
	struct spool out = {0};

	(void)import(&d, p, &file, strip, &out);
	profile_free(p);
	export_free(&file);
	return spool_finish(&d, &out);
}

int main(int argc, char **argv)
{
	diag_program("strips");
	if (argc > 4 && strcmp(argv[1], "random") == 0) {
		state = strtoull(argv[2], NULL, 10);
		for (int i = 4; i < argc; i++)
			if (test_random(argv[i], strtoull(argv[3], NULL, 10)) != 0)
				return 1;
		return 0;
	}
	if (argc == 4 && strcmp(argv[1], "import") == 0)
		return show(strtoull(argv[2], NULL, 10), argv[3]);
	return STATUS_USAGE;
}
