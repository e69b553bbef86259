#include "letter/flow.h"

#include <stdlib.h>

#include "base/banned.h"

enum { KEPT_LINES = 4 };

void flow_next_page(struct flow *f)
{
	f->page = pages_add(f->pages);
	f->y = f->top;
	f->fresh = true;
}

void flow_need(struct flow *f, length height)
{
	if (!f->fresh && f->y + height > f->bottom)
		flow_next_page(f);
}

void flow_skip(struct flow *f, length height)
{
	if (!f->fresh)
		f->y += height;
}

static void squeeze(struct glyphs *g)
{
	size_t kept = 0;
	for (size_t i = 0; i < g->count; i++)
		if (g->at[i].ch != ' ' || (kept > 0 && g->at[kept - 1].ch != ' '))
			g->at[kept++] = g->at[i];
	g->count = kept;
}

void flow_type(struct pages *p, const struct markdown_block *b, bool bold, struct glyphs *out)
{
	for (size_t i = 0; i < b->count; i++) {
		const struct markdown_run *run = &b->runs[i];
		enum face face = bold || (run->style & STYLE_BOLD) ? FACE_BOLD
				 : run->style & STYLE_ITALIC	   ? FACE_ITALIC
								   : FACE_REGULAR;
		if (!slice_is(run->text, "\n")) {
			size_t first = out->count;
			uint8_t link = run->link.n > 0 ? pages_link(p, run->link) : 0;
			pages_type(p, face, run->text, out);
			for (size_t k = first; k < out->count; k++)
				out->at[k].link = link;
			continue;
		}
		out->at = mem_grow(out->at, out->count, &out->capacity, sizeof(*out->at));
		out->at[out->count++] = (struct glyph){.ch = '\n', .face = (uint8_t)face};
	}
	if (b->kind != MARKDOWN_CODE)
		squeeze(out);
}

static bool is_letter(uint32_t ch)
{
	return (ch >= 'a' && ch <= 'z') || (ch >= 'A' && ch <= 'Z') || ch >= 0xc0;
}

/* Letters in a row from glyph i on, going by `step`; no more than three are counted. */
static int letters_from(const struct glyphs *g, size_t i, int step)
{
	int n = 0;
	while (n < 3 && i < g->count && is_letter(g->at[i].ch)) {
		n++;
		i += (size_t)step;
	}
	return n;
}

/*
 * Whether a line may end after glyph i: a hyphen between words, not that of a number or date, nor
 * of "e-mail" or "ci-dessous".
 */
static bool breaks_after(const struct glyphs *g, size_t i)
{
	return g->at[i].ch == '-' && i > 0 && letters_from(g, i - 1, -1) == 3 &&
	       letters_from(g, i + 1, 1) == 3;
}

static bool is_digit(uint32_t ch)
{
	return ch >= '0' && ch <= '9';
}

/* Whether the blank at i follows a number of one or two digits: "22 november", "9. Dezember", "14
 * days". */
static bool follows_number(const struct glyphs *g, size_t from, size_t i)
{
	size_t digits = 0, k = i;
	if (k > from && g->at[k - 1].ch == '.')
		k--;
	while (k > from && is_digit(g->at[k - 1].ch) && digits < 3) {
		digits++;
		k--;
	}
	return digits > 0 && digits < 3 && (k == from || g->at[k - 1].ch == ' ');
}

/* Whether it parts a word from a year: "November 2026". */
static bool precedes_year(const struct glyphs *g, size_t from, size_t i)
{
	size_t k = i + 1;
	if (i == from || !is_letter(g->at[i - 1].ch))
		return false;
	while (k < g->count && is_digit(g->at[k].ch))
		k++;
	return k == i + 5;
}

static bool is_bound(const struct glyphs *g, size_t from, size_t i)
{
	return follows_number(g, from, i) || precedes_year(g, from, i);
}

