#include "book/walk.h"

#include "base/plural.h"

#include <stdlib.h>

#include "base/banned.h"

/* Faults. */

static struct row row_of(const struct walk *w)
{
	return (struct row){.fields = w->fields, .file = w->file, .line = w->line};
}

void walk_report(struct walk *w, const char *column, const char *sentence)
{
	const struct row row = row_of(w);
	struct place at = AT_LINE(w->file, w->line);
	struct buf reason = {0};

	w->faulty = true;
	w->faults++;
	if (w->silent)
		return;
	at.column = column;
	if (!w->rejects.path) {
		diag_error(w->d, STATUS_DATA, at, "%s", sentence);
		return;
	}
	diag_warn(w->d, at, "%s", sentence);
	buf_printf(&reason, "%s%s%s", column ? column : "", column ? ": " : "", sentence);
	rejects_add(&w->rejects, &row, w->header.count, buf_slice(&reason));
	buf_free(&reason);
}

void walk_fault(struct walk *w, const char *column, const char *fmt, ...)
{
	struct buf sentence = {0};
	va_list ap;

	va_start(ap, fmt);
	buf_vprintf(&sentence, fmt, ap);
	va_end(ap);
	walk_report(w, column, buf_string(&sentence));
	buf_free(&sentence);
}

void walk_hold_back(struct walk *w)
{
	const struct row row = row_of(w);

	rejects_hold_back(&w->rejects, &row, w->header.count);
}

/* Files. */

static void find_conditions(struct walk *w)
{
	const struct profile *p = w->profile;

	for (size_t i = 0; i < p->nskip; i++)
		w->skip[i] = header_find(&w->header, slice_of(p->skip[i].column));
	for (size_t i = 0; i < p->ntotal; i++)
		w->total[i] = header_find(&w->header, slice_of(p->total[i].column));
}

static bool is_among(const struct header *h, size_t column, const struct slice *names, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (header_find(h, names[i]) == (int)column)
			return true;
	return false;
}

/* How many columns there are to the last that has a name, or that the profile takes or drops. */
static size_t count_meant(const struct profile *p, const struct header *h)
{
	size_t n = h->count;

	for (; n > 0 && h->plain[n - 1].n == 0; n--) {
		if (is_among(h, n - 1, p->drop, p->ndrop))
			return n;
		for (size_t i = 0; i < p->ncolumns; i++)
			if (is_among(h, n - 1, p->columns[i].from, p->columns[i].nfrom))
				return n;
	}
	return n;
}

/* The first file's header is everyone's, in a second walk too. */
static bool take_header(struct walk *w, const struct export_file *file)
{
	struct header own = {0};
	bool ok = true;

	if (!header_seek(&own, w->profile, &w->foreign)) {
		header_report(w->d, file->name, file->text, w->profile, &w->profile->dialect);
		ok = false;
	} else if (!w->header.names) {
		w->header = own;
		return true;
	} else if (!header_same(&w->header, &own)) {
		diag_error(w->d, STATUS_DATA, AT_LINE(file->name, own.line),
		    "the header is not that of %s; import each layout by itself", w->files[0].name);
		ok = false;
	}
	header_free(&own);
	return ok;
}

static bool open_file(struct walk *w, size_t number)
{
	const struct export_file *file = &w->files[number];

	foreign_free(&w->foreign);
	w->file = file->name;
	w->file_number = number;
	w->part++;
	foreign_open(&w->foreign, file->text, &w->profile->dialect);
	return take_header(w, file);
}

bool walk_open(struct walk *w, struct diag *d, const struct profile *p,
    const struct export_file *files, size_t nfiles, const char *rejects)
{
	*w = (struct walk){
	    .d = d, .profile = p, .files = files, .nfiles = nfiles, .rejects = {.path = rejects}};
	if (!open_file(w, 0))
		return false;
	w->padded = mem_array(w->header.count, sizeof *w->padded);
	w->meant = count_meant(p, &w->header);
	find_conditions(w);
	if (rejects)
		rejects_header(&w->rejects, w->header.names, w->header.count);
	return true;
}

