#include "letter/page.h"

#include <stdlib.h>
#include <string.h>

#include "base/banned.h"

void pages_begin(struct pages *p, struct font *font)
{
	*p = (struct pages){.font = font};
}

void pages_free(struct pages *p)
{
	for (size_t i = 0; i < p->count; i++)
		free(p->all[i].marks);
	free(p->all);
	arena_free(&p->arena);
	p->all = NULL;
	p->count = p->capacity = 0;
}

size_t pages_add(struct pages *p)
{
	p->all = mem_grow(p->all, p->count, &p->capacity, sizeof(*p->all));
	p->all[p->count] = (struct page){0};
	return p->count++;
}

/* A character that may stand in for one that the font lacks, 0 for none. */
static uint32_t substitute(uint32_t ch)
{
	if (ch == 0x2010 || ch == 0x2011 || ch == 0x2212)
		return '-';
	if (ch == 0x202f || ch == 0x2007)
		return 0xa0;
	if ((ch >= 0x2000 && ch <= 0x200a) || ch == 0x205f || ch == 0x3000)
		return ' ';
	return 0;
}

static void add_glyph(enum face face, uint32_t ch, int advance, struct glyphs *out)
{
	out->at = mem_grow(out->at, out->count, &out->capacity, sizeof(*out->at));
	out->at[out->count++] =
	    (struct glyph){.ch = ch, .advance = (uint16_t)advance, .face = (uint8_t)face};
}

/* A character that cannot be written. */
static void add_bad(
    struct pages *p, enum face face, uint32_t ch, enum unicode_kind kind, struct glyphs *out)
{
	const int advance = p->stand_in ? font_advance(p->font, face, '?') : -1;

	if (p->bad == 0) {
		p->bad = ch;
		p->bad_kind = kind;
	}
	if (advance >= 0)
		add_glyph(face, '?', advance, out);
}

/* In its face, or as a like one in it, or in the fallback. False where none has it. */
static bool add_visible(struct pages *p, enum face face, uint32_t ch, struct glyphs *out)
{
	int advance = font_advance(p->font, face, ch);
	if (advance < 0 && substitute(ch)) {
		ch = substitute(ch);
		advance = font_advance(p->font, face, ch);
	}
	if (advance < 0) {
		face = FACE_FALLBACK;
		advance = font_advance(p->font, face, ch);
	}
	if (advance >= 0)
		add_glyph(face, ch, advance, out);
	return advance >= 0;
}

static void add_char(struct pages *p, enum face face, uint32_t ch, struct glyphs *out)
{
	enum unicode_kind kind = unicode_kind(ch);
	switch (kind) {
	case UNICODE_BLANK:
		ch = ' ';
		break;
	case UNICODE_VISIBLE:
		break;
	case UNICODE_IGNORED:
		return;
	default:
		add_bad(p, face, ch, kind, out);
		return;
	}
	if (!add_visible(p, face, ch, out))
		add_bad(p, face, ch, UNICODE_VISIBLE, out);
}

void pages_type(struct pages *p, enum face face, struct slice text, struct glyphs *out)
{
	struct buf composed = {0};
	struct slice rest;
	uint32_t ch;
	unicode_compose(text, &composed);
	rest = buf_slice(&composed);
	while (utf8_next(&rest, &ch))
		add_char(p, face, ch, out);
	buf_free(&composed);
}

uint8_t pages_link(struct pages *p, struct slice url)
{
	for (size_t i = 1; i <= p->nlinks; i++)
		if (slice_equal(p->links[i], url))
			return (uint8_t)i;
	if (p->nlinks + 1 >= PAGES_LINKS)
		return 0;
	p->links[++p->nlinks] = (struct slice){arena_copy(&p->arena, url.p, url.n), url.n};
	return (uint8_t)p->nlinks;
}

length glyphs_width(const struct glyph *at, size_t count, length size)
{
	int64_t sum = 0;
	for (size_t i = 0; i < count; i++)
		sum += at[i].advance;
	sum = sum * size / 1000;
	return sum > INT32_MAX / 2 ? INT32_MAX / 2 : (length)sum;
}

/* How many of the first glyphs fit into the width, without a blank at their end. */
static size_t fitting(const struct glyphs *g, length width, length size)
{
	size_t count = 0;
	for (int64_t sum = 0; count < g->count; count++) {
		sum += g->at[count].advance;
		if (sum * size / 1000 > width)
			break;
	}
	while (count > 0 && g->at[count - 1].ch == ' ')
		count--;
	return count;
}

