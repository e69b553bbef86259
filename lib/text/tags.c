#include "text/tags.h"

#include "base/ascii.h"

#include "base/banned.h"

static bool is_hex(char c)
{
	return is_digit(c) || (c >= 'a' && c <= 'f');
}

static bool begins_name(char c)
{
	return is_lower(c) || c == '_';
}

/*
 * The length of "%name%" at the beginning of text, 0 when there is no tag. Two hex digits are no
 * name: "%c3%a9" is a character of a link.
 */
static size_t tag_length(struct slice text)
{
	size_t i = 1;
	if (text.n < 3 || !begins_name(text.p[1]))
		return 0;
	while (i < text.n && (begins_name(text.p[i]) || is_digit(text.p[i])))
		i++;
	if (i == text.n || text.p[i] != '%')
		return 0;
	return i == 3 && is_hex(text.p[1]) && is_hex(text.p[2]) ? 0 : i + 1;
}

/* The length of the text before the next percent sign. */
static size_t plain_length(struct slice text, size_t from)
{
	const char *percent = from < text.n ? memchr(text.p + from, '%', text.n - from) : NULL;
	return percent ? (size_t)(percent - text.p) : text.n;
}

bool tags_next(struct slice *rest, struct slice *piece, bool *tag)
{
	size_t length, skip = 0, cut = 0;
	if (rest->n == 0)
		return false;
	*tag = false;
	if (rest->p[0] != '%') {
		length = plain_length(*rest, 0);
	} else if ((length = tag_length(*rest)) > 0) {
		*tag = true;
		skip = cut = 1;
	} else if (rest->n > 1 && rest->p[1] == '%') {
		length = 2;
		cut = 1;
	} else {
		length = plain_length(*rest, 1);
	}
	*piece = (struct slice){rest->p + skip, length - skip - cut};
	rest->p += length;
	rest->n -= length;
	return true;
}

bool tags_expand(
    struct slice text, const struct tag_source *source, struct buf *out, struct slice *unknown)
{
	struct slice piece;
	bool tag;
	while (tags_next(&text, &piece, &tag)) {
		if (!tag) {
			buf_add_slice(out, piece);
		} else if (!source->value(source->context, piece, out)) {
			*unknown = piece;
			return false;
		}
	}
	return true;
}
