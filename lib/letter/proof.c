#include "letter/proof.h"

#include "base/mem.h"
#include "book/options.h"
#include "letter/envelope.h"
#include "letter/flow.h"
#include "letter/look.h"
#include "letter/pdf.h"

#include <stdlib.h>

#include "base/banned.h"

enum { THIN = 300, RULER = 40, SMALL = 7500, BODY = 9500 };
static const struct colour ink = {31, 58, 95}, white = {255, 255, 255};

struct proof {
	struct pages pages;
	size_t page;
};

static void box(struct proof *p, int x, int y, int w, int h, struct colour colour)
{
	pages_box(&p->pages, p->page, mm10(x), mm10(y), mm10(w), mm10(h), colour);
}

/* A frame of thin lines, in tenths of a millimetre. */
static void frame(struct proof *p, const struct zone *z, struct colour colour)
{
	pages_box(&p->pages, p->page, mm10(z->x), mm10(z->y), mm10(z->w), THIN, colour);
	pages_box(&p->pages, p->page, mm10(z->x), mm10(z->y + z->h), mm10(z->w), THIN, colour);
	pages_box(&p->pages, p->page, mm10(z->x), mm10(z->y), THIN, mm10(z->h), colour);
	pages_box(&p->pages, p->page, mm10(z->x + z->w), mm10(z->y), THIN, mm10(z->h), colour);
}

static void write(struct proof *p, enum face face, length size, int x, int y, const char *text)
{
	const struct pen pen = {.page = p->page, .size = size, .colour = ink};
	pages_write(&p->pages, &pen, face, mm10(x), mm10(y), ALIGN_LEFT, slice_of(text));
}

/* Millimetres along the left and upper edges: a printer that scales the page shows itself. */
static void draw_rulers(struct proof *p)
{
	struct buf b = {0};
	for (int mm = 10; mm < A4_HEIGHT / 10; mm += 5) {
		const int tick = mm % 10 ? RULER / 2 : RULER;
		pages_box(&p->pages, p->page, mm10(50), mm10(mm * 10), mm10(tick), THIN, ink);
		if (mm < A4_WIDTH / 10)
			pages_box(
			    &p->pages, p->page, mm10(mm * 10), mm10(50), THIN, mm10(tick), ink);
		if (mm % 50 != 0)
			continue;
		buf_truncate(&b, 0);
		buf_printf(&b, "%d", mm);
		write(p, FACE_REGULAR, SMALL, 100, mm * 10 + 8, buf_string(&b));
		if (mm < A4_WIDTH / 10)
			write(p, FACE_REGULAR, SMALL, mm * 10 - 15, 120, buf_string(&b));
	}
	buf_free(&b);
}

static void draw_folds(struct proof *p, const struct envelope *e)
{
	struct buf b = {0};
	for (int i = 0; i < 2; i++) {
		for (int x = 150; x < A4_WIDTH - 50; x += 60)
			pages_box(
			    &p->pages, p->page, mm10(x), mm10(e->fold[i]), mm10(30), THIN, ink);
		buf_truncate(&b, 0);
		buf_printf(&b, "fold, %d.%d mm", e->fold[i] / 10, e->fold[i] % 10);
		write(p, FACE_REGULAR, SMALL, 1700, e->fold[i] - 10, buf_string(&b));
	}
	box(p, 50, e->punch, 100, 3, ink);
	buf_free(&b);
}

static void add_zone(struct buf *b, const char *what, const struct zone *z)
{
	buf_printf(b, "%s: %d.%d mm from the left, %d.%d from above, %d.%d wide, %d.%d high", what,
	    z->x / 10, z->x % 10, z->y / 10, z->y % 10, z->w / 10, z->w % 10, z->h / 10, z->h % 10);
}

