#include "table/table.h"

#include "base/nearest.h"
#include "base/plural.h"

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/banned.h"

/* So many columns nobody has; it bounds what a hostile header can cost. */
enum { COLUMNS_MOST = 4096 };

static bool open_file(struct table *t)
{
	const char *path = t->npaths > 0 ? t->paths[t->opened] : "-";
	int fd = STDIN_FILENO;

	t->opened++;
	t->file = path;
	if (strcmp(path, "-") == 0) {
		t->file = "<stdin>";
		if (isatty(STDIN_FILENO))
			diag_note(t->d, NOWHERE, "reads from the terminal; Ctrl-D ends the input");
	} else {
		fd = open(path, O_RDONLY | O_CLOEXEC);
		if (fd < 0)
			return table_unreadable(t, STATUS_NOINPUT);
	}
	frame_open(&t->frame, fd, FRAME_BUFFER);
	return true;
}

void table_close_file(struct table *t)
{
	if (t->ahead != NULL)
		ahead_close(t->ahead);
	t->ahead = NULL;
	if (t->frame.fd > STDIN_FILENO)
		close(t->frame.fd);
	frame_free(&t->frame);
}

static size_t count_byte(struct slice s, char c)
{
	size_t count = 0;

	for (size_t i = 0; i < s.n; i++)
		count += s.p[i] == c;
	return count;
}

/* What a spreadsheet makes of a table when it saves it. */
static bool check_dialect(struct table *t, struct slice text)
{
	static const struct {
		char separator;
		const char *name;
	} others[] = {{';', "semicolons"}, {'\t', "tabs"}, {'|', "bars"}};
	const size_t commas = count_byte(text, ',');

	if (slice_begins(text, SLICE_LIT("\xff\xfe")) || slice_begins(text, SLICE_LIT("\xfe\xff")))
		return table_broken(
		    t, 1, "is UTF-16, as a spreadsheet saves it; import-ledger reads it");
	for (size_t i = 0; i < sizeof(others) / sizeof(*others); i++)
		if (count_byte(text, others[i].separator) > commas)
			return table_broken(t, 1,
			    "the columns are separated by %s, not by commas (a spreadsheet may "
			    "have saved the table so); import-ledger reads it back",
			    others[i].name);
	return true;
}

static bool keep_header(struct table *t, const struct slice *fields, size_t count)
{
	if (count > COLUMNS_MOST)
		return table_broken(t, 1, "more than %d columns", COLUMNS_MOST);
	t->names = mem_array(count, sizeof(*t->names));
	t->padded = mem_array(count, sizeof(*t->padded));
	t->header_file = t->file;
	for (size_t i = 0; i < count; i++) {
		const struct slice name = fields[i];

		if (slice_trim(name).n == 0)
			return table_broken(t, 1, "column %zu has no name", i + 1);
		for (size_t j = 0; j < i; j++)
			if (slice_equal(t->names[j], name))
				return table_broken(t, 1, "the column \"%.*s\" stands there twice",
				    SLICE_ARG(name));
		t->names[i] = (struct slice){arena_copy(&t->arena, name.p, name.n), name.n};
		t->ncolumns++;
	}
	return true;
}

/* Whether a later file has the columns of the first, and what is different where it has not. */
static bool same_header(struct table *t, const struct slice *fields, size_t count)
{
	bool moved = false;

	for (size_t i = 0; i < count; i++) {
		bool known = false;

		for (size_t j = 0; j < t->ncolumns && !known; j++)
			known = slice_equal(fields[i], t->names[j]);
		if (!known)
			return table_broken(t, 1, "has a column \"%.*s\" that %s lacks",
			    SLICE_ARG(fields[i]), t->header_file);
		moved |= i >= t->ncolumns || !slice_equal(fields[i], t->names[i]);
	}
	if (count != t->ncolumns)
		return table_broken(t, 1, "has %zu column%s, %s has %zu", count, plural(count),
		    t->header_file, t->ncolumns);
	if (moved)
		return table_broken(
		    t, 1, "its columns stand in another order than those of %s", t->header_file);
	return true;
}

static bool read_header(struct table *t)
{
	struct record r;
	const enum frame_result result = frame_next(&t->frame, &r);

	if (result == FRAME_END)
		return table_broken(
		    t, 0, "no header: the input is empty (did the command before it fail?)");
	if ((result == FRAME_RECORD || result == FRAME_TORN || result == FRAME_UNCLOSED) &&
	    !check_dialect(t, r.text))
		return false;
	if (result != FRAME_RECORD)
		return table_no_record(t, result, &r);
	const struct parts p = table_take_apart(t, &r);

	if (p.why != NULL)
		return table_broken(t, 1, "header: %s", p.why);
	return t->names == NULL ? keep_header(t, p.fields, p.count)
				: same_header(t, p.fields, p.count);
}

bool table_next_file(struct table *t)
{
	return open_file(t) && read_header(t);
}

