#include "table/html.h"
#include "table/listing.h"
#include "table/listing_walk.h"

#include <string.h>

#include "base/banned.h"

/* In bytes. */
enum { LONG = 40 };

struct page {
	const struct listing *l;
	struct diag *d;
	struct spool *out;
	struct listing_shown shown;
	size_t label; /* how many columns stand before the first amount */
};

static enum listing_kind kind_of(const struct page *p, size_t column)
{
	return p->l->columns[p->shown.from[column]].kind;
}

/* Dates are not broken at their hyphens; long words are broken anywhere, or they widen the page. */
static const char *class_of(enum listing_kind kind, struct slice cell)
{
	if (kind == LISTING_NUMBER || kind == LISTING_AMOUNT || kind == LISTING_MONEY)
		return " class=\"number\"";
	return cell.n > LONG ? " class=\"long\"" : kind == LISTING_FIXED ? " class=\"fixed\"" : "";
}

static void add_cell(struct page *p, size_t column, struct slice cell)
{
	struct buf *b = &p->out->memory;

	buf_printf(b, "<td%s>", class_of(kind_of(p, column), cell));
	html_escape(cell, b);
	buf_add_string(b, "</td>");
}

/* "days overdue" */
static void add_heading(struct page *p, size_t column)
{
	struct buf *b = &p->out->memory;
	struct slice rest = slice_of(p->l->columns[p->shown.from[column]].name), word;

	buf_printf(b, "<th%s>", class_of(kind_of(p, column), (struct slice){0}));
	while (slice_cut(&rest, '_', &word)) {
		html_escape(word, b);
		buf_add_string(b, rest.p != NULL ? " " : "");
	}
	buf_add_string(b, "</th>");
}

static void add_headings(struct page *p)
{
	struct buf *b = &p->out->memory;

	buf_add_string(b, "<table>\n<thead>\n<tr>");
	for (size_t i = 0; i < p->shown.count; i++)
		add_heading(p, i);
	buf_add_string(b, "</tr>\n</thead>\n<tbody>\n");
}

static void add_wide(struct page *p, size_t columns, struct slice text)
{
	struct buf *b = &p->out->memory;

	buf_printf(b, "<th scope=\"row\" colspan=\"%zu\"%s>", columns,
	    text.n > LONG ? " class=\"long\"" : "");
	html_escape(text, b);
	buf_add_string(b, "</th>");
}

static void add_group(void *paper, struct slice name)
{
	struct page *p = paper;

	buf_add_string(&p->out->memory, "<tr class=\"group\">");
	add_wide(p, p->shown.count, name);
	buf_add_string(&p->out->memory, "</tr>\n");
}

static bool add_row(void *paper, const struct listing_line *line, const struct slice *cells)
{
	struct page *p = paper;
	struct buf *b = &p->out->memory;

	(void)line;
	buf_add_string(b, "<tr>");
	for (size_t i = 0; i < p->shown.count; i++)
		if (kind_of(p, i) == LISTING_TICK)
			buf_add_string(b, "<td><span class=\"tick\"></span></td>");
		else
			add_cell(p, i, cells[i]);
	buf_add_string(b, "</tr>\n");
	return spool_check(p->d, p->out);
}

/* The label stands in the columns before the first amount, else in a row of its own. */
static void add_sums(
    void *paper, enum listing_sum kind, struct slice label, const struct slice *cells, bool last)
{
	struct page *p = paper;
	struct buf *b = &p->out->memory;
	const char *class = kind == SUM_OF_ALL ? "total" : "sum";

	(void)last;
	buf_printf(b, "<tr class=\"%s\">", class);
	add_wide(p, p->label > 0 ? p->label : p->shown.count, label);
	if (p->label == 0)
		buf_printf(b, "</tr>\n<tr class=\"%s\">", class);
	for (size_t i = p->label; i < p->shown.count; i++)
		add_cell(p, i, cells[i]);
	buf_add_string(b, "</tr>\n");
}

bool listing_html(const struct listing *l, struct diag *d, struct spool *out)
{
	static const struct listing_paper how = {add_group, add_row, add_sums};
	struct page p = {.l = l, .d = d, .out = out};
	struct buf nothing = {0};
	const bool ok = listing_show_page(l, d, &p.shown);

	while (p.label < p.shown.count && kind_of(&p, p.label) != LISTING_AMOUNT)
		p.label++;
	add_headings(&p);
	if (ok)
		(void)listing_walk(l, d, &p.shown, &how, &p);
	buf_add_string(&out->memory, "</tbody>\n</table>\n");
	if (l->count == 0) {
		buf_printf(&nothing, "no %ss", l->noun);
		html_element(&out->memory, "p", "note", buf_slice(&nothing));
	}
	buf_free(&nothing);
	listing_shown_free(&p.shown);
	return ok;
}
