#include "base/mem.h"
#include "table/csv.h"
#include "table/frame.h"
#include "table/quoted.h"
#include "table/reject.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/banned.h"

/* So many columns nobody has; it bounds what a hostile header can cost. */
enum { COLUMNS_MOST = 4096 };

struct table {
	struct diag *d;
	char *const *paths;
	size_t npaths, opened; /* operands; how many of them were opened */
	const char *file;      /* the current one, as messages name it */
	struct frame frame;
	bool ended;
	struct quoted quoted;
	struct arena arena;
	struct slice *names;
	size_t ncolumns;
	const char *header_file; /* where the names come from */
	struct row row;
	bool faulty; /* the current row is */
	struct rejects rejects;
	struct slice *cut; /* a record with bad quotes, cut at every comma */
	size_t cut_capacity;
	struct slice *padded; /* the fields of a malformed row */
	void (*tell)(void *context, const struct row *row);
	void *tell_context;
};

/* Reporting. */

__attribute__((format(printf, 4, 0))) static void fault(
    struct table *t, const struct row *row, int column, const char *fmt, va_list ap)
{
	struct place at = AT_LINE(row->file, row->line);
	struct buf reason = {0};
	va_list copy;

	if (column >= 0)
		at.column = t->names[column].p;
	if (t->rejects.path == NULL) {
		diag_verror(t->d, STATUS_DATA, at, fmt, ap);
		return;
	}
	va_copy(copy, ap);
	diag_vwarn(t->d, at, fmt, copy);
	va_end(copy);
	if (column >= 0)
		buf_printf(&reason, "%s: ", at.column);
	buf_vprintf(&reason, fmt, ap);
	rejects_add(&t->rejects, row, t->ncolumns, buf_slice(&reason));
	buf_free(&reason);
}

void table_fault(struct table *t, int column, const char *fmt, ...)
{
	va_list ap;

	t->faulty = true;
	va_start(ap, fmt);
	fault(t, &t->row, column, fmt, ap);
	va_end(ap);
}

void table_fault_at(struct table *t, const struct row *row, int column, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	fault(t, row, column, fmt, ap);
	va_end(ap);
}

bool table_faulty(const struct table *t)
{
	return t->faulty;
}

void table_reject(struct table *t, const struct row *row, const char *reason)
{
	if (t->rejects.path != NULL)
		rejects_add(&t->rejects, row, t->ncolumns, slice_of(reason));
}

void table_tell_malformed(
    struct table *t, void (*tell)(void *context, const struct row *row), void *context)
{
	t->tell = tell;
	t->tell_context = context;
}

struct place table_place(const struct table *t, const char *column)
{
	struct place at = AT_LINE(t->row.file, t->row.line);

	at.column = column;
	return at;
}

/* An error after which nothing of the input can be trusted; it ends the table. */
__attribute__((format(printf, 3, 4))) static bool broken(
    struct table *t, unsigned long line, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	diag_verror(t->d, STATUS_DATA, AT_LINE(t->file, line), fmt, ap);
	va_end(ap);
	t->ended = true;
	return false;
}

static bool unreadable(struct table *t, enum exit_status status)
{
	diag_error(t->d, status, AT_FILE(t->file), "%s", strerror(errno));
	t->ended = true;
	return false;
}

/* Records. */

/* What is wrong where framing found no whole record. */
static bool no_record(struct table *t, enum frame_result result, const struct record *r)
{
	switch (result) {
	case FRAME_TORN:
		return broken(t, r->line,
		    "the last line has no line end: the file was cut off (if it is whole, add "
		    "one)");
	case FRAME_UNCLOSED:
		return broken(t, r->line, "a quote is opened in this row and never closed");
	case FRAME_TOO_LONG:
		return broken(t, r->line,
		    "the row is longer than %d MiB (is a quote not closed?)",
		    FRAME_RECORD_MOST >> 20);
	case FRAME_UNREADABLE:
		return unreadable(t, errno == EISDIR ? STATUS_NOINPUT : STATUS_IO);
	case FRAME_RECORD:
	case FRAME_END:
		break;
	}
	return false;
}

/* A record's fields, or what is wrong with them. */
struct parts {
	const struct slice *fields;
	size_t count;
	const char *why; /* NULL: nothing */
	size_t column;	 /* which field; `count`: none of them */
};

/* The field that is not UTF-8: the record as a whole is not. */
static const char *bad_bytes(struct parts *p)
{
	for (p->column = 0; p->column < p->count; p->column++) {
		const struct slice field = p->fields[p->column];

		if (slice_is_utf8(field))
			continue;
		if (memchr(field.p, '\0', field.n))
			return "holds a NUL byte";
		break;
	}
	return "is not UTF-8; import-ledger reads a file in another encoding";
}

