/*
 * Charts: bars and lines over categories (buckets, weeks, debtors). What is
 * drawn can be told apart on a black-and-white print: greys and hatches, a
 * legend, and figures at the bars where there is room.
 *
 * Amounts are exact to the end; only the places of the bars are rounded.
 */
#ifndef LETTER_CHART_H
#define LETTER_CHART_H

#include "base/slice.h"
#include "value/money.h"

#include <stdbool.h>
#include <stddef.h>

struct chart_series {
	struct slice name;   /* for the legend */
	const money *values; /* one a category; negative ones lie on the other side of zero */
	bool line;	     /* a line with dots instead of bars: CHART_BARS, CHART_STACKED */
};

struct chart {
	enum chart_kind {
		CHART_BARS,    /* upright, the series side by side */
		CHART_STACKED, /* upright, the series one on the other */
		CHART_ROWS     /* lying, stacked, with room for long labels, the sum at the end; the
				  first 40 */
	} kind;
	struct slice title; /* above it; may be empty */
	const struct slice
	    *labels;  /* of the categories; too many for the room: some are left out */
	size_t count; /* at least 1 */
	const struct chart_series *series;
	size_t nseries;	      /* at least 2: the legend names them */
	const char *currency; /* of all values, at the axis: "EUR" */
	int decimals;
	bool shades; /* the series are steps of one thing, from light to dark, as buckets are */
};

/* Private to letter/report.h: draw it from f->y down, on the next page if it must be. */
struct flow;
struct locale;
void chart_draw(const struct chart *c, struct flow *f, struct locale *l);

#endif
