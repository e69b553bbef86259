/* Files that are no text, by how they begin. */
#include "table/encoding_parts.h"

#include <string.h>

#include "base/banned.h"

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
	size_t i = encoding_begins(s, "\xef\xbb\xbf", 3) ? 3 : 0;

	while (i < s.n && memchr(" \t\r\n", s.p[i], 4))
		i++;
	return i < s.n && s.p[i] == '<';
}

/* Among its first bytes more than one in sixteen is a control character, and it is no UTF-16. */
static bool is_binary(struct slice s)
{
	enum { EARLY = 4096, ODD = 16 };
	const size_t n = s.n < EARLY ? s.n : EARLY;
	size_t controls = 0;

	if (encoding_begins(s, "\xff\xfe", 2) || encoding_begins(s, "\xfe\xff", 2) ||
	    encoding_tell_utf16(s) != ENCODING_ANY)
		return false;
	for (size_t i = 0; i < n; i++)
		controls += (unsigned char)s.p[i] < ' ' && !memchr("\t\r\n\f", s.p[i], 4);
	return controls > n / ODD;
}

const char *encoding_not_text(struct slice bytes)
{
	if (encoding_begins(bytes, "PK\3\4", 4))
		return zip_kind(bytes);
	if (encoding_begins(bytes, "\xd0\xcf\x11\xe0", 4))
		return "is an Excel workbook of the old kind, not a table as text: open it in the "
		       "spreadsheet program and save it as CSV";
	if (encoding_begins(bytes, "%PDF", 4))
		return "is a PDF, not a table: export the list as CSV";
	if (encoding_begins(bytes, "\x1f\x8b", 2))
		return "is a compressed file (gzip): unpack it first";
	if (encoding_begins(bytes, "\xff\xfe\0\0", 4) || encoding_begins(bytes, "\0\0\xfe\xff", 4))
		return "is UTF-32, which no spreadsheet writes: save it as UTF-8";
	if (is_binary(bytes))
		return "is no text (a program, a picture, a database), so no table: export the "
		       "list as CSV";
	if (begins_with_tag(bytes))
		return "is XML or a web page, not a table: export the list as CSV";
	return NULL;
}