void walk_again(struct walk *w)
{
	w->passed = 0;
	w->part = 0;
	open_file(w, 0);
}

void walk_close(struct walk *w)
{
	foreign_free(&w->foreign);
	header_free(&w->header);
	rejects_free(&w->rejects);
	free(w->padded);
	*w = (struct walk){0};
}

/* Rows. */

static bool holds_any(
    const struct condition *list, const int *columns, size_t count, const struct slice *fields)
{
	for (size_t i = 0; i < count; i++)
		if (condition_holds(&list[i], fields[columns[i]]))
			return true;
	return false;
}

/* As many fields as the header has, so that conditions can look at a short row too. */
static void pad(struct walk *w)
{
	w->fields = w->row.fields;
	if (w->row.count >= w->header.count)
		return;
	for (size_t i = 0; i < w->header.count; i++)
		w->padded[i] = i < w->row.count ? w->row.fields[i] : SLICE_LIT("");
	w->fields = w->padded;
}

/* The record that was read. */
static enum walk_row look(struct walk *w)
{
	const struct profile *p = w->profile;

	w->line = w->row.line;
	w->faulty = false;
	pad(w);
	if (w->row.fault)
		walk_report(w, NULL, w->row.fault);
	else if (header_is_again(&w->header, &w->row))
		w->part++;
	else if (holds_any(p->total, w->total, p->ntotal, w->fields))
		return WALK_TOTAL;
	else if (holds_any(p->skip, w->skip, p->nskip, w->fields))
		w->passed++;
	else
		return WALK_ROW;
	return WALK_PASSED;
}

enum walk_row walk_read(struct walk *w)
{
	return foreign_next(&w->foreign, &w->row) ? look(w) : WALK_END;
}

enum walk_row walk_next(struct walk *w)
{
	enum walk_row kind;

	do {
		kind = walk_read(w);
		if (kind == WALK_END &&
		    (w->file_number + 1 == w->nfiles || !open_file(w, w->file_number + 1)))
			return WALK_END;
	} while (kind == WALK_PASSED || kind == WALK_END);
	return kind;
}

bool walk_is_lone(const struct walk *w)
{
	size_t filled = 0;

	for (size_t i = 0; i < w->row.count && filled < 2; i++)
		filled += w->row.fields[i].n > 0;
	return filled < 2 && (w->row.ended || w->row.count >= w->header.count);
}

/*
 * Empty fields behind the header's last name are no more than delimiters at the line's end; one
 * that is not may be what a delimiter in an amount cut off.
 */
bool walk_is_whole(struct walk *w)
{
	bool whole = w->row.count >= w->header.count;

	for (size_t i = w->meant; i < w->row.count; i++)
		whole &= w->row.fields[i].n == 0;
	if (!whole && w->row.count == w->header.count)
		walk_fault(w, NULL,
		    "has something behind the last column that has a name on line %lu; a profile "
		    "can take or drop it, as \"column %zu\"",
		    w->header.line, w->meant + 1);
	else if (!whole)
		walk_fault(w, NULL, "has %zu field%s, the header on line %lu has %zu", w->row.count,
		    plural(w->row.count), w->header.line, w->header.count);
	return whole;
}

/* Parts. */

void walk_open_part(struct walk *part, const struct walk *of)
{
	*part = *of;
	part->silent = true;
	part->rejects = (struct rejects){0};
	part->padded = mem_array(part->header.count, sizeof *part->padded);
	foreign_open(&part->foreign, SLICE_LIT(""), &part->profile->dialect);
}

void walk_set_part(struct walk *part, struct slice text)
{
	part->passed = 0;
	foreign_again(&part->foreign, text);
}

void walk_close_part(struct walk *part)
{
	foreign_free(&part->foreign);
	free(part->padded);
}
