#include "table/frame_parts.h"

#include <string.h>

#include "base/banned.h"

/* Where records end, whatever is in them. */

const char *frame_quoted_end(const char *p, const char *end, bool *open)
{
	*open = false;
	while (p < end) {
		if (*p == '"') {
			do {
				p = memchr(p + 1, '"', (size_t)(end - p) - 1);
				*open = p == NULL;
				if (*open)
					return NULL;
				p++;
			} while (p < end && *p == '"');
		}
		while (p < end && *p != ',' && *p != '\n')
			p++;
		if (p < end && *p == '\n')
			return p;
		p++;
	}
	return NULL;
}

static const char *line_start(const char *from, const char *p)
{
	while (p > from && p[-1] != '\n')
		p--;
	return p;
}

/* Record by record. Where no quote is, each newline ends one; so only those with quotes are looked
 * at. */
static size_t whole_records(const char *bytes, size_t n)
{
	const char *p = bytes, *end = bytes + n, *quote, *newline;
	bool open;

	while ((quote = memchr(p, '"', (size_t)(end - p)))) {
		p = line_start(p, quote);
		newline = frame_quoted_end(p, end, &open);
		if (newline == NULL)
			return (size_t)(p - bytes);
		p = newline + 1;
	}
	return (size_t)(line_start(p, end) - bytes);
}

/* After the quote that closes a field which begins at p. NULL: there is none. */
static const char *after_quotes(const char *p, const char *end)
{
	do {
		p = memchr(p + 1, '"', (size_t)(end - p) - 1);
		if (p == NULL)
			return NULL;
		p++;
	} while (p < end && *p == '"');
	return p;
}

/* From quote to quote: it is the last newline, if all quotes are closed before it. */
size_t frame_whole(const char *bytes, size_t n)
{
	const char *p = bytes, *end = bytes + n, *quote, *last;

	while ((quote = memchr(p, '"', (size_t)(end - p)))) {
		const bool opens = quote == bytes || quote[-1] == ',' || quote[-1] == '\n';

		p = opens ? after_quotes(quote, end) : quote + 1;
		if (p == NULL)
			return whole_records(bytes, n);
	}
	last = line_start(p, end);
	return last > p || p == bytes ? (size_t)(last - bytes) : whole_records(bytes, n);
}
