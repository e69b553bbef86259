#ifdef __linux__
#define _GNU_SOURCE /* syncfs */
#endif

#include "letter/staging.h"

#include "base/buf.h"
#include "base/file.h"
#include "base/mem.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/banned.h"

static const char prefix[] = ".letters-";

static bool fail(struct diag *d, enum exit_status status, const char *path)
{
	diag_error(d, status, AT_FILE(path), "%s", strerror(errno));
	return false;
}

/* --- folders of runs that live no more --- */

static void remove_folder(int fd, int parent, const char *name)
{
	DIR *files = fdopendir(dup(fd));
	for (const struct dirent *e; files && (e = readdir(files)) != NULL;)
		if (strcmp(e->d_name, ".") != 0 && strcmp(e->d_name, "..") != 0)
			(void)unlinkat(fd, e->d_name, 0);
	if (files)
		closedir(files);
	(void)unlinkat(parent, name, AT_REMOVEDIR);
}

/* Who can lock it knows that nobody works in it. */
static void remove_left(int parent, const char *name)
{
	int fd = openat(parent, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
	if (fd < 0)
		return;
	if (flock(fd, LOCK_EX | LOCK_NB) == 0)
		remove_folder(fd, parent, name);
	close(fd);
}

static void clear_left(const char *folder)
{
	DIR *all = opendir(folder);
	for (const struct dirent *e; all && (e = readdir(all)) != NULL;)
		if (strncmp(e->d_name, prefix, sizeof(prefix) - 1) == 0)
			remove_left(dirfd(all), e->d_name);
	if (all)
		closedir(all);
}

/* --- this run's --- */

/* Between its making and its locking, another run may have taken it for one that was left. */
static bool is_there(int fd, const char *path)
{
	struct stat ours, found;
	return fstat(fd, &ours) == 0 && stat(path, &found) == 0 && ours.st_ino == found.st_ino &&
	       ours.st_dev == found.st_dev;
}

static bool make_own(struct staging *s, struct diag *d)
{
	enum { TRIES = 10 };
	for (int i = 0; i < TRIES; i++) {
		struct buf path = {0};
		buf_printf(&path, "%s/%sXXXXXX", s->folder, prefix);
		if (mkdtemp(path.data) == NULL) {
			buf_free(&path);
			return fail(d, STATUS_CANTCREATE, s->folder);
		}
		int fd = open(path.data, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
		if (fd >= 0 && flock(fd, LOCK_EX | LOCK_NB) == 0 && is_there(fd, path.data)) {
			s->own = buf_take(&path);
			s->lock = fd;
			return true;
		}
		if (fd >= 0)
			close(fd);
		else
			(void)rmdir(path.data);
		buf_free(&path);
	}
	errno = EAGAIN;
	return fail(d, STATUS_TEMPFAIL, s->folder);
}

bool staging_open(struct staging *s, struct diag *d, const char *folder)
{
	s->folder = mem_string(folder);
	if (!file_make_folder(d, folder, 0700))
		return false;
	clear_left(folder);
	return make_own(s, d);
}

bool staging_write(const struct staging *s, struct diag *d, const char *name, struct slice bytes)
{
	char *path = path_join(s->own, name), *place = path_join(s->folder, name);
	int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
	bool good =
	    fd >= 0 ? file_write_all(d, fd, place, bytes) : fail(d, STATUS_CANTCREATE, place);
	if (fd >= 0 && close(fd) != 0 && good)
		good = fail(d, STATUS_IO, place);
	free(path);
	free(place);
	return good;
}

void staging_add(struct staging *s, const char *name)
{
	s->names = mem_grow(s->names, s->count, &s->capacity, sizeof(*s->names));
	s->names[s->count++] = mem_string(name);
}

static bool sync_one(const struct staging *s, struct diag *d, const char *name)
{
	char *path = path_join(s->own, name);
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	bool good = (fd >= 0 && fsync(fd) == 0) || fail(d, STATUS_IO, path);
	if (fd >= 0)
		close(fd);
	free(path);
	return good;
}

/*
 * Many files one by one cost a turn of the disk each, ten times what it takes to write all that the
 * file system holds.
 */
static bool sync_many(const struct staging *s, struct diag *d)
{
#ifdef __linux__
	return syncfs(s->lock) == 0 || fail(d, STATUS_IO, s->own);
#else
	for (size_t i = 0; i < s->count; i++)
		if (!sync_one(s, d, s->names[i]))
			return false;
	return true;
#endif
}

static bool sync_all(const struct staging *s, struct diag *d)
{
	enum { MANY = 8 };
	if (s->count >= MANY)
		return sync_many(s, d);
	for (size_t i = 0; i < s->count; i++)
		if (!sync_one(s, d, s->names[i]))
			return false;
	return true;
}

static bool move_one(const struct staging *s, struct diag *d, const char *name)
{
	char *path = path_join(s->own, name), *place = path_join(s->folder, name);
	bool good = rename(path, place) == 0 || fail(d, STATUS_CANTCREATE, place);
	free(path);
	free(place);
	return good;
}

bool staging_commit(struct staging *s, struct diag *d)
{
	if (!sync_all(s, d))
		return false;
	for (size_t i = 0; i < s->count; i++)
		if (!move_one(s, d, s->names[i]))
			return false;
	return s->count == 0 || file_sync_folder(d, s->folder);
}

void staging_close(struct staging *s)
{
	if (s->own) {
		int parent = open(s->folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
		if (parent >= 0) {
			remove_folder(s->lock, parent, path_base(s->own));
			close(parent);
		}
		close(s->lock);
	}
	for (size_t i = 0; i < s->count; i++)
		free(s->names[i]);
	free(s->names);
	free(s->folder);
	free(s->own);
	*s = (struct staging){0};
}
