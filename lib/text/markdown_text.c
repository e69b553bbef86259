#include "text/markdown.h"

#include "text/unicode.h"

#include "base/banned.h"

enum { WIDTH = 72, INDENT = 4 };

/* Plain text being wrapped: what stands before each line, and how full the line is. */
struct wrap {
	struct buf *out;
	size_t indent;
	size_t column; /* 0: nothing stands on the line but perhaps a marker */
};

static void begin_line(struct wrap *w)
{
	for (size_t i = 0; i < w->indent; i++)
		buf_add_char(w->out, ' ');
	w->column = 0;
}

static void new_line(struct wrap *w)
{
	buf_add_char(w->out, '\n');
	begin_line(w);
}

static void add_word(struct wrap *w, struct slice word)
{
	size_t width = utf8_count(word);
	if (w->column > 0 && w->indent + w->column + 1 + width > WIDTH)
		new_line(w);
	if (w->column > 0) {
		buf_add_char(w->out, ' ');
		w->column++;
	}
	buf_add_slice(w->out, word);
	w->column += width;
}

/* A line of a paragraph, whose words may be made of several runs. */
static void add_words(struct wrap *w, struct slice line)
{
	struct slice word;
	while (slice_cut(&line, ' ', &word))
		if (word.n > 0)
			add_word(w, word);
}

static void add_paragraph(struct wrap *w, const struct markdown_block *b)
{
	struct buf line = {0};
	for (size_t i = 0; i <= b->count; i++) {
		bool end = i == b->count;
		if (!end && !slice_is(b->runs[i].text, "\n")) {
			buf_add_slice(&line, b->runs[i].text);
			continue;
		}
		add_words(w, buf_slice(&line));
		buf_truncate(&line, 0);
		if (!end)
			new_line(w);
	}
	buf_free(&line);
}

static void add_code(struct wrap *w, const struct markdown_block *b)
{
	for (size_t i = 0; i < b->count; i++) {
		if (slice_is(b->runs[i].text, "\n"))
			new_line(w);
		else
			buf_add_slice(w->out, b->runs[i].text);
	}
}

static void underline(struct wrap *w, const struct markdown_block *b, size_t from)
{
	struct slice text = {buf_string(w->out) + from, w->out->length - from};
	size_t width = utf8_count(text) < WIDTH ? utf8_count(text) : WIDTH;
	new_line(w);
	for (size_t i = 0; i < width; i++)
		buf_add_char(w->out, b->heading == 1 ? '=' : '-');
}

static void add_block(
    struct buf *out, const struct markdown_block *b, const struct markdown_inserts *inserts)
{
	size_t depth = b->depth > 0 ? (size_t)b->depth : 0;
	struct wrap w = {.out = out, .indent = depth * INDENT};
	size_t from = out->length;
	if (b->marker.n > 0) {
		w.indent -= INDENT;
		begin_line(&w);
		w.indent += INDENT;
		buf_add_slice(
		    out, slice_is(b->marker, "\xe2\x80\xa2") ? SLICE_LIT("-") : b->marker);
		for (size_t n = utf8_count(b->marker); n < INDENT; n++)
			buf_add_char(out, ' ');
	} else if (b->kind != MARKDOWN_ITEMS && b->kind != MARKDOWN_QR) {
		begin_line(&w);
	}
	switch (b->kind) {
	case MARKDOWN_ITEMS:
		buf_add_slice(out, inserts->items);
		break;
	case MARKDOWN_QR:
		buf_add_slice(out, inserts->qr);
		break;
	case MARKDOWN_RULE:
		buf_add_string(out, "----");
		break;
	case MARKDOWN_CODE:
		add_code(&w, b);
		break;
	case MARKDOWN_HEADING:
		add_paragraph(&w, b);
		underline(&w, b, from + w.indent);
		break;
	case MARKDOWN_PARAGRAPH:
		add_paragraph(&w, b);
		break;
	}
	if (out->length > 0 && out->data[out->length - 1] != '\n')
		buf_add_char(out, '\n');
}

void markdown_text(const struct markdown *m, const struct tag_source *source,
    const struct markdown_inserts *inserts, struct buf *out)
{
	struct markdown_blocks blocks = {0};
	markdown_expand(m, source, &blocks);
	for (size_t i = 0; i < blocks.count; i++) {
		if (i > 0 && !blocks.blocks[i].tight)
			buf_add_char(out, '\n');
		add_block(out, &blocks.blocks[i], inserts);
	}
	markdown_blocks_free(&blocks);
}
