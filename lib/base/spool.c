#include "base/spool.h"

#include "base/file.h"
#include "base/mem.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "base/banned.h"

enum { SPOOL_MEMORY = 4 * 1024 * 1024, SPOOL_BLOCK = 256 * 1024, SPOOL_WINDOW = 4 * SPOOL_BLOCK };

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

/* Whole blocks go into the file: their pages need not be filled in two steps. */
static bool spill(struct diag *d, struct spool *s)
{
	const size_t rest = s->memory.length % SPOOL_BLOCK, n = s->memory.length - rest;

	if (s->fd == 0 && (s->fd = temporary(d)) < 0)
		return false;
	if (!file_write_all(d, s->fd, temporary_folder(), (struct slice){s->memory.data, n}))
		return false;
	memmove(s->memory.data, s->memory.data + n, rest);
	buf_truncate(&s->memory, rest);
	return true;
}

bool spool_check(struct diag *d, struct spool *s)
{
	/* Once there is a file, small blocks go into it: they stay in the processor's cache. */
	if (s->memory.length < (s->direct || s->fd > 0 ? SPOOL_BLOCK : SPOOL_MEMORY))
		return true;
	return s->direct ? spool_commit(d, s) : spill(d, s);
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

bool spool_commit(struct diag *d, struct spool *s)
{
	if (s->fd > 0) {
		if (!copy_spilled(d, s->fd))
			return false;
		close(s->fd);
		s->fd = 0;
	}
	if (!file_write_all(d, STDOUT_FILENO, "standard output", buf_slice(&s->memory)))
		return false;
	buf_truncate(&s->memory, 0);
	return true;
}

void spool_free(struct spool *s)
{
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
