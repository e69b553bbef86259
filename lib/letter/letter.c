#include "letter/letter.h"

#include "letter/parts.h"

#include <stdlib.h>

#include "base/banned.h"

enum { LEADING = 142, GAP = 62 };

static length leading_of(const struct letter *l)
{
	return look_leading(l->look, l->look->size, LEADING);
}

static void add_title(const struct markdown_block *b, struct buf *title)
{
	for (size_t i = 0; i < b->count; i++)
		buf_add_slice(
		    title, slice_is(b->runs[i].text, "\n") ? SLICE_LIT(" ") : b->runs[i].text);
}

static void write_block(
    const struct letter *l, struct flow *f, const struct markdown_block *b, bool bold, length size)
{
	struct pen pen = {.size = size, .colour = look_text};
	struct glyphs g = {0};
	length indent = mm10(60) * (b->depth < 8 ? b->depth : 8);
	length leading = look_leading(l->look, size, LEADING);
	flow_type(f->pages, b, bold, &g);
	if (b->marker.n > 0) {
		flow_need(f, 2 * leading);
		pen.page = f->page;
		pages_write(f->pages, &pen, FACE_REGULAR, f->left + indent - mm10(45),
		    f->y + (leading - size) / 2 + size * 78 / 100, ALIGN_LEFT, b->marker);
	}
	flow_write(f, &g, indent, &pen, leading);
	free(g.at);
}

static void write_heading(
    const struct letter *l, struct flow *f, const struct markdown_block *b, bool subject)
{
	length size = subject ? l->look->size + 2 * POINT : l->look->size + POINT / 2;
	flow_skip(f, subject ? 0 : leading_of(l) / 2);
	flow_need(f, 4 * leading_of(l)); /* with the beginning of what it is about */
	write_block(l, f, b, true, size);
	flow_skip(f, subject ? leading_of(l) / 2 : 0);
}

static void write_rule(struct flow *f)
{
	pages_box(f->pages, f->page, f->left, f->y, f->width, 400, look_line);
	f->y += POINT;
}

static void write_one(
    const struct letter *l, struct flow *f, const struct markdown_block *b, bool subject)
{
	switch (b->kind) {
	case MARKDOWN_HEADING:
		write_heading(l, f, b, subject);
		break;
	case MARKDOWN_PARAGRAPH:
	case MARKDOWN_CODE:
		write_block(l, f, b, false, l->look->size);
		break;
	case MARKDOWN_RULE:
		write_rule(f);
		break;
	case MARKDOWN_ITEMS:
		table_draw(l, f);
		break;
	case MARKDOWN_QR:
		paybox_draw(l, f);
		break;
	}
}

static size_t count_lines(
    const struct letter *l, const struct flow *f, const struct markdown_block *b)
{
	struct glyphs g = {0};
	struct lines lines = {0};
	flow_type(f->pages, b, false, &g);
	flow_break(&g, f->width, l->look->size, &lines);
	size_t count = lines.count;
	free(lines.at);
	free(g.at);
	return count;
}

static length gap_of(const struct letter *l)
{
	return leading_of(l) * GAP / 100;
}

/*
 * Where the end begins: the greeting, and the paragraph before it. A page of nothing but a greeting
 * would look forgotten.
 */
static size_t find_end(const struct letter *l, const struct flow *f,
    const struct markdown_blocks *blocks, length *height)
{
	enum { GREETING_LINES = 2, MOST_LINES = 12 };
	size_t at = blocks->count, lines = 0, gaps = 0;
	while (at > 0 && blocks->blocks[at - 1].kind == MARKDOWN_PARAGRAPH) {
		size_t more = count_lines(l, f, &blocks->blocks[at - 1]);
		if (lines + more > MOST_LINES)
			break;
		lines += more;
		gaps += !blocks->blocks[--at].tight;
		if (more > GREETING_LINES)
			break;
	}
	*height = (length)lines * leading_of(l) + (length)gaps * gap_of(l);
	return at;
}

static void write_body(
    const struct letter *l, struct flow *f, const struct markdown_blocks *blocks, struct buf *title)
{
	bool subject = false;
	length height;
	size_t end = find_end(l, f, blocks, &height);
	for (size_t i = 0; i < blocks->count; i++) {
		const struct markdown_block *b = &blocks->blocks[i];
		bool first = !subject && b->kind == MARKDOWN_HEADING;
		if (i > 0 && !b->tight)
			flow_skip(f, gap_of(l));
		if (i == end)
			flow_need(f, height);
		if (first)
			add_title(b, title);
		subject |= first;
		write_one(l, f, b, first);
	}
}

/* *end is how far down the last page it reaches. */
static bool compose(const struct letter *l, struct pages *pages, struct buf *title, length *end)
{
	bool address_fits;
	struct markdown_blocks blocks = {0};
	struct flow f = {
	    .pages = pages,
	    .left = mm10(MARGIN_LEFT),
	    .width = mm10(A4_WIDTH - MARGIN_LEFT - MARGIN_RIGHT),
	    .top = mm10(280),
	    .bottom = mm10(2730),
	};
	pages_begin(pages, l->font);
	flow_next_page(&f);
	length head = head_draw(l, pages, &address_fits) + mm10(80);
	length body = mm10(l->look->envelope->text_y);
	f.y = head > body ? head : body;
	markdown_expand(l->template->body, l->source, &blocks);
	write_body(l, &f, &blocks, title);
	markdown_blocks_free(&blocks);
	*end = f.y;
	foot_draw(l, pages);
	return address_fits;
}

/* A letter that would run a little over its page is set closer, and then a little smaller. */
static const struct {
	int density;
	length smaller;
} settings[] = {{100, 0}, {93, 0}, {90, 400}, {86, 800}};
enum { SETTINGS = sizeof(settings) / sizeof(*settings) };

static bool compose_set(
    const struct letter *l, size_t setting, struct pages *pages, struct buf *title, length *end)
{
	struct look look = *l->look;
	struct letter set = *l;
	look.density = settings[setting].density;
	look.size -= settings[setting].smaller;
	set.look = &look;
	buf_truncate(title, 0);
	return compose(&set, pages, title, end);
}

bool letter_compose(const struct letter *l, struct pages *pages, struct buf *title)
{
	enum { LITTLE = 800 }; /* of a last page, in tenths of a millimetre from above */
	struct qr *code = paybox_code(l);
	struct letter set = *l;
	length end;
	set.code = code;
	bool address_fits = compose_set(&set, 0, pages, title, &end);
	size_t count = pages->count, setting = 0;
	/* What runs far over gains nothing by being set closer. */
	bool closer = count == 2 || (count > 2 && end < mm10(LITTLE));
	while (closer && pages->count == count && pages->bad == 0 && setting < SETTINGS) {
		pages_free(pages);
		(void)compose_set(&set, ++setting % SETTINGS, pages, title, &end);
	}
	qr_free(code);
	return address_fits;
}