/* One line from `from`; *next is where the line after it begins. */
static struct line break_one(
    const struct glyphs *g, size_t from, length width, length size, size_t *next)
{
	int64_t most = (int64_t)width * 1000 / size, sum = 0;
	size_t end = 0, after = 0; /* the last place to break, 0: none */
	for (size_t i = from; i < g->count; i++) {
		if (g->at[i].ch == '\n') {
			*next = i + 1;
			return (struct line){from, i};
		}
		if (g->at[i].ch == ' ' && !is_bound(g, from, i)) {
			end = i;
			after = i + 1;
		}
		sum += g->at[i].advance;
		if (sum > most && g->at[i].ch != ' ' && i > from) {
			*next = after ? after : i;
			return (struct line){from, after ? end : i};
		}
		if (breaks_after(g, i)) {
			end = i + 1;
			after = i + 1;
		}
	}
	*next = g->count;
	return (struct line){from, g->count};
}

void flow_break(const struct glyphs *g, length width, length size, struct lines *out)
{
	for (size_t from = 0; from < g->count;) {
		struct line line = break_one(g, from, width, size, &from);
		while (line.to > line.from && g->at[line.to - 1].ch == ' ')
			line.to--;
		out->at = mem_grow(out->at, out->count, &out->capacity, sizeof(*out->at));
		out->at[out->count++] = line;
	}
}

/* The last blank of a line at which it may be broken; line->from where there is none. */
static size_t last_blank(const struct glyphs *g, const struct line *line)
{
	for (size_t i = line->to; i-- > line->from;)
		if (g->at[i].ch == ' ' && !is_bound(g, line->from, i))
			return i;
	return line->from;
}

/* A paragraph whose last line would be a single word takes another one down to it. */
static void keep_company(const struct glyphs *g, length width, length size, struct lines *lines)
{
	if (lines->count < 2)
		return;
	struct line *last = &lines->at[lines->count - 1], *before = last - 1;
	if (g->at[last->from - 1].ch != ' ' || last_blank(g, last) != last->from)
		return;
	size_t blank = last_blank(g, before);
	if (blank == before->from ||
	    glyphs_width(g->at + blank + 1, last->to - blank - 1, size) > width)
		return;
	before->to = blank;
	last->from = blank + 1;
}

void flow_shorten(
    struct pages *p, struct glyphs *g, struct lines *lines, size_t most, length width, length size)
{
	struct glyphs tail = {0};
	if (lines->count <= most)
		return;
	struct line *last = &lines->at[most - 1];
	for (size_t i = last->from; i < g->count; i++) {
		tail.at = mem_grow(tail.at, tail.count, &tail.capacity, sizeof(*tail.at));
		tail.at[tail.count++] = g->at[i];
	}
	glyphs_shorten(p, &tail, width, size);
	g->count = last->from;
	for (size_t i = 0; i < tail.count; i++) {
		g->at = mem_grow(g->at, g->count, &g->capacity, sizeof(*g->at));
		g->at[g->count++] = tail.at[i];
	}
	last->to = g->count;
	lines->count = most;
	free(tail.at);
}

/* The first line's baseline lies so far below its upper edge. */
static length baseline(length size, length leading)
{
	return (leading - size) / 2 + size * 78 / 100;
}

static size_t lines_to_keep(size_t line, size_t count)
{
	size_t left = count - line;
	if (line == 0 && count <= KEPT_LINES)
		return count;
	return line == 0 || left == 2 ? 2 : 1;
}

void flow_write(
    struct flow *f, const struct glyphs *g, length indent, const struct pen *pen, length leading)
{
	struct lines lines = {0};
	struct pen at = *pen;
	flow_break(g, f->width - indent, pen->size, &lines);
	keep_company(g, f->width - indent, pen->size, &lines);
	for (size_t i = 0; i < lines.count; i++) {
		flow_need(f, (length)lines_to_keep(i, lines.count) * leading);
		at.page = f->page;
		pages_put(f->pages, &at, f->left + indent, f->y + baseline(pen->size, leading),
		    ALIGN_LEFT, g->at + lines.at[i].from, lines.at[i].to - lines.at[i].from);
		f->y += leading;
		f->fresh = false;
	}
	free(lines.at);
}
