#include "letter/suspect.h"

#include "base/mem.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/banned.h"

enum { MOST_TEXT = 512 };

void suspect_customer(
    struct press *p, const struct order *order, const char *column, const char *fmt, ...)
{
	const struct proposal_row *first = order->of->rows[0];
	const struct customer *customer = customers_find(p->run.customers, first->item.customer);
	struct row row = {.fields = first->fields, .file = first->file, .line = first->line};
	struct place at = {p->run.customers->path, customer->line, 0, column};
	char text[MOST_TEXT];
	va_list ap;
	va_start(ap, fmt);
	vsnprintf(text, sizeof(text), fmt, ap);
	va_end(ap);
	if (p->rejects)
		table_fault_at(p->run.proposal->table, &row, -1, "%s:%lu: %s: %s", at.file, at.line,
		    column, text);
	else
		diag_error(p->d, STATUS_DATA, at, "%s", text);
}

/* Whether a cell holds the character once it is composed. */
static bool holds(struct slice cell, uint32_t wanted)
{
	struct buf composed = {0};
	uint32_t ch = 0;
	bool found = false;
	unicode_compose(cell, &composed);
	struct slice rest = buf_slice(&composed);
	while (!found && utf8_next(&rest, &ch))
		found = ch == wanted;
	buf_free(&composed);
	return found;
}

static void describe(const struct pages *pages, char *text, size_t size)
{
	if (pages->bad_kind == UNICODE_CONTROL)
		snprintf(text, size, "holds the control character U+%04X", pages->bad);
	else if (pages->bad_kind == UNICODE_RIGHT_TO_LEFT)
		snprintf(text, size,
		    "holds U+%04X: letters cannot be written from right to left yet", pages->bad);
	else if (pages->bad_kind == UNICODE_JOINED)
		snprintf(text, size,
		    "holds U+%04X: letters that join or stack cannot be written yet", pages->bad);
	else
		snprintf(text, size, "holds U+%04X, a character that the font \"%s\" lacks",
		    pages->bad, font_name(pages->font));
}

static bool in_customer(struct press *p, const struct order *order, uint32_t bad, const char *what)
{
	const struct customers *all = p->run.customers;
	const struct customer *customer = customers_find(all, order->of->rows[0]->item.customer);
	for (size_t c = 0; c < all->ncolumns; c++) {
		if (!holds(customer->fields[c], bad))
			continue;
		char *column = mem_copy(all->names[c].p, all->names[c].n);
		suspect_customer(p, order, column, "%s", what);
		free(column);
		return true;
	}
	return false;
}

static bool in_rows(struct press *p, const struct order *order, uint32_t bad, const char *what)
{
	struct table *t = p->run.proposal->table;
	for (size_t i = 0; i < order->of->count; i++) {
		const struct proposal_row *r = order->of->rows[i];
		struct row row = {.fields = r->fields, .file = r->file, .line = r->line};
		for (size_t c = 0; c < table_columns(t); c++) {
			if (!holds(row.fields[c], bad))
				continue;
			table_fault_at(t, &row, (int)c, "%s", what);
			return true;
		}
	}
	return false;
}

void suspect_character(struct press *p, const struct order *order, const struct pages *pages)
{
	char what[MOST_TEXT];
	describe(pages, what, sizeof(what));
	if (!in_customer(p, order, pages->bad, what) && !in_rows(p, order, pages->bad, what))
		diag_error(p->d, STATUS_DATA, AT_FILE(order->template->path),
		    "this template, the words of its language or the policy %s", what);
}
