#include "letter/report_parts.h"

#include "letter/look.h"

#include <stdlib.h>

#include "base/banned.h"

enum { LARGEST = 8500, SMALLEST = 3000, STEP = POINT / 2, MOST_LINES = 3 };

static const struct colour accent = {31, 58, 95};

/* A table while it is drawn, at one size of type. */
struct setting {
	const struct report_table *t;
	struct flow *f;
	length size, leading, gap;
	length *width;		 /* of each column */
	length *natural, *least; /* what a column would like, and what it cannot do without */
};

/* Breaking into lines rounds the other way than measuring does. */
enum { ROUNDED = 1 };

static length longer(length a, length b)
{
	return a > b ? a : b;
}

static length pad_of(const struct setting *s)
{
	return s->size * 35 / 100;
}

/* The widest word of a heading: it is broken at its blanks. */
static length widest_word(const struct setting *s, struct slice text)
{
	length widest = 0;
	struct slice word;

	while (slice_cut(&text, ' ', &word))
		widest = longer(widest, pages_measure(s->f->pages, FACE_BOLD, s->size, word));
	return widest;
}

static enum face face_of(enum report_row_kind kind)
{
	return kind == REPORT_ROW ? FACE_REGULAR : FACE_BOLD;
}

static void measure_column(struct setting *s, size_t c)
{
	enum { LEAST_TEXT = 9 }; /* times the size */
	const struct report_column *column = &s->t->columns[c];
	length widest = column->align == REPORT_TICK ? s->size : 0;

	for (size_t i = 0; i < s->t->nrows && column->align != REPORT_TICK; i++) {
		const struct report_row *row = &s->t->rows[i];

		if (row->kind != REPORT_GROUP)
			widest = longer(widest,
			    pages_measure(s->f->pages, face_of(row->kind), s->size, row->cells[c]));
	}
	s->least[c] = widest;
	if (column->align == REPORT_LEFT && widest > LEAST_TEXT * s->size)
		s->least[c] = LEAST_TEXT * s->size;
	s->least[c] = longer(s->least[c], widest_word(s, column->heading));
	s->natural[c] = longer(widest, s->least[c]) + ROUNDED;
	s->least[c] += ROUNDED;
}

/* What the columns need at the least, the gaps between them included. */
static length measure(struct setting *s)
{
	length sum = 0;

	s->gap = s->size;
	s->leading = s->size * 125 / 100;
	for (size_t c = 0; c < s->t->ncolumns; c++) {
		measure_column(s, c);
		sum += s->least[c] + (c > 0 ? s->gap : 0);
	}
	return sum;
}

/* The widest text column gives way until all fit. */
static void shrink(struct setting *s, length over)
{
	while (over > 0) {
		size_t widest = s->t->ncolumns;

		for (size_t c = 0; c < s->t->ncolumns; c++)
			if (s->width[c] > s->least[c] &&
			    (widest == s->t->ncolumns || s->width[c] > s->width[widest]))
				widest = c;
		if (widest == s->t->ncolumns)
			return;
		length step = over < POINT ? over : POINT;

		if (step > s->width[widest] - s->least[widest])
			step = s->width[widest] - s->least[widest];
		s->width[widest] -= step;
		over -= step;
	}
}

/* What is left over goes to the widest text, so that the figures stand at the right edge. */
static void stretch(struct setting *s, length room)
{
	size_t widest = s->t->ncolumns;

	for (size_t c = 0; c < s->t->ncolumns; c++)
		if (s->t->columns[c].align == REPORT_LEFT &&
		    (widest == s->t->ncolumns || s->width[c] > s->width[widest]))
			widest = c;
	if (widest < s->t->ncolumns)
		s->width[widest] += room;
}

static void set_widths(struct setting *s)
{
	length sum = 0;

	s->size = LARGEST;
	while (measure(s) > s->f->width && s->size > SMALLEST)
		s->size -= STEP;
	for (size_t c = 0; c < s->t->ncolumns; c++) {
		s->width[c] = s->natural[c];
		sum += s->width[c] + (c > 0 ? s->gap : 0);
	}
	if (sum > s->f->width)
		shrink(s, sum - s->f->width);
	else
		stretch(s, s->f->width - sum);
}

static void rule(struct setting *s, length thickness, struct colour colour)
{
	struct flow *f = s->f;

	pages_box(f->pages, f->page, f->left, f->y, f->width, thickness, colour);
}

/* --- cells --- */

struct cell {
	struct glyphs glyphs;
	struct lines lines;
};

/* The cell as the lines that its column has room for; a figure is never broken. */
static void cell_set(struct setting *s, size_t column, enum face face, size_t most,
    struct slice text, struct cell *out)
{
	*out = (struct cell){0};
	pages_type(s->f->pages, face, text, &out->glyphs);
	flow_break(&out->glyphs, s->width[column], s->size, &out->lines);
	flow_shorten(s->f->pages, &out->glyphs, &out->lines, most, s->width[column], s->size);
}

static void cell_free(struct cell *c)
{
	free(c->lines.at);
	free(c->glyphs.at);
}

/* `below`: how many lines of its row are above it, where it stands at the row's foot. */
static void cell_draw(struct setting *s, const struct pen *pen, size_t column, length x,
    size_t below, const struct cell *c)
{
	const bool right = s->t->columns[column].align == REPORT_RIGHT;
	length y = s->f->y + pad_of(s) + s->size * 95 / 100 + (length)below * s->leading;

	for (size_t i = 0; i < c->lines.count; i++, y += s->leading)
		pages_put(s->f->pages, pen, right ? x + s->width[column] : x, y,
		    right ? ALIGN_RIGHT : ALIGN_LEFT, c->glyphs.at + c->lines.at[i].from,
		    c->lines.at[i].to - c->lines.at[i].from);
}

