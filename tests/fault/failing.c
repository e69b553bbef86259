/*
 * Preloaded into a command: lets one call of the C library fail, to see what the command makes of
 * it.
 *
 *   FAIL_CALL=write     which: malloc (and its kin), open, read, write, fsync, rename, close (which
 *                       closes all the same), or other: those that look at a file, its place,
 *                       its rights, its length or its lock, that take it away, that make a
 *                       folder, a pipe, a process or a thread, or map
 *   FAIL_AT=3           the third of them; 0 or unset: none
 *   FAIL_ERRNO=28       with this error (ENOSPC); 0: it does a part of its work (read, write); 4
 *                       (EINTR): it is interrupted
 *   FAIL_COUNT=FILE     write into FILE how many there were
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "base/banned.h"

void *__libc_malloc(size_t size);
void *__libc_calloc(size_t count, size_t size);
void *__libc_realloc(void *old, size_t size);
void *__libc_memalign(size_t alignment, size_t size);

static const char *failing; /* NULL until the command itself runs */
static long at, seen;
static int error;

static long number(const char *name)
{
	const char *text = getenv(name);

	return text != NULL ? strtol(text, NULL, 10) : 0;
}

static void end(void)
{
	const char *path = getenv("FAIL_COUNT");
	char text[32];
	int fd, n;

	failing = NULL;
	if (path == NULL || (fd = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0600)) < 0)
		return;
	n = snprintf(text, sizeof text, "%ld\n", seen);
	if (write(fd, text, (size_t)n) != n)
		abort();
	close(fd);
}

typedef int main_fn(int argc, char **argv, char **environment);
static main_fn *command;

/* From here to its exit it is the command: not the loader before, nor what counts coverage after,
 * nor a program that it starts. */
static int begin(int argc, char **argv, char **environment)
{
	if (unsetenv("LD_PRELOAD") != 0)
		abort();
	at = number("FAIL_AT");
	error = (int)number("FAIL_ERRNO");
	if (atexit(end) != 0)
		abort();
	failing = getenv("FAIL_CALL");
	return command(argc, argv, environment);
}

/* By which the C library starts any program. */
int __libc_start_main(main_fn *main, int argc, char **argv, void (*init)(void), void (*fini)(void),
    void (*rtld_fini)(void), void *stack_end)
{
	int (*start)(
	    main_fn *, int, char **, void (*)(void), void (*)(void), void (*)(void), void *) = NULL;
	void *found = dlsym(RTLD_NEXT, "__libc_start_main");

	memcpy(&start, &found, sizeof start);
	command = main;
	return start(begin, argc, argv, init, fini, rtld_fini, stack_end);
}

static bool fails(const char *call)
{
	if (failing == NULL || strcmp(call, failing) != 0)
		return false;
	seen++;
	if (seen != at)
		return false;
	errno = error;
	return true;
}

void *malloc(size_t size)
{
	return fails("malloc") ? NULL : __libc_malloc(size);
}

void *calloc(size_t count, size_t size)
{
	return fails("malloc") ? NULL : __libc_calloc(count, size);
}

void *realloc(void *old, size_t size)
{
	return fails("malloc") ? NULL : __libc_realloc(old, size);
}

void *aligned_alloc(size_t alignment, size_t size)
{
	return fails("malloc") ? NULL : __libc_memalign(alignment, size);
}

static int opened(int folder, const char *path, int flags, va_list more)
{
	const mode_t mode = flags & (O_CREAT | O_TMPFILE) ? va_arg(more, mode_t) : 0;

	return fails("open") ? -1 : (int)syscall(SYS_openat, folder, path, flags, mode);
}

int open(const char *path, int flags, ...)
{
	va_list more;
	int fd;

	va_start(more, flags);
	fd = opened(AT_FDCWD, path, flags, more);
	va_end(more);
	return fd;
}

int openat(int folder, const char *path, int flags, ...)
{
	va_list more;
	int fd;

	va_start(more, flags);
	fd = opened(folder, path, flags, more);
	va_end(more);
	return fd;
}

