#include "base/ascii.h"
#include "text/tree.h"

#include "base/banned.h"

static bool starts(struct slice text, const char *with)
{
	size_t n = strlen(with);
	return text.n >= n && memcmp(text.p, with, n) == 0;
}

bool link_is_safe(struct slice url)
{
	return starts(url, "https://") || starts(url, "http://") || starts(url, "mailto:") ||
	       starts(url, "tel:");
}

static bool is_unreserved(char c)
{
	return is_alphanumeric(c) || c == '-' || c == '.' || c == '_' || c == '~';
}

static void percent_encode(struct slice text, const char *allowed, struct buf *out)
{
	for (size_t i = 0; i < text.n; i++) {
		char c = text.p[i];
		if (is_unreserved(c) || (c != '\0' && strchr(allowed, c)))
			buf_add_char(out, c);
		else
			buf_printf(out, "%%%02X", (unsigned char)c);
	}
}

void link_expand(struct slice url, const struct tag_source *source, struct buf *out)
{
	struct slice piece;
	struct buf value = {0};
	bool tag;
	while (tags_next(&url, &piece, &tag)) {
		if (!tag) {
			buf_add_slice(out, piece);
			continue;
		}
		buf_truncate(&value, 0);
		source->value(source->context, piece, &value);
		bool whole = out->length == 0 && url.n == 0 && link_is_safe(buf_slice(&value));
		percent_encode(buf_slice(&value), whole ? ":/?#[]@!$&'()*+,;=%" : "", out);
	}
	buf_free(&value);
}
