#include "stage/sentletters.h"

#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/sha256.h"

#include "base/banned.h"

/* No letter is as large. */
enum { LETTER_MOST = 256 * 1024 * 1024 };

/* A number names a file in the folder of letters and nothing outside of it. */
static bool is_name(struct slice reminder)
{
	return !memchr(reminder.p, '/', reminder.n) && reminder.p[0] != '.';
}

static bool was_sent(struct diag *d, const char *path, struct place at, struct slice document)
{
	struct buf bytes = {0};
	char hash[SHA256_TEXT];

	if (document.n == 0) {
		diag_warn(
		    d, at, "does not say what was sent, so \"%s\" cannot be held against it", path);
		return true;
	}
	bool good = file_read(d, path, LETTER_MOST, &bytes);
	if (good) {
		struct slice all = buf_slice(&bytes);
		sha256_text(&all, 1, hash);
		good = slice_is(document, hash);
		if (!good)
			diag_warn(d, at, "\"%s\" is not the letter that was sent", path);
	}
	buf_free(&bytes);
	return good;
}

static void find_one(struct diag *d, const char *folder, const char *history,
    const struct chronicle_letter *letter, struct buf *paths)
{
	struct place at = {history, letter->line, 0, "document"};
	struct buf name = {0};

	buf_printf(&name, "%.*s.pdf", SLICE_ARG(letter->reminder));
	char *path = path_join(folder, buf_string(&name));
	if (!is_name(letter->reminder)) {
		at.column = "reminder";
		diag_warn(d, at, "\"%.*s\" is no number of a letter", SLICE_ARG(letter->reminder));
	} else if (!file_exists(path)) {
		diag_warn(d, at, "the letter is not there: \"%s\"", path);
	} else if (was_sent(d, path, at, letter->document)) {
		buf_add_string(paths, path);
		buf_add_char(paths, '\n');
	}
	free(path);
	buf_free(&name);
}

void sentletters_find(struct diag *d, const char *folder, const char *history,
    const struct chronicle_letter *letters, size_t count, struct buf *paths)
{
	for (size_t i = 0; i < count; i++)
		find_one(d, folder, history, &letters[i], paths);
}
