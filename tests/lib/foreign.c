/*
 * The reader of exports against a plain one that goes character by character:
 * every text of up to LONGEST characters that matter, in three dialects, by itself and, shorter
 * ones, round the border of two blocks of a longer text; and texts by chance.
 */
#include "table/foreign.h"

#include "base/buf.h"
#include "check.h"
#include "draw.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/banned.h"

enum { LONGEST = 7, BETWEEN = 4, BLOCK = 64, ROUNDS = 20000 };

/* The plain reader. It writes what it reads as "LINE[FIELD|FIELD]", with ! for a fault. */

struct plain {
	const char *text;
	size_t length, at;
	unsigned long line;
	char delimiter;
	int quote;
};

static char peek(const struct plain *p, size_t ahead)
{
	return p->at + ahead < p->length ? p->text[p->at + ahead] : '\0';
}

static void skip_blanks(struct plain *p)
{
	while (peek(p, 0) == ' ' && p->delimiter != ' ')
		p->at++;
}

static bool read_quoted(struct plain *p, struct buf *field)
{
	for (p->at++; p->at < p->length; p->at++) {
		char c = peek(p, 0);

		if (c == p->quote && peek(p, 1) != p->quote) {
			p->at++;
			skip_blanks(p);
			if (peek(p, 0) == '\r' && peek(p, 1) == '\n')
				p->at++;
			return p->at == p->length || peek(p, 0) == p->delimiter ||
			       peek(p, 0) == '\n';
		}
		if (c == p->quote)
			p->at++;
		p->line += c == '\n';
		if (c != '\r' || peek(p, 1) != '\n')
			buf_add_char(field, c);
	}
	p->length = 0; /* never closed: nothing more can be read */
	return false;
}

static void read_plain(struct plain *p, struct buf *field)
{
	for (; p->at < p->length && peek(p, 0) != p->delimiter && peek(p, 0) != '\n'; p->at++)
		if (peek(p, 0) != '\r' || (p->at + 1 < p->length && peek(p, 1) != '\n'))
			buf_add_char(field, peek(p, 0));
}

/* A line break in a field is a blank, and blanks around a field are no part of it. */
static void show_field(struct buf *shown, bool first, struct slice field)
{
	struct buf b = {0};

	buf_add_slice(&b, field);
	for (size_t i = 0; i < b.length; i++)
		if (b.data[i] == '\n' || b.data[i] == '\r')
			b.data[i] = ' ';
	if (!first)
		buf_add_char(shown, '|');
	buf_add_slice(shown, slice_trim(buf_slice(&b)));
	buf_free(&b);
}

static void read_record(struct plain *p, struct buf *shown)
{
	size_t from = shown->length, fields = 0;
	bool good = true, again = true;

	buf_printf(shown, "%lu[", p->line);
	while (good && again) {
		struct buf field = {0};
		size_t start = p->at;

		skip_blanks(p);
		good = true;
		if (p->at < p->length && peek(p, 0) == p->quote) {
			good = read_quoted(p, &field);
		} else {
			p->at = start;
			read_plain(p, &field);
		}
		if (good)
			show_field(shown, fields++ == 0, buf_slice(&field));
		buf_free(&field);
		again = good && p->at < p->length && peek(p, 0) == p->delimiter;
		p->at += again;
	}
	while (!good && p->at < p->length && peek(p, 0) != '\n')
		p->at++;
	p->line += p->at < p->length;
	p->at++;
	buf_add_string(shown, good ? "]" : "!]");
	if (good && fields == 1 && shown->data[shown->length - 2] == '[')
		buf_truncate(shown, from); /* a blank line */
}

static void show_plain(struct buf *shown, struct slice text, const struct dialect *t)
{
	struct plain p = {text.p, text.n, 0, 1, t->delimiter, t->quote == 0 ? '"' : t->quote};

	while (p.at < p.length)
		read_record(&p, shown);
}

/* The reader that is used. */

static void show(struct buf *shown, struct slice text, const struct dialect *t)
{
	struct foreign f;
	struct foreign_row row;

	foreign_open(&f, text, t);
	while (foreign_next(&f, &row)) {
		size_t from = shown->length;

		buf_printf(shown, "%lu[", row.line);
		for (size_t i = 0; i < row.count; i++)
			show_field(shown, i == 0, row.fields[i]);
		buf_add_string(shown, row.fault ? "!]" : "]");
		if (!row.fault && row.count == 1 && shown->data[shown->length - 2] == '[')
			buf_truncate(shown, from);
	}
	foreign_free(&f);
}

/* Every text. */

