#include "letter/chart_parts.h"

#include "letter/look.h"

#include <stdlib.h>

#include "base/banned.h"

enum { TITLE = 9000, MOST_ROWS = 36 /* as many as a page has room for */ };

static void draw_title(struct drawing *d)
{
	struct flow *f = d->f;
	const struct pen pen = {.page = f->page, .size = TITLE, .colour = look_text};

	if (d->c->title.n == 0)
		return;
	pages_write_within(
	    f->pages, &pen, FACE_BOLD, f->left, f->y + TITLE, ALIGN_LEFT, f->width, d->c->title);
	f->y += TITLE * 170 / 100;
}

static length height_of(const struct drawing *d)
{
	return (d->c->title.n > 0 ? TITLE * 170 / 100 : 0) + legend_height(d) +
	       (d->c->kind == CHART_ROWS ? rows_height(d) : bars_height(d));
}

void chart_draw(const struct chart *c, struct flow *f, struct locale *l)
{
	struct chart drawn = *c;
	struct drawing d = {.c = &drawn, .f = f, .locale = l};

	if (c->kind == CHART_ROWS && c->count > MOST_ROWS)
		drawn.count = MOST_ROWS;
	flow_need(f, height_of(&d));
	f->fresh = false;
	draw_title(&d);
	legend_draw(&d);
	if (c->kind == CHART_ROWS)
		rows_draw(&d);
	else
		bars_draw(&d);
}
