#include "book/hold.h"

#include <errno.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "book/history_read.h"
#include "book/mend.h"
#include "book/share.h"
#include "book/upgrade.h"

#include "base/banned.h"

/* Another log-history holds the lock for as long as it reads and writes the file. */
enum { LOCK_SECONDS = 60 };

bool history_can_hold(struct diag *d, const char *path)
{
	struct stat st;

	if (stat(path, &st) != 0 && errno == ENOENT)
		diag_error(d, STATUS_NOINPUT, AT_FILE(path),
		    "there is no history here; in a new book, log-history --init makes an empty "
		    "one");
	else if (access(path, R_OK | W_OK) != 0)
		diag_error(
		    d, STATUS_CANTCREATE, AT_FILE(path), "cannot be written: %s", strerror(errno));
	else if (!S_ISREG(st.st_mode))
		diag_error(d, STATUS_CANTCREATE, AT_FILE(path), "is not a plain file");
	else if (st.st_size == 0)
		diag_error(d, STATUS_DATA, AT_FILE(path),
		    "is empty, without even a header; put the history back, or remove this file "
		    "and "
		    "make an empty history with log-history --init");
	else
		return true;
	return false;
}

/* The lock is on the file, which another process may have replaced while we waited. */
static int lock_current(struct diag *d, const char *path)
{
	for (;;) {
		int fd = file_lock(d, path, false, LOCK_SECONDS);
		if (fd < 0 || history_is_current(fd, path))
			return fd;
		close(fd);
	}
}

enum state { STATE_WRONG, STATE_READY, STATE_RENEWED };

/* STATE_RENEWED: the path leads to another file now, to be locked anew. */
static enum state check_columns(struct diag *d, const char *path)
{
	struct history_reader r;
	bool all = history_read_open(&r, d, path);

	for (int c = 0; all && c < HISTORY_COLUMNS; c++)
		all = r.at[c] >= 0;
	if (!history_read_close(&r))
		return STATE_WRONG;
	if (all)
		return STATE_READY;
	return history_upgrade(d, path) ? STATE_RENEWED : STATE_WRONG;
}

int history_hold(struct diag *d, const char *path)
{
	enum state state = STATE_RENEWED;

	while (state == STATE_RENEWED && history_can_hold(d, path)) {
		int fd = lock_current(d, path);
		if (fd < 0)
			break;
		state = mend_tail(d, fd, path) ? check_columns(d, path) : STATE_WRONG;
		if (state == STATE_READY)
			return fd;
		close(fd);
	}
	return -1;
}
