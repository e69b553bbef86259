#include "letter/chart_parts.h"

#include "letter/look.h"

#include <stdlib.h>

#include "base/banned.h"

/*
 * Lying bars: the label on the left, the sum on the right, the axis below.
 */

enum { BAR = 12000, ROW = 17500, AXIS = 21000, BESIDE = 5000, INSIDE = 6500 };

/* Where the parts of a row stand. */
struct rows {
	struct drawing *d;
	length label, sum; /* how wide they are */
	struct area plot;
};

length rows_height(const struct drawing *d)
{
	return (length)d->c->count * ROW + AXIS;
}

static money sum_of(const struct chart *c, size_t category)
{
	money sum = 0;

	for (size_t s = 0; s < c->nseries; s++)
		sum = chart_sum(sum, c->series[s].values[category]);
	return sum;
}

static money whole_of(const struct chart *c, money amount)
{
	money rounded = 0;

	(void)wide_round(amount, money_unit(c->decimals), &rounded);
	return rounded;
}

static void add_whole(const struct drawing *d, money amount, struct buf *b)
{
	buf_truncate(b, 0);
	locale_plain_amount(d->locale, whole_of(d->c, amount), 0, b);
}

static void arrange(struct rows *r)
{
	const struct drawing *d = r->d;
	struct flow *f = d->f;
	struct buf text = {0};

	for (size_t i = 0; i < d->c->count; i++) {
		const length label =
		    pages_measure(f->pages, FACE_REGULAR, CHART_TEXT, d->c->labels[i]);

		add_whole(d, sum_of(d->c, i), &text);
		const length sum =
		    pages_measure(f->pages, FACE_REGULAR, CHART_TEXT, buf_slice(&text));

		r->label = label > r->label ? label : r->label;
		r->sum = sum > r->sum ? sum : r->sum;
	}
	if (r->label > f->width * 32 / 100)
		r->label = f->width * 32 / 100;
	r->plot = (struct area){.x = f->left + r->label + BESIDE,
	    .y = f->y,
	    .w = f->width - r->label - r->sum - 2 * BESIDE,
	    .h = (length)d->c->count * ROW};
	buf_free(&text);
}

static void choose_axis(struct drawing *d)
{
	money below = 0, above = 0;

	for (size_t i = 0; i < d->c->count; i++)
		chart_extent(d->c, i, true, &below, &above);
	axis_choose(d, below, above);
}

static void draw_axis(const struct rows *r)
{
	const struct drawing *d = r->d;
	struct flow *f = d->f;
	const struct pen pen = {.page = f->page, .size = CHART_TEXT - POINT, .colour = look_faint};
	const length below = r->plot.y + r->plot.h;
	struct buf text = {0};

	for (wide at = d->low; at <= d->high; at += d->step) {
		const length x = r->plot.x + axis_place(d, (money)at, r->plot.w);

		pages_box(f->pages, f->page, x, r->plot.y, CHART_THIN, r->plot.h,
		    at == 0 ? look_text : look_line);
		buf_truncate(&text, 0);
		axis_text(d, (money)at, &text);
		pages_write(f->pages, &pen, FACE_REGULAR, x, below + pen.size * 130 / 100,
		    ALIGN_CENTRE, buf_slice(&text));
	}
	buf_truncate(&text, 0);
	axis_title(d, &text);
	pages_write(f->pages, &pen, FACE_REGULAR, f->left + f->width, below + pen.size * 250 / 100,
	    ALIGN_RIGHT, buf_slice(&text));
	buf_free(&text);
}

/* The amount on its piece of a bar, where there is room for it. */
static void write_inside(const struct rows *r, size_t series, struct area at, money amount)
{
	const struct drawing *d = r->d;
	struct flow *f = d->f;
	const struct pen pen = {.page = f->page, .size = INSIDE, .colour = fill_text(d, series)};
	struct buf text = {0};
	struct area behind = {.y = at.y + (BAR - INSIDE) / 2, .h = INSIDE};

	add_whole(d, amount, &text);
	behind.w = pages_measure(f->pages, FACE_REGULAR, INSIDE, buf_slice(&text)) + 2 * POINT;
	behind.x = at.x + (at.w - behind.w) / 2;
	if (behind.w + 2 * POINT < at.w) {
		fill_behind(d, series, behind);
		pages_write(f->pages, &pen, FACE_REGULAR, at.x + at.w / 2,
		    at.y + BAR / 2 + INSIDE * 36 / 100, ALIGN_CENTRE, buf_slice(&text));
	}
	buf_free(&text);
}

static void draw_bar(const struct rows *r, size_t category, length y)
{
	const struct drawing *d = r->d;
	money under = 0, over = 0;

	for (size_t s = 0; s < d->c->nseries; s++) {
		const money value = d->c->series[s].values[category];
		money *end = value < 0 ? &under : &over;
		const money from = *end;

		*end = chart_sum(from, value);
		const length a = axis_place(d, value < 0 ? *end : from, r->plot.w);
		const length b = axis_place(d, value < 0 ? from : *end, r->plot.w);
		const struct area at = {r->plot.x + a, y, b - a, BAR};

		fill_area(d, s, at);
		if (d->c->nseries > 1)
			write_inside(r, s, at, value);
	}
}

static void draw_labels(const struct rows *r, size_t category, length y)
{
	const struct drawing *d = r->d;
	struct flow *f = d->f;
	const struct pen pen = {.page = f->page, .size = CHART_TEXT, .colour = look_text};
	const length base = y + BAR / 2 + CHART_TEXT * 36 / 100;
	struct buf text = {0};

	pages_write_within(f->pages, &pen, FACE_REGULAR, f->left, base, ALIGN_LEFT, r->label,
	    d->c->labels[category]);
	add_whole(d, sum_of(d->c, category), &text);
	pages_write(
	    f->pages, &pen, FACE_REGULAR, f->left + f->width, base, ALIGN_RIGHT, buf_slice(&text));
	buf_free(&text);
}

void rows_draw(struct drawing *d)
{
	struct rows r = {.d = d};

	choose_axis(d);
	arrange(&r);
	draw_axis(&r);
	for (size_t i = 0; i < d->c->count; i++) {
		const length y = r.plot.y + (length)i * ROW + (ROW - BAR) / 2;

		draw_bar(&r, i, y);
		draw_labels(&r, i, y);
	}
	d->f->y += rows_height(d);
}
