/*
 * Templates: the input is a value, a NUL, and a body that has it as the tag %value%. Whatever the
 * value is, it makes no markup: the HTML has as many elements as with a plain word.
 */
#include "fuzz.h"

#include "base/buf.h"
#include "text/markdown.h"
#include "text/tags.h"

#include <string.h>

#include "base/banned.h"

static bool give(void *context, struct slice tag, struct buf *out)
{
	if (!slice_is(tag, "value"))
		return false;
	buf_add_slice(out, *(const struct slice *)context);
	return true;
}

static size_t count(const struct buf *b, char c)
{
	size_t n = 0;

	for (size_t i = 0; i < b->length; i++)
		n += b->data[i] == c;
	return n;
}

static void render(const struct markdown *m, struct slice value, size_t *elements)
{
	const struct tag_source source = {.value = give, .context = &value};
	const struct markdown_inserts none = {{0}, {0}};
	struct markdown_blocks blocks = {0};
	struct buf text = {0}, html = {0};

	markdown_expand(m, &source, &blocks);
	markdown_text(m, &source, &none, &text);
	markdown_html(m, &source, &none, &html);
	*elements = count(&html, '<');
	HOLDS(strstr(buf_string(&html), "<script") == NULL);
	HOLDS(strstr(buf_string(&html), "javascript:") == NULL ||
	      strstr(buf_string(&html), "=\"javascript:") == NULL);
	markdown_blocks_free(&blocks);
	buf_free(&text);
	buf_free(&html);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct slice rest = fuzz_input(data, size), value = fuzz_part(&rest),
		     plain = SLICE_LIT("word");
	const struct tag_source source = {.value = give, .context = &plain};
	struct markdown_fault fault;
	struct markdown *m;
	size_t with_value = 0, with_word = 0;

	if (!slice_is_utf8(value) || !slice_is_utf8(rest))
		return 0;
	m = markdown_parse(rest, 1);
	if (markdown_check(m, &source, &fault)) {
		render(m, plain, &with_word);
		render(m, value, &with_value);
		/* A line break of the value is one of the text. */
		if (memchr(value.n > 0 ? value.p : "", '\n', value.n) == NULL &&
		    memchr(value.n > 0 ? value.p : "", '\r', value.n) == NULL && value.n > 0)
			HOLDS(with_value == with_word);
	} else {
		HOLDS(fault.line > 0 && fault.tag.n > 0);
	}
	(void)markdown_is_empty(m);
	markdown_free(m);
	return 0;
}