/* Where it is not known what a quote means, a record is cut at every comma. */
static void cut(struct table *t, struct slice text, struct parts *p)
{
	struct slice part;

	for (p->count = 0; slice_cut(&text, ',', &part); p->count++) {
		t->cut = mem_grow(t->cut, p->count, &t->cut_capacity, sizeof(*t->cut));
		t->cut[p->count] = part;
	}
	p->fields = t->cut;
}

static struct parts take_apart(struct table *t, const struct record *r)
{
	struct parts p = {t->frame.fields, r->nfields, NULL, r->nfields};

	if (!r->odd)
		return p;
	if (r->quoted) {
		p.why = quoted_split(&t->quoted, r->text);
		p.fields = t->quoted.fields;
		p.count = p.column = t->quoted.nfields;
		if (p.why != NULL)
			cut(t, r->text, &p);
	} else if (r->text.n > 0 && memchr(r->text.p, '\r', r->text.n)) {
		p.why = "a carriage return within the line";
	}
	if (p.why == NULL && !slice_is_utf8(r->text))
		p.why = bad_bytes(&p);
	return p;
}

/* Opening. */

static bool next_file(struct table *t)
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
			return unreadable(t, STATUS_NOINPUT);
	}
	frame_open(&t->frame, fd, FRAME_BUFFER);
	return true;
}

