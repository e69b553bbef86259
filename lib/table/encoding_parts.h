/* Between the files encoding*.c. */
#ifndef TABLE_ENCODING_PARTS_H
#define TABLE_ENCODING_PARTS_H

#include "table/encoding.h"

#include <stddef.h>
#include <string.h>

static inline bool encoding_begins(struct slice s, const char *bytes, size_t n)
{
	return s.n >= n && memcmp(s.p, bytes, n) == 0;
}

/* How many bytes from p on are ASCII. */
static inline size_t encoding_ascii(const char *p, size_t length)
{
	size_t n = 0;

	while (n < length && (unsigned char)p[n] < 0x80 && p[n] != '\0')
		n++;
	return n;
}

/* UTF-16 without a mark; else ENCODING_ANY. */
enum encoding encoding_tell_utf16(struct slice bytes);

/* Append the text as UTF-8. False after an error was reported, with its line. */
bool encoding_cp1252(struct diag *d, const char *file, struct slice s, struct buf *out);
bool encoding_utf16(struct diag *d, const char *file, struct slice s, bool big, struct buf *out);

#endif
