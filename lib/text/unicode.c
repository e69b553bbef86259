#include "text/unicode.h"

#include "base/mem.h"

#include <limits.h>
#include <stdlib.h>
#include <unicode/uchar.h>
#include <unicode/unorm2.h>
#include <unicode/ustring.h>

#define BANNED_ALLOW_FLOAT
#include "base/banned.h"

bool utf8_next(struct slice *rest, uint32_t *ch)
{
	const unsigned char *p = (const unsigned char *)rest->p;
	if (rest->n == 0)
		return false;
	size_t length = p[0] < 0x80 ? 1 : p[0] < 0xe0 ? 2 : p[0] < 0xf0 ? 3 : 4;
	uint32_t c = length == 1 ? p[0] : p[0] & (0xffU >> (length + 1));
	if (length > 1 && (length > rest->n || !slice_is_utf8((struct slice){rest->p, length}))) {
		length = 1;
		c = 0xfffd;
	}
	for (size_t i = 1; i < length; i++)
		c = c << 6 | (p[i] & 0x3fU);
	*ch = c;
	rest->p += length;
	rest->n -= length;
	return true;
}

void utf8_add(struct buf *b, uint32_t ch)
{
	char c[4];
	size_t n = 0;
	if (ch < 0x80) {
		c[n++] = (char)ch;
	} else if (ch < 0x800) {
		c[n++] = (char)(0xc0 | ch >> 6);
		c[n++] = (char)(0x80 | (ch & 0x3f));
	} else if (ch < 0x10000) {
		c[n++] = (char)(0xe0 | ch >> 12);
		c[n++] = (char)(0x80 | (ch >> 6 & 0x3f));
		c[n++] = (char)(0x80 | (ch & 0x3f));
	} else {
		c[n++] = (char)(0xf0 | ch >> 18);
		c[n++] = (char)(0x80 | (ch >> 12 & 0x3f));
		c[n++] = (char)(0x80 | (ch >> 6 & 0x3f));
		c[n++] = (char)(0x80 | (ch & 0x3f));
	}
	buf_add(b, c, n);
}

size_t utf8_count(struct slice text)
{
	size_t count = 0;
	for (size_t i = 0; i < text.n; i++)
		count += ((unsigned char)text.p[i] & 0xc0) != 0x80;
	return count;
}

/* All that lies below U+0300, the first combining accent, is composed already. */
static bool needs_no_composing(struct slice text)
{
	for (size_t i = 0; i < text.n; i++)
		if ((unsigned char)text.p[i] >= 0xcc)
			return false;
	return true;
}

void unicode_compose(struct slice text, struct buf *out)
{
	UErrorCode error = U_ZERO_ERROR;
	if (needs_no_composing(text) || text.n > INT_MAX / 8) {
		buf_add_slice(out, text);
		return;
	}
	const UNormalizer2 *nfc = unorm2_getNFCInstance(&error);
	int32_t n = 0, composed_n = 0, bytes = 0;
	int32_t room = (int32_t)text.n * 3 + 1; /* NFC grows UTF-16 by three at most */
	UChar *wide = mem_array((size_t)room, sizeof(*wide));
	UChar *composed = mem_array((size_t)room, sizeof(*composed));
	u_strFromUTF8(wide, room, &n, text.p, (int32_t)text.n, &error);
	composed_n = unorm2_normalize(nfc, wide, n, composed, room, &error);
	char *utf8 = mem_array((size_t)room, 3);
	u_strToUTF8(utf8, room * 3, &bytes, composed, composed_n, &error);
	if (U_SUCCESS(error))
		buf_add(out, utf8, (size_t)bytes);
	else
		buf_add_slice(out, text);
	free(utf8);
	free(composed);
	free(wide);
}

/*
 * The scripts of India and of what lies around it, Mongolian among them: a letter there stands
 * for nothing that could be drawn without knowing its neighbours.
 */
static bool is_joined(uint32_t ch)
{
	static const struct {
		uint32_t from, to;
	} ranges[] = {{0x0900, 0x109f}, {0x1700, 0x18af}, {0x1900, 0x194f}, {0x1980, 0x19df},
	    {0x1a00, 0x1aaf}, {0x1b00, 0x1c4f}, {0x1cd0, 0x1cff}, {0xa800, 0xa82f},
	    {0xa840, 0xa95f}, {0xa980, 0xa9ff}, {0xaa00, 0xaadf}, {0xabc0, 0xabff},
	    {0x11000, 0x11fff}};
	for (size_t i = 0; i < sizeof(ranges) / sizeof(*ranges); i++)
		if (ch >= ranges[i].from && ch <= ranges[i].to)
			return true;
	return false;
}

static bool turns(const char *at, size_t left)
{
	const unsigned char *c = (const unsigned char *)at;

	return left >= 3 && c[0] == 0xe2 &&
	       ((c[1] == 0x80 && c[2] >= 0xaa && c[2] <= 0xae) ||
		   (c[1] == 0x81 && c[2] >= 0xa6 && c[2] <= 0xa9));
}

void unicode_straighten(struct buf *b, size_t from)
{
	size_t kept = from;

	for (size_t i = from; i < b->length; i++) {
		if (turns(b->data + i, b->length - i))
			i += 2;
		else
			b->data[kept++] = b->data[i];
	}
	buf_truncate(b, kept);
}

enum unicode_kind unicode_kind(uint32_t ch)
{
	if (ch >= 0x20 && ch < 0x7f)
		return UNICODE_VISIBLE;
	if (ch == '\t' || ch == '\n' || ch == '\r' || ch == 0x2028 || ch == 0x2029)
		return UNICODE_BLANK;
	switch (u_charType((UChar32)ch)) {
	case U_CONTROL_CHAR:
		return UNICODE_CONTROL;
	case U_FORMAT_CHAR:
		return UNICODE_IGNORED;
	default:
		break;
	}
	if (u_hasBinaryProperty((UChar32)ch, UCHAR_DEFAULT_IGNORABLE_CODE_POINT))
		return UNICODE_IGNORED;
	UCharDirection direction = u_charDirection((UChar32)ch);
	if (direction == U_RIGHT_TO_LEFT || direction == U_RIGHT_TO_LEFT_ARABIC)
		return UNICODE_RIGHT_TO_LEFT;
	return ch >= 0x0900 && is_joined(ch) ? UNICODE_JOINED : UNICODE_VISIBLE;
}
