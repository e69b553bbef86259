#include "table/table.h"

#include <stdio.h>
#include <string.h>

#include "base/banned.h"

/* The field that is not UTF-8: the record as a whole is not. */
static const char *bad_bytes(struct parts *p)
{
	for (p->column = 0; p->column < p->count; p->column++) {
		const struct slice field = p->fields[p->column];

		if (slice_is_utf8(field))
			continue;
		if (memchr(field.p, '\0', field.n))
			return "holds a NUL byte";
		break;
	}
	return "is not UTF-8; import-ledger reads a file in another encoding";
}

/* Where it is not known what a quote means, a record is cut at every comma. */
static void cut(struct table *t, struct slice text, struct parts *p)
{
	struct slice part;

	for (p->count = 0; p->count < FRAME_FIELDS_MOST && slice_cut(&text, ',', &part);
	     p->count++) {
		t->cut = mem_grow(t->cut, p->count, &t->cut_capacity, sizeof(*t->cut));
		t->cut[p->count] = part;
	}
	p->fields = t->cut;
}

struct parts table_take_apart(struct table *t, const struct record *r)
{
	struct parts p = {r->fields, r->nfields, NULL, r->nfields};

	if (r->folded) {
		quoted_begin(&t->quoted, r->text.n);
		p.fields = quoted_unfold(&t->quoted, p.fields, p.count);
	}
	if (!r->odd)
		return p;
	if (r->unsplit) {
		p.why = quoted_split(&t->quoted, r->text);
		p.fields = t->quoted.fields;
		p.count = p.column = t->quoted.nfields;
		if (p.why != NULL)
			cut(t, r->text, &p);
	} else if (r->text.n > 0 && memchr(r->text.p, '\r', r->text.n)) {
		p.why = "a carriage return within the line";
	}
	if (p.why == NULL && !slice_is_utf8(r->text))
		p.why = bad_bytes(&p);
	return p;
}

/*
 * A row that is no row of this table: its fields are padded or cut to the
 * header, and what is over is told in the reason.
 */
static void malformed(struct table *t, const struct record *r, const struct parts *p)
{
	struct buf surplus = {0};

	memset(t->padded, 0, t->ncolumns * sizeof(*t->padded));
	for (size_t i = 0; i < p->count; i++)
		if (i < t->ncolumns)
			t->padded[i] = p->fields[i];
		else if (t->rejects.path != NULL)
			buf_printf(&surplus, "%s%.*s",
			    i > t->ncolumns ? "," : "; left over: ", SLICE_ARG(p->fields[i]));
	t->row = (struct row){t->padded, t->file, r->line, false};
	table_fault(
	    t, p->column < t->ncolumns ? (int)p->column : -1, "%s%s", p->why, buf_string(&surplus));
	buf_free(&surplus);
	if (t->tell != NULL)
		t->tell(t->tell_context, &t->row);
}

static void wrong_count(struct table *t, const struct record *r, struct parts p)
{
	char why[96];

	if (r->text.n == 0)
		snprintf(why, sizeof(why), "an empty line");
	else
		snprintf(why, sizeof(why), "%zu%s field%s, the header has %zu", p.count,
		    p.count == FRAME_FIELDS_MOST ? " or more" : "", p.count == 1 ? "" : "s",
		    t->ncolumns);
	p.why = why;
	p.column = t->ncolumns;
	malformed(t, r, &p);
}

/* The file has no more records, for this reason: is there another file? */
static bool next_file(struct table *t, enum frame_result result, const struct record *r)
{
	if (result != FRAME_END)
		return table_no_record(t, result, r);
	table_close_file(t);
	t->ended = t->opened >= t->npaths;
	return !t->ended && table_next_file(t);
}

/* False after what is wrong with the record was told. */
static bool take_record(struct table *t, const struct record *r, struct row *row)
{
	struct parts p = table_take_apart(t, r);

	if (p.why != NULL) {
		malformed(t, r, &p);
		return false;
	}
	if (p.count != t->ncolumns) {
		wrong_count(t, r, p);
		return false;
	}
	t->row = (struct row){p.fields, t->file, r->line, !r->quoted};
	*row = t->row;
	return true;
}

bool table_next(struct table *t, struct row *row)
{
	struct record r;

	while (!t->ended) {
		const enum frame_result result = frame_next(&t->frame, &r);

		if (result != FRAME_RECORD)
			(void)next_file(t, result, &r);
		else if (take_record(t, &r, row))
			return true;
	}
	return false;
}

void table_work_on(struct table *t, const struct table_work *work)
{
	t->work = *work;
}

const struct slice *table_fields(const struct table_rows *rows, size_t i)
{
	const struct ahead_block *b = rows->block;

	return b->rows[i].fields > 0 ? b->fields + b->rows[i].fields : NULL;
}

struct slice table_lines(const struct table_rows *rows, size_t from, size_t to, off_t *at)
{
	const struct ahead_block *b = rows->block;
	const uint32_t begin = b->rows[from].at;

	*at = b->at < 0 ? -1 : b->at + (off_t)begin;
	return (struct slice){b->frame.bytes + begin, b->rows[to].at - begin};
}

bool table_next_rows(struct table *t, const struct table_judge *judge, struct table_rows *out)
{
	struct record r;

	while (!t->ended) {
		if (t->ahead == NULL)
			t->ahead = ahead_open(&t->frame, t->ncolumns, judge, &t->work);
		t->block = ahead_next(t->ahead);
		if (t->block == NULL) {
			(void)next_file(t, ahead_end(t->ahead, &r), &r);
		} else if (t->block->count > 0) {
			*out = ahead_rows(t->ahead, t->block);
			out->file = t->file;
			return true;
		}
	}
	return false;
}

unsigned long table_lines_before(const struct table *t)
{
	return t->block->line - 1;
}

unsigned long table_line(const struct table *t, size_t i)
{
	return table_lines_before(t) + t->block->rows[i].line;
}

bool table_take_row(struct table *t, size_t i, struct row *row)
{
	const struct ahead_row *there = &t->block->rows[i];
	struct record r;

	if (there->fields > 0) {
		t->row = (struct row){
		    t->block->fields + there->fields, t->file, table_line(t, i), there->bare};
		*row = t->row;
		return true;
	}
	frame_seek(&t->block->frame, t->block->rows[i].at, table_line(t, i));
	return frame_next(&t->block->frame, &r) == FRAME_RECORD && take_record(t, &r, row);
}