static void compare(struct slice text, const struct dialect *t)
{
	/* A copy of exactly its size, so that a read past its end is seen. */
	char *copy = malloc(text.n > 0 ? text.n : 1);
	struct buf one = {0}, other = {0};

	if (!copy)
		return;
	memcpy(copy, text.p, text.n);
	show(&one, (struct slice){copy, text.n}, t);
	show_plain(&other, text, t);
	CHECK_SAYING(strcmp(buf_string(&one), buf_string(&other)) == 0, "\"%.*s\" gives %s, not %s",
	    SLICE_ARG(text), buf_string(&one), buf_string(&other));
	buf_free(&one);
	buf_free(&other);
	free(copy);
}

/* With lines behind it, and this before it up to a border of blocks or near it. */
static void compare_between(struct slice text, const char *before, const struct dialect *t)
{
	struct buf b = {0};

	for (size_t place = BLOCK - BETWEEN - 1; place <= BLOCK + 1; place++) {
		buf_truncate(&b, 0);
		while (b.length + strlen(before) < place)
			buf_add_char(&b, 'x');
		buf_add_string(&b, before);
		buf_add_slice(&b, text);
		buf_printf(&b, "%cy\ny\n%*s\n", t->delimiter, BLOCK, "y");
		compare(buf_slice(&b), t);
	}
	buf_free(&b);
}

static void compare_all(const char *alphabet, size_t longest, const struct dialect *t)
{
	const char quoted[] = {t->delimiter, t->quote == 0 ? '"' : (char)t->quote, '\0'};
	const char parted[] = {t->delimiter, '\0'};
	size_t count = strlen(alphabet), texts = 1;
	char text[LONGEST + 1];

	for (size_t length = 0; length <= longest; length++, texts *= count)
		for (size_t number = 0; number < texts; number++) {
			const struct slice all = {text, length};

			for (size_t i = 0, rest = number; i < length; i++, rest /= count)
				text[i] = alphabet[rest % count];
			compare(all, t);
			if (length > BETWEEN)
				continue;
			compare_between(all, "", t);
			compare_between(all, parted, t);
			if (t->quote != QUOTE_NONE)
				compare_between(all, quoted, t);
		}
}

/* Long ones, most of which are sound up to some place. */
static void compare_random(const struct dialect *t)
{
	static const char *const pieces[] = {"a", "bcdefgh", "ijk lm", " ", "\r", "\"\"", "\"", ",",
	    ",", "\",\"", "\",\"", "\",\"", "\n\"", "\"\n\"", "\"\r\n\"", "\n", "\r\n"};
	struct buf b = {0};

	for (size_t round = 0; round < ROUNDS; round++) {
		const size_t length = below(8 * BLOCK),
			     most = 2 + below(sizeof pieces / sizeof *pieces - 1);

		buf_truncate(&b, 0);
		buf_add_char(&b, '"');
		while (b.length < length)
			buf_add_string(&b, pieces[below(4) == 0 ? below(most) : 9 + below(3)]);
		compare(buf_slice(&b), t);
	}
	buf_free(&b);
}

/* The texts above take a carriage return for a blank. */
static void test_line_ends(void)
{
	const struct dialect t = {.delimiter = ','};
	struct slice text = SLICE_LIT("a,b\r\na,\"b\"\r\n\"a\",b\r\n\"a\",\"b\"\r\n"
				      "a,b\na,b\na,b\na,b\na,b\na,b\na,b\na,b\n"
				      "a,b\na,b\na,b\na,b\na,b\na,b\na,b\na,b\r\n");
	struct foreign f;
	struct foreign_row row;

	foreign_open(&f, text, &t);
	while (foreign_next(&f, &row))
		CHECK_SAYING(
		    row.count == 2 && slice_is(row.fields[0], "a") && slice_is(row.fields[1], "b"),
		    "line %lu: \"%.*s\"", row.line, SLICE_ARG(row.fields[row.count - 1]));
	CHECK(row.line == 20);
	foreign_free(&f);
}

int main(void)
{
	test_line_ends();
	compare_all("a\",\n\r ", LONGEST, &(struct dialect){.delimiter = ','});
	compare_all("a'\t\n\r ", LONGEST - 1, &(struct dialect){.delimiter = '\t', .quote = '\''});
	compare_all(
	    "a\";\n\r ", LONGEST - 1, &(struct dialect){.delimiter = ';', .quote = QUOTE_NONE});
	compare_random(&(struct dialect){.delimiter = ','});
	if (CHECK_RESULT() == 0)
		printf("all well\n");
	return CHECK_RESULT();
}
