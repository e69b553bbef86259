/* CP1252 and UTF-16 made into UTF-8. */
#include "table/encoding_parts.h"

#include <stdint.h>

#include "base/banned.h"

/* Writing UTF-8. */

enum { CHARACTER_MOST = 4 };

static char *put_character(char *to, uint32_t c)
{
	if (c < 0x80) {
		*to++ = (char)c;
	} else if (c < 0x800) {
		*to++ = (char)(0xc0 | c >> 6);
		*to++ = (char)(0x80 | (c & 0x3f));
	} else if (c < 0x10000) {
		*to++ = (char)(0xe0 | c >> 12);
		*to++ = (char)(0x80 | (c >> 6 & 0x3f));
		*to++ = (char)(0x80 | (c & 0x3f));
	} else {
		*to++ = (char)(0xf0 | c >> 18);
		*to++ = (char)(0x80 | (c >> 12 & 0x3f));
		*to++ = (char)(0x80 | (c >> 6 & 0x3f));
		*to++ = (char)(0x80 | (c & 0x3f));
	}
	return to;
}

static void end_at(struct buf *b, const char *end)
{
	b->length = (size_t)(end - b->data);
	b->data[b->length] = '\0';
}

static unsigned long line_of(const char *text, size_t length)
{
	unsigned long line = 1;

	for (size_t i = 0; i < length; i++)
		line += text[i] == '\n';
	return line;
}

/* CP1252. */

/* 0x80 to 0x9f; five of them are not assigned. */
static const uint16_t cp1252_high[32] = {0x20ac, 0, 0x201a, 0x0192, 0x201e, 0x2026, 0x2020, 0x2021,
    0x02c6, 0x2030, 0x0160, 0x2039, 0x0152, 0, 0x017d, 0, 0, 0x2018, 0x2019, 0x201c, 0x201d, 0x2022,
    0x2013, 0x2014, 0x02dc, 0x2122, 0x0161, 0x203a, 0x0153, 0, 0x017e, 0x0178};

static uint32_t cp1252_character(unsigned char c)
{
	return c >= 0x80 && c < 0xa0 ? cp1252_high[c - 0x80] : c;
}

bool encoding_cp1252(struct diag *d, const char *file, struct slice s, struct buf *out)
{
	const size_t rare = s.n / 16; /* bytes above ASCII are */

	buf_reserve(out, s.n + rare);
	for (size_t i = 0; i < s.n; i++) {
		size_t plain = encoding_ascii(s.p + i, s.n - i);

		buf_add(out, s.p + i, plain);
		i += plain;
		if (i == s.n)
			break;
		const unsigned char c = (unsigned char)s.p[i];
		const uint32_t character = cp1252_character(c);

		if (character == 0) {
			diag_error(d, STATUS_DATA, AT_LINE(file, line_of(s.p, i)),
			    "byte 0x%02x has no meaning in the encoding cp1252 (a profile may name "
			    "another: utf-8, utf-16)",
			    (unsigned)c);
			return false;
		}
		buf_reserve(out, CHARACTER_MOST);
		end_at(out, put_character(out->data + out->length, character));
	}
	return true;
}

/* UTF-16. */

static uint32_t unit_at(const char *p, bool big)
{
	unsigned char first = (unsigned char)p[0], second = (unsigned char)p[1];

	return big ? (uint32_t)first << 8 | second : (uint32_t)second << 8 | first;
}

/* The character at *from, which moves behind it; 0 when there is none. */
static uint32_t utf16_character(const char **from, const char *end, bool big)
{
	uint32_t c, low;

	if (end - *from < 2)
		return 0;
	c = unit_at(*from, big);
	*from += 2;
	if (c < 0xd800 || c > 0xdfff)
		return c;
	if (c > 0xdbff || end - *from < 2)
		return 0;
	low = unit_at(*from, big);
	*from += 2;
	return low >= 0xdc00 && low <= 0xdfff ? 0x10000 + ((c - 0xd800) << 10) + (low - 0xdc00) : 0;
}

/* A block at a time. False at what is no character, where *from then stands. */
static bool decode_block(const char **from, const char *end, bool big, struct buf *out)
{
	enum { BLOCK = 4096 };
	const char *at = *from;
	char *to;

	buf_reserve(out, (size_t)BLOCK * CHARACTER_MOST);
	to = out->data + out->length;
	for (int i = 0; i < BLOCK && at < end; i++, *from = at) {
		const uint32_t c = utf16_character(&at, end, big);

		if (c == 0)
			return false;
		to = put_character(to, c);
	}
	end_at(out, to);
	return true;
}

bool encoding_utf16(struct diag *d, const char *file, struct slice s, bool big, struct buf *out)
{
	const char *from = s.p, *end = s.p + s.n;

	buf_reserve(out, s.n / 2);
	while (from < end) {
		if (decode_block(&from, end, big, out))
			continue;
		diag_error(d, STATUS_DATA, AT_LINE(file, line_of(s.p, (size_t)(from - s.p))),
		    "bytes that are no UTF-16 character (a profile may name another encoding: "
		    "utf-8, cp1252)");
		return false;
	}
	return true;
}
