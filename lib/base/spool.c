#include "base/spool.h"

#include "base/file.h"
#include "base/mem.h"

#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "base/banned.h"

enum { SPOOL_BLOCK = 256 << 10, SPOOL_WINDOW = 4 * SPOOL_BLOCK, SPOOL_KEPT = 128 << 20 };

#ifdef MAP_POPULATE
#define AT_ONCE MAP_POPULATE
#else
#define AT_ONCE 0
#endif

static int temporary(struct diag *d)
{
	char *path;
	int fd = file_temporary(&path);
	if (fd < 0)
		diag_error(d, STATUS_CANTCREATE, AT_FILE(path), "%s", strerror(errno));
	free(path);
	return fd;
}

/*
 * Room that is filled from its begin on. Not in large pages: those are of memory that nobody had
 * for long, and a virtual machine may have given that back; to get 128 MiB of it anew took half a
 * second.
 */
static char *make_room(void)
{
	char *room =
	    mmap(NULL, SPOOL_KEPT, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	return room != MAP_FAILED ? room : NULL;
}

/* Its pages up to there, many at once: each on its own takes longer. */
static void fill_up(struct spool *s, size_t end)
{
	enum { AT_A_TIME = 1 << 20 };

	for (; s->nfilled < end; s->nfilled += AT_A_TIME) {
#ifdef MADV_POPULATE_WRITE
		(void)madvise(s->kept + s->nfilled, AT_A_TIME, MADV_POPULATE_WRITE);
#endif
	}
}

/* How many of the bytes were kept. Where there is no room, the file takes them. */
static size_t keep(struct spool *s, struct slice bytes)
{
	const size_t left = SPOOL_KEPT - s->nkept, n = bytes.n < left ? bytes.n : left;

	if (s->fd > 0 || n == 0)
		return 0;
	if (s->kept == NULL && (s->kept = make_room()) == NULL)
		return 0;
	fill_up(s, s->nkept + n);
	memcpy(s->kept + s->nkept, bytes.p, n);
	s->nkept += n;
	return n;
}

/* Whole blocks go into the file: their pages need not be filled in two steps. */
static bool spill(struct diag *d, struct spool *s)
{
	const size_t kept = keep(s, buf_slice(&s->memory));
	const size_t rest = (s->memory.length - kept) % SPOOL_BLOCK;
	const struct slice blocks = {s->memory.data + kept, s->memory.length - kept - rest};

	if (blocks.n > 0 && s->fd == 0 && (s->fd = temporary(d)) < 0)
		return false;
	if (!file_write_all(d, s->fd, temporary_folder(), blocks))
		return false;
	memmove(s->memory.data, blocks.p + blocks.n, rest);
	buf_truncate(&s->memory, rest);
	return true;
}

bool spool_check(struct diag *d, struct spool *s)
{
	/* Small blocks stay in the processor's cache. */
	if (s->memory.length < SPOOL_BLOCK)
		return true;
	return s->direct ? spool_commit(d, s) : spill(d, s);
}

bool spool_add(struct diag *d, struct spool *s, struct slice bytes)
{
	size_t kept;

	if (bytes.n == 0)
		return true;
	kept = s->nkept > 0 && s->memory.length == 0 ? keep(s, bytes) : 0;
	buf_add(&s->memory, bytes.p + kept, bytes.n - kept);
	return spool_check(d, s);
}

/* A window of the file after the other, whose pages are there at once: nothing is copied but into
 * the output. */
static bool copy_spilled(struct diag *d, int fd)
{
	const off_t end = lseek(fd, 0, SEEK_END);
	bool got = end >= 0, put = true;

	for (off_t at = 0; got && put && at < end; at += SPOOL_WINDOW) {
		const size_t n = end - at < SPOOL_WINDOW ? (size_t)(end - at) : SPOOL_WINDOW;
		char *bytes = mmap(NULL, n, PROT_READ, MAP_SHARED | AT_ONCE, fd, at);

		got = bytes != MAP_FAILED;
		if (!got)
			break;
		put = file_write_all(d, STDOUT_FILENO, "standard output", (struct slice){bytes, n});
		(void)munmap(bytes, n);
	}
	if (!got)
		diag_error(d, STATUS_IO, AT_FILE(temporary_folder()), "%s", strerror(errno));
	return got && put;
}

static bool put(struct diag *d, struct slice bytes)
{
	return file_write_all(d, STDOUT_FILENO, "standard output", bytes);
}

static void free_kept(struct spool *s)
{
	if (s->kept != NULL)
		(void)munmap(s->kept, SPOOL_KEPT);
	s->kept = NULL;
	s->nkept = s->nfilled = 0;
}

/* Where much goes through it. */
static void widen_pipe(struct spool *s)
{
	enum { USUAL = 64 << 10 };

	if (s->wide || s->nkept + s->memory.length <= USUAL)
		return;
	s->wide = true;
	file_widen_pipe(STDOUT_FILENO);
}

bool spool_commit(struct diag *d, struct spool *s)
{
	widen_pipe(s);
	if (!put(d, (struct slice){s->kept, s->nkept}))
		return false;
	free_kept(s);
	if (s->fd > 0) {
		if (!copy_spilled(d, s->fd))
			return false;
		close(s->fd);
		s->fd = 0;
	}
	if (!put(d, buf_slice(&s->memory)))
		return false;
	buf_truncate(&s->memory, 0);
	return true;
}

/* Taking it back. */

static size_t spilled(const struct spool *s)
{
	const off_t end = s->fd > 0 ? lseek(s->fd, 0, SEEK_END) : 0;

	return end > 0 ? (size_t)end : 0;
}

/* Some of n bytes; how many, 0: it cannot be read. */
static size_t take_some(struct spool *s, char *to, size_t n)
{
	const size_t end = s->nkept + spilled(s);
	const size_t here = s->taken < s->nkept ? s->nkept : s->taken < end ? end : SIZE_MAX;
	const size_t some = n < here - s->taken ? n : here - s->taken;

	if (here == s->nkept)
		memcpy(to, s->kept + s->taken, some);
	else if (here == SIZE_MAX)
		memcpy(to, s->memory.data + (s->taken - end), some);
	else if (!file_read_at(s->fd, (off_t)(s->taken - s->nkept), to, some))
		return 0;
	return some;
}

bool spool_take(struct spool *s, void *to, size_t n)
{
	char *next = to;

	while (n > 0) {
		const size_t some = take_some(s, next, n);

		if (some == 0)
			return false;
		s->taken += some;
		next += some;
		n -= some;
	}
	return true;
}

bool spool_is_taken(const struct spool *s)
{
	return s->taken == s->nkept + spilled(s) + s->memory.length;
}

void spool_free(struct spool *s)
{
	free_kept(s);
	if (s->fd > 0)
		close(s->fd);
	buf_free(&s->memory);
	*s = (struct spool){0};
}

int finish(struct diag *d)
{
	if (fflush(stdout) != 0 || close(STDOUT_FILENO) != 0)
		diag_error(d, STATUS_IO, AT_FILE("standard output"), "%s", strerror(errno));
	return diag_finish(d);
}

int spool_finish(struct diag *d, struct spool *s)
{
	if (!diag_failed(d))
		(void)spool_commit(d, s);
	spool_free(s);
	return finish(d);
}
