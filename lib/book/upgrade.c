#include "book/upgrade.h"

#include <stdlib.h>
#include <string.h>

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
	struct chain was, is;	 /* of the old file and the new one */
	struct slice *fields;	 /* scratch for a new row */
	char before[CHAIN_TEXT]; /* the old hash of the line before, */
	char now[SEAL_TEXT];	 /* and its new seal */
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
	size_t old_count = table_columns(r->table);
	int at[HISTORY_COLUMNS];
	bool first = true;

	p->from = mem_array(old_count + HISTORY_COLUMNS, sizeof(*p->from));
	p->fields = mem_array(old_count + HISTORY_COLUMNS, sizeof(*p->fields));
	for (int c = 0; c < H_HASH; c++) {
		at[c] = c;
		p->from[p->count++] = r->at[c];
		csv_add(&p->out, &first, slice_of(history_names[c]));
	}
	for (size_t i = 0; i < old_count; i++) {
		struct slice name = table_column_name(r->table, i);
		if (is_known(name))
			continue;
		p->from[p->count++] = (int)i;
		csv_add(&p->out, &first, name);
	}
	at[H_HASH] = (int)p->count;
	p->from[p->count++] = -1;
	csv_add(&p->out, &first, slice_of(history_names[H_HASH]));
	csv_end(&p->out);
	chain_find(&p->was, r->at, old_count);
	chain_find(&p->is, at, p->count);
}

/* Verify the row's old seal and make its new one; a row without stays without. */
static bool renew_seal(struct plan *p, struct history_reader *r)
{
	struct slice has = r->event.field[H_HASH], link = chain_link(has);
	struct slice *cell = &p->fields[p->count - 1];

	*cell = has;
	if (has.n == 0) {
		p->before[0] = p->now[0] = '\0';
		return true;
	}
	if (!chain_fits(&p->was, slice_of(p->before), r->row.fields)) {
		table_fault(r->table, p->was.hash,
		    "does not fit: this line, or the one before it, was changed after it was "
		    "written; put the file back as it was");
		return false;
	}
	memcpy(p->before, link.p, link.n);
	p->before[link.n] = '\0';
	chain_seal(&p->is, chain_link(slice_of(p->now)), p->fields, p->now);
	*cell = slice_of(p->now);
	return true;
}

static bool add_row(struct plan *p, struct history_reader *r)
{
	bool first = true;

	for (size_t i = 0; i < p->count; i++)
		p->fields[i] = p->from[i] < 0 ? (struct slice){0} : r->row.fields[p->from[i]];
	if (!renew_seal(p, r))
		return false;
	for (size_t i = 0; i < p->count; i++)
		csv_add(&p->out, &first, p->fields[i]);
	csv_end(&p->out);
	return true;
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
	good = good && file_rewrite(d, path, buf_slice(&p.out), 0666);
	if (good)
		diag_note(d, AT_FILE(path), "is written anew with all columns of a history");
	free(p.from);
	free(p.fields);
	chain_free(&p.was);
	chain_free(&p.is);
	buf_free(&p.out);
	return good;
}
