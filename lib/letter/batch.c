#include "letter/batch.h"

#include "base/buf.h"
#include "base/file.h"
#include "base/mem.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/banned.h"

static bool fail(struct diag *d, enum exit_status status, const char *path)
{
	diag_error(d, status, AT_FILE(path), "%s", strerror(errno));
	return false;
}

static char *name_beside(const char *path)
{
	struct buf b = {0};
	char *folder = path_folder(path);
	buf_printf(&b, "%s/.%.200s.XXXXXX", folder, path_base(path));
	free(folder);
	return buf_take(&b);
}

/* mkstemp makes files that only their owner may read. */
bool batch_add(struct batch *b, struct diag *d, const char *path, struct slice bytes)
{
	char *beside = name_beside(path);
	int fd = mkstemp(beside);
	if (fd < 0) {
		free(beside);
		return fail(d, STATUS_CANTCREATE, path);
	}
	b->files = mem_grow(b->files, b->count, &b->capacity, sizeof(*b->files));
	b->files[b->count++] = (struct batch_file){mem_string(path), beside};
	bool good = file_write_all(d, fd, path, bytes);
	if (close(fd) != 0 && good)
		return fail(d, STATUS_IO, path);
	return good;
}

static bool sync_file(struct diag *d, const struct batch_file *f)
{
	int fd = open(f->beside, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return fail(d, STATUS_IO, f->path);
	bool good = fsync(fd) == 0;
	if (!good)
		fail(d, STATUS_IO, f->path);
	close(fd);
	return good;
}

bool batch_commit(struct batch *b, struct diag *d)
{
	bool good = true;
	for (size_t i = 0; i < b->count && good; i++)
		good = sync_file(d, &b->files[i]);
	for (size_t i = 0; i < b->count && good; i++) {
		struct batch_file *f = &b->files[i];
		if (rename(f->beside, f->path) != 0)
			return fail(d, STATUS_CANTCREATE, f->path);
		free(f->beside);
		f->beside = NULL;
	}
	if (b->count == 0 || !good)
		return good;
	char *folder = path_folder(b->files[0].path);
	good = file_sync_folder(d, folder);
	free(folder);
	return good;
}

void batch_free(struct batch *b)
{
	for (size_t i = 0; i < b->count; i++) {
		if (b->files[i].beside)
			unlink(b->files[i].beside);
		free(b->files[i].beside);
		free(b->files[i].path);
	}
	free(b->files);
	*b = (struct batch){0};
}
