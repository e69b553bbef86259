/*
 * A template's body: CommonMark, parsed once by cmark, expanded for each reminder as
 * a list of blocks (for the letter), as plain text or as HTML (for the mail).
 * Tags are expanded in the tree's text and in link destinations, never before parsing.
 * Raw HTML in a template is left out of every rendering.
 *
 * "%items%" and "%qr%", alone in a paragraph, are blocks of their own.
 */
#ifndef TEXT_MARKDOWN_H
#define TEXT_MARKDOWN_H

#include "base/buf.h"
#include "base/mem.h"
#include "base/slice.h"
#include "text/tags.h"

#include <stdbool.h>
#include <stddef.h>

struct markdown;

/* Parse a body that begins on `line` of its file. Never NULL. */
struct markdown *markdown_parse(struct slice text, unsigned long line);
void markdown_free(struct markdown *m);
/* Whether there is nothing in it that would be seen. */
bool markdown_is_empty(const struct markdown *m);

/* How often %items% and %qr% stand in it; *line is that of the last. */
size_t markdown_inserts_count(const struct markdown *m, unsigned long *line);

struct markdown_fault {
	unsigned long line; /* in the file */
	struct slice tag;   /* lives as long as the markdown */
};

/* Expand every tag once and throw the text away: false at the first unknown one. */
bool markdown_check(
    const struct markdown *m, const struct tag_source *source, struct markdown_fault *fault);

enum markdown_kind {
	MARKDOWN_HEADING,
	MARKDOWN_PARAGRAPH,
	MARKDOWN_CODE,
	MARKDOWN_RULE,
	MARKDOWN_ITEMS,
	MARKDOWN_QR
};
enum { STYLE_BOLD = 1, STYLE_ITALIC = 2, STYLE_CODE = 4 };

struct markdown_run {
	unsigned style;	   /* STYLE_..., or'ed */
	struct slice text; /* "\n" alone is a line break; else it holds none */
	struct slice link; /* where it leads, else empty */
};

struct markdown_block {
	enum markdown_kind kind;
	int heading;	     /* level of a heading, 1 to 6 */
	int depth;	     /* how deep in lists and quotes, 0 outside */
	bool tight;	     /* follows the block before without a gap (tight lists) */
	struct slice marker; /* what stands before a list's item ("•", "1."), else empty */
	struct markdown_run *runs;
	size_t count, capacity;
	unsigned long line; /* in the file */
};

struct markdown_blocks {
	struct markdown_block *blocks;
	size_t count, capacity;
	struct arena arena; /* holds the texts */
};

/* All blocks with their tags expanded (markdown_check was called before). */
void markdown_expand(
    const struct markdown *m, const struct tag_source *source, struct markdown_blocks *out);
void markdown_blocks_free(struct markdown_blocks *b);

/* What to put where %items% and %qr% stand, in the format that is being rendered. */
struct markdown_inserts {
	struct slice items, qr;
};

/* Plain text, wrapped at 72 columns, for text/plain. */
void markdown_text(const struct markdown *m, const struct tag_source *source,
    const struct markdown_inserts *inserts, struct buf *out);
/* HTML without html, head and body; all text escaped; links of http, https, mailto and tel only. */
void markdown_html(const struct markdown *m, const struct tag_source *source,
    const struct markdown_inserts *inserts, struct buf *out);

#endif
