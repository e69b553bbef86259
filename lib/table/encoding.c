#include "table/encoding.h"

#include "base/pair.h"

#include <stdint.h>
#include <string.h>

#include "base/banned.h"

static const char *const names[] = {"", "utf-8", "utf-16", "utf-16be", "cp1252"};

const char *encoding_name(enum encoding e)
{
	return names[e];
}

static bool begins(struct slice s, const char *bytes, size_t n)
{
	return s.n >= n && memcmp(s.p, bytes, n) == 0;
}

/* Whether the word stands among the first bytes, where a zip file names what it begins with. */
static bool names_early(struct slice bytes, const char *word)
{
	enum { EARLY = 4096 };
	size_t n = strlen(word);

	for (size_t i = 0; i + n <= bytes.n && i < EARLY; i++)
		if (memcmp(bytes.p + i, word, n) == 0)
			return true;
	return false;
}

static const char *zip_kind(struct slice bytes)
{
	if (names_early(bytes, "opendocument.spreadsheet"))
		return "is an OpenDocument workbook (ods), not a table as text: open it in the "
		       "spreadsheet program and save it as CSV";
	if (names_early(bytes, "[Content_Types].xml") || names_early(bytes, "xl/"))
		return "is an Excel workbook (xlsx), not a table as text: open it in Excel and "
		       "save it as CSV";
	return "is a workbook (or another zip file), not a table as text: open it in the "
	       "spreadsheet program and save it as CSV";
}

/* A tag, behind a byte order mark and blanks. */
static bool begins_with_tag(struct slice s)
{
	size_t i = begins(s, "\xef\xbb\xbf", 3) ? 3 : 0;

	while (i < s.n && memchr(" \t\r\n", s.p[i], 4))
		i++;
	return i < s.n && s.p[i] == '<';
}

/* Western text in UTF-16 has a NUL as every second byte. */
static enum encoding tell_utf16(struct slice bytes)
{
	if (bytes.n < 4 || bytes.n % 2 != 0)
		return ENCODING_ANY;
	if (bytes.p[0] != '\0' && bytes.p[1] == '\0' && bytes.p[3] == '\0')
		return ENCODING_UTF16LE;
	if (bytes.p[0] == '\0' && bytes.p[1] != '\0' && bytes.p[2] == '\0')
		return ENCODING_UTF16BE;
	return ENCODING_ANY;
}

/* Among its first bytes more than one in sixteen is a control character, and it is no UTF-16. */
static bool is_binary(struct slice s)
{
	enum { EARLY = 4096, ODD = 16 };
	const size_t n = s.n < EARLY ? s.n : EARLY;
	size_t controls = 0;

	if (begins(s, "\xff\xfe", 2) || begins(s, "\xfe\xff", 2) || tell_utf16(s) != ENCODING_ANY)
		return false;
	for (size_t i = 0; i < n; i++)
		controls += (unsigned char)s.p[i] < ' ' && !memchr("\t\r\n\f", s.p[i], 4);
	return controls > n / ODD;
}

const char *encoding_not_text(struct slice bytes)
{
	if (begins(bytes, "PK\3\4", 4))
		return zip_kind(bytes);
	if (begins(bytes, "\xd0\xcf\x11\xe0", 4))
		return "is an Excel workbook of the old kind, not a table as text: open it in the "
		       "spreadsheet program and save it as CSV";
	if (begins(bytes, "%PDF", 4))
		return "is a PDF, not a table: export the list as CSV";
	if (begins(bytes, "\x1f\x8b", 2))
		return "is a compressed file (gzip): unpack it first";
	if (begins(bytes, "\xff\xfe\0\0", 4) || begins(bytes, "\0\0\xfe\xff", 4))
		return "is UTF-32, which no spreadsheet writes: save it as UTF-8";
	if (is_binary(bytes))
		return "is no text (a program, a picture, a database), so no table: export the "
		       "list as CSV";
	if (begins_with_tag(bytes))
		return "is XML or a web page, not a table: export the list as CSV";
	return NULL;
}

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

