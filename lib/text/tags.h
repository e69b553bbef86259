/*
 * Tags: %name% in a template stands for a value. A name is letters a to z,
 * digits and underscores, begins with a letter or an underscore and is not just two hex digits
 * (those are a character of a link, "%c3%a9"). "%%" is a
 * percent sign, and so is a percent sign that begins no tag: "12% rente".
 *
 * Values are data. tags_expand puts them into plain text (a subject); in a
 * body they are put into the parsed tree (text/markdown.h), so no value is ever
 * read as markup.
 */
#ifndef TEXT_TAGS_H
#define TEXT_TAGS_H

#include "base/buf.h"
#include "base/slice.h"

#include <stdbool.h>

struct tag_source {
	/* Append the value of a tag to out; false when there is no such tag. */
	bool (*value)(void *context, struct slice tag, struct buf *out);
	/* The known tag nearest to an unknown one, or NULL. May itself be NULL. */
	const char *(*nearest)(void *context, struct slice tag);
	void *context;
};

/* Cut the next piece off *rest: a tag's name (*tag true), or literal text. False at the end. */
bool tags_next(struct slice *rest, struct slice *piece, bool *tag);

/* Append text with its tags expanded. False when one is unknown: *unknown is its name then. */
bool tags_expand(
    struct slice text, const struct tag_source *source, struct buf *out, struct slice *unknown);

#endif
