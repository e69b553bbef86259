#include "book/journal.h"

#include <errno.h>
#include <fcntl.h>
#include <pwd.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/file.h"
#include "base/mem.h"
#include "book/chain.h"
#include "book/history_read.h"
#include "book/hold.h"
#include "book/wanted.h"

#include "base/banned.h"

/* An event to be added. */
struct entered {
	const struct slice *field;
	enum once once;
};

struct journal {
	char *path;
	int fd;
	char *user;
	struct entered *events; /* after the commit: those that were added */
	size_t count, capacity;
	struct wanted wanted;
	struct arena arena;
	int *columns; /* what each of the file's columns is, -1: something else */
	struct chain chain;
	char seal[SEAL_TEXT]; /* of the last line */
	char time[TIME_TEXT]; /* of the last line; empty: of another form than ours */
	struct buf lines;     /* to be written */
};

/* Opening. */

/* $DUN_USER, else the login name, else the user's number. */
static char *find_user(struct diag *d)
{
	const char *name = getenv("DUN_USER");
	struct buf number = {0};

	if (!name || !*name) {
		const struct passwd *entry = getpwuid(getuid());
		name = entry ? entry->pw_name : NULL;
	}
	if (!name) {
		buf_printf(&number, "%lu", (unsigned long)getuid());
		return buf_take(&number);
	}
	if (!slice_is_utf8(slice_of(name))) {
		diag_error(d, STATUS_USAGE, NOWHERE, "DUN_USER is not UTF-8");
		return NULL;
	}
	return mem_string(name);
}

/* What the file's columns are. It has all of a history's. */
static bool find_columns(struct journal *j, struct diag *d)
{
	struct history_reader r;

	if (history_read_open(&r, d, j->path)) {
		chain_find(&j->chain, r.at, table_columns(r.table));
		j->columns = mem_array(j->chain.ncolumns, sizeof(*j->columns));
		for (size_t i = 0; i < j->chain.ncolumns; i++)
			j->columns[i] = -1;
		for (int c = 0; c < HISTORY_COLUMNS; c++)
			j->columns[r.at[c]] = c;
	}
	return history_read_close(&r);
}

struct journal *journal_open(struct diag *d, const char *path)
{
	char *user = find_user(d);

	if (!user)
		return NULL;
	struct journal *j = mem_alloc(sizeof(*j));
	j->path = mem_string(path);
	j->user = user;
	j->fd = history_hold(d, path);
	if (j->fd >= 0 && find_columns(j, d))
		return j;
	journal_close(j);
	return NULL;
}

/* Adding. */

void journal_add(struct journal *j, const struct slice field[HISTORY_COLUMNS], enum once once)
{
	struct slice *kept;

	if (!wanted_add(&j->wanted, field, once))
		return;
	kept = arena_alloc(&j->arena, HISTORY_COLUMNS * sizeof(*kept));
	for (int c = 0; c < HISTORY_COLUMNS; c++)
		kept[c] = (struct slice){arena_copy(&j->arena, field[c].p, field[c].n), field[c].n};
	j->events = mem_grow(j->events, j->count, &j->capacity, sizeof(*j->events));
	j->events[j->count++] = (struct entered){kept, once};
}

/* The row's fields in `kept`, NUL after each. */
static void keep_row(struct buf *kept, const struct slice *fields, size_t count)
{
	size_t total = count;

	for (size_t i = 0; i < count; i++)
		total += fields[i].n;
	buf_truncate(kept, 0);
	buf_reserve(kept, total);
	for (size_t i = 0; i < count; i++) {
		if (fields[i].n > 0)
			memcpy(kept->data + kept->length, fields[i].p, fields[i].n);
		kept->length += fields[i].n;
		kept->data[kept->length++] = '\0';
	}
	kept->data[kept->length] = '\0';
}

/*
 * The last line must be what its hash says, or a line would be chained to one that somebody
 * changed. `kept` are its fields, `before` the seal of the line before.
 */
static bool check_last(struct journal *j, struct diag *d, const struct buf *kept,
    struct slice before, unsigned long line)
{
	struct place at = {.file = j->path, .line = line, .column = "hash"};
	struct slice rest = buf_slice(kept);
	struct slice *fields = mem_array(j->chain.ncolumns, sizeof(*fields));
	bool good = true;

	for (size_t i = 0; i < j->chain.ncolumns; i++)
		slice_cut(&rest, '\0', &fields[i]);
	if (fields[j->chain.hash].n > 0)
		good = chain_fits(&j->chain, chain_link(before), fields);
	else if (before.n > 0)
		diag_warn(d, at, "has none, though the line before has: another program added it");
	if (!good)
		diag_error(d, STATUS_DATA, at,
		    "does not fit: the last line, or the one before it, was changed after it was "
		    "written; put the file back as it was");
	free(fields);
	return good;
}

static void keep_seal(char seal[SEAL_TEXT], struct slice field)
{
	size_t n = field.n < SEAL_TEXT ? field.n : SEAL_TEXT - 1;

	if (n > 0)
		memcpy(seal, field.p, n);
	seal[n] = '\0';
}

static void keep_time(char time[TIME_TEXT], struct slice field)
{
	size_t n = time_seconds(field) >= 0 ? field.n : 0;

	if (n > 0)
		memcpy(time, field.p, n);
	time[n] = '\0';
}

