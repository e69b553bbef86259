#include "letter/pdf.h"

#include "base/map.h"
#include "base/mem.h"
#include "letter/content.h"
#include "letter/pdf_objects.h"

#include <hpdf.h>
#include <stdlib.h>
#include <string.h>
#include <zlib.h>

#define BANNED_ALLOW_FLOAT
#include "base/banned.h"

enum { DEOBJECT_FLATE_LEVEL = 4 }; /* a sixth faster than 6, and a hundredth larger */

struct pdf {
	HPDF_Doc doc;
	HPDF_STATUS error, detail; /* the first that libharu told of; 0: none */
	struct buf content, deflated;
	z_stream deflater;
	bool failed;
	struct map objects; /* what the document has: the HPDF_Dict of a subset or a logo */
	char *mark;	    /* the bookmark of the next page, or NULL */
	/* Of the part that is added. */
	const struct subset *subsets[FACES];
	HPDF_Dict fonts[FACES];
	HPDF_Dict logo; /* NULL: none */
};

/* libharu's functions go on after an error; only this says that there was one. */
static void note_error(HPDF_STATUS error, HPDF_STATUS detail, void *context)
{
	struct pdf *pdf = context;
	if (pdf->error)
		return;
	pdf->error = error;
	pdf->detail = detail;
}

struct pdf *pdf_open(void)
{
	struct pdf *pdf = mem_alloc(sizeof(*pdf));
	pdf->doc = HPDF_New(note_error, pdf);
	if (pdf->doc == NULL)
		diag_die(STATUS_TEMPFAIL, "libharu gives no document");
	HPDF_SetCompressionMode(pdf->doc, HPDF_COMP_ALL);
	if (deflateInit(&pdf->deflater, DEOBJECT_FLATE_LEVEL) != Z_OK)
		diag_die(STATUS_TEMPFAIL, "zlib gives no stream");
	return pdf;
}

void pdf_close(struct pdf *pdf)
{
	if (pdf == NULL)
		return;
	HPDF_Free(pdf->doc);
	deflateEnd(&pdf->deflater);
	map_free(&pdf->objects);
	free(pdf->mark);
	buf_free(&pdf->content);
	buf_free(&pdf->deflated);
	free(pdf);
}

/* The place of the object that stands for `source`, a subset or a logo, in this document. */
static void **object_at(struct pdf *pdf, const void *source)
{
	return map_at(&pdf->objects, (struct slice){(const char *)&source, sizeof(source)});
}

static bool add_fonts(struct pdf *pdf, struct diag *d, const struct pages *pages)
{
	for (int face = 0; face < FACES; face++) {
		uint32_t first = 0;
		pdf->fonts[face] = NULL;
		if (!charset_next(&pages->used[face], &first))
			continue;
		pdf->subsets[face] = font_subset(pages->font, (enum face)face, &pages->used[face]);
		if (pdf->subsets[face] == NULL) {
			diag_error(d, STATUS_DATA, NOWHERE, "font \"%s\" cannot be cut down",
			    font_name(pages->font));
			return false;
		}
		void **place = object_at(pdf, pdf->subsets[face]);
		if (*place == NULL)
			*place = object_font(pdf->doc, pdf->subsets[face]);
		pdf->fonts[face] = *place;
		if (pdf->fonts[face] == NULL)
			note_error(HPDF_FAILD_TO_ALLOC_MEM, 0, pdf);
	}
	return pdf->error == 0;
}

/* The page's resources name its fonts F1, F2, ...; content.c writes the same names. */
static void name_fonts(struct pdf *pdf, HPDF_Page page)
{
	HPDF_Dict resources = HPDF_Page_GetInheritableItem(page, "Resources", HPDF_OCLASS_DICT);
	HPDF_Dict fonts = HPDF_Dict_New(pdf->doc->mmgr);
	if (resources == NULL || HPDF_Dict_Add(resources, "Font", fonts) != HPDF_OK)
		return;
	for (int face = 0; face < FACES; face++)
		if (pdf->fonts[face])
			HPDF_Dict_Add(fonts, content_font_name((enum face)face), pdf->fonts[face]);
}

