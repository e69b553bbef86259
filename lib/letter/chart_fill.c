#include "letter/chart_parts.h"

#include "letter/look.h"

#include <stdlib.h>

#include "base/banned.h"

enum { HATCH_GAP = 2800, SWATCH = 8000, LEGEND_GAP = 9000, LEGEND_LEADING = 12000 };

struct fill {
	struct colour colour;
	bool hatched;
	bool dark; /* text on it is white */
};

static const struct colour outline = {60, 60, 60}, ink = {70, 70, 70}, white = {255, 255, 255};

/*
 * Neighbours differ in both grey and pattern, so that the order can be read on a bad print too. The
 * blues have the greys of their places.
 */
static const struct fill shades[] = {
    {{255, 255, 255}, false, false},
    {{214, 222, 233}, false, false},
    {{226, 226, 226}, true, false},
    {{138, 155, 180}, false, false},
    {{31, 58, 95}, false, true},
};
static const struct fill kinds[] = {
    {{31, 58, 95}, false, true},
    {{214, 222, 233}, false, false},
    {{255, 255, 255}, true, false},
};
enum { SHADES = sizeof shades / sizeof *shades, KINDS = sizeof kinds / sizeof *kinds };

/* A grey between white and black for step i of n; every second one hatched. */
static struct fill grey(size_t i, size_t n)
{
	const size_t level = 255 - i * 225 / (n - 1);
	const uint8_t g = (uint8_t)level;
	const bool dark = level < 130;

	return (struct fill){{g, g, g}, i % 2 == 1 && !dark, dark};
}

/* The lightest comes first and the darkest last, however many there are. */
static struct fill fill_of(const struct chart *c, size_t series)
{
	if (!c->shades)
		return kinds[series % KINDS];
	if (c->nseries > SHADES)
		return grey(series, c->nseries);
	return shades[series == 0 ? 0 : series + SHADES - c->nseries];
}

/* One line of the hatch: where x + y is k, of the area's own x and y. */
static void hatch_line(const struct drawing *d, struct area at, length k)
{
	const struct pen pen = {.page = d->f->page, .size = 350, .colour = ink};
	const length from_x = k > at.h ? k - at.h : 0, from_y = k > at.h ? at.h : k;
	const length to_x = k > at.w ? at.w : k, to_y = k > at.w ? k - at.w : 0;

	pages_stroke(d->f->pages, &pen, at.x + from_x, at.y + from_y, at.x + to_x, at.y + to_y);
}

static void draw_outline(const struct drawing *d, struct area at)
{
	struct pages *p = d->f->pages;
	const size_t page = d->f->page;

	pages_box(p, page, at.x, at.y, at.w, CHART_THIN, outline);
	pages_box(p, page, at.x, at.y + at.h - CHART_THIN, at.w, CHART_THIN, outline);
	pages_box(p, page, at.x, at.y, CHART_THIN, at.h, outline);
	pages_box(p, page, at.x + at.w - CHART_THIN, at.y, CHART_THIN, at.h, outline);
}

void fill_area(const struct drawing *d, size_t series, struct area at)
{
	const struct fill fill = fill_of(d->c, series);

	if (at.w <= 0 || at.h <= 0)
		return;
	pages_box(d->f->pages, d->f->page, at.x, at.y, at.w, at.h, fill.colour);
	for (length k = HATCH_GAP; k < at.w + at.h && fill.hatched; k += HATCH_GAP)
		hatch_line(d, at, k);
	if (at.w > 2 * CHART_THIN && at.h > 2 * CHART_THIN)
		draw_outline(d, at);
}

void fill_behind(const struct drawing *d, size_t series, struct area at)
{
	const struct fill fill = fill_of(d->c, series);

	if (fill.hatched)
		pages_box(d->f->pages, d->f->page, at.x, at.y, at.w, at.h, fill.colour);
}

struct colour fill_text(const struct drawing *d, size_t series)
{
	return fill_of(d->c, series).dark ? white : look_text;
}

static length entry_width(const struct drawing *d, size_t series)
{
	return SWATCH + LEGEND_GAP / 3 + LEGEND_GAP +
	       pages_measure(d->f->pages, FACE_REGULAR, CHART_TEXT, d->c->series[series].name);
}

length legend_height(const struct drawing *d)
{
	length x = 0, height = LEGEND_LEADING + LEGEND_GAP / 2;

	for (size_t i = 0; i < d->c->nseries; i++) {
		const length width = entry_width(d, i);

		if (x > 0 && x + width > d->f->width) {
			x = 0;
			height += LEGEND_LEADING;
		}
		x += width;
	}
	return height;
}

static void draw_swatch(const struct drawing *d, size_t series, length x, length y)
{
	const struct pen pen = {.page = d->f->page, .size = 1400, .colour = look_text};

	if (d->c->series[series].line)
		pages_stroke(d->f->pages, &pen, x, y + SWATCH / 2, x + SWATCH, y + SWATCH / 2);
	else
		fill_area(d, series, (struct area){x, y, SWATCH, SWATCH});
}

void legend_draw(const struct drawing *d)
{
	struct flow *f = d->f;
	const struct pen pen = {.page = f->page, .size = CHART_TEXT, .colour = look_text};
	const length height = legend_height(d);
	length x = 0, y = f->y;

	for (size_t i = 0; i < d->c->nseries; i++) {
		const length width = entry_width(d, i);

		if (x > 0 && x + width > f->width) {
			x = 0;
			y += LEGEND_LEADING;
		}
		draw_swatch(d, i, f->left + x, y);
		pages_write(f->pages, &pen, FACE_REGULAR, f->left + x + SWATCH + LEGEND_GAP / 3,
		    y + SWATCH * 85 / 100, ALIGN_LEFT, d->c->series[i].name);
		x += width;
	}
	f->y += height;
}
