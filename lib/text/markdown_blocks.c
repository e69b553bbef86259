#include "text/tree.h"

#include <stdlib.h>

#include "base/banned.h"

/* Append text with its tags expanded; markdown_check has found the unknown ones. */
static void expand(struct slice text, const struct tag_source *source, struct buf *out)
{
	struct slice unknown;
	tags_expand(text, source, out, &unknown);
}

struct expander {
	const struct markdown *m;
	const struct tag_source *source;
	struct markdown_blocks *out;
	struct markdown_block *block; /* the one that takes runs, or NULL */
	struct buf text;
	struct buf link;       /* the destination of the link that is open */
	size_t link_run;       /* the first run of its text */
	struct slice leads_to; /* what the runs of an open link are given; else empty */
	int depth;
	int bold, italic;
	struct slice marker; /* of the list item that was just begun */
	bool tight;	     /* the next block follows without a gap */
};

static void open_block(struct expander *e, cmark_node *node, enum markdown_kind kind)
{
	struct markdown_blocks *b = e->out;
	b->blocks = mem_grow(b->blocks, b->count, &b->capacity, sizeof(*b->blocks));
	e->block = &b->blocks[b->count++];
	*e->block = (struct markdown_block){
	    .kind = kind,
	    .heading = cmark_node_get_heading_level(node),
	    .depth = e->depth,
	    .tight = e->tight,
	    .marker = e->marker,
	    .line = tree_line(e->m, node),
	};
	e->marker = (struct slice){NULL, 0};
	e->tight = false;
}

static void add_run(struct expander *e, struct slice text, unsigned style)
{
	struct markdown_block *b = e->block;
	if (b == NULL || text.n == 0)
		return;
	style |= (e->bold ? STYLE_BOLD : 0U) | (e->italic ? STYLE_ITALIC : 0U);
	b->runs = mem_grow(b->runs, b->count, &b->capacity, sizeof(*b->runs));
	b->runs[b->count++] = (struct markdown_run){
	    style, {arena_copy(&e->out->arena, text.p, text.n), text.n}, e->leads_to};
}

/* Text of the template with its values; a line break becomes a run of its own. */
static void add_text(struct expander *e, struct slice text, unsigned style)
{
	struct slice rest, line;
	buf_truncate(&e->text, 0);
	expand(text, e->source, &e->text);
	rest = buf_slice(&e->text);
	while (slice_cut(&rest, '\n', &line)) {
		add_run(e, line, style);
		if (rest.n > 0)
			add_run(e, SLICE_LIT("\n"), 0);
	}
}

static struct slice item_marker(struct expander *e, cmark_node *item)
{
	cmark_node *list = cmark_node_parent(item);
	int number = cmark_node_get_list_start(list);
	struct buf text = {0};
	if (cmark_node_get_list_type(list) != CMARK_ORDERED_LIST)
		return SLICE_LIT("\xe2\x80\xa2");
	for (cmark_node *n = cmark_node_previous(item); n; n = cmark_node_previous(n))
		number++;
	buf_printf(&text, "%d%c", number,
	    cmark_node_get_list_delim(list) == CMARK_PAREN_DELIM ? ')' : '.');
	struct slice marker = {arena_copy(&e->out->arena, text.data, text.length), text.length};
	buf_free(&text);
	return marker;
}

/* Whether the list is one whose items stand close together, and this is not the very first. */
static bool item_is_tight(cmark_node *item)
{
	cmark_node *list = cmark_node_parent(item);
	cmark_node *around = cmark_node_parent(list);
	bool nested = cmark_node_get_type(around) == CMARK_NODE_ITEM;
	return cmark_node_get_list_tight(list) && (cmark_node_previous(item) || nested);
}

static void enter_item(struct expander *e, cmark_node *node)
{
	e->tight = item_is_tight(node);
	e->marker = item_marker(e, node);
}

static void enter_paragraph(struct expander *e, cmark_node *node)
{
	open_block(e, node,
	    tree_is_items(node) ? MARKDOWN_ITEMS
	    : tree_is_qr(node)	? MARKDOWN_QR
				: MARKDOWN_PARAGRAPH);
	if (e->block->kind != MARKDOWN_PARAGRAPH)
		e->block = NULL;
}

