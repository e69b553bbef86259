#include "table/encoding.h"

#include "base/pair.h"
#include "table/encoding_parts.h"

#include <string.h>

#include "base/banned.h"

static const char *const names[] = {"", "utf-8", "utf-16", "utf-16be", "cp1252"};

const char *encoding_name(enum encoding e)
{
	return names[e];
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

/* Western text in UTF-16 has a NUL as every second byte. */
enum encoding encoding_tell_utf16(struct slice bytes)
{
	if (bytes.n < 4 || bytes.n % 2 != 0)
		return ENCODING_ANY;
	if (bytes.p[0] != '\0' && bytes.p[1] == '\0' && bytes.p[3] == '\0')
		return ENCODING_UTF16LE;
	if (bytes.p[0] == '\0' && bytes.p[1] != '\0' && bytes.p[2] == '\0')
		return ENCODING_UTF16BE;
	return ENCODING_ANY;
}

/* The encoding by its mark, which is taken off; else ENCODING_ANY. */
static enum encoding take_mark(struct slice *s)
{
	enum encoding e = encoding_begins(*s, "\xef\xbb\xbf", 3) ? ENCODING_UTF8
			  : encoding_begins(*s, "\xff\xfe", 2)	 ? ENCODING_UTF16LE
			  : encoding_begins(*s, "\xfe\xff", 2)	 ? ENCODING_UTF16BE
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
		return encoding_tell_utf16(bytes) == ENCODING_UTF16BE ? ENCODING_UTF16BE : thought;
	if (is_utf8)
		return thought == ENCODING_CP1252 && encoding_ascii(bytes.p, bytes.n) == bytes.n
			   ? thought
			   : ENCODING_UTF8;
	e = thought == ENCODING_ANY ? encoding_tell_utf16(bytes) : thought;
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
		return encoding_cp1252(d, file, bytes, decoded);
	if (encoding != ENCODING_UTF8)
		return encoding_utf16(d, file, bytes, encoding == ENCODING_UTF16BE, decoded);
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
