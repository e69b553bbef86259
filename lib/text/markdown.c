#include "text/tree.h"

#include <stdlib.h>

#include "base/banned.h"

struct slice tree_literal(cmark_node *node)
{
	return slice_of(cmark_node_get_literal(node));
}

unsigned long tree_line(const struct markdown *m, cmark_node *node)
{
	while (node && cmark_node_get_start_line(node) == 0)
		node = cmark_node_parent(node);
	return m->line + (node ? (unsigned long)cmark_node_get_start_line(node) - 1 : 0);
}

/* Whether the paragraph holds this text and nothing else. */
static bool stands_alone(cmark_node *paragraph, const char *text)
{
	cmark_node *child = cmark_node_first_child(paragraph);
	return child && cmark_node_next(child) == NULL &&
	       cmark_node_get_type(child) == CMARK_NODE_TEXT && slice_is(tree_literal(child), text);
}

bool tree_is_items(cmark_node *node)
{
	return cmark_node_get_type(node) == CMARK_NODE_PARAGRAPH && stands_alone(node, "%items%");
}

bool tree_is_qr(cmark_node *node)
{
	return cmark_node_get_type(node) == CMARK_NODE_PARAGRAPH && stands_alone(node, "%qr%");
}

static void *resize(void *old, size_t size)
{
	return mem_resize(old, size, 1);
}

struct markdown *markdown_parse(struct slice text, unsigned long line)
{
	/* cmark's own abort. */
	static cmark_mem memory = {mem_array, resize, free};
	struct markdown *m = mem_alloc(sizeof(*m));
	cmark_parser *parser = cmark_parser_new_with_mem(CMARK_OPT_DEFAULT, &memory);
	cmark_parser_feed(parser, text.n ? text.p : "", text.n);
	m->root = cmark_parser_finish(parser);
	cmark_parser_free(parser);
	m->line = line;
	/* cmark cuts text at every character that might be markup; a tag must be in one piece. */
	cmark_consolidate_text_nodes(m->root);
	return m;
}

void markdown_free(struct markdown *m)
{
	if (m == NULL)
		return;
	cmark_node_free(m->root);
	free(m);
}

bool markdown_is_empty(const struct markdown *m)
{
	cmark_node *node = cmark_node_first_child(m->root);
	while (node && cmark_node_get_type(node) == CMARK_NODE_HTML_BLOCK)
		node = cmark_node_next(node);
	return node == NULL;
}

size_t markdown_inserts_count(const struct markdown *m, unsigned long *line)
{
	cmark_iter *iter = cmark_iter_new(m->root);
	cmark_event_type event;
	size_t count = 0;

	while ((event = cmark_iter_next(iter)) != CMARK_EVENT_DONE) {
		cmark_node *node = cmark_iter_get_node(iter);

		if (event != CMARK_EVENT_ENTER || !(tree_is_items(node) || tree_is_qr(node)))
			continue;
		count++;
		*line = tree_line(m, node);
	}
	cmark_iter_free(iter);
	return count;
}

/* The text that a node brings along and in which tags are expanded. */
static struct slice node_text(cmark_node *node)
{
	switch (cmark_node_get_type(node)) {
	case CMARK_NODE_TEXT:
	case CMARK_NODE_CODE:
	case CMARK_NODE_CODE_BLOCK:
		return tree_literal(node);
	case CMARK_NODE_LINK:
		return slice_of(cmark_node_get_url(node));
	default:
		return (struct slice){NULL, 0};
	}
}

bool markdown_check(
    const struct markdown *m, const struct tag_source *source, struct markdown_fault *fault)
{
	struct buf scratch = {0};
	cmark_iter *iter = cmark_iter_new(m->root);
	cmark_event_type event;
	bool good = true;
	while (good && (event = cmark_iter_next(iter)) != CMARK_EVENT_DONE) {
		cmark_node *node = cmark_iter_get_node(iter);
		cmark_node *parent = cmark_node_parent(node);
		if (event != CMARK_EVENT_ENTER ||
		    (parent && (tree_is_items(parent) || tree_is_qr(parent))))
			continue;
		buf_truncate(&scratch, 0);
		good = tags_expand(node_text(node), source, &scratch, &fault->tag);
		if (!good)
			fault->line = tree_line(m, node);
	}
	cmark_iter_free(iter);
	buf_free(&scratch);
	return good;
}
