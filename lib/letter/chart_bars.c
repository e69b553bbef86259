#include "letter/chart_parts.h"

#include "letter/look.h"

#include <stdlib.h>

#include "base/banned.h"

/*
 * Upright bars, beside or on each other, and lines: the axis on the left, the
 * categories below.
 */

enum {
	PLOT = 160 * POINT,
	LABELS = 13000,
	ABOVE = 11000,
	BESIDE = 4000,
	SMALL = CHART_TEXT - POINT
};
enum { MOST_BAR = 46 * POINT, DOT = 3200, LINE = 1400 };

struct bars {
	struct drawing *d;
	struct area plot;
	length slot; /* the room of a category */
};

length bars_height(const struct drawing *d)
{
	(void)d;
	return ABOVE + PLOT + LABELS;
}

static void choose_axis(struct drawing *d)
{
	money below = 0, above = 0;

	for (size_t i = 0; i < d->c->count; i++)
		chart_extent(d->c, i, d->c->kind == CHART_STACKED, &below, &above);
	axis_choose(d, below, above);
}

/* How wide the figures of the axis are. */
static length axis_width(const struct drawing *d)
{
	length widest = 0;
	struct buf text = {0};

	for (wide at = d->low; at <= d->high; at += d->step) {
		buf_truncate(&text, 0);
		axis_text(d, (money)at, &text);
		const length width =
		    pages_measure(d->f->pages, FACE_REGULAR, SMALL, buf_slice(&text));

		widest = width > widest ? width : widest;
	}
	buf_free(&text);
	return widest;
}

static length place_of(const struct bars *b, money amount)
{
	return b->plot.y + b->plot.h - axis_place(b->d, amount, b->plot.h);
}

static void draw_axis(const struct bars *b)
{
	const struct drawing *d = b->d;
	struct flow *f = d->f;
	const struct pen pen = {.page = f->page, .size = SMALL, .colour = look_faint};
	struct buf text = {0};

	axis_title(d, &text);
	pages_write(
	    f->pages, &pen, FACE_REGULAR, f->left, f->y + SMALL, ALIGN_LEFT, buf_slice(&text));
	for (wide at = d->low; at <= d->high; at += d->step) {
		const length y = place_of(b, (money)at);

		pages_box(f->pages, f->page, b->plot.x, y, b->plot.w, CHART_THIN,
		    at == 0 ? look_text : look_line);
		buf_truncate(&text, 0);
		axis_text(d, (money)at, &text);
		pages_write(f->pages, &pen, FACE_REGULAR, b->plot.x - BESIDE, y + SMALL * 36 / 100,
		    ALIGN_RIGHT, buf_slice(&text));
	}
	buf_free(&text);
}

/* Every how manyth label there is room for. */
static size_t label_step(const struct bars *b)
{
	length widest = 1;

	for (size_t i = 0; i < b->d->c->count; i++) {
		const length width =
		    pages_measure(b->d->f->pages, FACE_REGULAR, SMALL, b->d->c->labels[i]);

		widest = width + BESIDE > widest ? width + BESIDE : widest;
	}
	return (size_t)((widest + b->slot - 1) / b->slot);
}

static void draw_labels(const struct bars *b)
{
	struct flow *f = b->d->f;
	const struct pen pen = {.page = f->page, .size = SMALL, .colour = look_text};
	const size_t step = label_step(b);

	for (size_t i = 0; i < b->d->c->count; i += step)
		pages_write(f->pages, &pen, FACE_REGULAR,
		    b->plot.x + (length)i * b->slot + b->slot / 2,
		    b->plot.y + b->plot.h + SMALL * 140 / 100, ALIGN_CENTRE, b->d->c->labels[i]);
}

static size_t bars_beside(const struct chart *c)
{
	size_t count = 0;

	for (size_t s = 0; s < c->nseries; s++)
		count += !c->series[s].line;
	return c->kind == CHART_STACKED ? 1 : count;
}

/* From one amount to the other. */
static void draw_bar(const struct bars *b, size_t series, length x, length w, money from, money to)
{
	const length high = place_of(b, from > to ? from : to);
	const length low = place_of(b, from > to ? to : from);

	fill_area(b->d, series, (struct area){x, high, w, low - high});
}

static void draw_category(const struct bars *b, size_t category)
{
	const struct chart *c = b->d->c;
	const size_t beside = bars_beside(c);
	const length room = b->slot * 72 / 100;
	const length all = room < MOST_BAR * (length)beside ? room : MOST_BAR * (length)beside;
	const length w = all / (length)beside;
	length x = b->plot.x + (length)category * b->slot + (b->slot - all) / 2;
	money under = 0, over = 0;

	for (size_t s = 0; s < c->nseries; s++) {
		const money value = c->series[s].values[category];
		money *end = value < 0 ? &under : &over;
		const money from = c->kind == CHART_STACKED ? *end : 0;

		if (c->series[s].line)
			continue;
		*end = chart_sum(from, value);
		draw_bar(b, s, x, w, from, *end);
		x += c->kind == CHART_STACKED ? 0 : w;
	}
}

static void draw_line(const struct bars *b, const struct chart_series *series)
{
	struct pages *p = b->d->f->pages;
	const struct pen pen = {.page = b->d->f->page, .size = LINE, .colour = look_text};
	length last_x = 0, last_y = 0;

	for (size_t i = 0; i < b->d->c->count; i++) {
		const length x = b->plot.x + (length)i * b->slot + b->slot / 2;
		const length y = place_of(b, series->values[i]);

		if (i > 0)
			pages_stroke(p, &pen, last_x, last_y, x, y);
		pages_box(p, pen.page, x - DOT / 2, y - DOT / 2, DOT, DOT, look_text);
		last_x = x;
		last_y = y;
	}
}

void bars_draw(struct drawing *d)
{
	struct bars b = {.d = d};
	struct flow *f = d->f;

	choose_axis(d);
	const length axis = axis_width(d) + BESIDE;

	b.plot = (struct area){f->left + axis, f->y + ABOVE, f->width - axis, PLOT};
	b.slot = b.plot.w / (length)d->c->count;
	draw_axis(&b);
	draw_labels(&b);
	for (size_t i = 0; i < d->c->count; i++)
		draw_category(&b, i);
	for (size_t s = 0; s < d->c->nseries; s++)
		if (d->c->series[s].line)
			draw_line(&b, &d->c->series[s]);
	f->y += bars_height(d);
}
