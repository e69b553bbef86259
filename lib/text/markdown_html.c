#include "table/html.h"
#include "text/tree.h"

#include "base/banned.h"

struct html {
	const struct tag_source *source;
	const struct markdown_inserts *inserts;
	struct buf *out;
	struct buf text;
};

static void add_text(struct html *h, struct slice text)
{
	struct slice unknown;
	buf_truncate(&h->text, 0);
	tags_expand(text, h->source, &h->text, &unknown);
	html_escape(buf_slice(&h->text), h->out);
}

static void link_begin(struct html *h, cmark_node *node)
{
	buf_truncate(&h->text, 0);
	link_expand(slice_of(cmark_node_get_url(node)), h->source, &h->text);
	if (!link_is_safe(buf_slice(&h->text))) {
		buf_add_string(h->out, "<span>");
		return;
	}
	buf_add_string(h->out, "<a href=\"");
	html_escape(buf_slice(&h->text), h->out);
	buf_add_string(h->out, "\">");
}

static void link_end(struct html *h, cmark_node *node)
{
	buf_truncate(&h->text, 0);
	link_expand(slice_of(cmark_node_get_url(node)), h->source, &h->text);
	buf_add_string(h->out, link_is_safe(buf_slice(&h->text)) ? "</a>" : "</span>");
}

/* A paragraph of a tight list has no element of its own. */
static bool is_bare(cmark_node *paragraph)
{
	cmark_node *list = cmark_node_parent(cmark_node_parent(paragraph));
	return list && cmark_node_get_type(list) == CMARK_NODE_LIST &&
	       cmark_node_get_list_tight(list);
}

static void list_begin(struct html *h, cmark_node *node)
{
	int start = cmark_node_get_list_start(node);
	if (cmark_node_get_list_type(node) != CMARK_ORDERED_LIST)
		buf_add_string(h->out, "<ul>\n");
	else if (start == 1)
		buf_add_string(h->out, "<ol>\n");
	else
		buf_printf(h->out, "<ol start=\"%d\">\n", start);
}

static void enter_inline(struct html *h, cmark_node *node)
{
	switch (cmark_node_get_type(node)) {
	case CMARK_NODE_TEXT:
		add_text(h, tree_literal(node));
		break;
	case CMARK_NODE_CODE:
		buf_add_string(h->out, "<code>");
		add_text(h, tree_literal(node));
		buf_add_string(h->out, "</code>");
		break;
	case CMARK_NODE_SOFTBREAK:
		buf_add_char(h->out, '\n');
		break;
	case CMARK_NODE_LINEBREAK:
		buf_add_string(h->out, "<br>\n");
		break;
	case CMARK_NODE_EMPH:
		buf_add_string(h->out, "<em>");
		break;
	case CMARK_NODE_STRONG:
		buf_add_string(h->out, "<strong>");
		break;
	case CMARK_NODE_LINK:
		link_begin(h, node);
		break;
	default:
		break;
	}
}

static void enter(struct html *h, cmark_node *node)
{
	switch (cmark_node_get_type(node)) {
	case CMARK_NODE_BLOCK_QUOTE:
		buf_add_string(h->out, "<blockquote>\n");
		break;
	case CMARK_NODE_LIST:
		list_begin(h, node);
		break;
	case CMARK_NODE_ITEM:
		buf_add_string(h->out, "<li>");
		break;
	case CMARK_NODE_CODE_BLOCK:
		buf_add_string(h->out, "<pre>");
		add_text(h, tree_literal(node));
		buf_add_string(h->out, "</pre>\n");
		break;
	case CMARK_NODE_PARAGRAPH:
		if (!is_bare(node))
			buf_add_string(h->out, "<p>");
		break;
	case CMARK_NODE_HEADING:
		buf_printf(h->out, "<h%d>", cmark_node_get_heading_level(node));
		break;
	case CMARK_NODE_THEMATIC_BREAK:
		buf_add_string(h->out, "<hr>\n");
		break;
	default:
		enter_inline(h, node);
	}
}

static void leave(struct html *h, cmark_node *node)
{
	switch (cmark_node_get_type(node)) {
	case CMARK_NODE_BLOCK_QUOTE:
		buf_add_string(h->out, "</blockquote>\n");
		break;
	case CMARK_NODE_LIST:
		buf_add_string(h->out,
		    cmark_node_get_list_type(node) == CMARK_ORDERED_LIST ? "</ol>\n" : "</ul>\n");
		break;
	case CMARK_NODE_ITEM:
		buf_add_string(h->out, "</li>\n");
		break;
	case CMARK_NODE_PARAGRAPH:
		if (!is_bare(node))
			buf_add_string(h->out, "</p>\n");
		break;
	case CMARK_NODE_HEADING:
		buf_printf(h->out, "</h%d>\n", cmark_node_get_heading_level(node));
		break;
	case CMARK_NODE_EMPH:
		buf_add_string(h->out, "</em>");
		break;
	case CMARK_NODE_STRONG:
		buf_add_string(h->out, "</strong>");
		break;
	case CMARK_NODE_LINK:
		link_end(h, node);
		break;
	default:
		break;
	}
}

void markdown_html(const struct markdown *m, const struct tag_source *source,
    const struct markdown_inserts *inserts, struct buf *out)
{
	struct html h = {.source = source, .inserts = inserts, .out = out};
	cmark_iter *iter = cmark_iter_new(m->root);
	cmark_event_type event;
	while ((event = cmark_iter_next(iter)) != CMARK_EVENT_DONE) {
		cmark_node *node = cmark_iter_get_node(iter);
		if (tree_is_items(node) || tree_is_qr(node)) {
			buf_add_slice(out, tree_is_items(node) ? inserts->items : inserts->qr);
			cmark_iter_reset(iter, node, CMARK_EVENT_EXIT);
		} else if (event == CMARK_EVENT_ENTER) {
			enter(&h, node);
		} else {
			leave(&h, node);
		}
	}
	cmark_iter_free(iter);
	buf_free(&h.text);
}
