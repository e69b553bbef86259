#include "base/buf.h"

#include "base/mem.h"

#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/banned.h"

void buf_reserve(struct buf *b, size_t more)
{
	if (more > SIZE_MAX / 4 || b->length > SIZE_MAX / 4)
		more = SIZE_MAX / 2; /* mem_resize will refuse */
	size_t needed = b->length + more + 1;
	if (needed <= b->capacity)
		return;
	size_t capacity = b->capacity < 64 ? 64 : b->capacity * 2;
	if (capacity < needed)
		capacity = needed;
	b->data = mem_resize(b->data, capacity, 1);
	b->capacity = capacity;
	b->data[b->length] = '\0';
}

void buf_add(struct buf *b, const void *bytes, size_t length)
{
	buf_reserve(b, length);
	if (length > 0)
		memcpy(b->data + b->length, bytes, length);
	b->length += length;
	b->data[b->length] = '\0';
}

void buf_add_char(struct buf *b, char c)
{
	if (b->length + 1 >= b->capacity)
		buf_reserve(b, 1);
	b->data[b->length++] = c;
	b->data[b->length] = '\0';
}

void buf_add_string(struct buf *b, const char *s)
{
	buf_add(b, s, strlen(s));
}

void buf_add_slice(struct buf *b, struct slice s)
{
	buf_add(b, s.p, s.n);
}

void buf_vprintf(struct buf *b, const char *fmt, va_list ap)
{
	va_list copy;
	va_copy(copy, ap);
	int n = vsnprintf(NULL, 0, fmt, copy);
	va_end(copy);
	if (n < 0)
		return;
	buf_reserve(b, (size_t)n);
	(void)vsnprintf(b->data + b->length, (size_t)n + 1, fmt, ap);
	b->length += (size_t)n;
}

void buf_add_names(struct buf *b, const char *const *names, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		const char *quote = strlen(names[i]) == 1 ? "\"" : "";

		buf_printf(b, "%s%s%s%s",
		    i == 0	    ? ""
		    : i + 1 < count ? ", "
				    : " or ",
		    quote, names[i], quote);
	}
}

void buf_printf(struct buf *b, const char *fmt, ...)
{
	va_list ap;
	va_start(ap, fmt);
	buf_vprintf(b, fmt, ap);
	va_end(ap);
}

void buf_truncate(struct buf *b, size_t length)
{
	if (length >= b->length)
		return;
	b->length = length;
	b->data[length] = '\0';
}

const char *buf_string(const struct buf *b)
{
	return b->data != NULL ? b->data : "";
}

struct slice buf_slice(const struct buf *b)
{
	return (struct slice){b->data, b->length};
}

char *buf_take(struct buf *b)
{
	buf_reserve(b, 0);
	char *data = b->data;
	*b = (struct buf){0};
	return data;
}

void buf_free(struct buf *b)
{
	free(b->data);
	*b = (struct buf){0};
}
