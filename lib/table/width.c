#include "table/width.h"

#include <stdint.h>

#include "base/banned.h"

struct range {
	uint32_t first, last;
};

/* Unicode 15: general categories Mn, Me and Cf of the scripts that letters are written in. */
static const struct range no_width[] = {{0x300, 0x36f}, {0x483, 0x489}, {0x591, 0x5bd},
    {0x5bf, 0x5bf}, {0x5c1, 0x5c2}, {0x5c4, 0x5c5}, {0x5c7, 0x5c7}, {0x610, 0x61a}, {0x64b, 0x65f},
    {0x670, 0x670}, {0x6d6, 0x6dc}, {0x6df, 0x6e4}, {0x6e7, 0x6e8}, {0x6ea, 0x6ed}, {0x900, 0x902},
    {0x93a, 0x93a}, {0x93c, 0x93c}, {0x941, 0x948}, {0x94d, 0x94d}, {0x951, 0x957}, {0xe31, 0xe31},
    {0xe34, 0xe3a}, {0xe47, 0xe4e}, {0x1ab0, 0x1aff}, {0x1dc0, 0x1dff}, {0x200b, 0x200d},
    {0x2060, 0x2064}, {0x20d0, 0x20f0}, {0x302a, 0x302d}, {0x3099, 0x309a}, {0xfe00, 0xfe0f},
    {0xfe20, 0xfe2f}, {0xfeff, 0xfeff}, {0x1f3fb, 0x1f3ff}, {0xe0100, 0xe01ef}};

/* East Asian Width W and F, by their blocks. */
static const struct range two_wide[] = {{0x1100, 0x115f}, {0x231a, 0x231b}, {0x2e80, 0x303e},
    {0x3041, 0x33ff}, {0x3400, 0x4dbf}, {0x4e00, 0x9fff}, {0xa000, 0xa4cf}, {0xa960, 0xa97f},
    {0xac00, 0xd7a3}, {0xf900, 0xfaff}, {0xfe30, 0xfe6f}, {0xff00, 0xff60}, {0xffe0, 0xffe6},
    {0x1f300, 0x1f64f}, {0x1f680, 0x1f6ff}, {0x1f900, 0x1f9ff}, {0x1fa70, 0x1faff},
    {0x20000, 0x3fffd}};

/* Marks that turn the direction of text: a table could show other than it says. */
static const struct range turning[] = {
    {0x61c, 0x61c}, {0x200e, 0x200f}, {0x2028, 0x202e}, {0x2066, 0x2069}};

#define IS_IN(c, ranges) is_in((c), (ranges), sizeof(ranges) / sizeof *(ranges))

static bool is_in(uint32_t c, const struct range *ranges, size_t count)
{
	size_t low = 0, high = count;

	while (low < high) {
		const size_t middle = (low + high) / 2;

		if (c > ranges[middle].last)
			low = middle + 1;
		else
			high = middle;
	}
	return low < count && c >= ranges[low].first;
}

struct glyph {
	struct slice bytes;
	size_t width;
};

/* How long a character is that begins so; 1 where none can. */
static size_t length_by_first(unsigned char c)
{
	return c >= 0xf0 ? 4 : c >= 0xe0 ? 3 : c >= 0xc0 ? 2 : 1;
}

static uint32_t decode(struct slice s)
{
	const unsigned char *p = (const unsigned char *)s.p;
	uint32_t c = s.n == 1 ? p[0] : p[0] & (0xffU >> (s.n + 1));

	for (size_t i = 1; i < s.n; i++)
		c = c << 6 | (p[i] & 0x3f);
	return c;
}

/* Cut the first character off. */
static struct glyph next_glyph(struct slice *rest)
{
	static const struct glyph unprintable = {{"?", 1}, 1};
	const unsigned char first = (unsigned char)rest->p[0];
	struct slice bytes = {rest->p, length_by_first(first)};

	if (bytes.n > rest->n || (first >= 0x80 && !slice_is_utf8(bytes)))
		bytes.n = 1;
	rest->p += bytes.n;
	rest->n -= bytes.n;
	if (bytes.n == 1)
		return first < 0x20 || first >= 0x7f ? unprintable : (struct glyph){bytes, 1};
	const uint32_t c = decode(bytes);

	if (c < 0xa0 || IS_IN(c, turning))
		return unprintable;
	return (struct glyph){bytes, IS_IN(c, no_width) ? 0 : IS_IN(c, two_wide) ? 2 : 1};
}

size_t text_width(struct slice text)
{
	size_t width = 0;

	while (text.n > 0)
		width += next_glyph(&text).width;
	return width;
}

size_t text_add(struct buf *b, struct slice text, size_t most)
{
	const bool cut = text_width(text) > most;
	size_t width = 0;

	while (text.n > 0) {
		const struct glyph glyph = next_glyph(&text);

		if (cut && width + glyph.width + 1 > most)
			break;
		buf_add_slice(b, glyph.bytes);
		width += glyph.width;
	}
	if (!cut || most == 0)
		return width;
	buf_add_string(b, "\xe2\x80\xa6");
	return width + 1;
}
