#include "letter/pdf_objects.h"

#include "base/mem.h"
#include "text/unicode.h"

#include <stdlib.h>

#include "base/banned.h"

/* The entries after those that libharu knows, as text. */
static HPDF_STATUS write_entries(HPDF_Dict dict, HPDF_Stream stream)
{
	const struct buf *text = dict->attr;
	return HPDF_Stream_Write(stream, (const HPDF_BYTE *)text->data, (HPDF_UINT)text->length);
}

static void free_entries(HPDF_Dict dict)
{
	buf_free(dict->attr);
	free(dict->attr);
	dict->attr = NULL;
}

void object_set_entries(HPDF_Dict dict, struct buf *b)
{
	struct buf *kept = mem_alloc(sizeof(*kept));
	*kept = *b;
	*b = (struct buf){0};
	dict->attr = kept;
	dict->write_fn = write_entries;
	dict->free_fn = free_entries;
}

/* An indirect dictionary, or stream, with these entries; b is emptied. NULL after an error. */
static HPDF_Dict add_dict(HPDF_Doc doc, bool stream, struct buf *b)
{
	HPDF_Dict dict =
	    stream ? HPDF_DictStream_New(doc->mmgr, doc->xref) : HPDF_Dict_New(doc->mmgr);
	if (dict == NULL || (!stream && HPDF_Xref_Add(doc->xref, dict) != HPDF_OK)) {
		buf_free(b);
		return NULL;
	}
	object_set_entries(dict, b);
	return dict;
}

HPDF_Dict object_stream(HPDF_Doc doc, struct buf *b, struct slice bytes)
{
	HPDF_Dict dict = add_dict(doc, true, b);
	if (dict == NULL || HPDF_Stream_Write(dict->stream, (const HPDF_BYTE *)bytes.p,
				(HPDF_UINT)bytes.n) != HPDF_OK)
		return NULL;
	return dict;
}

static unsigned number_of(HPDF_Dict dict)
{
	return dict->header.obj_id & 0x00ffffff;
}

/* Five objects. */
HPDF_Dict object_font(HPDF_Doc doc, const struct subset *s)
{
	struct buf b = {0};
	buf_printf(&b, "%s/Length1 %zu\n", OBJECT_FLATE, s->file_length);
	HPDF_Dict file = object_stream(doc, &b, s->file);
	buf_add_string(&b, OBJECT_FLATE);
	HPDF_Dict to_unicode = object_stream(doc, &b, s->to_unicode);
	if (file == NULL || to_unicode == NULL)
		return NULL;
	buf_printf(&b, "/Type /FontDescriptor\n");
	buf_add_slice(&b, s->descriptor);
	buf_printf(&b, "/FontFile2 %u 0 R\n", number_of(file));
	HPDF_Dict descriptor = add_dict(doc, false, &b);
	if (descriptor == NULL)
		return NULL;
	buf_printf(&b,
	    "/Type /Font\n/Subtype /CIDFontType2\n/BaseFont /%s\n"
	    "/CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >>\n"
	    "/CIDToGIDMap /Identity\n/DW 0\n/FontDescriptor %u 0 R\n/W [",
	    s->name, number_of(descriptor));
	buf_add_slice(&b, s->widths);
	buf_add_string(&b, "]\n");
	HPDF_Dict glyphs = add_dict(doc, false, &b);
	if (glyphs == NULL)
		return NULL;
	buf_printf(&b,
	    "/Type /Font\n/Subtype /Type0\n/BaseFont /%s\n/Encoding /Identity-H\n"
	    "/DescendantFonts [%u 0 R]\n/ToUnicode %u 0 R\n",
	    s->name, number_of(glyphs), number_of(to_unicode));
	return add_dict(doc, false, &b);
}

/* UTF-16 in hex digits. */
void object_add_text(HPDF_Doc doc, HPDF_Dict to, const char *key, struct slice text)
{
	enum { MOST = 1000 };
	HPDF_BYTE bytes[2 + 4 * MOST] = {0xfe, 0xff};
	HPDF_UINT n = 2;
	uint32_t ch;
	for (int i = 0; i < MOST && utf8_next(&text, &ch); i++) {
		if (ch >= 0x10000) {
			uint32_t high = 0xd800 + ((ch - 0x10000) >> 10);
			bytes[n++] = (HPDF_BYTE)(high >> 8);
			bytes[n++] = (HPDF_BYTE)high;
			ch = 0xdc00 + ((ch - 0x10000) & 0x3ff);
		}
		bytes[n++] = (HPDF_BYTE)(ch >> 8);
		bytes[n++] = (HPDF_BYTE)ch;
	}
	HPDF_Dict_Add(to, key, HPDF_Binary_New(doc->mmgr, bytes, n));
}
