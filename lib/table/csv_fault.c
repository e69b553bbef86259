#include "table/table.h"

#include <errno.h>
#include <string.h>

#include "base/banned.h"

__attribute__((format(printf, 4, 0))) static void fault(
    struct table *t, const struct row *row, int column, const char *fmt, va_list ap)
{
	struct place at = AT_LINE(row->file, row->line);
	struct buf reason = {0};
	va_list copy;

	if (column >= 0)
		at.column = t->names[column].p;
	if (t->rejects.path == NULL) {
		diag_verror(t->d, STATUS_DATA, at, fmt, ap);
		return;
	}
	va_copy(copy, ap);
	diag_vwarn(t->d, at, fmt, copy);
	va_end(copy);
	if (column >= 0)
		buf_printf(&reason, "%s: ", at.column);
	buf_vprintf(&reason, fmt, ap);
	rejects_add(&t->rejects, row, t->ncolumns, buf_slice(&reason));
	buf_free(&reason);
}

void table_fault(struct table *t, int column, const char *fmt, ...)
{
	va_list ap;

	if (t == NULL)
		return;
	va_start(ap, fmt);
	fault(t, &t->row, column, fmt, ap);
	va_end(ap);
}

void table_fault_at(struct table *t, const struct row *row, int column, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	fault(t, row, column, fmt, ap);
	va_end(ap);
}

void table_turn_to(struct table *t, const struct row *row)
{
	t->row = *row;
}

void table_hold_back(struct table *t, const struct row *row)
{
	if (t->rejects.path != NULL)
		rejects_hold_back(&t->rejects, row, t->ncolumns);
}

void table_tell_malformed(
    struct table *t, void (*tell)(void *context, const struct row *row), void *context)
{
	t->tell = tell;
	t->tell_context = context;
}

struct place table_header_place(const struct table *t)
{
	return AT_LINE(t->header_file, 1);
}

struct place table_place(const struct table *t, const char *column)
{
	struct place at = AT_LINE(t->row.file, t->row.line);

	at.column = column;
	return at;
}

bool table_broken(struct table *t, unsigned long line, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	diag_verror(t->d, STATUS_DATA, AT_LINE(t->file, line), fmt, ap);
	va_end(ap);
	t->ended = true;
	return false;
}

bool table_unreadable(struct table *t, enum exit_status status)
{
	diag_error(t->d, status, AT_FILE(t->file), "%s", strerror(errno));
	t->ended = true;
	return false;
}

bool table_no_record(struct table *t, enum frame_result result, const struct record *r)
{
	switch (result) {
	case FRAME_TORN:
		return table_broken(t, r->line,
		    "the last line has no line end: the file was cut off (if it is whole, add "
		    "one)");
	case FRAME_UNCLOSED:
		return table_broken(t, r->line, "a quote is opened in this row and never closed");
	case FRAME_TOO_LONG:
		return table_broken(t, r->line,
		    "the row is longer than %d MiB (is a quote not closed?)",
		    FRAME_RECORD_MOST >> 20);
	case FRAME_UNREADABLE:
		return table_unreadable(t, errno == EISDIR ? STATUS_NOINPUT : STATUS_IO);
	case FRAME_RECORD:
	case FRAME_END:
		break;
	}
	return false;
}