/* How many bytes from p on are ASCII. */
static size_t ascii_run(const char *p, size_t length)
{
	size_t n = 0;

	while (n < length && (unsigned char)p[n] < 0x80 && p[n] != '\0')
		n++;
	return n;
}

static bool decode_cp1252(struct diag *d, const char *file, struct slice s, struct buf *out)
{
	const size_t rare = s.n / 16; /* bytes above ASCII are */

	buf_reserve(out, s.n + rare);
	for (size_t i = 0; i < s.n; i++) {
		size_t plain = ascii_run(s.p + i, s.n - i);

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

static bool decode_utf16(
    struct diag *d, const char *file, struct slice s, bool big, struct buf *out)
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

/* UTF-8. */

struct half {
	struct slice text;
	bool is_utf8;
};

static void look_at_half(void *context)
{
	struct half *h = context;

	h->is_utf8 = slice_is_utf8(h->text);
}

/* Of a large text the halves at once: no character goes over a line end. */
static bool is_utf8_throughout(struct slice s)
{
	enum { LARGE = 1 << 20 };
	const char *end = s.n > LARGE ? memchr(s.p + s.n / 2, '\n', s.n - s.n / 2) : NULL;
	const size_t n = end ? (size_t)(end - s.p) : s.n;
	struct half first = {{s.p, n}, true}, second = {{s.p + n, s.n - n}, true};

	if (!end)
		return slice_is_utf8(s);
	pair_run(look_at_half, &first, &second);
	return first.is_utf8 && second.is_utf8;
}

/* The bytes of the UTF-8 character at p; 0 when there is none. */
static size_t character_length(const char *p, size_t left)
{
	for (size_t n = 1; n <= 4 && n <= left; n++)
		if (slice_is_utf8((struct slice){p, n}))
			return n;
	return 0;
}

static bool report_not_utf8(struct diag *d, const char *file, struct slice text)
{
	struct place at = AT_LINE(file, 1);
	size_t line = 0, i = 0, n;

	for (; i < text.n && (n = character_length(text.p + i, text.n - i)) > 0; i += n)
		if (text.p[i] == '\n') {
			at.line++;
			line = i + 1;
		}
	at.col = i - line + 1;
	diag_error(d, STATUS_DATA, at,
	    "byte 0x%02x is no UTF-8 (where a profile does not name the encoding, it is told from "
	    "the "
	    "file)",
	    (unsigned)(unsigned char)text.p[i < text.n ? i : 0]);
	return false;
}

/* Telling. */

/* The encoding by its mark, which is taken off; else ENCODING_ANY. */
static enum encoding take_mark(struct slice *s)
{
	enum encoding e = begins(*s, "\xef\xbb\xbf", 3) ? ENCODING_UTF8
			  : begins(*s, "\xff\xfe", 2)	? ENCODING_UTF16LE
			  : begins(*s, "\xfe\xff", 2)	? ENCODING_UTF16BE
							: ENCODING_ANY;
	size_t mark = e == ENCODING_UTF8 ? 3 : e == ENCODING_ANY ? 0 : 2;

	*s = (struct slice){s->p + mark, s->n - mark};
	return e;
}

/* Whether bytes that are not UTF-8 throughout are mostly so: a torn file, not another encoding. */
static bool is_broken_utf8(struct slice s)
{
	size_t good = 0, bad = 0;

	for (size_t i = 0, n; i<s.n; i += n> 0 ? n : 1) {
		n = (unsigned char)s.p[i] < 0x80 ? 1 : character_length(s.p + i, s.n - i);
		good += n > 1;
		bad += n == 0;
	}
	return good > bad;
}

/*
 * Bytes above ASCII that are UTF-8 are so by no accident: a program that was
 * updated now writes UTF-8, whatever the profile says of it.
 */
static enum encoding tell(struct slice bytes, bool is_utf8, enum encoding thought)
{
	enum encoding e;

	if (thought == ENCODING_UTF8 || thought == ENCODING_UTF16BE)
		return thought;
	if (thought == ENCODING_UTF16LE)
		return tell_utf16(bytes) == ENCODING_UTF16BE ? ENCODING_UTF16BE : thought;
	if (is_utf8)
		return thought == ENCODING_CP1252 && ascii_run(bytes.p, bytes.n) == bytes.n
			   ? thought
			   : ENCODING_UTF8;
	e = thought == ENCODING_ANY ? tell_utf16(bytes) : thought;
	if (e != ENCODING_UTF16LE && e != ENCODING_UTF16BE)
		e = is_broken_utf8(bytes) ? ENCODING_UTF8 : ENCODING_CP1252;
	return e;
}

/* The first line end outside quotes; the first of all where a quote does not pair. */
static const char *first_line_end(struct slice s)
{
	const char *any = NULL;
	bool quoted = false;

	for (size_t i = 0; i < s.n; i++) {
		quoted ^= s.p[i] == '"';
		if (s.p[i] != '\n' && s.p[i] != '\r')
			continue;
		if (!quoted)
			return s.p + i;
		any = any ? any : s.p + i;
	}
	return any;
}

/* Old line ends, a CR alone, as spreadsheets on a Mac write them. */
static bool has_old_line_ends(struct slice s)
{
	const char *end = first_line_end(s);

	return end && end[0] == '\r' && (end + 1 == s.p + s.n || end[1] != '\n');
}

/* A break inside a cell is a newline there, or both. */
static void mend_line_ends(struct buf *b)
{
	for (size_t i = 0; i < b->length; i++)
		if (b->data[i] == '\r' && b->data[i + 1] != '\n')
			b->data[i] = '\n';
}

/* What is made into UTF-8 with line ends of today is made in memory. */
static bool check_size(struct diag *d, const char *file, struct slice bytes, enum encoding e)
{
	static const size_t most = (size_t)1 << 30;
	struct buf remedy = {0};

	if (bytes.n <= most)
		return true;
	if (e == ENCODING_UTF8)
		buf_add_string(&remedy, "has line ends of a carriage return alone: tr '\\r' '\\n'");
	else
		buf_printf(&remedy, "is in the encoding %s: iconv -f %s -t utf-8", encoding_name(e),
		    encoding_name(e));
	diag_error(d, STATUS_DATA, AT_FILE(file),
	    "is larger than 1 GiB and %s makes a file of it that is read at any size",
	    buf_string(&remedy));
	buf_free(&remedy);
	return false;
}

static bool decode(struct diag *d, const char *file, struct slice bytes, enum encoding encoding,
    struct buf *decoded)
{
	if (!check_size(d, file, bytes, encoding))
		return false;
	if (encoding == ENCODING_CP1252)
		return decode_cp1252(d, file, bytes, decoded);
	if (encoding != ENCODING_UTF8)
		return decode_utf16(d, file, bytes, encoding == ENCODING_UTF16BE, decoded);
	buf_add_slice(decoded, bytes);
	return true;
}

bool encoding_decode(struct diag *d, const char *file, struct slice bytes, enum encoding *encoding,
    struct buf *decoded, struct slice *text)
{
	enum encoding e = take_mark(&bytes);
	bool is_utf8 = is_utf8_throughout(bytes);

	*encoding = e != ENCODING_ANY ? e : tell(bytes, is_utf8, *encoding);
	*text = bytes;
	if (*encoding == ENCODING_UTF8 && !is_utf8)
		return report_not_utf8(d, file, bytes);
	/* ASCII is both. */
	if (is_utf8 && (*encoding == ENCODING_UTF8 || *encoding == ENCODING_CP1252) &&
	    !has_old_line_ends(bytes))
		return true;
	if (!decode(d, file, bytes, *encoding, decoded))
		return false;
	*text = buf_slice(decoded);
	if (has_old_line_ends(*text))
		mend_line_ends(decoded);
	return true;
}
