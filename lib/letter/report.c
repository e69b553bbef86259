#include "letter/report.h"

#include "letter/look.h"
#include "letter/pdf.h"
#include "letter/report_parts.h"
#include "text/locale.h"

#include <stdlib.h>

#include "base/banned.h"

enum { SIDE = 200, TOP = 250, FIRST_TOP = 180, BOTTOM = 2760, FOOT = 2850 }; /* 0.1 mm */
enum { TITLE = 17 * POINT, HEADING = 11500, BODY = 9500, SMALL = 7500 };

static const struct colour accent = {31, 58, 95};

struct report {
	struct diag *d;
	struct report_info info; /* its texts lie in the arena */
	struct fonts *fonts;
	struct pdf *pdf;
	struct locales *locales;
	struct locale *locale;
	struct pages pages;
	struct flow flow;
	struct arena arena;
};

static struct slice keep(struct report *r, struct slice text)
{
	return (struct slice){arena_copy(&r->arena, text.p, text.n), text.n};
}

/* Paragraphs of a report are plain: flow.h's own typing reads runs of a template. */
static void write_text(
    struct report *r, enum face face, length size, struct colour colour, struct slice text)
{
	struct pen pen = {.size = size, .colour = colour};
	struct glyphs g = {0};

	pages_type(&r->pages, face, text, &g);
	flow_write(&r->flow, &g, 0, &pen, size * 140 / 100);
	free(g.at);
}

static void write_title(struct report *r)
{
	const struct report_info *info = &r->info;

	r->flow.y = mm10(FIRST_TOP);
	if (info->company.n > 0) {
		write_text(r, FACE_REGULAR, SMALL + POINT, look_faint, info->company);
		r->flow.y += mm10(20);
	}
	write_text(r, FACE_BOLD, TITLE, accent, info->title);
	if (info->subtitle.n > 0)
		write_text(r, FACE_REGULAR, BODY + POINT, look_faint, info->subtitle);
	r->flow.y += mm10(40);
}

struct report *report_open(struct diag *d, const struct report_info *info)
{
	struct fonts *fonts = fonts_new();
	struct font *font = fonts_get(fonts, d, NULL);
	struct report *r;

	if (font == NULL) {
		fonts_free(fonts);
		return NULL;
	}
	r = mem_alloc(sizeof *r);
	r->d = d;
	r->fonts = fonts;
	r->pdf = pdf_open();
	r->locales = locales_new();
	r->locale = locales_get(r->locales, slice_of(info->language));
	r->info = (struct report_info){.title = keep(r, info->title),
	    .subtitle = keep(r, info->subtitle),
	    .company = keep(r, info->company),
	    .foot = keep(r, info->foot),
	    .language = arena_string(&r->arena, info->language),
	    .created = info->created};
	pages_begin(&r->pages, font);
	r->pages.stand_in = true;
	r->flow = (struct flow){.pages = &r->pages,
	    .left = mm10(SIDE),
	    .width = PAGE_WIDTH - 2 * mm10(SIDE),
	    .top = mm10(TOP),
	    .bottom = mm10(BOTTOM)};
	flow_next_page(&r->flow);
	write_title(r);
	return r;
}

void report_heading(struct report *r, struct slice text)
{
	flow_skip(&r->flow, mm10(45));
	flow_need(&r->flow, mm10(300));
	write_text(r, FACE_BOLD, HEADING, accent, text);
	flow_skip(&r->flow, mm10(10));
}

void report_paragraph(struct report *r, struct slice text)
{
	write_text(r, FACE_REGULAR, BODY, look_text, text);
	flow_skip(&r->flow, mm10(15));
}

void report_note(struct report *r, struct slice text)
{
	write_text(r, FACE_REGULAR, SMALL, look_faint, text);
	flow_skip(&r->flow, mm10(10));
}

void report_chart(struct report *r, const struct chart *c)
{
	chart_draw(c, &r->flow, r->locale);
	flow_skip(&r->flow, mm10(30));
}

void report_table(struct report *r, const struct report_table *t)
{
	report_table_draw(t, &r->flow);
	flow_skip(&r->flow, mm10(30));
}

/* "company · foot · 22 november 2026" */
static void fill_foot(const struct report *r, struct buf *b)
{
	const struct slice parts[] = {r->info.company, r->info.foot};

	for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
		buf_add_slice(b, parts[i]);
		buf_add_string(b, parts[i].n > 0 ? " \xc2\xb7 " : "");
	}
	locale_date(r->locale, r->info.created, b);
}

/* The foot of every page, and from the second on the title at its head. */
static void draw_margins(struct report *r)
{
	const struct flow *f = &r->flow;
	const length right = f->left + f->width;
	struct buf foot = {0}, number = {0};

	fill_foot(r, &foot);
	for (size_t page = 0; page < r->pages.count; page++) {
		const struct pen pen = {.page = page, .size = SMALL, .colour = look_faint};

		buf_truncate(&number, 0);
		buf_printf(&number, "%zu/%zu", page + 1, r->pages.count);
		pages_box(&r->pages, page, f->left, mm10(FOOT - 45), f->width, 400, look_line);
		pages_write_within(&r->pages, &pen, FACE_REGULAR, f->left, mm10(FOOT), ALIGN_LEFT,
		    f->width - mm10(150), buf_slice(&foot));
		pages_write(&r->pages, &pen, FACE_REGULAR, right, mm10(FOOT), ALIGN_RIGHT,
		    buf_slice(&number));
		if (page > 0)
			pages_write_within(&r->pages, &pen, FACE_REGULAR, f->left, mm10(TOP - 70),
			    ALIGN_LEFT, f->width, r->info.title);
	}
	buf_free(&foot);
	buf_free(&number);
}

static void warn_of_character(const struct report *r)
{
	static const char *const why[] = {[UNICODE_CONTROL] = "is a control character",
	    [UNICODE_RIGHT_TO_LEFT] = "is of a script that runs from right to left",
	    [UNICODE_JOINED] = "is of a script whose letters join or stack"};
	const enum unicode_kind kind = r->pages.bad_kind;

	if (r->pages.bad == 0)
		return;
	if (kind == UNICODE_VISIBLE)
		diag_warn(r->d, NOWHERE,
		    "character U+%04X is not in the font %s; it is drawn as \"?\" (DUN_FONT can "
		    "name a TrueType font that has it)",
		    (unsigned)r->pages.bad, font_name(r->pages.font));
	else
		diag_warn(r->d, NOWHERE, "character U+%04X %s; it is drawn as \"?\"",
		    (unsigned)r->pages.bad, why[kind]);
}

static bool write_pdf(struct report *r, struct buf *out)
{
	const struct pdf_info info = {.title = r->info.title,
	    .author = r->info.company,
	    .subject = r->info.subtitle,
	    .language = r->info.language,
	    .created = r->info.created};
	struct buf bytes = {0};
	bool good;

	draw_margins(r);
	warn_of_character(r);
	good = pdf_write(r->pdf, r->d, &r->pages, &info, &bytes);
	if (good)
		buf_add_slice(out, buf_slice(&bytes));
	buf_free(&bytes);
	return good;
}

bool report_close(struct report *r, struct buf *out)
{
	const bool good = out == NULL || write_pdf(r, out);

	pages_free(&r->pages);
	locales_free(r->locales);
	pdf_close(r->pdf);
	fonts_free(r->fonts);
	arena_free(&r->arena);
	free(r);
	return good;
}