bool table_check_operands(struct diag *d, char *const *paths, size_t count)
{
	size_t dashes = 0;

	for (size_t i = 0; i < count; i++)
		dashes += strcmp(paths[i], "-") == 0;
	if (dashes > 1)
		diag_error(d, STATUS_USAGE, NOWHERE,
		    "standard input (-) can be read only once, it was named %zu times", dashes);
	return dashes <= 1;
}

/* Whether the input ("-": standard input) is that file. */
static bool is_file(const char *input, const struct stat *file)
{
	struct stat st;

	return (strcmp(input, "-") == 0 ? fstat(STDIN_FILENO, &st) : stat(input, &st)) == 0 &&
	       st.st_dev == file->st_dev && st.st_ino == file->st_ino;
}

bool table_check_output(
    struct diag *d, const char *option, const char *path, char *const *inputs, size_t count)
{
	struct stat file;
	bool read;

	if (path == NULL || stat(path, &file) != 0 || !S_ISREG(file.st_mode))
		return true;
	read = count == 0 && is_file("-", &file);
	for (size_t i = 0; i < count && !read; i++)
		read = is_file(inputs[i], &file);
	if (read)
		diag_error(d, STATUS_USAGE, NOWHERE,
		    "option --%s: \"%s\" is read here, and would be replaced", option, path);
	return !read;
}

struct table *table_open(struct diag *d, char *const *paths, size_t count, const char *rejects)
{
	if (!table_check_operands(d, paths, count) ||
	    !table_check_output(d, "rejects", rejects, paths, count))
		return NULL;
	struct table *t = mem_alloc(sizeof(*t));

	t->d = d;
	t->paths = paths;
	t->npaths = count;
	t->frame.fd = -1;
	if (!table_next_file(t)) {
		table_close(t);
		return NULL;
	}
	t->row = (struct row){.file = t->header_file, .line = 1};
	t->rejects.path = rejects;
	if (rejects != NULL)
		rejects_header(&t->rejects, t->names, t->ncolumns);
	return t;
}

bool table_is_lasting(const struct table *t)
{
	struct stat st;

	for (size_t i = 0; i < t->npaths; i++)
		if (strcmp(t->paths[i], "-") == 0 || stat(t->paths[i], &st) != 0 ||
		    !S_ISREG(st.st_mode))
			return false;
	return t->npaths > 0;
}

int table_file(const struct table *t)
{
	struct stat st;

	if (t->npaths > 1 || fstat(t->frame.fd, &st) != 0 || !S_ISREG(st.st_mode))
		return -1;
	return fcntl(t->frame.fd, F_DUPFD_CLOEXEC, STDERR_FILENO + 1);
}

struct table *table_again(const struct table *t)
{
	return table_open(t->d, t->paths, t->npaths, NULL);
}

bool table_write_rejects(struct table *t)
{
	const bool ok = t->rejects.path == NULL || rejects_write(&t->rejects, t->d);

	t->rejects.path = NULL;
	return ok;
}

bool table_close(struct table *t)
{
	bool ok = !diag_failed(t->d);

	/* After an error the stage fails, and the file would not tell the whole of it. */
	ok = ok && table_write_rejects(t);
	table_close_file(t);
	quoted_free(&t->quoted);
	rejects_free(&t->rejects);
	arena_free(&t->arena);
	free(t->names);
	free(t->cut);
	free(t->padded);
	free(t);
	return ok;
}

/* The header. */

size_t table_columns(const struct table *t)
{
	return t->ncolumns;
}

struct slice table_column_name(const struct table *t, size_t column)
{
	return t->names[column];
}

static int find(const struct table *t, struct slice name)
{
	for (size_t i = 0; i < t->ncolumns; i++)
		if (slice_equal(t->names[i], name))
			return (int)i;
	return -1;
}

int table_find(const struct table *t, const char *name)
{
	return find(t, slice_of(name));
}

static struct slice nearest(const struct table *t, struct slice name)
{
	struct nearest n = nearest_to(name);

	for (size_t i = 0; i < t->ncolumns; i++)
		nearest_offer(&n, t->names[i]);
	return n.name;
}

/* "no column X", and the nearest name, or all of them where none is near. */
static void say_missing(
    struct table *t, enum exit_status status, struct place at, struct slice name)
{
	const struct slice near = nearest(t, name);
	struct buf all = {0};

	for (size_t i = 0; i < t->ncolumns; i++)
		buf_printf(&all, "%s%s", i > 0 ? ", " : "", t->names[i].p);
	if (near.n > 0)
		diag_error(t->d, status, at, "no column \"%.*s\"%s", SLICE_ARG(name),
		    did_you_mean(near).text);
	else
		diag_error(t->d, status, at, "no column \"%.*s\"; the columns are %.400s",
		    SLICE_ARG(name), buf_string(&all));
	buf_free(&all);
}

int table_need(struct table *t, const char *name)
{
	const int column = table_find(t, name);

	if (column < 0)
		say_missing(t, STATUS_DATA, table_header_place(t), slice_of(name));
	return column;
}

int table_need_named(struct table *t, struct slice name, const char *option)
{
	const int column = find(t, name);

	if (column < 0)
		say_missing(t, STATUS_USAGE, (struct place){.column = option}, name);
	return column;
}
