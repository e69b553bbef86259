#include "book/mend.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/file.h"
#include "base/mem.h"
#include "book/chain.h"
#include "book/history_read.h"
#include "table/quoted.h"

#include "base/banned.h"

enum { BLOCK = 64 * 1024, LINE_MOST = 16 * 1024 * 1024 };

static bool io_error(struct diag *d, const char *path)
{
	diag_error(d, STATUS_IO, AT_FILE(path), "%s", strerror(errno));
	return false;
}

/* Read the bytes from `start` to `end` of the file. */
static bool read_at(struct diag *d, int fd, const char *path, off_t start, off_t end, char *out)
{
	return file_read_at(fd, start, out, (size_t)(end - start)) || io_error(d, path);
}

/* The line that ends before `end`: what follows the last newline before it. */
static bool read_line(
    struct diag *d, int fd, const char *path, off_t end, struct buf *line, off_t *start)
{
	for (off_t size = BLOCK;; size *= 4) {
		off_t from = size < end ? end - size : 0;
		size_t n = (size_t)(end - from);
		buf_truncate(line, 0);
		buf_reserve(line, n);
		if (!read_at(d, fd, path, from, end, line->data))
			return false;
		line->length = n;
		line->data[n] = '\0';
		while (n > 0 && line->data[n - 1] != '\n')
			n--;
		if (n > 0 || from == 0) {
			*start = from + (off_t)n;
			memmove(line->data, line->data + n, line->length - n);
			buf_truncate(line, line->length - n);
			return true;
		}
		if (size > LINE_MOST) {
			diag_error(d, STATUS_DATA, AT_FILE(path), "has a last line without end");
			return false;
		}
	}
}

static bool read_header(struct diag *d, int fd, const char *path, off_t end, struct buf *header)
{
	size_t n = end < BLOCK ? (size_t)end : BLOCK;

	buf_reserve(header, n);
	if (!read_at(d, fd, path, 0, (off_t)n, header->data))
		return false;
	const char *newline = memchr(header->data, '\n', n);
	if (!newline) {
		diag_error(d, STATUS_DATA, AT_FILE(path), "its header is torn");
		return false;
	}
	header->length = (size_t)(newline - header->data);
	if (header->length > 0 && header->data[header->length - 1] == '\r')
		header->length--;
	if (header->length >= 3 && memcmp(header->data, "\xef\xbb\xbf", 3) == 0) {
		header->length -= 3;
		memmove(header->data, header->data + 3, header->length);
	}
	header->data[header->length] = '\0';
	return true;
}

/* The columns of the file, by place. */
struct layout {
	int at[HISTORY_COLUMNS];
	struct chain chain;
};

static void find_layout(struct layout *l, struct quoted *q, struct slice header)
{
	for (int c = 0; c < HISTORY_COLUMNS; c++)
		l->at[c] = -1;
	size_t count = quoted_split(q, header) ? 0 : q->nfields;
	for (size_t i = 0; i < count; i++)
		for (int c = 0; c < HISTORY_COLUMNS; c++)
			if (slice_is(q->fields[i], history_names[c]))
				l->at[c] = (int)i;
	chain_find(&l->chain, l->at, count);
}

/* The hash of a whole line into `link`; empty when it has none. False when it is no line. */
static bool link_of(
    struct quoted *q, const struct layout *l, struct slice line, char link[CHAIN_TEXT])
{
	link[0] = '\0';
	if (line.n > 0 && line.p[line.n - 1] == '\r')
		line.n--;
	if (l->at[H_HASH] < 0)
		return true;
	if (quoted_split(q, line) || q->nfields != l->chain.ncolumns)
		return false;
	struct slice field = chain_link(q->fields[l->at[H_HASH]]);
	if (field.n >= CHAIN_TEXT)
		return false;
	if (field.n > 0)
		memcpy(link, field.p, field.n);
	link[field.n] = '\0';
	return true;
}

static void note_fault(void *to, enum history_column column, const char *text)
{
	(void)to;
	(void)column;
	(void)text;
}

/* Whether q has all of an event's fields. A comma stands after each but the hash. */
static bool is_event(const struct quoted *q, const struct layout *l)
{
	struct event e = {0};

	if (q->nfields != l->chain.ncolumns)
		return false;
	for (int c = 0; c < HISTORY_COLUMNS; c++)
		e.field[c] = l->at[c] < 0 ? (struct slice){0} : q->fields[l->at[c]];
	return event_check(&e, note_fault, NULL);
}

static bool is_hexadecimal(struct slice text)
{
	for (size_t i = 0; i < text.n; i++)
		if (!strchr("0123456789abcdef", text.p[i]))
			return false;
	return true;
}

/*
 * The seal that the line must have where what there is of it, `part`, is its beginning: after a
 * whole salt, or of a line without one. Where the salt itself is torn, another one serves. False
 * when the part is of no seal of this line.
 */