static void close_file(struct table *t)
{
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

static bool begins(struct slice s, const char *with)
{
	const size_t n = strlen(with);

	return s.n >= n && memcmp(s.p, with, n) == 0;
}

/* What a spreadsheet makes of a table when it saves it. */
static bool check_dialect(struct table *t, struct slice text)
{
	static const struct {
		char separator;
		const char *name;
	} others[] = {{';', "semicolons"}, {'\t', "tabs"}, {'|', "bars"}};
	const size_t commas = count_byte(text, ',');

	if (begins(text, "\xff\xfe") || begins(text, "\xfe\xff"))
		return broken(t, 1, "is UTF-16, as a spreadsheet saves it; import-ledger reads it");
	for (size_t i = 0; i < sizeof(others) / sizeof(*others); i++)
		if (count_byte(text, others[i].separator) > commas)
			return broken(t, 1,
			    "the columns are separated by %s, not by commas (a spreadsheet may "
			    "have saved the table so); import-ledger reads it back",
			    others[i].name);
	return true;
}

static bool keep_header(struct table *t, const struct slice *fields, size_t count)
{
	if (count > COLUMNS_MOST)
		return broken(t, 1, "%zu columns, more than %d", count, COLUMNS_MOST);
	t->names = mem_array(count, sizeof(*t->names));
	t->padded = mem_array(count, sizeof(*t->padded));
	t->header_file = t->file;
	for (size_t i = 0; i < count; i++) {
		const struct slice name = fields[i];

		if (slice_trim(name).n == 0)
			return broken(t, 1, "column %zu has no name", i + 1);
		for (size_t j = 0; j < i; j++)
			if (slice_equal(t->names[j], name))
				return broken(t, 1, "the column \"%.*s\" stands there twice",
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
			return broken(t, 1, "has a column \"%.*s\" that %s lacks",
			    SLICE_ARG(fields[i]), t->header_file);
		moved |= i >= t->ncolumns || !slice_equal(fields[i], t->names[i]);
	}
	if (count != t->ncolumns)
		return broken(
		    t, 1, "has %zu columns, %s has %zu", count, t->header_file, t->ncolumns);
	if (moved)
		return broken(
		    t, 1, "its columns stand in another order than those of %s", t->header_file);
	return true;
}

static bool read_header(struct table *t)
{
	struct record r;
	const enum frame_result result = frame_next(&t->frame, &r);

	if (result == FRAME_END)
		return broken(
		    t, 0, "no header: the input is empty (did the command before it fail?)");
	if ((result == FRAME_RECORD || result == FRAME_TORN || result == FRAME_UNCLOSED) &&
	    !check_dialect(t, r.text))
		return false;
	if (result != FRAME_RECORD)
		return no_record(t, result, &r);
	const struct parts p = take_apart(t, &r);

	if (p.why != NULL)
		return broken(t, 1, "header: %s", p.why);
	return t->names == NULL ? keep_header(t, p.fields, p.count)
				: same_header(t, p.fields, p.count);
}

static bool check_operands(struct diag *d, char *const *paths, size_t count)
{
	size_t dashes = 0;

	for (size_t i = 0; i < count; i++)
		dashes += strcmp(paths[i], "-") == 0;
	if (dashes > 1)
		diag_error(d, STATUS_USAGE, NOWHERE,
		    "standard input (-) can be read only once, it was named %zu times", dashes);
	return dashes <= 1;
}

struct table *table_open(struct diag *d, char *const *paths, size_t count, const char *rejects)
{
	if (!check_operands(d, paths, count))
		return NULL;
	struct table *t = mem_alloc(sizeof(*t));

	t->d = d;
	t->paths = paths;
	t->npaths = count;
	t->frame.fd = -1;
	if (!next_file(t) || !read_header(t)) {
		table_close(t);
		return NULL;
	}
	t->row = (struct row){NULL, t->header_file, 1};
	t->rejects.path = rejects;
	if (rejects != NULL)
		rejects_header(&t->rejects, t->names, t->ncolumns);
	return t;
}

bool table_close(struct table *t)
{
	bool ok = !diag_failed(t->d);

	/* After an error the stage fails, and the file would not tell the whole of it. */
	if (ok && t->rejects.path != NULL)
		ok = rejects_write(&t->rejects, t->d);
	close_file(t);
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

static const char *nearest(const struct table *t, struct slice name)
{
	const char **names = mem_array(t->ncolumns, sizeof(*names));

	for (size_t i = 0; i < t->ncolumns; i++)
		names[i] = t->names[i].p;
	const char *best = slice_nearest(name, names, t->ncolumns);

	free(names);
	return best;
}

/* "no column X", and the nearest name, or all of them where none is near. */
static void say_missing(
    struct table *t, enum exit_status status, struct place at, struct slice name)
{
	const char *near = nearest(t, name);
	struct buf all = {0};

	for (size_t i = 0; i < t->ncolumns; i++)
		buf_printf(&all, "%s%s", i > 0 ? ", " : "", t->names[i].p);
	if (near != NULL)
		diag_error(t->d, status, at, "no column \"%.*s\"; did you mean \"%s\"?",
		    SLICE_ARG(name), near);
	else
		diag_error(t->d, status, at, "no column \"%.*s\"; the columns are %.400s",
		    SLICE_ARG(name), buf_string(&all));
	buf_free(&all);
}

int table_need(struct table *t, const char *name)
{
	const int column = table_find(t, name);

	if (column < 0)
		say_missing(t, STATUS_DATA, AT_LINE(t->header_file, 1), slice_of(name));
	return column;
}

int table_need_named(struct table *t, struct slice name, const char *option)
{
	const int column = find(t, name);

	if (column < 0)
		say_missing(t, STATUS_USAGE, (struct place){.column = option}, name);
	return column;
}

/* Rows. */

/*
 * A row that is no row of this table: its fields are padded or cut to the
 * header, and what is over is told in the reason.
 */
static void malformed(struct table *t, const struct record *r, const struct parts *p)
{
	struct buf surplus = {0};

	memset(t->padded, 0, t->ncolumns * sizeof(*t->padded));
	for (size_t i = 0; i < p->count; i++)
		if (i < t->ncolumns)
			t->padded[i] = p->fields[i];
		else if (t->rejects.path != NULL)
			buf_printf(&surplus, "%s%.*s",
			    i > t->ncolumns ? "," : "; left over: ", SLICE_ARG(p->fields[i]));
	t->row = (struct row){t->padded, t->file, r->line};
	table_fault(
	    t, p->column < t->ncolumns ? (int)p->column : -1, "%s%s", p->why, buf_string(&surplus));
	buf_free(&surplus);
	if (t->rejects.path != NULL && t->tell != NULL)
		t->tell(t->tell_context, &t->row);
}

static void wrong_count(struct table *t, const struct record *r, struct parts *p)
{
	char why[96];

	if (r->text.n == 0)
		snprintf(why, sizeof(why), "an empty line");
	else
		snprintf(why, sizeof(why), "%zu field%s, the header has %zu", p->count,
		    p->count == 1 ? "" : "s", t->ncolumns);
	p->why = why;
	p->column = t->ncolumns;
	malformed(t, r, p);
}

static bool next_record(struct table *t, struct record *r)
{
	for (;;) {
		const enum frame_result result = frame_next(&t->frame, r);

		if (result == FRAME_RECORD)
			return true;
		if (result != FRAME_END)
			return no_record(t, result, r);
		close_file(t);
		t->ended = t->opened >= t->npaths;
		if (t->ended || !next_file(t) || !read_header(t))
			return false;
	}
}

bool table_next(struct table *t, struct row *row)
{
	struct record r;

	t->faulty = false;
	while (!t->ended && next_record(t, &r)) {
		struct parts p = take_apart(t, &r);

		if (p.why != NULL) {
			malformed(t, &r, &p);
		} else if (p.count != t->ncolumns) {
			wrong_count(t, &r, &p);
		} else {
			t->faulty = false;
			t->row = (struct row){p.fields, t->file, r.line};
			*row = t->row;
			return true;
		}
	}
	return false;
}