/* Deflate pdf->content, with a stream that is kept: opening one takes longer than a page. */
static struct slice deflate_content(struct pdf *pdf)
{
	z_stream *z = &pdf->deflater;
	size_t room = deflateBound(z, pdf->content.length);
	buf_truncate(&pdf->deflated, 0);
	buf_reserve(&pdf->deflated, room);
	deflateReset(z);
	z->next_in = (Bytef *)pdf->content.data;
	z->avail_in = (uInt)pdf->content.length;
	z->next_out = (Bytef *)pdf->deflated.data;
	z->avail_out = (uInt)room;
	if (deflate(z, Z_FINISH) != Z_STREAM_END)
		diag_die(STATUS_INTERNAL, "zlib failed");
	return (struct slice){pdf->deflated.data, room - z->avail_out};
}

static HPDF_Dict add_logo(struct pdf *pdf, const struct logo *logo)
{
	struct buf entries = {0};
	void **place = object_at(pdf, logo);
	if (*place != NULL)
		return *place;
	buf_add_slice(&entries, buf_slice(&logo->entries));
	*place = object_stream(pdf->doc, &entries, buf_slice(&logo->stream));
	return *place;
}

static void name_logo(struct pdf *pdf, HPDF_Page page)
{
	HPDF_Dict resources = HPDF_Page_GetInheritableItem(page, "Resources", HPDF_OCLASS_DICT);
	HPDF_Dict images = HPDF_Dict_New(pdf->doc->mmgr);
	if (resources && HPDF_Dict_Add(resources, "XObject", images) == HPDF_OK)
		HPDF_Dict_Add(images, CONTENT_LOGO, pdf->logo);
}

static HPDF_Page new_page(struct pdf *pdf)
{
	HPDF_Page page = HPDF_AddPage(pdf->doc);
	if (page == NULL)
		return NULL;
	HPDF_Page_SetSize(page, HPDF_PAGE_SIZE_A4, HPDF_PAGE_PORTRAIT);
	if (pdf->mark != NULL) {
		HPDF_Outline entry = HPDF_CreateOutline(pdf->doc, NULL, pdf->mark, NULL);
		HPDF_Outline_SetDestination(entry, HPDF_Page_CreateDestination(page));
		free(pdf->mark);
		pdf->mark = NULL;
	}
	return page;
}

/* A destination as PDF wants it: seven bits, no blanks. */
static char *encode_link(struct slice url)
{
	struct buf out = {0};
	for (size_t i = 0; i < url.n; i++)
		if (url.p[i] > ' ' && url.p[i] < 0x7f)
			buf_add_char(&out, url.p[i]);
		else
			buf_printf(&out, "%%%02X", (unsigned char)url.p[i]);
	return buf_take(&out);
}

static HPDF_REAL points(length l)
{
	return (HPDF_REAL)l / POINT;
}

/* The texts that lead somewhere can be clicked. */
static void add_links(HPDF_Page page, const struct page *marks, const struct slice *links)
{
	for (size_t i = 0; i < marks->count; i++) {
		const struct mark *m = &marks->marks[i];
		if (m->kind != MARK_TEXT || m->count == 0 || m->text[0].link == 0)
			continue;
		const HPDF_Rect area = {
		    .left = points(m->x),
		    .right = points(m->x + glyphs_width(m->text, m->count, m->size)),
		    .bottom = points(PAGE_HEIGHT - m->y - m->size / 4),
		    .top = points(PAGE_HEIGHT - m->y + m->size),
		};
		char *url = encode_link(links[m->text[0].link]);
		HPDF_Annotation link = HPDF_Page_CreateURILinkAnnot(page, area, url);
		HPDF_LinkAnnot_SetBorderStyle(link, 0, 0, 0);
		free(url);
	}
}