static bool find_seal(struct layout *l, struct quoted *q, struct slice part, struct slice before,
    char seal[SEAL_TEXT])
{
	struct slice *cell = &q->fields[l->at[H_HASH]];
	bool salted = part.n >= SALT_TEXT && part.p[SALT_TEXT - 1] == ':';

	/* A salt keeps its place before the colon, whatever follows that. */
	*cell = salted ? part : (struct slice){0};
	chain_seal(&l->chain, before, q->fields, seal);
	if (slice_begins(slice_of(seal), part))
		return true;
	return !salted && chain_salted(slice_of(seal)) && part.n < SALT_TEXT &&
	       is_hexadecimal(part);
}

/*
 * Whether the torn line is whole but for its end. Its first `kept` bytes stay then, and `missing`
 * is what follows them. A line with a hash, even a part of one, has all that comes before it.
 */
static bool is_whole(struct quoted *q, struct layout *l, struct slice tail, const char *before,
    struct buf *missing, size_t *kept)
{
	char seal[SEAL_TEXT];

	*kept = tail.n;
	if (!slice_is_utf8(tail) || quoted_split(q, tail) || !is_event(q, l))
		return false;
	if (l->at[H_HASH] >= 0) {
		struct slice part = q->fields[l->at[H_HASH]];
		bool last = l->at[H_HASH] + 1 == (int)l->chain.ncolumns;
		if (!find_seal(l, q, part, slice_of(before), seal))
			return false;
		if (!last && !slice_is(part, seal))
			return false;
		if (last) {
			*kept -= part.n;
			buf_add_string(missing, seal);
		}
	}
	buf_add_char(missing, '\n');
	return true;
}

static bool complete(struct diag *d, int fd, const char *path, off_t at, struct slice missing)
{
	if (lseek(fd, at, SEEK_SET) != at)
		return io_error(d, path);
	if (!file_write_all(d, fd, path, missing))
		return false;
	if (fsync(fd) != 0)
		return io_error(d, path);
	diag_note(d, AT_FILE(path), "its last line lacked its end and is completed");
	return true;
}

static bool append_torn(struct diag *d, const char *torn, struct slice tail, mode_t mode)
{
	int fd = open(torn, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, mode & 0777);

	if (fd < 0) {
		diag_error(d, STATUS_CANTCREATE, AT_FILE(torn), "%s", strerror(errno));
		return false;
	}
	bool good =
	    file_write_all(d, fd, torn, tail) && file_write_all(d, fd, torn, SLICE_LIT("\n"));
	if (good && fsync(fd) != 0)
		good = io_error(d, torn);
	if (close(fd) != 0 && good)
		good = io_error(d, torn);
	char *folder = path_folder(torn);
	good = good && file_sync_folder(d, folder);
	free(folder);
	return good;
}

static bool set_aside(
    struct diag *d, int fd, const char *path, off_t start, struct slice tail, mode_t mode)
{
	struct buf torn = {0};

	buf_printf(&torn, "%s.torn", path);
	bool good = append_torn(d, buf_string(&torn), tail, mode);
	if (good && (ftruncate(fd, start) != 0 || fsync(fd) != 0))
		good = io_error(d, path);
	if (good)
		diag_warn(d, AT_FILE(path), "its last line was torn and is set aside in \"%s\"",
		    buf_string(&torn));
	buf_free(&torn);
	return good;
}

/* The last line ends at `end` without a newline. */
static bool mend_line(struct diag *d, int fd, const char *path, off_t end, mode_t mode)
{
	struct buf header = {0}, tail = {0}, before = {0}, missing = {0};
	struct quoted q = {0};
	struct layout l = {0};
	char link[CHAIN_TEXT] = "";
	off_t start, line_before;
	size_t kept;

	bool good = read_header(d, fd, path, end, &header) &&
		    read_line(d, fd, path, end, &tail, &start) &&
		    read_line(d, fd, path, start - 1, &before, &line_before);
	if (good) {
		find_layout(&l, &q, buf_slice(&header));
		bool known = line_before == 0 || link_of(&q, &l, buf_slice(&before), link);
		if (known && is_whole(&q, &l, buf_slice(&tail), link, &missing, &kept))
			good = complete(d, fd, path, start + (off_t)kept, buf_slice(&missing));
		else
			good = set_aside(d, fd, path, start, buf_slice(&tail), mode);
	}
	chain_free(&l.chain);
	quoted_free(&q);
	buf_free(&header);
	buf_free(&tail);
	buf_free(&before);
	buf_free(&missing);
	return good;
}

bool mend_tail(struct diag *d, int fd, const char *path)
{
	struct stat st;
	char last;

	if (fstat(fd, &st) != 0)
		return io_error(d, path);
	if (st.st_size == 0)
		return true;
	if (!read_at(d, fd, path, st.st_size - 1, st.st_size, &last))
		return false;
	return last == '\n' || mend_line(d, fd, path, st.st_size, st.st_mode);
}