void glyphs_shorten(struct pages *p, struct glyphs *g, length width, length size)
{
	if (g->count == 0 || glyphs_width(g->at, g->count, size) <= width)
		return;
	enum face face = (enum face)g->at[0].face;
	struct glyphs end = {0};
	pages_type(p, face,
	    font_advance(p->font, face, 0x2026) >= 0 ? SLICE_LIT("\xe2\x80\xa6") : SLICE_LIT("..."),
	    &end);
	width -= glyphs_width(end.at, end.count, size);
	g->count = fitting(g, width, size);
	for (size_t i = 0; i < end.count; i++) {
		g->at = mem_grow(g->at, g->count, &g->capacity, sizeof(*g->at));
		g->at[g->count++] = end.at[i];
	}
	free(end.at);
}

length pages_measure(struct pages *p, enum face face, length size, struct slice text)
{
	struct glyphs typed = {0};
	pages_type(p, face, text, &typed);
	length width = glyphs_width(typed.at, typed.count, size);
	free(typed.at);
	return width;
}

static struct mark *add_mark(struct pages *p, size_t page, enum mark_kind kind)
{
	struct page *to = &p->all[page];
	to->marks = mem_grow(to->marks, to->count, &to->capacity, sizeof(*to->marks));
	to->marks[to->count] = (struct mark){.kind = kind};
	return &to->marks[to->count++];
}

void pages_put(struct pages *p, const struct pen *pen, length x, length y, enum align align,
    const struct glyph *at, size_t count)
{
	if (align != ALIGN_LEFT)
		x -= glyphs_width(at, count, pen->size) / (align == ALIGN_CENTRE ? 2 : 1);
	for (size_t from = 0, to; from < count; from = to) {
		to = from + 1;
		while (to < count && at[to].face == at[from].face && at[to].link == at[from].link)
			to++;
		struct mark *m = add_mark(p, pen->page, MARK_TEXT);
		struct glyph *copy = arena_alloc(&p->arena, (to - from) * sizeof(*copy));
		memcpy(copy, at + from, (to - from) * sizeof(*copy));
		m->x = x;
		m->y = y;
		m->size = pen->size;
		m->colour = pen->colour;
		m->face = (enum face)at[from].face;
		m->text = copy;
		m->count = to - from;
		for (size_t i = from; i < to; i++)
			charset_add(&p->used[at[i].face], at[i].ch);
		x += glyphs_width(at + from, to - from, pen->size);
	}
}

length pages_write(struct pages *p, const struct pen *pen, enum face face, length x, length y,
    enum align align, struct slice text)
{
	struct glyphs typed = {0};
	pages_type(p, face, text, &typed);
	length width = glyphs_width(typed.at, typed.count, pen->size);
	pages_put(p, pen, x, y, align, typed.at, typed.count);
	free(typed.at);
	return width;
}

void pages_write_within(struct pages *p, const struct pen *pen, enum face face, length x, length y,
    enum align align, length width, struct slice text)
{
	struct glyphs typed = {0};
	pages_type(p, face, text, &typed);
	glyphs_shorten(p, &typed, width, pen->size);
	pages_put(p, pen, x, y, align, typed.at, typed.count);
	free(typed.at);
}

void pages_box(
    struct pages *p, size_t page, length x, length y, length w, length h, struct colour colour)
{
	struct mark *m = add_mark(p, page, MARK_BOX);
	m->x = x;
	m->y = y;
	m->w = w;
	m->h = h;
	m->colour = colour;
}

void pages_stroke(
    struct pages *p, const struct pen *pen, length x, length y, length to_x, length to_y)
{
	struct mark *m = add_mark(p, pen->page, MARK_STROKE);
	m->x = x;
	m->y = y;
	m->w = to_x - x;
	m->h = to_y - y;
	m->size = pen->size;
	m->colour = pen->colour;
}

void pages_code(
    struct pages *p, size_t page, length x, length y, length side, const struct qr *code)
{
	size_t modules = (size_t)code->side * (size_t)code->side;
	struct qr *copy = arena_alloc(&p->arena, sizeof(*copy));
	struct mark *m = add_mark(p, page, MARK_CODE);
	m->x = x;
	m->y = y;
	m->w = m->h = side;
	copy->side = code->side;
	copy->dark = arena_alloc(&p->arena, modules);
	memcpy(copy->dark, code->dark, modules);
	m->code = copy;
}

void pages_logo(
    struct pages *p, size_t page, length x, length y, length w, length h, const struct logo *logo)
{
	struct mark *m = add_mark(p, page, MARK_LOGO);
	m->x = x;
	m->y = y;
	m->w = w;
	m->h = h;
	p->logo = logo;
}
