#define _GNU_SOURCE /* F_SETPIPE_SZ */
#include "base/file.h"

#include "base/mem.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "base/banned.h"

/* Files beyond 4 GB, and sizes of them in memory; 128-bit integers want such a machine too. */
_Static_assert(sizeof(off_t) == 8 && sizeof(size_t) == 8, "a machine of 64 bits");

enum { READ_BLOCK = 256 * 1024 };

static bool read_whole(struct diag *d, int fd, const char *name, size_t most,
    enum exit_status too_large, struct buf *b)
{
	for (;;) {
		/* Most files are smaller: what is left of the room does to see their end. */
		if (b->capacity < b->length + READ_BLOCK / 2)
			buf_reserve(b, READ_BLOCK);
		ssize_t n = read(fd, b->data + b->length, b->capacity - b->length - 1);
		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0) {
			diag_error(d, errno == EISDIR ? STATUS_NOINPUT : STATUS_IO, AT_FILE(name),
			    "%s", strerror(errno));
			return false;
		}
		if (n == 0)
			break;
		b->length += (size_t)n;
		b->data[b->length] = '\0';
		if (b->length > most) {
			diag_error(d, too_large, AT_FILE(name), "is larger than %zu bytes", most);
			return false;
		}
	}
	return true;
}

bool file_read(struct diag *d, const char *path, size_t most, struct buf *b)
{
	return file_read_as(d, path, most, STATUS_DATA, b);
}

bool file_read_as(
    struct diag *d, const char *path, size_t most, enum exit_status status, struct buf *b)
{
	if (strcmp(path, "-") == 0)
		return read_whole(d, STDIN_FILENO, "<stdin>", most, status, b);
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0) {
		diag_error(d, STATUS_NOINPUT, AT_FILE(path), "%s", strerror(errno));
		return false;
	}
	bool ok = read_whole(d, fd, path, most, status, b);
	close(fd);
	return ok;
}

bool file_exists(const char *path)
{
	return access(path, F_OK) == 0;
}

bool file_write_all(struct diag *d, int fd, const char *name, struct slice bytes)
{
	while (bytes.n > 0) {
		ssize_t n = write(fd, bytes.p, bytes.n);
		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0) {
			diag_error(d, STATUS_IO, AT_FILE(name), "%s", strerror(errno));
			return false;
		}
		bytes.p += n;
		bytes.n -= (size_t)n;
	}
	return true;
}

bool file_sync_folder(struct diag *d, const char *path)
{
	int fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (fd < 0) {
		diag_error(d, STATUS_IO, AT_FILE(path), "%s", strerror(errno));
		return false;
	}
	bool ok = fsync(fd) == 0;
	if (!ok)
		diag_error(d, STATUS_IO, AT_FILE(path), "%s", strerror(errno));
	close(fd);
	return ok;
}

static bool sync_folder_of(struct diag *d, const char *path)
{
	char *folder = path_folder(path);
	bool ok = file_sync_folder(d, folder);
	free(folder);
	return ok;
}

/* FOLDER/.NAME.XXXXXX */
static char *name_beside(const char *path)
{
	struct buf b = {0};
	char *folder = path_folder(path);
	buf_printf(&b, "%s/.%.200s.XXXXXX", folder, path_base(path));
	free(folder);
	return buf_take(&b);
}

static bool write_synced(
    struct diag *d, int fd, const char *path, struct slice bytes, unsigned mode)
{
	if (!file_write_all(d, fd, path, bytes))
		return false;
	if (fchmod(fd, (mode_t)mode) == 0 && fsync(fd) == 0)
		return true;
	diag_error(d, STATUS_IO, AT_FILE(path), "%s", strerror(errno));
	return false;
}

