/*
 * The parts of a chart. Private to letter/chart.h.
 */
#ifndef LETTER_CHART_PARTS_H
#define LETTER_CHART_PARTS_H

#include "letter/chart.h"
#include "letter/flow.h"
#include "text/locale.h"

enum { CHART_TEXT = 7500, CHART_THIN = 400 };

/* A rectangle of a page. */
struct area {
	length x, y, w, h;
};

/* A chart while it is drawn. */
struct drawing {
	const struct chart *c;
	struct flow *f;
	struct locale *locale;
	/* the axis: from low to high in steps, all three in minor units */
	money low, high, step;
	money unit; /* what a figure at the axis counts: 1, a thousand or a million whole units */
};

/* --- chart_axis.c: amounts to places --- */

/* Choose low, high, step and unit for amounts between these two. */
void axis_choose(struct drawing *d, money least, money most);
/* How far an amount lies from `low` on an axis of that length. */
length axis_place(const struct drawing *d, money amount, length whole);
/* A step of the axis as text: "20.000". */
void axis_text(const struct drawing *d, money amount, struct buf *out);
/* What its figures are: "EUR", "EUR × 1.000". */
void axis_title(const struct drawing *d, struct buf *out);
/* a + b, or the largest amount there is. */
money chart_sum(money a, money b);
/* The sums of a category's bars above and below zero; a line's value widens both. */
void chart_extent(const struct chart *c, size_t category, bool stacked, money *below, money *above);

/* --- chart_fill.c: what tells series apart --- */

/* Fill an area as the series is filled, with an outline. */
void fill_area(const struct drawing *d, size_t series, struct area at);
/* Room for a text on a hatched fill. */
void fill_behind(const struct drawing *d, size_t series, struct area at);
/* What a text on that fill is written in. */
struct colour fill_text(const struct drawing *d, size_t series);
/* The names of the series beside their fills, from f->y down. */
void legend_draw(const struct drawing *d);
/* How high that is. */
length legend_height(const struct drawing *d);

/* --- chart_rows.c, chart_bars.c --- */
length rows_height(const struct drawing *d);
void rows_draw(struct drawing *d);
length bars_height(const struct drawing *d);
void bars_draw(struct drawing *d);

#endif
