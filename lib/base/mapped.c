#include "base/mapped.h"

#include "base/file.h"

#include <fcntl.h>
#include <stdint.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/banned.h"

static const size_t READ_MOST = (size_t)1 << 34;

/*
 * False: it is no regular file, or cannot be mapped. What is none is not opened here: whoever
 * writes to a pipe must find one reader.
 */
static bool map_file(const char *path, struct mapped *m)
{
	struct stat st;
	void *at = MAP_FAILED;
	int fd;

	if (strcmp(path, "-") == 0 || stat(path, &st) != 0 || !S_ISREG(st.st_mode))
		return false;
	fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return false;
	if (fstat(fd, &st) == 0 && st.st_size > 0)
		at = mmap(NULL, (size_t)st.st_size, PROT_READ, MAP_PRIVATE, fd, 0);
	close(fd);
	if (at == MAP_FAILED)
		return false;
	m->bytes = (struct slice){at, (size_t)st.st_size};
	return true;
}

bool mapped_open(struct diag *d, const char *path, struct mapped *m)
{
	*m = (struct mapped){0};
	if (map_file(path, m))
		return true;
	if (!file_read(d, path, READ_MOST, &m->read))
		return false;
	m->bytes = buf_slice(&m->read);
	return true;
}

void mapped_free(struct mapped *m)
{
	if (m->bytes.p != NULL && m->bytes.p != m->read.data)
		(void)munmap((void *)(uintptr_t)m->bytes.p, m->bytes.n);
	buf_free(&m->read);
	*m = (struct mapped){0};
}
