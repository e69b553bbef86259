#include "book/recover.h"

#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/file.h"
#include "base/headers.h"

#include "base/banned.h"

static bool read_message(struct diag *d, const char *path, recover_item *item, void *to)
{
	struct buf b = {0};
	struct slice name, value;
	size_t at = 0;
	bool good = headers_read(d, path, &b);

	while (good && headers_next(&b, &at, &name, &value))
		if (header_is(name, "X-Dun-Item"))
			good = item(to, path, value);
	buf_free(&b);
	return good;
}

static int is_message(const struct dirent *entry)
{
	return entry->d_name[0] != '.';
}

static int by_bytes(const struct dirent **a, const struct dirent **b)
{
	return strcmp((*a)->d_name, (*b)->d_name);
}

bool recover_read(struct diag *d, const char *outbox, recover_item *item, void *to)
{
	struct dirent **names;
	char *folder = path_join(outbox, "sent");
	int count = scandir(folder, &names, is_message, by_bytes);
	bool good = true;

	if (count < 0 && errno != ENOENT) {
		diag_error(d, STATUS_NOINPUT, AT_FILE(folder), "%s", strerror(errno));
		good = false;
	}
	for (int i = 0; i < count; i++) {
		char *path = path_join(folder, names[i]->d_name);
		good = good && read_message(d, path, item, to);
		free(path);
		free(names[i]);
	}
	if (count >= 0)
		free(names);
	free(folder);
	return good;
}