ssize_t read(int fd, void *bytes, size_t n)
{
	if (fails("read")) {
		if (error != 0)
			return -1;
		n = n > 1 ? n / 2 : n;
	}
	return syscall(SYS_read, fd, bytes, n);
}

ssize_t write(int fd, const void *bytes, size_t n)
{
	if (fails("write")) {
		if (error != 0)
			return -1;
		n = n > 1 ? n / 2 : n;
	}
	return syscall(SYS_write, fd, bytes, n);
}

ssize_t pread(int fd, void *bytes, size_t n, off_t from)
{
	if (fails("read")) {
		if (error != 0)
			return -1;
		n = n > 1 ? n / 2 : n;
	}
	return syscall(SYS_pread64, fd, bytes, n, from);
}

ssize_t pwrite(int fd, const void *bytes, size_t n, off_t to)
{
	if (fails("write")) {
		if (error != 0)
			return -1;
		n = n > 1 ? n / 2 : n;
	}
	return syscall(SYS_pwrite64, fd, bytes, n, to);
}

int close(int fd)
{
	const int rc = (int)syscall(SYS_close, fd);

	return fails("close") ? -1 : rc;
}

int fstat(int fd, struct stat *st)
{
	return fails("other") ? -1 : fstatat(fd, "", st, AT_EMPTY_PATH);
}

off_t lseek(int fd, off_t to, int from)
{
	return fails("other") ? -1 : syscall(SYS_lseek, fd, to, from);
}

int fchmod(int fd, mode_t mode)
{
	return fails("other") ? -1 : (int)syscall(SYS_fchmod, fd, mode);
}

int ftruncate(int fd, off_t length)
{
	return fails("other") ? -1 : (int)syscall(SYS_ftruncate, fd, length);
}

int flock(int fd, int how)
{
	return fails("other") ? -1 : (int)syscall(SYS_flock, fd, how);
}

int mkdir(const char *path, mode_t mode)
{
	return fails("other") ? -1 : (int)syscall(SYS_mkdirat, AT_FDCWD, path, mode);
}

int pipe(int ends[2])
{
	return fails("other") ? -1 : (int)syscall(SYS_pipe2, ends, 0);
}

pid_t fork(void)
{
	pid_t (*real)(void) = NULL;
	void *found;

	if (fails("other"))
		return -1;
	found = dlsym(RTLD_NEXT, "fork");
	memcpy(&real, &found, sizeof real);
	return real();
}

int pthread_create(
    pthread_t *thread, const pthread_attr_t *attributes, void *(*run)(void *), void *context)
{
	int (*real)(pthread_t *, const pthread_attr_t *, void *(*)(void *), void *) = NULL;
	void *found;

	if (fails("other"))
		return error;
	found = dlsym(RTLD_NEXT, "pthread_create");
	memcpy(&real, &found, sizeof real);
	return real(thread, attributes, run, context);
}

int unlink(const char *path)
{
	return fails("other") ? -1 : (int)syscall(SYS_unlinkat, AT_FDCWD, path, 0);
}

void *mmap(void *at, size_t length, int protection, int flags, int fd, off_t from)
{
	return fails("other") ? MAP_FAILED
			      : (void *)syscall(SYS_mmap, at, length, protection, flags, fd, from);
}

int syncfs(int fd)
{
	return fails("fsync") ? -1 : (int)syscall(SYS_syncfs, fd);
}

int fsync(int fd)
{
	return fails("fsync") ? -1 : (int)syscall(SYS_fsync, fd);
}

int rename(const char *from, const char *to)
{
	return fails("rename") ? -1 : (int)syscall(SYS_renameat, AT_FDCWD, from, AT_FDCWD, to);
}

int renameat(int from_folder, const char *from, int to_folder, const char *to)
{
	return fails("rename") ? -1 : (int)syscall(SYS_renameat, from_folder, from, to_folder, to);
}
