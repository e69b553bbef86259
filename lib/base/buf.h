/*
 * A growing buffer. Zero-initialize it. Once anything was added, data is not
 * NULL and data[length] is NUL, so it can be read as a string; buf_string
 * gives "" for one that is still empty.
 */
#ifndef BASE_BUF_H
#define BASE_BUF_H

#include "base/slice.h"

#include <stdarg.h>
#include <stddef.h>

struct buf {
	char *data;
	size_t length;
	size_t capacity;
};

void buf_reserve(struct buf *b, size_t more);
void buf_add(struct buf *b, const void *bytes, size_t length);
void buf_add_char(struct buf *b, char c);
void buf_add_string(struct buf *b, const char *s);
void buf_add_slice(struct buf *b, struct slice s);
/* "a, b or c"; a mark alone stands in quotes. */
void buf_add_names(struct buf *b, const char *const *names, size_t count);
__attribute__((format(printf, 2, 3))) void buf_printf(struct buf *b, const char *fmt, ...);
__attribute__((format(printf, 2, 0))) void buf_vprintf(struct buf *b, const char *fmt, va_list ap);
void buf_truncate(struct buf *b, size_t length);
const char *buf_string(const struct buf *b);
struct slice buf_slice(const struct buf *b);
char *buf_take(struct buf *b); /* the caller frees; b is empty again */
void buf_free(struct buf *b);

#endif
