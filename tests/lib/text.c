/*
 * Renders templates and values for tests/text.bats:
 *     text markdown FORMAT FILE VALUES    FORMAT: text, html or blocks
 *     text subject TEXT VALUES
 *     text locale LANGUAGE
 *     text country LANGUAGE CODE
 *     text characters TEXT      each as a number, and what it takes to draw it
 * VALUES is a file of lines "name=value".
 */
#include "base/file.h"
#include "text/locale.h"
#include "text/markdown.h"
#include "text/unicode.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "base/banned.h"

static bool value_of(void *context, struct slice tag, struct buf *out)
{
	struct slice rest = buf_slice(context), line, name;
	while (slice_cut(&rest, '\n', &line)) {
		if (slice_cut(&line, '=', &name) && slice_equal(name, tag)) {
			buf_add_slice(out, line);
			return true;
		}
	}
	return false;
}

static void print_blocks(const struct markdown *m, const struct tag_source *source)
{
	static const char *const kinds[] = {"heading", "paragraph", "code", "rule", "items", "qr"};
	struct markdown_blocks blocks = {0};
	markdown_expand(m, source, &blocks);
	for (size_t i = 0; i < blocks.count; i++) {
		const struct markdown_block *b = &blocks.blocks[i];
		printf("%lu %s depth %d%s%s%.*s\n", b->line, kinds[b->kind], b->depth,
		    b->tight ? " tight" : "", b->marker.n ? " marker " : "", SLICE_ARG(b->marker));
		for (size_t k = 0; k < b->count; k++) {
			bool end = slice_is(b->runs[k].text, "\n");
			printf("  %s%s%s[%.*s]\n", b->runs[k].style & STYLE_BOLD ? "bold " : "",
			    b->runs[k].style & STYLE_ITALIC ? "italic " : "",
			    b->runs[k].style & STYLE_CODE ? "code " : "",
			    SLICE_ARG(end ? SLICE_LIT("\\n") : b->runs[k].text));
		}
	}
	markdown_blocks_free(&blocks);
}

static int render(const char *format, struct slice text, const struct tag_source *source)
{
	struct markdown *m = markdown_parse(text, 1);
	struct markdown_inserts inserts = {SLICE_LIT("(the items)\n"), SLICE_LIT("(the code)\n")};
	struct markdown_fault fault;
	struct buf out = {0};
	bool good = markdown_check(m, source, &fault);
	if (!good)
		printf("line %lu: unknown %.*s\n", fault.line, SLICE_ARG(fault.tag));
	else if (strcmp(format, "text") == 0)
		markdown_text(m, source, &inserts, &out);
	else if (strcmp(format, "html") == 0)
		markdown_html(m, source, &inserts, &out);
	else
		print_blocks(m, source);
	fwrite(buf_string(&out), 1, out.length, stdout);
	buf_free(&out);
	markdown_free(m);
	return good ? 0 : 1;
}

static int expand(const char *text, const struct tag_source *source)
{
	struct buf out = {0};
	struct slice unknown;
	bool good = tags_expand(slice_of(text), source, &out, &unknown);
	if (good)
		printf("%s\n", buf_string(&out));
	else
		printf("unknown %.*s\n", SLICE_ARG(unknown));
	buf_free(&out);
	return good ? 0 : 1;
}

static void show(struct buf *b)
{
	printf("%s\n", buf_string(b));
	buf_truncate(b, 0);
}

static int show_locale(const char *language)
{
	struct locales *all = locales_new();
	struct locale *l = locales_get(all, slice_of(language));
	struct buf b = {0};
	date day = date_from_civil(2026, 3, 1);
	locale_amount(l, 123450, "EUR", 2, &b);
	show(&b);
	locale_amount(l, INT64_MIN + 1, "EUR", 2, &b);
	show(&b);
	locale_amount(l, 1234, "JPY", 0, &b);
	show(&b);
	locale_amount(l, 1234567, "KWD", 3, &b);
	show(&b);
	locale_plain_amount(l, -5, 2, &b);
	show(&b);
	locale_number(l, 14, &b);
	show(&b);
	locale_date(l, day, &b);
	show(&b);
	locale_short_date(l, day, &b);
	show(&b);
	locale_country(l, SLICE_LIT("DE"), &b);
	show(&b);
	locale_date(l, DATE_NONE, &b);
	locale_short_date(l, DATE_NONE, &b);
	show(&b);
	buf_free(&b);
	locales_free(all);
	return 0;
}

static int show_country(const char *language, const char *code)
{
	struct locales *all = locales_new();
	struct buf b = {0};

	locale_country(locales_get(all, slice_of(language)), slice_of(code), &b);
	show(&b);
	buf_free(&b);
	locales_free(all);
	return 0;
}

static int show_characters(const char *text)
{
	static const char *const kinds[] = {
	    "visible", "blank", "ignored", "control", "right-to-left", "joined"};
	struct slice rest = slice_of(text);
	struct buf again = {0};
	uint32_t ch;

	while (utf8_next(&rest, &ch)) {
		printf("%04" PRIX32 " %s\n", ch, kinds[unicode_kind(ch)]);
		utf8_add(&again, ch);
	}
	show(&again);
	buf_free(&again);
	return 0;
}

int main(int argc, char **argv)
{
	struct diag d = {0};
	struct buf values = {0}, file = {0};
	struct tag_source source = {.value = value_of, .context = &values};
	int status = 64;
	diag_program(argv[0]);
	if (argc == 3 && strcmp(argv[1], "locale") == 0)
		return show_locale(argv[2]);
	if (argc == 4 && strcmp(argv[1], "country") == 0)
		return show_country(argv[2], argv[3]);
	if (argc == 3 && strcmp(argv[1], "characters") == 0)
		return show_characters(argv[2]);
	if (argc < 4 || !file_read(&d, argv[argc - 1], 1 << 20, &values))
		return status;
	if (strcmp(argv[1], "subject") == 0)
		status = expand(argv[2], &source);
	else if (file_read(&d, argv[3], 1 << 20, &file))
		status = render(argv[2], buf_slice(&file), &source);
	buf_free(&values);
	buf_free(&file);
	return status;
}
