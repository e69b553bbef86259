#define _GNU_SOURCE /* memfd_create */
#include "fuzz.h"

#include "base/file.h"

#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "base/banned.h"

struct fuzz_file fuzz_file(struct slice bytes)
{
	struct fuzz_file f = {.fd = memfd_create("input", 0)};
	struct diag d = {0};

	HOLDS(f.fd >= 0);
	HOLDS(file_write_all(&d, f.fd, "input", bytes));
	HOLDS(lseek(f.fd, 0, SEEK_SET) == 0);
	snprintf(f.path, sizeof f.path, "/dev/fd/%d", f.fd);
	return f;
}

void fuzz_close(struct fuzz_file *f)
{
	close(f->fd);
}

struct slice fuzz_part(struct slice *rest)
{
	const char *end = rest->n > 0 ? memchr(rest->p, '\0', rest->n) : NULL;
	struct slice part = {rest->p, end != NULL ? (size_t)(end - rest->p) : rest->n};
	const size_t used = end != NULL ? part.n + 1 : part.n;

	*rest = (struct slice){used > 0 ? rest->p + used : rest->p, rest->n - used};
	return part;
}