static length height_of_lines(const struct setting *s, size_t lines)
{
	return (length)lines * s->leading + 2 * pad_of(s);
}

/* --- headings --- */

static size_t heading_lines(struct setting *s)
{
	size_t most = 1;

	for (size_t c = 0; c < s->t->ncolumns; c++) {
		struct cell cell;

		cell_set(s, c, FACE_BOLD, MOST_LINES, s->t->columns[c].heading, &cell);
		most = cell.lines.count > most ? cell.lines.count : most;
		cell_free(&cell);
	}
	return most;
}

static void draw_heading(struct setting *s)
{
	const struct pen pen = {.page = s->f->page, .size = s->size, .colour = accent};
	const size_t lines = heading_lines(s);
	length x = s->f->left;

	for (size_t c = 0; c < s->t->ncolumns; c++) {
		struct cell cell;

		cell_set(s, c, FACE_BOLD, MOST_LINES, s->t->columns[c].heading, &cell);
		cell_draw(s, &pen, c, x, lines - cell.lines.count, &cell);
		cell_free(&cell);
		x += s->width[c] + s->gap;
	}
	s->f->y += height_of_lines(s, lines);
	s->f->fresh = false;
	rule(s, 800, accent);
	s->f->y += POINT;
}

/* --- rows --- */

static size_t most_lines(const struct setting *s, size_t column)
{
	return s->t->columns[column].align == REPORT_LEFT ? MOST_LINES : 1;
}

static length height_of_row(struct setting *s, const struct report_row *row)
{
	size_t most = 1;

	for (size_t c = 0; c < s->t->ncolumns && row->kind != REPORT_GROUP; c++) {
		struct cell cell;

		if (s->t->columns[c].align != REPORT_LEFT)
			continue;
		cell_set(s, c, face_of(row->kind), MOST_LINES, row->cells[c], &cell);
		most = cell.lines.count > most ? cell.lines.count : most;
		cell_free(&cell);
	}
	return height_of_lines(s, most);
}

/* Row i with what must stand on the same page: its sums, and after a group's name its first row. */
static length height_kept(struct setting *s, size_t i)
{
	enum { MOST_KEPT = 6 };
	length height = height_of_row(s, &s->t->rows[i]);

	for (size_t k = i + 1; k < s->t->nrows && k - i <= MOST_KEPT; k++) {
		const enum report_row_kind kind = s->t->rows[k].kind;
		const bool names = s->t->rows[k - 1].kind == REPORT_GROUP;

		if (kind != REPORT_SUM && kind != REPORT_TOTAL && !names)
			break;
		height += height_of_row(s, &s->t->rows[k]);
	}
	return height;
}

static void draw_tick(struct setting *s, length x)
{
	const length side = s->size * 90 / 100, y = s->f->y + pad_of(s) + s->size / 10, thin = 600;
	struct pages *p = s->f->pages;
	const size_t page = s->f->page;

	pages_box(p, page, x, y, side, thin, look_text);
	pages_box(p, page, x, y + side - thin, side, thin, look_text);
	pages_box(p, page, x, y, thin, side, look_text);
	pages_box(p, page, x + side - thin, y, thin, side, look_text);
}

/* A group's name runs over all columns. */
static void draw_group(struct setting *s, const struct report_row *row)
{
	const struct pen pen = {.page = s->f->page, .size = s->size, .colour = look_text};

	pages_write_within(s->f->pages, &pen, FACE_BOLD, s->f->left,
	    s->f->y + pad_of(s) + s->size * 95 / 100, ALIGN_LEFT, s->f->width, row->cells[0]);
}

static void draw_cells(struct setting *s, const struct report_row *row)
{
	const struct pen pen = {.page = s->f->page, .size = s->size, .colour = look_text};
	length x = s->f->left;

	for (size_t c = 0; c < s->t->ncolumns; c++) {
		struct cell cell;

		if (s->t->columns[c].align != REPORT_TICK) {
			cell_set(s, c, face_of(row->kind), most_lines(s, c), row->cells[c], &cell);
			cell_draw(s, &pen, c, x, 0, &cell);
			cell_free(&cell);
		} else if (row->kind == REPORT_ROW) {
			draw_tick(s, x);
		}
		x += s->width[c] + s->gap;
	}
}

static void draw_row(struct setting *s, size_t i)
{
	const struct report_row *row = &s->t->rows[i];

	if (s->f->y + height_kept(s, i) > s->f->bottom) {
		flow_next_page(s->f);
		draw_heading(s);
	}
	if (row->kind == REPORT_TOTAL)
		rule(s, 800, look_text);
	if (row->kind == REPORT_GROUP)
		draw_group(s, row);
	else
		draw_cells(s, row);
	s->f->y += height_of_row(s, row);
	/* The total's own rule takes the place of the one under the row before. */
	if (i + 1 == s->t->nrows || s->t->rows[i + 1].kind != REPORT_TOTAL)
		rule(s, 300, look_line);
}

void report_table_draw(const struct report_table *t, struct flow *f)
{
	struct setting s = {.t = t, .f = f};

	s.width = mem_array(3 * t->ncolumns, sizeof *s.width);
	s.natural = s.width + t->ncolumns;
	s.least = s.natural + t->ncolumns;
	set_widths(&s);
	flow_need(
	    f, height_of_lines(&s, heading_lines(&s)) + (t->nrows > 0 ? height_kept(&s, 0) : 0));
	draw_heading(&s);
	for (size_t i = 0; i < t->nrows; i++)
		draw_row(&s, i);
	free(s.width);
}
