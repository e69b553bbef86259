#define _GNU_SOURCE /* memrchr */
#include "base/mapped.h"

#include "base/file.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/banned.h"

/* So much of a pipe is kept in memory. */
enum { MEMORY_MOST = 64 << 20 };

/* A file that is shorter than it was when it was mapped. */

static void say(const char *text)
{
	const ssize_t written = write(STDERR_FILENO, text, strlen(text));

	(void)written;
}

/* With calls alone that a signal's handler may make. */
__attribute__((noreturn)) static void end_at_lost_bytes(int number)
{
	(void)number;
	say(diag_program_name());
	say(": an input cannot be read to its end: another program cut it shorter meanwhile, or "
	    "the "
	    "disk fails\n");
	_exit(STATUS_IO);
}

static bool map(int fd, size_t length, struct mapped *m)
{
	struct sigaction end = {.sa_handler = end_at_lost_bytes};
	void *at = length > 0 ? mmap(NULL, length, PROT_READ, MAP_PRIVATE, fd, 0) : MAP_FAILED;

	if (at == MAP_FAILED)
		return false;
	sigaction(SIGBUS, &end, NULL);
	m->bytes = (struct slice){at, length};
	return true;
}

/*
 * False: it is no regular file, or cannot be mapped. What is none is not opened here: whoever
 * writes to a pipe must find one reader.
 */
static bool map_file(const char *path, struct mapped *m)
{
	struct stat st;
	int fd;
	bool ok;

	if (strcmp(path, "-") == 0 || stat(path, &st) != 0 || !S_ISREG(st.st_mode))
		return false;
	fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return false;
	ok = fstat(fd, &st) == 0 && (uintmax_t)st.st_size <= SIZE_MAX &&
	     map(fd, (size_t)st.st_size, m);
	close(fd);
	return ok;
}

/* Lines. */

static size_t last_line_end(const char *p, size_t n)
{
	const char *newline = memrchr(p, '\n', n);
	const char *end = newline != NULL ? newline : memrchr(p, '\r', n);

	return end != NULL ? (size_t)(end - p) + 1 : 0;
}

/*
 * The lines that are whole, from *from on, where a line begins; it moves behind them. False where
 * one is longer than MAPPED_LINE_MOST. From a line's begin, the last line end within that length is
 * sought, so that few bytes are looked at.
 */
static bool skip_lines(struct slice s, size_t *from)
{
	while (s.n - *from > MAPPED_LINE_MOST) {
		const size_t whole = last_line_end(s.p + *from, MAPPED_LINE_MOST);

		if (whole == 0)
			return false;
		*from += whole;
	}
	return true;
}

/* Of whole lines. */
static unsigned long count_line_ends(struct slice s)
{
	unsigned long count = 0;

	for (size_t i = 0; i < s.n; i++)
		count += s.p[i] == '\n' || (s.p[i] == '\r' && (i + 1 == s.n || s.p[i + 1] != '\n'));
	return count;
}

static bool too_long(struct diag *d, const char *name, unsigned long line)
{
	diag_error(d, STATUS_DATA, AT_LINE(name, line), "the line is longer than %d MiB",
	    MAPPED_LINE_MOST >> 20);
	return false;
}

/* Pipes. */

struct pipe {
	struct diag *d;
	const char *name;
	int fd;
	struct buf read;     /* what is not in the temporary file */
	size_t line;	     /* where the line begins in it that is looked at */
	unsigned long lines; /* that are in the temporary file */
	int temporary;	     /* -1: none yet */
	size_t length;	     /* of it */
};

static bool fail(const struct pipe *p, enum exit_status status, const char *name)
{
	diag_error(p->d, status, AT_FILE(name), "%s", strerror(errno));
	return false;
}

/* The next bytes into p->read; *more is false at the end. */
static bool read_block(struct pipe *p, bool *more)
{
	enum { BLOCK = 256 << 10 };
	ssize_t n;

	buf_reserve(&p->read, BLOCK);
	do
		n = read(p->fd, p->read.data + p->read.length, BLOCK);
	while (n < 0 && errno == EINTR);
	if (n < 0)
		return fail(p, errno == EISDIR ? STATUS_NOINPUT : STATUS_IO, p->name);
	p->read.length += (size_t)n;
	p->read.data[p->read.length] = '\0';
	*more = n > 0;
	return true;
}

/* Put n bytes of what was read into the temporary file. */
static bool put_away(struct pipe *p, size_t n)
{
	const struct slice bytes = {p->read.data, n};
	char *path = NULL;
	bool ok = true;

	if (p->temporary < 0) {
		p->temporary = file_temporary(&path);
		ok = p->temporary >= 0 || fail(p, STATUS_CANTCREATE, path);
		free(path);
	}
	if (!ok || !file_write_all(p->d, p->temporary, temporary_folder(), bytes))
		return false;
	p->length += n;
	p->lines += count_line_ends(bytes);
	memmove(p->read.data, p->read.data + n, p->read.length - n);
	buf_truncate(&p->read, p->read.length - n);
	p->line -= n < p->line ? n : p->line;
	return true;
}

static bool read_all(struct pipe *p)
{
	for (bool more = true; more;) {
		if (!read_block(p, &more))
			return false;
		if (!skip_lines(buf_slice(&p->read), &p->line))
			return too_long(p->d, p->name,
			    1 + p->lines + count_line_ends((struct slice){p->read.data, p->line}));
		if (p->read.length > MEMORY_MOST && !put_away(p, p->line))
			return false;
	}
	return p->temporary < 0 || put_away(p, p->read.length);
}

static bool read_pipe(struct diag *d, const char *name, int fd, struct mapped *m)
{
	struct pipe p = {.d = d, .name = name, .fd = fd, .temporary = -1};
	bool ok = read_all(&p);

	if (ok && p.temporary >= 0) {
		ok = map(p.temporary, p.length, m) || fail(&p, STATUS_IO, temporary_folder());
	} else if (ok) {
		m->read = p.read;
		m->bytes = buf_slice(&m->read);
		p.read = (struct buf){0};
	}
	if (p.temporary >= 0)
		close(p.temporary);
	buf_free(&p.read);
	return ok;
}

/* All. */

static bool open_pipe(struct diag *d, const char *path, struct mapped *m)
{
	int fd;
	bool ok;

	if (strcmp(path, "-") == 0)
		return read_pipe(d, "<stdin>", STDIN_FILENO, m);
	fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0) {
		diag_error(d, STATUS_NOINPUT, AT_FILE(path), "%s", strerror(errno));
		return false;
	}
	ok = read_pipe(d, path, fd, m);
	close(fd);
	return ok;
}

bool mapped_open(struct diag *d, const char *path, struct mapped *m)
{
	size_t line = 0;

	*m = (struct mapped){0};
	if (!map_file(path, m))
		return open_pipe(d, path, m);
	if (skip_lines(m->bytes, &line))
		return true;
	too_long(d, path, 1 + count_line_ends((struct slice){m->bytes.p, line}));
	mapped_free(m);
	return false;
}

void mapped_free(struct mapped *m)
{
	if (m->bytes.p != NULL && m->bytes.p != m->read.data)
		(void)munmap((void *)(uintptr_t)m->bytes.p, m->bytes.n);
	buf_free(&m->read);
	*m = (struct mapped){0};
}