static void enter_link(struct expander *e, cmark_node *node)
{
	buf_truncate(&e->link, 0);
	link_expand(slice_of(cmark_node_get_url(node)), e->source, &e->link);
	e->link_run = e->block ? e->block->count : 0;
	if (link_is_safe(buf_slice(&e->link)))
		e->leads_to = (struct slice){
		    arena_copy(&e->out->arena, e->link.data, e->link.length), e->link.length};
}

/* On paper a link must be read: its destination follows, unless the text is the destination. */
static void show_destination(struct expander *e)
{
	struct slice url = buf_slice(&e->link), shown = url;
	if (e->block == NULL || !link_is_safe(url))
		return;
	if (url.n > 7 && memcmp(url.p, "mailto:", 7) == 0)
		shown = (struct slice){url.p + 7, url.n - 7};
	if (e->block->count == e->link_run + 1) {
		struct slice text = e->block->runs[e->link_run].text;
		if (slice_equal(text, url) || slice_equal(text, shown))
			return;
	}
	buf_truncate(&e->text, 0);
	buf_add_string(&e->text, " (");
	buf_add_slice(&e->text, shown);
	buf_add_char(&e->text, ')');
	add_run(e, buf_slice(&e->text), 0);
}

static void leave_link(struct expander *e)
{
	show_destination(e);
	e->leads_to = (struct slice){NULL, 0};
}

static void enter(struct expander *e, cmark_node *node)
{
	switch (cmark_node_get_type(node)) {
	case CMARK_NODE_BLOCK_QUOTE:
	case CMARK_NODE_LIST:
		e->depth++;
		break;
	case CMARK_NODE_ITEM:
		enter_item(e, node);
		break;
	case CMARK_NODE_CODE_BLOCK:
		open_block(e, node, MARKDOWN_CODE);
		add_text(e, tree_literal(node), STYLE_CODE);
		break;
	case CMARK_NODE_PARAGRAPH:
		enter_paragraph(e, node);
		break;
	case CMARK_NODE_HEADING:
		open_block(e, node, MARKDOWN_HEADING);
		break;
	case CMARK_NODE_THEMATIC_BREAK:
		open_block(e, node, MARKDOWN_RULE);
		break;
	case CMARK_NODE_TEXT:
		add_text(e, tree_literal(node), 0);
		break;
	case CMARK_NODE_CODE:
		add_text(e, tree_literal(node), STYLE_CODE);
		break;
	case CMARK_NODE_SOFTBREAK:
		add_run(e, SLICE_LIT(" "), 0);
		break;
	case CMARK_NODE_LINEBREAK:
		add_run(e, SLICE_LIT("\n"), 0);
		break;
	case CMARK_NODE_EMPH:
		e->italic++;
		break;
	case CMARK_NODE_STRONG:
		e->bold++;
		break;
	case CMARK_NODE_LINK:
		enter_link(e, node);
		break;
	default:
		break;
	}
}

static void leave(struct expander *e, cmark_node *node)
{
	switch (cmark_node_get_type(node)) {
	case CMARK_NODE_BLOCK_QUOTE:
	case CMARK_NODE_LIST:
		e->depth--;
		break;
	case CMARK_NODE_ITEM: /* an empty one leaves no marker to the next block */
		e->marker = (struct slice){NULL, 0};
		e->tight = false;
		break;
	case CMARK_NODE_EMPH:
		e->italic--;
		break;
	case CMARK_NODE_STRONG:
		e->bold--;
		break;
	case CMARK_NODE_LINK:
		leave_link(e);
		break;
	default:
		break;
	}
}

void markdown_expand(
    const struct markdown *m, const struct tag_source *source, struct markdown_blocks *out)
{
	struct expander e = {.m = m, .source = source, .out = out};
	cmark_iter *iter = cmark_iter_new(m->root);
	cmark_event_type event;
	while ((event = cmark_iter_next(iter)) != CMARK_EVENT_DONE) {
		if (event == CMARK_EVENT_ENTER)
			enter(&e, cmark_iter_get_node(iter));
		else
			leave(&e, cmark_iter_get_node(iter));
	}
	cmark_iter_free(iter);
	buf_free(&e.text);
	buf_free(&e.link);
}

void markdown_blocks_free(struct markdown_blocks *b)
{
	for (size_t i = 0; i < b->count; i++)
		free(b->blocks[i].runs);
	free(b->blocks);
	arena_free(&b->arena);
	*b = (struct markdown_blocks){0};
}