bool file_replace(struct diag *d, const char *path, struct slice bytes, unsigned mode)
{
	char *beside = name_beside(path);
	int fd = mkstemp(beside);
	if (fd < 0) {
		diag_error(d, STATUS_CANTCREATE, AT_FILE(path), "%s", strerror(errno));
		free(beside);
		return false;
	}
	bool ok = write_synced(d, fd, path, bytes, mode);
	if (close(fd) != 0 && ok) {
		diag_error(d, STATUS_IO, AT_FILE(path), "%s", strerror(errno));
		ok = false;
	}
	if (ok && rename(beside, path) != 0) {
		diag_error(d, STATUS_CANTCREATE, AT_FILE(path), "%s", strerror(errno));
		ok = false;
	}
	if (ok)
		ok = sync_folder_of(d, path);
	else
		unlink(beside);
	free(beside);
	return ok;
}

/* What symbolic links lead to, whether it is there or not. Caller frees. */
static char *led_to(const char *path)
{
	enum { MOST_LINKS = 40 };
	char *at = mem_string(path), target[PATH_MAX];

	for (int i = 0; i < MOST_LINKS; i++) {
		const ssize_t n = readlink(at, target, sizeof(target) - 1);
		if (n < 0)
			break;
		target[n] = '\0';
		char *folder = path_folder(at), *next = path_join(folder, target);
		free(folder);
		free(at);
		at = next;
	}
	return at;
}

/* The standard stream that this file is, -1 when it is none: replaced, what stands in it would be
 * lost. */
static int stream_of(const struct stat *file)
{
	struct stat st;

	for (int fd = STDOUT_FILENO; fd <= STDERR_FILENO; fd++)
		if (fstat(fd, &st) == 0 && st.st_dev == file->st_dev && st.st_ino == file->st_ino)
			return fd;
	return -1;
}

static bool write_through(struct diag *d, const char *path, int stream, struct slice bytes)
{
	const int fd = stream >= 0 ? stream : open(path, O_WRONLY | O_CLOEXEC);
	bool ok = fd >= 0;

	if (!ok)
		diag_error(d, STATUS_CANTCREATE, AT_FILE(path), "%s", strerror(errno));
	ok = ok && file_write_all(d, fd, path, bytes);
	if (fd >= 0 && fd != stream)
		close(fd);
	return ok;
}

static bool rewrite_regular(
    struct diag *d, const char *path, const struct stat *old, struct slice bytes, unsigned mode)
{
	char *real = led_to(path);
	bool ok = false;

	/* A rename asks the folder alone for leave. */
	if (old != NULL && faccessat(AT_FDCWD, real, W_OK, AT_EACCESS) != 0)
		diag_error(d, STATUS_CANTCREATE, AT_FILE(path), "%s", strerror(errno));
	else
		ok = file_replace(d, real, bytes, old != NULL ? old->st_mode & 07777 : mode);
	free(real);
	return ok;
}

bool file_rewrite(struct diag *d, const char *path, struct slice bytes, unsigned mode)
{
	struct stat st;

	if (stat(path, &st) == 0) {
		const int stream = stream_of(&st);
		if (stream >= 0 || !S_ISREG(st.st_mode))
			return write_through(d, path, stream, bytes);
		return rewrite_regular(d, path, &st, bytes, mode);
	}
	if (errno != ENOENT) {
		diag_error(d, STATUS_CANTCREATE, AT_FILE(path), "%s", strerror(errno));
		return false;
	}
	const mode_t mask = umask(0);
	umask(mask);
	return rewrite_regular(d, path, NULL, bytes, mode & ~mask);
}

bool file_take_away(struct diag *d, const char *path)
{
	struct stat st;

	if (stat(path, &st) != 0 ? errno == ENOENT : !S_ISREG(st.st_mode))
		return true;
	char *real = led_to(path);
	const bool ok = unlink(real) == 0;
	if (!ok)
		diag_error(d, STATUS_CANTCREATE, AT_FILE(path), "cannot be taken away: %s",
		    strerror(errno));
	free(real);
	return ok;
}

static bool make_one(struct diag *d, const char *path, unsigned mode)
{
	struct stat st;
	if (mkdir(path, (mode_t)mode) == 0)
		return sync_folder_of(d, path);
	if (errno == EEXIST && stat(path, &st) == 0 && S_ISDIR(st.st_mode))
		return true;
	diag_error(d, STATUS_CANTCREATE, AT_FILE(path), "%s",
	    errno == EEXIST ? "is there and is not a folder" : strerror(errno));
	return false;
}

