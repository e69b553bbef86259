#include "book/upgrade.h"

#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/buf.h"
#include "base/file.h"
#include "base/mem.h"
#include "book/chain.h"
#include "book/history_read.h"

#include "base/banned.h"

/* The new file's columns: for each, where the old one has it, or -1. */
struct plan {
	int *from;
	size_t count;
	size_t old_count;
	int old_hash;		 /* the place of `hash` in the old file */
	struct slice *fields;	 /* scratch for a new row */
	struct buf text;	 /* scratch for a hash */
	char before[CHAIN_TEXT]; /* the old hash of the line before, */
	char now[CHAIN_TEXT];	 /* and its new one */
	struct buf out;
};

static bool is_known(struct slice name)
{
	for (int c = 0; c < HISTORY_COLUMNS; c++)
		if (slice_is(name, history_names[c]))
			return true;
	return false;
}

/* All known columns in their order, then the file's own, then the hash. */
static void make_plan(struct plan *p, const struct history_reader *r)
{
	bool first = true;

	p->old_count = table_columns(r->table);
	p->old_hash = r->at[H_HASH];
	p->from = mem_array(p->old_count + HISTORY_COLUMNS, sizeof(*p->from));
	p->fields = mem_array(p->old_count + HISTORY_COLUMNS, sizeof(*p->fields));
	for (int c = 0; c < H_HASH; c++) {
		p->from[p->count++] = r->at[c];
		csv_add(&p->out, &first, slice_of(history_names[c]));
	}
	for (size_t i = 0; i < p->old_count; i++) {
		struct slice name = table_column_name(r->table, i);
		if (is_known(name))
			continue;
		p->from[p->count++] = (int)i;
		csv_add(&p->out, &first, name);
	}
	p->from[p->count++] = -1;
	csv_add(&p->out, &first, slice_of(history_names[H_HASH]));
	csv_end(&p->out);
}

/* Verify the row's old hash and make its new one; a row without stays without. */
static bool renew_hash(struct plan *p, struct history_reader *r)
{
	struct slice has = r->event.field[H_HASH];
	char hash[CHAIN_TEXT];

	if (has.n == 0) {
		p->before[0] = p->now[0] = '\0';
		return true;
	}
	chain_hash(slice_of(p->before), r->row.fields, p->old_count, p->old_hash, &p->text, hash);
	if (!slice_is(has, hash)) {
		table_fault(r->table, p->old_hash,
		    "does not fit: this line, or the one before it, was changed after it was "
		    "written; put "
		    "the file back as it was");
		return false;
	}
	memcpy(p->before, hash, sizeof(hash));
	chain_hash(slice_of(p->now), p->fields, p->count, (int)p->count - 1, &p->text, p->now);
	return true;
}

static bool add_row(struct plan *p, struct history_reader *r)
{
	bool first = true;

	for (size_t i = 0; i < p->count; i++)
		p->fields[i] = p->from[i] < 0 ? (struct slice){0} : r->row.fields[p->from[i]];
	if (!renew_hash(p, r))
		return false;
	p->fields[p->count - 1] = slice_of(p->now);
	for (size_t i = 0; i < p->count; i++)
		csv_add(&p->out, &first, p->fields[i]);
	csv_end(&p->out);
	return true;
}

/* Replace what the path leads to, not a symbolic link on the way. */
static bool replace(struct diag *d, const char *path, struct slice bytes)
{
	struct stat st;
	char *real = realpath(path, NULL);

	if (!real || stat(real, &st) != 0) {
		diag_error(d, STATUS_IO, AT_FILE(path), "%s", strerror(errno));
		free(real);
		return false;
	}
	bool good = file_replace(d, real, bytes, st.st_mode & 07777);
	free(real);
	if (good)
		diag_note(d, AT_FILE(path), "is written anew with all columns of a history");
	return good;
}

bool history_upgrade(struct diag *d, const char *path)
{
	struct history_reader r;
	struct plan p = {0};
	bool good = history_read_open(&r, d, path);

	if (good) {
		make_plan(&p, &r);
		while (good && history_read_next(&r))
			good = add_row(&p, &r);
	}
	good = history_read_close(&r) && good;
	good = good && replace(d, path, buf_slice(&p.out));
	free(p.from);
	free(p.fields);
	buf_free(&p.text);
	buf_free(&p.out);
	return good;
}
