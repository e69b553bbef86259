#include "book/reseal.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "base/mem.h"
#include "book/history_read.h"
#include "book/hold.h"
#include "table/csv.h"

#include "base/banned.h"

/* A rewriting: each row's fields may be changed before it is put out. */
struct rewrite {
	struct history_reader in;
	struct chain chain;
	struct slice *fields; /* of the row */
	char seal[SEAL_TEXT]; /* of the row, and before it of the row before */
	date before;	      /* what counts from before that day is forgotten */
	size_t count;	      /* of the rows that were changed */
	struct buf out;
};

/* Change the row; false after a fault was reported. */
typedef bool rewrite_row(struct rewrite *w);

static void put(struct rewrite *w, const struct slice *fields)
{
	bool first = true;

	for (size_t i = 0; i < w->chain.ncolumns; i++)
		csv_add(&w->out, &first, fields[i]);
	csv_end(&w->out);
}

static void put_header(struct rewrite *w)
{
	for (size_t i = 0; i < w->chain.ncolumns; i++)
		w->fields[i] = table_column_name(w->in.table, i);
	put(w, w->fields);
}

static bool rewrite_all(struct rewrite *w, struct diag *d, const char *path, rewrite_row *change)
{
	bool good = history_read_open(&w->in, d, path);

	if (good) {
		chain_find(&w->chain, w->in.at, table_columns(w->in.table));
		w->fields = mem_array(w->chain.ncolumns, sizeof(*w->fields));
		put_header(w);
	}
	while (good && history_read_next(&w->in)) {
		memcpy(w->fields, w->in.row.fields, w->chain.ncolumns * sizeof(*w->fields));
		good = change(w);
		put(w, w->fields);
	}
	good = history_read_close(&w->in) && good;
	if (good && w->count > 0)
		good = file_rewrite(d, path, buf_slice(&w->out), 0666);
	free(w->fields);
	chain_free(&w->chain);
	buf_free(&w->out);
	return good;
}

static bool seal_row(struct rewrite *w)
{
	struct slice *cell = &w->fields[w->chain.hash];

	chain_seal(&w->chain, chain_link(slice_of(w->seal)), w->fields, w->seal);
	w->count += !slice_is(*cell, w->seal);
	*cell = slice_of(w->seal);
	return true;
}

static bool forget_row(struct rewrite *w)
{
	struct slice *address = &w->fields[w->chain.address], *note = &w->fields[w->chain.note];
	struct slice *cell = &w->fields[w->chain.hash];

	if (w->in.event.date >= w->before || address->n + note->n == 0)
		return true;
	if (cell->n > 0 && !chain_salted(*cell)) {
		table_fault(w->in.table, w->chain.hash,
		    "covers the address and the note as they stand, so they cannot be taken out; "
		    "show-history --seal makes it anew");
		return false;
	}
	if (cell->n > 0) {
		chain_forget(&w->chain, w->fields, w->seal);
		*cell = slice_of(w->seal);
	}
	*address = *note = (struct slice){0};
	w->count++;
	return true;
}

/* Verify it, change it, and verify what came of it. */
static bool renew(struct diag *d, const char *path, enum unsealed unsealed, struct rewrite *w,
    rewrite_row *change, struct verdict *now)
{
	int fd = history_hold(d, path);
	bool good = fd >= 0 && history_verify(d, path, unsealed, NULL, now) &&
		    rewrite_all(w, d, path, change) &&
		    (w->count == 0 || history_verify(d, path, unsealed, NULL, now));

	if (fd >= 0)
		close(fd);
	return good;
}

bool history_seal(struct diag *d, const char *path, struct verdict *now, bool *changed)
{
	struct rewrite w = {.before = DATE_NONE};
	bool good = renew(d, path, UNSEALED_ANY, &w, seal_row, now);

	*changed = w.count > 0;
	return good;
}

bool history_forget(
    struct diag *d, const char *path, date before, struct verdict *now, size_t *count)
{
	struct rewrite w = {.before = before};
	bool good = renew(d, path, UNSEALED_FIRST, &w, forget_row, now);

	*count = w.count;
	return good;
}
