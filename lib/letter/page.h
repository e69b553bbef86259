/*
 * Pages as lists of marks: text, lines, boxes and codes, at places on A4. Layout makes
 * them; letter/pdf.h writes them as a PDF. Nothing here is floating: a length is in thousandths
 * of a point, x goes right from the left edge and y down from the top.
 */
#ifndef LETTER_PAGE_H
#define LETTER_PAGE_H

#include "base/mem.h"
#include "base/slice.h"
#include "letter/charset.h"
#include "letter/font.h"
#include "letter/logo.h"
#include "letter/qr.h"
#include "text/unicode.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef int32_t length;

enum { PAGE_WIDTH = 595276, PAGE_HEIGHT = 841890, POINT = 1000 };

/* Tenths of a millimetre. */
static inline length mm10(int tenths)
{
	return (length)((int64_t)tenths * 360000 / 1270);
}

struct colour {
	uint8_t red, green, blue;
};

/* A character that was found in its face. */
struct glyph {
	uint32_t ch;
	uint16_t advance; /* in thousandths of the size */
	uint8_t face;
	uint8_t link; /* what pages_link gave; 0: none */
};

/* A text as glyphs, grown by pages_type. Zero-initialize. */
struct glyphs {
	struct glyph *at;
	size_t count, capacity;
};

struct mark {
	enum mark_kind { MARK_TEXT, MARK_BOX, MARK_STROKE, MARK_CODE, MARK_LOGO } kind;
	length x, y; /* of a text its baseline, of a stroke its start, else the upper left corner */
	length w, h; /* of a stroke: from its start to its end */
	length size; /* of the font; how thick a stroke is */
	enum face face;
	struct colour colour;
	const struct glyph *text; /* all of one face, and one link */
	size_t count;
	const struct qr *code;
};

struct page {
	struct mark *marks;
	size_t count, capacity;
};

enum { PAGES_LINKS = 256 };

struct pages {
	struct font *font;
	struct page *all;
	size_t count, capacity;
	struct charset used[FACES];
	struct slice links[PAGES_LINKS]; /* by their numbers, from 1 */
	size_t nlinks;
	const struct logo *logo; /* what MARK_LOGO stands for; NULL: there is none */
	struct arena arena;
	bool stand_in; /* draw what cannot be written as "?"; else it is left out */
	/* The first character that cannot be written. */
	uint32_t bad; /* 0: none */
	enum unicode_kind bad_kind;
};

void pages_begin(struct pages *p, struct font *font);
void pages_free(struct pages *p);
/* Begin a page; later marks name it by its number, from 0. */
size_t pages_add(struct pages *p);

/*
 * Append a text to glyphs, composed, without what is invisible. A character that cannot be written
 * is noted in p->bad, and left out or drawn as "?".
 */
void pages_type(struct pages *p, enum face face, struct slice text, struct glyphs *out);
/* The number for glyphs that lead to `url` when they are clicked; 0 where there are too many. */
uint8_t pages_link(struct pages *p, struct slice url);
length glyphs_width(const struct glyph *at, size_t count, length size);
/* Cut glyphs to a width, with an ellipsis at the end of what was cut. */
void glyphs_shorten(struct pages *p, struct glyphs *g, length width, length size);
/* How wide a text would be. */
length pages_measure(struct pages *p, enum face face, length size, struct slice text);

/* Put glyphs on a page (they are copied), at their left, their right or their middle end. */
enum align { ALIGN_LEFT, ALIGN_RIGHT, ALIGN_CENTRE };
struct pen {
	size_t page;
	length size;
	struct colour colour;
};
void pages_put(struct pages *p, const struct pen *pen, length x, length y, enum align align,
    const struct glyph *at, size_t count);
/* pages_type and pages_put in one; returns the width. */
length pages_write(struct pages *p, const struct pen *pen, enum face face, length x, length y,
    enum align align, struct slice text);
/* The same, cut to a width. */
void pages_write_within(struct pages *p, const struct pen *pen, enum face face, length x, length y,
    enum align align, length width, struct slice text);
void pages_box(
    struct pages *p, size_t page, length x, length y, length w, length h, struct colour colour);
/* A straight line of any direction with round ends; a thin box serves for those that lie or stand.
 */
void pages_stroke(
    struct pages *p, const struct pen *pen, length x, length y, length to_x, length to_y);
/* The code is copied. */
void pages_code(
    struct pages *p, size_t page, length x, length y, length side, const struct qr *code);
void pages_logo(
    struct pages *p, size_t page, length x, length y, length w, length h, const struct logo *logo);

#endif
