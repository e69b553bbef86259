/*
 * Text that flows down a page and on to the next.
 */
#ifndef LETTER_FLOW_H
#define LETTER_FLOW_H

#include "letter/page.h"
#include "text/markdown.h"

#include <stdbool.h>
#include <stddef.h>

struct flow {
	struct pages *pages;
	size_t page;
	length y;	    /* the upper edge of what comes next */
	length left, width; /* of the text */
	length top, bottom; /* of the pages after the first; of all */
	bool fresh;	    /* nothing stands on this page yet */
};

/* Make room for something of that height, on the next page if it must be. */
void flow_need(struct flow *f, length height);
/* A gap, left out at the top of a page. */
void flow_skip(struct flow *f, length height);
void flow_next_page(struct flow *f);

struct lines {
	struct line {
		size_t from, to; /* glyphs[from..to) */
	} * at;
	size_t count, capacity;
};

/* Type the runs of a block; a line break is a glyph '\n'. Blanks in a row become one. */
void flow_type(struct pages *p, const struct markdown_block *b, bool bold, struct glyphs *out);
/* Break glyphs into lines of at most `width`: at blanks, after hyphens, else within the word. */
void flow_break(const struct glyphs *g, length width, length size, struct lines *out);
/* Leave at most so many of the lines, the last one with an ellipsis where some were left out. */
void flow_shorten(
    struct pages *p, struct glyphs *g, struct lines *lines, size_t most, length width, length size);
/*
 * Write glyphs as lines from f->y down, `indent` from the left. A paragraph of up to four lines is
 * kept on one page, no single line of a longer one is left alone, nor a single word at its end.
 */
void flow_write(
    struct flow *f, const struct glyphs *g, length indent, const struct pen *pen, length leading);

#endif