static void add_page(struct pdf *pdf, const struct page *marks, const struct slice *links)
{
	struct buf filter = {0};
	HPDF_Page page = new_page(pdf);
	if (page == NULL)
		return;
	HPDF_PageAttr attr = page->attr;
	name_fonts(pdf, page);
	if (pdf->logo)
		name_logo(pdf, page);
	add_links(page, marks, links);
	buf_truncate(&pdf->content, 0);
	content_of_page(marks, pdf->subsets, &pdf->content);
	struct slice bytes = deflate_content(pdf);
	buf_add_string(&filter, OBJECT_FLATE);
	object_set_entries(attr->contents, &filter);
	attr->contents->filter = HPDF_STREAM_FILTER_NONE;
	HPDF_Stream_Write(attr->stream, (const HPDF_BYTE *)bytes.p, (HPDF_UINT)bytes.n);
}

static void add_information(struct pdf *pdf, const struct pdf_info *info)
{
	HPDF_Doc doc = pdf->doc;
	struct civil day = date_civil(info->created);
	HPDF_Date created = {.year = day.year, .month = day.month, .day = day.day, .ind = 'Z'};
	HPDF_Dict preferences = HPDF_Dict_New(doc->mmgr);
	HPDF_SetInfoDateAttr(doc, HPDF_INFO_CREATION_DATE, created);
	HPDF_SetInfoDateAttr(doc, HPDF_INFO_MOD_DATE, created);
	HPDF_SetInfoAttr(doc, HPDF_INFO_CREATOR, "dun " DUN_VERSION);
	object_add_text(doc, doc->info, "Title", info->title);
	object_add_text(doc, doc->info, "Author", info->author);
	object_add_text(doc, doc->info, "Subject", info->subject);
	HPDF_Dict_Add(doc->catalog, "Lang", HPDF_String_New(doc->mmgr, info->language, NULL));
	if (HPDF_Dict_Add(doc->catalog, "ViewerPreferences", preferences) == HPDF_OK)
		HPDF_Dict_AddBoolean(preferences, "DisplayDocTitle", HPDF_TRUE);
	doc->pdf_version = HPDF_VER_14;
}

static bool save(struct pdf *pdf, struct buf *out)
{
	if (HPDF_SaveToStream(pdf->doc) != HPDF_OK || pdf->error)
		return false;
	HPDF_UINT32 size = HPDF_GetStreamSize(pdf->doc), got = size;
	buf_truncate(out, 0);
	buf_reserve(out, size);
	HPDF_ResetStream(pdf->doc);
	if (HPDF_ReadFromStream(pdf->doc, (HPDF_BYTE *)out->data, &got) != HPDF_OK || got != size)
		return false;
	out->length = size;
	out->data[size] = '\0';
	return true;
}

void pdf_begin(struct pdf *pdf)
{
	pdf->error = pdf->detail = 0;
	pdf->failed = false;
	HPDF_NewDoc(pdf->doc);
}

bool pdf_add(struct pdf *pdf, struct diag *d, const struct pages *pages)
{
	pdf->failed = pdf->failed || !add_fonts(pdf, d, pages);
	if (pdf->failed)
		return false;
	pdf->logo = pages->logo ? add_logo(pdf, pages->logo) : NULL;
	for (size_t i = 0; i < pages->count; i++)
		add_page(pdf, &pages->all[i], pages->links);
	return pdf->error == 0;
}

void pdf_mark(struct pdf *pdf, const char *title)
{
	free(pdf->mark);
	pdf->mark = mem_string(title);
}

void pdf_add_blank(struct pdf *pdf)
{
	(void)new_page(pdf);
}

bool pdf_end(struct pdf *pdf, struct diag *d, const struct pdf_info *info, struct buf *out)
{
	bool good = !pdf->failed && pdf->error == 0;
	if (good)
		add_information(pdf, info);
	good = good && pdf->error == 0 && save(pdf, out);
	if (!good && !diag_failed(d))
		diag_error(d, STATUS_INTERNAL, NOWHERE, "libharu: error 0x%04lx, %ld",
		    (unsigned long)pdf->error, (long)pdf->detail);
	HPDF_FreeDoc(pdf->doc);
	HPDF_ResetError(pdf->doc);
	map_free(&pdf->objects);
	return good;
}

bool pdf_write(struct pdf *pdf, struct diag *d, const struct pages *pages,
    const struct pdf_info *info, struct buf *out)
{
	pdf_begin(pdf);
	(void)pdf_add(pdf, d, pages);
	return pdf_end(pdf, d, info, out);
}
