#include "stage/replay.h"

#include <unistd.h>

#include "book/history_read.h"
#include "book/share.h"
#include "table/csv.h"

#include "base/banned.h"

static void put_header(const struct table *t, struct buf *b)
{
	bool first = true;

	for (size_t i = 0; i < table_columns(t); i++)
		csv_add(b, &first, table_column_name(t, i));
	csv_end(b);
}

static void put_row(const struct history_reader *r, struct buf *b)
{
	bool first = true;

	for (size_t i = 0; i < table_columns(r->table); i++)
		csv_add(b, &first, r->row.fields[i]);
	csv_end(b);
}

/* Lines are only ever added, so those before the run's first are what it began with. */
static bool copy_before(struct history_reader *r, const char *run, struct spool *out)
{
	bool found = false, good = true;

	put_header(r->table, &out->memory);
	while (good && history_read_next(r)) {
		found = found || slice_is(r->event.field[H_RUN], run);
		if (found)
			continue;
		put_row(r, &out->memory);
		good = spool_check(r->diag, out);
	}
	if (good && !found)
		diag_error(
		    r->diag, STATUS_DATA, AT_FILE(r->path), "has no line of a run \"%s\"", run);
	return good && found;
}

bool replay_before(struct diag *d, const char *path, const char *run, struct spool *out)
{
	struct history_reader r;
	int fd = history_share(d, path);
	bool good = false;

	if (fd < 0)
		return false;
	if (history_read_open(&r, d, path))
		good = copy_before(&r, run, out);
	good = history_read_close(&r) && good;
	close(fd);
	return good;
}