bool file_make_folder(struct diag *d, const char *path, unsigned mode)
{
	char *p = mem_string(path);
	bool ok = true;
	for (char *slash = strchr(p + 1, '/'); ok && slash != NULL;
	     slash = strchr(slash + 1, '/')) {
		*slash = '\0';
		if (!file_exists(p))
			ok = make_one(d, p, mode);
		*slash = '/';
	}
	ok = ok && make_one(d, p, mode);
	free(p);
	return ok;
}

int file_lock(struct diag *d, const char *path, bool create, unsigned seconds)
{
	int fd = open(path, O_RDWR | O_CLOEXEC | (create ? O_CREAT : 0), 0600);
	if (fd < 0) {
		diag_error(d, create ? STATUS_CANTCREATE : STATUS_NOINPUT, AT_FILE(path), "%s",
		    strerror(errno));
		return -1;
	}
	const struct timespec pause = {.tv_nsec = 20 * 1000 * 1000};
	for (unsigned long tries = 0;; tries++) {
		if (flock(fd, LOCK_EX | LOCK_NB) == 0)
			return fd;
		if (errno != EWOULDBLOCK && errno != EINTR)
			break;
		if (tries >= seconds * 50UL)
			break;
		nanosleep(&pause, NULL);
	}
	diag_error(d, STATUS_TEMPFAIL, AT_FILE(path), "%s",
	    errno == EWOULDBLOCK ? "is in use by another process" : strerror(errno));
	close(fd);
	return -1;
}

const char *temporary_folder(void)
{
	const char *folder = getenv("TMPDIR");

	return folder != NULL && folder[0] != '\0' ? folder : "/tmp";
}

int file_temporary(char **path)
{
	int fd;

	*path = path_join(temporary_folder(), "dun-XXXXXX");
	fd = mkstemp(*path);
	if (fd >= 0 && unlink(*path) != 0) {
		close(fd);
		fd = -1;
	}
	return fd;
}

bool file_write_at(int fd, off_t at, const void *bytes, size_t n)
{
	for (size_t done = 0; done < n;) {
		const ssize_t now =
		    pwrite(fd, (const char *)bytes + done, n - done, at + (off_t)done);

		if (now < 0 && errno != EINTR)
			return false;
		done += now > 0 ? (size_t)now : 0;
	}
	return true;
}

bool file_read_at(int fd, off_t at, void *bytes, size_t n)
{
	for (size_t done = 0; done < n;) {
		const ssize_t now = pread(fd, (char *)bytes + done, n - done, at + (off_t)done);

		if (now == 0)
			errno = EIO;
		if (now == 0 || (now < 0 && errno != EINTR))
			return false;
		done += now > 0 ? (size_t)now : 0;
	}
	return true;
}

void file_widen_pipe(int fd)
{
#ifdef F_SETPIPE_SZ
	(void)fcntl(fd, F_SETPIPE_SZ, 1 << 20);
#else
	(void)fd;
#endif
}

char *path_join(const char *folder, const char *name)
{
	if (name[0] == '/')
		return mem_string(name);
	struct buf b = {0};
	if (strcmp(folder, ".") != 0)
		buf_printf(&b, "%s/", folder);
	buf_add_string(&b, name);
	return buf_take(&b);
}

char *path_folder(const char *path)
{
	const char *slash = strrchr(path, '/');
	if (slash == NULL)
		return mem_string(".");
	return mem_copy(path, slash > path ? (size_t)(slash - path) : 1);
}

const char *path_base(const char *path)
{
	const char *slash = strrchr(path, '/');
	return slash != NULL ? slash + 1 : path;
}

const char *data_folder(void)
{
	const char *folder = getenv("DUN_DATADIR");
	return folder != NULL && folder[0] != '\0' ? folder : DUN_DATADIR;
}
