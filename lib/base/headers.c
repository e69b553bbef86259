#include "base/headers.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

#include "base/banned.h"

enum { BLOCK = 16 * 1024, HEADERS_MOST = 256 * 1024 * 1024 };

/* Where the headers end: after the line end before the first empty line. 0: not yet. */
static size_t headers_end(const struct buf *b, size_t from)
{
	for (size_t i = from; i + 1 < b->length; i++) {
		if (b->data[i] != '\n')
			continue;
		size_t next = b->data[i + 1] == '\r' ? i + 2 : i + 1;
		if (next < b->length && b->data[next] == '\n')
			return i + 1;
	}
	return 0;
}

bool headers_read(struct diag *d, const char *path, struct buf *b)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	size_t end = 0, seen = 0;
	ssize_t n = 1;

	if (fd < 0) {
		diag_error(d, STATUS_NOINPUT, AT_FILE(path), "%s", strerror(errno));
		return false;
	}
	while (n > 0 && end == 0 && b->length < HEADERS_MOST) {
		buf_reserve(b, BLOCK);
		n = read(fd, b->data + b->length, BLOCK);
		if (n < 0 && errno == EINTR)
			n = 1;
		else if (n > 0)
			b->length += (size_t)n;
		end = headers_end(b, seen);
		seen = b->length > 2 ? b->length - 2 : 0;
	}
	if (n < 0)
		diag_error(d, STATUS_IO, AT_FILE(path), "%s", strerror(errno));
	close(fd);
	if (n >= 0)
		buf_truncate(b, end > 0 ? end : b->length);
	return n >= 0;
}

/* The lines of a header: the first and those that begin with a blank. Returns where they end. */
static size_t folded_end(const struct buf *b, size_t start)
{
	size_t end = start;

	do {
		const char *newline = memchr(b->data + end, '\n', b->length - end);
		end = newline ? (size_t)(newline - b->data) + 1 : b->length;
	} while (end < b->length && (b->data[end] == ' ' || b->data[end] == '\t'));
	return end;
}

static bool is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

bool headers_next(const struct buf *b, size_t *at, struct slice *name, struct slice *value)
{
	while (*at < b->length) {
		size_t end = folded_end(b, *at);
		struct slice line = {b->data + *at, end - *at};
		*at = end;
		const char *colon = memchr(line.p, ':', line.n);
		if (!colon)
			continue;
		*name = slice_trim((struct slice){line.p, (size_t)(colon - line.p)});
		*value = (struct slice){colon + 1, line.n - (size_t)(colon + 1 - line.p)};
		while (value->n > 0 && is_blank(value->p[0]))
			*value = (struct slice){value->p + 1, value->n - 1};
		while (value->n > 0 && is_blank(value->p[value->n - 1]))
			value->n--;
		return true;
	}
	return false;
}

bool header_is(struct slice name, const char *wanted)
{
	return name.n == strlen(wanted) && strncasecmp(name.p, wanted, name.n) == 0;
}
