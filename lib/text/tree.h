/*
 * What the files of text/markdown.h share: the parsed tree and its links.
 */
#ifndef TEXT_TREE_H
#define TEXT_TREE_H

#include "text/markdown.h"

#include <cmark.h>

struct markdown {
	cmark_node *root;
	unsigned long line; /* of the file on which the body begins */
};

struct slice tree_literal(cmark_node *node);
unsigned long tree_line(const struct markdown *m, cmark_node *node);
/* Whether the node is a paragraph that holds %items%, %qr%, and nothing else. */
bool tree_is_items(cmark_node *node);
bool tree_is_qr(cmark_node *node);

/*
 * Append a link's destination. A value within one is percent-encoded whole, so that it cannot
 * change where the link leads; a value that is the whole destination may be a URL itself.
 */
void link_expand(struct slice url, const struct tag_source *source, struct buf *out);
/* Whether the destination is one that a reader may follow: http, https, mailto, tel. */
bool link_is_safe(struct slice url);

#endif
