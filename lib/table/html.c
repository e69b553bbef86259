#include "table/html.h"

#include "base/banned.h"

/* A browser prints backgrounds only where it is told to; the bars are backgrounds. */
static const char style[] =
    "@page{size:A4;margin:15mm}\n"
    "body{font:14px/1.45 \"Liberation Sans\",Arial,Helvetica,sans-serif;color:#222;"
    "max-width:60em;margin:2em auto;padding:0 1em}\n"
    "h1{font-size:1.5em;margin:0 0 .2em}\n"
    "h2{font-size:1.1em;margin:1.6em 0 .4em;break-after:avoid}\n"
    "p{margin:.3em 0}\n"
    "p.note{color:#555;font-size:.85em}\n"
    "table{border-collapse:collapse;width:100%;margin:.5em 0 1.2em}\n"
    "thead{display:table-header-group}\n"
    "tr{break-inside:avoid}\n"
    "th,td{text-align:left;vertical-align:top;padding:.25em .6em .25em 0;"
    "border-bottom:1px solid #ccc;unicode-bidi:isolate}\n"
    "th{border-bottom:2px solid #1f3a5f;color:#1f3a5f;vertical-align:bottom}\n"
    ".number{text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap}\n"
    ".fixed{white-space:nowrap}\n"
    ".long{overflow-wrap:anywhere}\n"
    "tr.group td,tr.group th{font-weight:bold;padding-top:.9em;color:inherit;"
    "border-bottom:1px solid #ccc}\n"
    "tr.sum td,tr.sum th{font-style:italic;color:inherit;border-bottom:1px solid #ccc}\n"
    "tr.total td,tr.total th{font-weight:bold;border-top:2px solid #222;color:inherit;"
    "border-bottom:none}\n"
    "td.bars{width:40%;white-space:nowrap}\n"
    ".bar{display:inline-block;height:.9em;vertical-align:middle;background:#5b6f8c;"
    "-webkit-print-color-adjust:exact;print-color-adjust:exact}\n"
    ".tick{display:inline-block;width:.9em;height:.9em;border:1px solid #222}\n"
    "@media print{body{margin:0;max-width:none;padding:0;font-size:10pt}}\n";

/* U+0080 to U+009F in UTF-8, at this place. */
static bool is_c1(struct slice text, size_t i)
{
	return i + 1 < text.n && text.p[i] == '\xc2' &&
	       ((unsigned char)text.p[i + 1] & 0xe0) == 0x80;
}

void html_escape(struct slice text, struct buf *out)
{
	for (size_t i = 0; i < text.n; i++) {
		const char c = text.p[i];

		if (c == '&')
			buf_add_string(out, "&amp;");
		else if (c == '<')
			buf_add_string(out, "&lt;");
		else if (c == '>')
			buf_add_string(out, "&gt;");
		else if (c == '"')
			buf_add_string(out, "&quot;");
		else if (c == '\'')
			buf_add_string(out, "&#39;");
		else if (is_c1(text, i)) {
			buf_add_string(out, "\xef\xbf\xbd");
			i++;
		} else if (((unsigned char)c < 0x20 && c != '\n' && c != '\t') || c == 0x7f)
			buf_add_string(out, "\xef\xbf\xbd");
		else
			buf_add_char(out, c);
	}
}

void html_begin(struct buf *b, struct slice title, const char *language)
{
	buf_add_string(b, "<!DOCTYPE html>\n<html lang=\"");
	html_escape(slice_of(language), b);
	buf_add_string(b, "\">\n<head>\n<meta charset=\"utf-8\">\n"
			  "<meta name=\"viewport\" content=\"width=device-width\">\n");
	html_element(b, "title", NULL, title);
	buf_printf(b, "<style>\n%s</style>\n</head>\n<body>\n", style);
	html_element(b, "h1", NULL, title);
}

void html_end(struct buf *b)
{
	buf_add_string(b, "</body>\n</html>\n");
}

void html_element(struct buf *b, const char *tag, const char *class, struct slice text)
{
	buf_printf(b, "<%s", tag);
	if (class != NULL)
		buf_printf(b, " class=\"%s\"", class);
	buf_add_char(b, '>');
	html_escape(text, b);
	buf_printf(b, "</%s>\n", tag);
}
