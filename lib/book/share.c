#include "book/share.h"

#include "base/file.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "base/banned.h"

/* Who writes holds the file for as long as reading and writing it takes. */
enum { LOCK_SECONDS = 60 };

/* An empty file, or one that ends within a line, says so better here than the reader of tables. */
static bool is_whole(struct diag *d, const char *path, int fd)
{
	struct stat st;
	char last;

	if (fstat(fd, &st) != 0) {
		diag_error(d, STATUS_IO, AT_FILE(path), "%s", strerror(errno));
		return false;
	}
	if (!S_ISREG(st.st_mode)) {
		diag_error(d, STATUS_DATA, AT_FILE(path), "is not a plain file");
		return false;
	}
	if (st.st_size == 0) {
		diag_error(d, STATUS_DATA, AT_FILE(path),
		    "is empty, without even a header; put the history back, or remove this "
		    "file and make an empty history with log-history --init");
		return false;
	}
	if (!file_read_at(fd, st.st_size - 1, &last, 1)) {
		diag_error(d, STATUS_IO, AT_FILE(path), "cannot be read: %s", strerror(errno));
		return false;
	}
	if (last != '\n') {
		diag_error(d, STATUS_DATA, AT_FILE(path),
		    "its last line is torn; log-history --recover mends it");
		return false;
	}
	return true;
}

/* A file system without locks is read all the same. */
static bool lock_shared(struct diag *d, const char *path, int fd)
{
	const struct timespec pause = {.tv_nsec = 20 * 1000 * 1000};

	for (int tries = 0; flock(fd, LOCK_SH | LOCK_NB) != 0; tries++) {
		if (errno != EWOULDBLOCK && errno != EINTR)
			return true;
		if (tries >= LOCK_SECONDS * 50) {
			diag_error(d, STATUS_TEMPFAIL, AT_FILE(path),
			    "another process has been writing it for a minute");
			return false;
		}
		nanosleep(&pause, NULL);
	}
	return true;
}

bool history_is_current(int fd, const char *path)
{
	struct stat held, named;

	return fstat(fd, &held) == 0 && stat(path, &named) == 0 && held.st_dev == named.st_dev &&
	       held.st_ino == named.st_ino;
}

static int open_to_read(struct diag *d, const char *path)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);

	if (fd < 0 && errno == ENOENT)
		diag_error(d, STATUS_NOINPUT, AT_FILE(path),
		    "there is no history here, and without it everyone would be reminded from the "
		    "start; in a new book, log-history --init makes an empty one");
	else if (fd < 0)
		diag_error(
		    d, STATUS_NOINPUT, AT_FILE(path), "cannot be opened: %s", strerror(errno));
	return fd;
}

int history_share(struct diag *d, const char *path)
{
	for (;;) {
		int fd = open_to_read(d, path);
		bool locked = fd >= 0 && lock_shared(d, path, fd);
		bool current = locked && history_is_current(fd, path);
		if (current && is_whole(d, path, fd))
			return fd;
		if (fd >= 0)
			close(fd);
		if (!locked || current)
			return -1;
	}
}
