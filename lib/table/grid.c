#include "table/grid.h"

#include "base/mem.h"
#include "table/width.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/banned.h"

/* A date is ten wide. */
enum { GAP = 2, LEAST_TEXT = 6, LEAST_WORD = 10, GOOD_TEXT = 14 };

/* The heading in two lines, cut where the longer of them is shortest; the first may be empty. */
static void split_heading(struct slice heading, struct slice lines[2])
{
	size_t best = heading.n;

	lines[0] = (struct slice){heading.p, 0};
	lines[1] = heading;
	for (size_t i = 0; i + 1 < heading.n; i++) {
		const size_t before = i + 1, after = heading.n - before;
		const size_t longer = before > after ? before : after;

		if (heading.p[i] != '_' || longer >= best)
			continue;
		best = longer;
		lines[0] = (struct slice){heading.p, before};
		lines[1] = (struct slice){heading.p + before, after};
	}
}

/* Widths. */

static size_t lesser(size_t a, size_t b)
{
	return a < b ? a : b;
}

static void widen(struct grid_column *column, size_t width)
{
	if (column->width < width)
		column->width = width;
}

void grid_measure(struct grid_column *column, struct slice cell)
{
	widen(column, text_width(cell));
}

/* With its heading. */
static size_t full_width(const struct grid_column *column)
{
	struct slice lines[2];
	struct grid_column measured = *column;

	split_heading(column->heading, lines);
	grid_measure(&measured, lines[0]);
	grid_measure(&measured, lines[1]);
	return measured.width;
}

size_t grid_good_width(const struct grid_column *columns, size_t count)
{
	size_t width = 0;

	for (size_t i = 0; i < count; i++) {
		const size_t full = full_width(&columns[i]);

		width += columns[i].cut == GRID_TEXT ? lesser(full, GOOD_TEXT) : full;
		width += i > 0 ? GAP : 0;
	}
	return width;
}

static size_t least_width(const struct grid_column *column)
{
	return column->cut == GRID_TEXT	  ? LEAST_TEXT
	       : column->cut == GRID_WORD ? LEAST_WORD
					  : SIZE_MAX;
}

size_t grid_least_width(const struct grid_column *columns, size_t count)
{
	size_t width = 0;

	for (size_t i = 0; i < count; i++)
		width +=
		    lesser(full_width(&columns[i]), least_width(&columns[i])) + (i > 0 ? GAP : 0);
	return width;
}

static size_t total_width(const struct grid_column *columns, size_t count)
{
	size_t width = 0;

	for (size_t i = 0; i < count; i++)
		width += columns[i].width + (i > 0 ? GAP : 0);
	return width;
}

/* The widest column of that kind that can be shortened; NULL: none. */
static struct grid_column *widest(struct grid_column *columns, size_t count, enum grid_cut cut)
{
	struct grid_column *found = NULL;

	for (size_t i = 0; i < count; i++)
		if (columns[i].cut == cut && columns[i].width > least_width(&columns[i]) &&
		    (found == NULL || columns[i].width > found->width))
			found = &columns[i];
	return found;
}

void grid_fit(struct grid_column *columns, size_t count, size_t most)
{
	for (size_t i = 0; i < count; i++)
		columns[i].width = full_width(&columns[i]);
	while (most > 0 && total_width(columns, count) > most) {
		struct grid_column *column = widest(columns, count, GRID_TEXT);

		if (column == NULL)
			column = widest(columns, count, GRID_WORD);
		if (column == NULL)
			return;
		column->width--;
	}
}

void grid_make_room(
    struct grid_column *columns, size_t all, size_t count, size_t width, size_t most)
{
	const size_t now = total_width(columns, count), used = total_width(columns, all);
	size_t room = SIZE_MAX;

	if (count == 0 || now >= width)
		return;
	if (most > 0)
		room = used < most ? most - used : 0;
	/* A box to tick off has no heading, and stays narrow. */
	columns[count > 1 && columns[0].heading.n == 0 ? 1 : 0].width += lesser(width - now, room);
}

