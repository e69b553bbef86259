/*
 * SHA-256 as text. Apart from the rest of this room, because only what uses it
 * links libnettle.
 */
#ifndef BASE_SHA256_H
#define BASE_SHA256_H

#include "base/slice.h"

#include <stddef.h>

enum { SHA256_TEXT = 65 }; /* 64 hexadecimal digits and a NUL */

/* The hash of the parts one after the other. */
void sha256_text(const struct slice *parts, size_t count, char text[SHA256_TEXT]);
/* Bytes as hexadecimal digits, two each, and a NUL. */
void sha256_hex(const unsigned char *bytes, size_t count, char *text);

#endif