/* Read every line: what is there already, and the last line's hash. */
static bool read_lines(struct journal *j, struct diag *d)
{
	struct history_reader r;
	struct buf kept = {0};
	char before[SEAL_TEXT] = "";
	unsigned long line = 0;

	if (history_read_open(&r, d, j->path))
		while (history_read_next(&r)) {
			wanted_see(&j->wanted, &r.event);
			keep_row(&kept, r.row.fields, j->chain.ncolumns);
			memcpy(before, j->seal, sizeof(before));
			keep_seal(j->seal, r.event.field[H_HASH]);
			keep_time(j->time, r.event.field[H_TIME]);
			line = r.event.line;
		}
	bool good = history_read_close(&r);
	if (good && line > 0)
		good = check_last(j, d, &kept, slice_of(before), line);
	buf_free(&kept);
	return good;
}

static void drop_seen(struct journal *j)
{
	size_t kept = 0;

	for (size_t i = 0; i < j->count; i++)
		if (!wanted_seen(&j->wanted, j->events[i].field, j->events[i].once))
			j->events[kept++] = j->events[i];
	j->count = kept;
}

static void add_line(struct journal *j, const struct slice *field, struct slice now)
{
	struct slice *fields = mem_array(j->chain.ncolumns, sizeof(*fields));
	bool first = true;

	for (size_t i = 0; i < j->chain.ncolumns; i++) {
		int c = j->columns[i];
		fields[i] = c < 0 ? (struct slice){0} : field[c];
		if (c == H_TIME && fields[i].n == 0)
			fields[i] = now;
		if (c == H_USER && fields[i].n == 0)
			fields[i] = slice_of(j->user);
	}
	chain_seal(&j->chain, chain_link(slice_of(j->seal)), fields, j->seal);
	fields[j->chain.hash] = slice_of(j->seal);
	for (size_t i = 0; i < j->chain.ncolumns; i++)
		csv_add(&j->lines, &first, fields[i]);
	csv_end(&j->lines);
	free(fields);
}

/* All lines in one write; one that fails is taken back, so that nothing is torn. */
static bool write_lines(struct journal *j, struct diag *d)
{
	off_t end = lseek(j->fd, 0, SEEK_END);

	if (end < 0) {
		diag_error(d, STATUS_IO, AT_FILE(j->path), "%s", strerror(errno));
		return false;
	}
	if (!file_write_all(d, j->fd, j->path, buf_slice(&j->lines))) {
		if (ftruncate(j->fd, end) != 0)
			diag_error(d, STATUS_IO, AT_FILE(j->path), "its end may be torn: %s",
			    strerror(errno));
		return false;
	}
	if (fsync(j->fd) != 0) {
		diag_error(d, STATUS_IO, AT_FILE(j->path), "%s", strerror(errno));
		return false;
	}
	return true;
}

/* What the clock says. Events of one day count in the order of their times: no one may be before
 * the last by more than clocks differ. */
static void look_at_clock(const struct journal *j, struct diag *d, char now[TIME_TEXT])
{
	enum { DIFFER = 60 };
	const int64_t last = time_seconds(slice_of(j->time));

	time_now(now);
	if (last - time_seconds(slice_of(now)) > DIFFER)
		diag_note(d, AT_FILE(j->path),
		    "the clock says %s, before the last event's %s: is it right? Events of one day "
		    "count in the order of their times",
		    now, j->time);
}

bool journal_commit(struct journal *j, struct diag *d)
{
	char now[TIME_TEXT];

	if (!read_lines(j, d))
		return false;
	drop_seen(j);
	if (j->count > 0)
		look_at_clock(j, d, now);
	for (size_t i = 0; i < j->count; i++)
		add_line(j, j->events[i].field, slice_of(now));
	return j->count == 0 || write_lines(j, d);
}

size_t journal_added(const struct journal *j)
{
	return j->count;
}

const struct slice *journal_event(const struct journal *j, size_t i)
{
	return j->events[i].field;
}

void journal_close(struct journal *j)
{
	if (!j)
		return;
	if (j->fd >= 0)
		close(j->fd);
	wanted_free(&j->wanted);
	arena_free(&j->arena);
	chain_free(&j->chain);
	buf_free(&j->lines);
	free(j->events);
	free(j->columns);
	free(j->user);
	free(j->path);
	free(j);
}

bool journal_init(struct diag *d, const char *path)
{
	struct buf header = {0};
	bool first = true;
	int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);

	if (fd < 0) {
		diag_error(d, STATUS_CANTCREATE, AT_FILE(path), "%s",
		    errno == EEXIST ? "is there already" : strerror(errno));
		return false;
	}
	for (int c = 0; c < HISTORY_COLUMNS; c++)
		csv_add(&header, &first, slice_of(history_names[c]));
	csv_end(&header);
	bool good = file_write_all(d, fd, path, buf_slice(&header));
	if (good && fsync(fd) != 0) {
		diag_error(d, STATUS_IO, AT_FILE(path), "%s", strerror(errno));
		good = false;
	}
	close(fd);
	buf_free(&header);
	if (!good) {
		unlink(path);
		return false;
	}
	char *folder = path_folder(path);
	good = file_sync_folder(d, folder);
	free(folder);
	return good;
}