/* Lines. */

static void add_blanks(struct buf *b, size_t count)
{
	while (count-- > 0)
		buf_add_char(b, ' ');
}

static void end_line(struct buf *b, size_t from)
{
	size_t end = b->length;

	while (end > from && b->data[end - 1] == ' ')
		end--;
	buf_truncate(b, end);
	buf_add_char(b, '\n');
}

static void add_cell(struct buf *b, const struct grid_column *column, struct slice cell)
{
	const size_t width = text_width(cell);

	if (column->right && width < column->width)
		add_blanks(b, column->width - width);
	if (column->paint != NULL && cell.n > 0)
		buf_printf(b, "\033[%sm", column->paint);
	const size_t used = text_add(b, cell, column->width);

	if (column->paint != NULL && cell.n > 0)
		buf_add_string(b, "\033[0m");
	if (!column->right && used < column->width)
		add_blanks(b, column->width - used);
}

void grid_row(
    struct buf *b, const struct grid_column *columns, size_t count, const struct slice *cells)
{
	const size_t from = b->length;

	for (size_t i = 0; i < count; i++) {
		add_blanks(b, i > 0 ? GAP : 0);
		add_cell(b, &columns[i], cells[i]);
	}
	end_line(b, from);
}

static void heading_line(
    struct buf *b, const struct grid_column *columns, size_t count, size_t line)
{
	const size_t from = b->length;

	for (size_t i = 0; i < count; i++) {
		struct grid_column plain = columns[i];
		struct slice lines[2];

		plain.paint = NULL;
		split_heading(plain.heading, lines);
		add_blanks(b, i > 0 ? GAP : 0);
		add_cell(b, &plain, lines[line]);
	}
	end_line(b, from);
	/* No first line where every heading fits in one. */
	if (line == 0 && b->length == from + 1)
		buf_truncate(b, from);
}

void grid_rule(struct buf *b, const struct grid_column *columns, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		add_blanks(b, i > 0 ? GAP : 0);
		for (size_t j = 0; j < columns[i].width; j++)
			buf_add_char(b, '-');
	}
	buf_add_char(b, '\n');
}

void grid_heading(struct buf *b, const struct grid_column *columns, size_t count)
{
	heading_line(b, columns, count, 0);
	heading_line(b, columns, count, 1);
	grid_rule(b, columns, count);
}

/* The label of sums; returns how many columns of the line it takes, 0 when it has its own line. */
static size_t add_label(struct buf *b, struct slice label, size_t room, bool alone, size_t most)
{
	if (alone || text_width(label) <= room)
		return text_add(b, label, most > 0 ? most : SIZE_MAX);
	(void)text_add(b, label, most > 0 ? most : SIZE_MAX);
	buf_add_char(b, '\n');
	return 0;
}

void grid_sums(struct buf *b, const struct grid_column *columns, size_t count, struct slice label,
    const struct slice *cells, size_t most)
{
	size_t i = 0;

	while (i < count && cells[i].n == 0)
		i++;
	const size_t room = total_width(columns, i);
	const size_t used = add_label(b, label, room, i == count, most);
	const size_t from = b->length;

	if (used < room)
		add_blanks(b, room - used);
	for (const size_t first = i; i < count; i++) {
		add_blanks(b, i > 0 && (i > first || room > 0) ? GAP : 0);
		add_cell(b, &columns[i], cells[i]);
	}
	end_line(b, from);
}

void grid_paint(struct buf *b, size_t from, const char *paint)
{
	char *lines = mem_copy(b->data + from, b->length - from);
	struct slice rest = {lines, b->length - from}, line;

	buf_truncate(b, from);
	while (rest.n > 0 && slice_cut(&rest, '\n', &line)) {
		if (line.n > 0)
			buf_printf(b, "\033[%sm", paint);
		buf_add_slice(b, line);
		buf_add_string(b, line.n > 0 ? "\033[0m\n" : "\n");
	}
	free(lines);
}