static void write_words(struct proof *p, const struct envelope *e)
{
	static const char how[] = "Print this page at 100 %, compare the rulers, fold it and put "
				  "it into your envelope. The "
				  "window must show the whole grey field, and nothing of the text "
				  "below, however the sheet "
				  "slides. Where it does not, give the layout your own measures: "
				  "layouts, in dun-policy(5).";
	const length left = mm10(MARGIN_LEFT), size = BODY;
	struct flow f = {.pages = &p->pages,
	    .page = p->page,
	    .left = left,
	    .width = mm10(A4_WIDTH - MARGIN_LEFT - MARGIN_RIGHT),
	    .top = mm10(280),
	    .bottom = mm10(2730),
	    .y = mm10(e->text_y + 150)};
	const struct pen pen = {.page = p->page, .size = size, .colour = look_text};
	struct buf b = {0};
	struct glyphs g = {0};
	buf_printf(&b, "Layout \"%s\"%s%s", e->name, e->countries[0] ? ", the usual one in " : "",
	    e->countries);
	pages_type(&p->pages, FACE_BOLD, buf_slice(&b), &g);
	flow_write(&f, &g, 0, &(struct pen){.size = 13 * POINT, .colour = ink}, 20 * POINT);
	const struct zone *zones[] = {&e->window, &e->address};
	const char *const labels[] = {"Window", "Address"};
	for (size_t i = 0; i < 2; i++) {
		buf_truncate(&b, 0);
		g.count = 0;
		add_zone(&b, labels[i], zones[i]);
		pages_type(&p->pages, FACE_REGULAR, buf_slice(&b), &g);
		flow_write(&f, &g, 0, &pen, size * 150 / 100);
	}
	g.count = 0;
	f.y += 6 * POINT;
	pages_type(&p->pages, FACE_REGULAR, SLICE_LIT(how), &g);
	flow_write(&f, &g, 0, &pen, size * 142 / 100);
	free(g.at);
	buf_free(&b);
}

static void draw_layout(struct proof *p, const struct envelope *e)
{
	p->page = pages_add(&p->pages);
	box(p, e->address.x, e->address.y, e->address.w, e->address.h, look_tint);
	frame(p, &e->window, ink);
	frame(p, &e->address, look_line);
	write(p, FACE_REGULAR, SMALL, e->window.x + 10, e->window.y - 10, "window of the envelope");
	write(p, FACE_REGULAR, BODY, e->address.x, e->address.y + 40, "the address stands here,");
	write(p, FACE_REGULAR, BODY, e->address.x, e->address.y + 90, "and its last line must not");
	write(p, FACE_REGULAR, BODY, e->address.x, e->address.y + 140, "leave the grey field");
	write(p, FACE_REGULAR, SMALL, e->sender_x, e->sender_y + 40, "sender");
	write(p, FACE_REGULAR, SMALL, e->info_x, e->info_y + 30, "date and numbers");
	draw_rulers(p);
	draw_folds(p, e);
	box(p, MARGIN_LEFT - 10, e->text_y, 260, 35, white); /* a fold may lie there */
	write(p, FACE_REGULAR, SMALL, MARGIN_LEFT, e->text_y + 25, "the text begins here");
	write_words(p, e);
}

bool proof_make(struct diag *d, struct policy *policy, struct buf *out)
{
	struct envelopes all;
	struct fonts *fonts = fonts_new();
	struct font *font = envelopes_open(&all, d, policy) ? fonts_get(fonts, d, NULL) : NULL;
	bool good = false;
	if (font != NULL) {
		struct pdf *pdf = pdf_open();
		struct proof p = {.page = 0};
		const struct pdf_info info = {
		    .title = SLICE_LIT("Layouts of letters"),
		    .author = slice_of(policy->company.name),
		    .subject = SLICE_LIT("proof"),
		    .language = "en",
		    .created = options_today(),
		};
		pages_begin(&p.pages, font);
		for (size_t i = 0; i < all.count; i++)
			draw_layout(&p, &all.all[i]);
		good = pdf_write(pdf, d, &p.pages, &info, out);
		pages_free(&p.pages);
		pdf_close(pdf);
	}
	fonts_free(fonts);
	return good;
}
