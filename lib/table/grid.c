#include "table/grid.h"

#include "table/width.h"

#include <stdint.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "base/banned.h"

enum { GAP = 2, LEAST_WIDTH = 6, GOOD_WIDTH = 14 };

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

size_t grid_least_width(const struct grid_column *columns, size_t count)
{
	size_t width = 0;

	for (size_t i = 0; i < count; i++) {
		const size_t full = full_width(&columns[i]);
		const bool shortens = !columns[i].whole && full > GOOD_WIDTH;

		width += (shortens ? GOOD_WIDTH : full) + (i > 0 ? GAP : 0);
	}
	return width;
}

static size_t total_width(const struct grid_column *columns, size_t count)
{
	size_t width = 0;

	for (size_t i = 0; i < count; i++)
		width += columns[i].width + (i > 0 ? GAP : 0);
	return width;
}

void grid_make_room(struct grid_column *columns, size_t count, size_t width)
{
	size_t now = 0;

	for (size_t i = 0; i < count; i++)
		now += full_width(&columns[i]) + (i > 0 ? GAP : 0);
	if (count > 0 && now < width)
		columns[0].width = full_width(&columns[0]) + width - now;
}

static struct grid_column *widest(struct grid_column *columns, size_t count)
{
	struct grid_column *found = NULL;

	for (size_t i = 0; i < count; i++)
		if (!columns[i].whole && columns[i].width > LEAST_WIDTH &&
		    (found == NULL || columns[i].width > found->width))
			found = &columns[i];
	return found;
}

void grid_fit(struct grid_column *columns, size_t count, size_t most)
{
	for (size_t i = 0; i < count; i++)
		columns[i].width = full_width(&columns[i]);
	while (most > 0 && total_width(columns, count) > most) {
		struct grid_column *column = widest(columns, count);

		if (column == NULL)
			return;
		column->width--;
	}
}

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
	const size_t used = text_add(b, cell, column->width);

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
		struct slice lines[2];

		split_heading(columns[i].heading, lines);
		add_blanks(b, i > 0 ? GAP : 0);
		add_cell(b, &columns[i], lines[line]);
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

void grid_sums(struct buf *b, const struct grid_column *columns, size_t count, struct slice label,
    const struct slice *cells)
{
	const size_t from = b->length;
	size_t i = 0, used;

	while (i < count && cells[i].n == 0)
		i++;
	used = text_add(b, label, SIZE_MAX);
	if (i > 0 && used < total_width(columns, i))
		add_blanks(b, total_width(columns, i) - used);
	for (; i < count; i++) {
		add_blanks(b, b->length > from ? GAP : 0);
		add_cell(b, &columns[i], cells[i]);
	}
	end_line(b, from);
}

size_t grid_terminal_width(void)
{
	const char *columns = getenv("COLUMNS");
	struct winsize size;
	size_t width = 0;

	for (const char *p = columns; p != NULL && *p >= '0' && *p <= '9' && width < 10000; p++)
		width = 10 * width + (size_t)(*p - '0');
	if (width > 0)
		return width;
	if (isatty(STDOUT_FILENO) && ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0)
		return size.ws_col;
	return 0;
}
