/*
 * Files: read whole, written beside and renamed, appended and synced, locked.
 * Every function reports its own errors, with the file's name, and returns
 * false then.
 */
#ifndef BASE_FILE_H
#define BASE_FILE_H

#include "base/buf.h"
#include "base/diag.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

/*
 * Read all of `path` ("-": standard input) into b. A file larger than `most`
 * bytes is refused (65; file_read_as: `status`). A file that is not there: 66.
 */
bool file_read(struct diag *d, const char *path, size_t most, struct buf *b);
bool file_read_as(
    struct diag *d, const char *path, size_t most, enum exit_status status, struct buf *b);
bool file_exists(const char *path);

/*
 * Write `bytes` as `path` in one piece: a file beside it (name begins with a
 * dot), fsync, rename, fsync of the folder. Permissions are `mode`.
 * A failure leaves what was there. 73 when it cannot be made, 74 when it
 * cannot be written.
 */
bool file_replace(struct diag *d, const char *path, struct slice bytes, unsigned mode);

/*
 * The same for a file that the user named or keeps: what `path` leads to is replaced, not a
 * symbolic link on the way, and its permissions stay; one that may not be written is an error (73).
 * One that is not there is made, with what the umask leaves of `mode`. A device (/dev/null), a
 * pipe, and what is standard output or error already, is written to.
 */
bool file_rewrite(struct diag *d, const char *path, struct slice bytes, unsigned mode);

/* Take away a file that the user named, if there is one. A device or a pipe stays. */
bool file_take_away(struct diag *d, const char *path);

/* Make the folder and those above it that are missing. */
bool file_make_folder(struct diag *d, const char *path, unsigned mode);

/* fsync a folder, after a name in it was made or taken away. */
bool file_sync_folder(struct diag *d, const char *path);

/* Write all of `bytes` to fd, whatever short writes there are. `name` is for the message (74). */
bool file_write_all(struct diag *d, int fd, const char *name, struct slice bytes);

/*
 * Open `path` (made when `create`) and take an exclusive lock on it. Waits up
 * to `seconds`; 75 when somebody else still holds it. Returns the descriptor
 * or -1; close(2) gives the lock back.
 */
int file_lock(struct diag *d, const char *path, bool create, unsigned seconds);

/* $TMPDIR, else /tmp; where it is full, messages name it. */
const char *temporary_folder(void);
/*
 * A file there that has no name any more. -1 when it cannot be made, errno says why; *path is
 * what it was called, for the message. Caller frees that.
 */
int file_temporary(char **path);

/* All n bytes at that place of the file, whatever is interrupted. False: errno says why, EIO where
 * the file ends before. */
bool file_write_at(int fd, off_t at, const void *bytes, size_t n);
bool file_read_at(int fd, off_t at, void *bytes, size_t n);

/*
 * At both ends of a pipe that holds a megabyte somebody has to wait a sixteenth as often, and what
 * goes through takes half the time. What is no pipe, or may not grow, stays as it is.
 */
void file_widen_pipe(int fd);

/* folder + "/" + name, or name alone when it is absolute. Caller frees. */
char *path_join(const char *folder, const char *name);
/* The folder part of path, "." when there is none. Caller frees. */
char *path_folder(const char *path);
/* What follows the last slash; part of path. */
const char *path_base(const char *path);

/* The folder of data files: $DUN_DATADIR, else the installed place. */
const char *data_folder(void);

#endif
