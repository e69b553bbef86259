#include "book/torn.h"

#include "base/ascii.h"

#include <string.h>

#include "base/banned.h"

enum { LINES = 20 /* that are looked at */ };

/* The last line of the text, which is taken off it. */
static struct slice take_line(struct slice *text)
{
	struct slice line = {text->p, text->n};

	while (line.n > 0 && line.p[line.n - 1] != '\n')
		line.n--;
	line.p += line.n;
	line.n = text->n - line.n;
	text->n -= line.n + (text->n > line.n);
	if (line.n > 0 && line.p[line.n - 1] == '\r')
		line.n--;
	return line;
}

static struct slice last_field(struct slice line, char delimiter)
{
	size_t n = line.n;

	while (n > 0 && line.p[n - 1] != delimiter)
		n--;
	return (struct slice){line.p + n, line.n - n};
}

/*
 * The digits behind the last mark of an amount or a date; 0 where it has no mark, -1 where the
 * field is something else.
 */
static int digits_behind(struct slice field)
{
	size_t n = field.n;
	int digits = 0;

	for (size_t i = 0; i < field.n; i++)
		if (!is_digit(field.p[i]) && !memchr(".,-/' ", field.p[i], 6))
			return -1;
	for (; n > 0 && is_digit(field.p[n - 1]); n--)
		digits++;
	return field.n == 0 ? -1 : n <= 1 ? 0 : digits;
}

bool torn_end(struct slice text, char delimiter, struct slice *field)
{
	int digits, lines = 0;

	if (text.n == 0 || text.p[text.n - 1] == '\n')
		return false;
	*field = last_field(take_line(&text), delimiter);
	digits = digits_behind(*field);
	if (digits < 0)
		return false;
	for (int i = 0; i < LINES && text.n > 0; i++) {
		int before = digits_behind(last_field(take_line(&text), delimiter));

		if (before >= 0 && before <= digits)
			return false;
		lines += before > 0;
	}
	return lines > 0;
}
