/*
 * Writing pages as a PDF, with libharu. One document handle serves a whole run.
 *
 * libharu keeps the document: its objects, cross references, information and compression.
 * The fonts are its dictionaries too, but with our own content: each face as glyphs
 * (Identity-H) with a map back to characters, from a file that was cut and deflated once.
 * libharu's own ways to embed a font know one code page, or write a faulty map, and
 * deflate the file again for every letter.
 */
#ifndef LETTER_PDF_H
#define LETTER_PDF_H

#include "base/buf.h"
#include "base/diag.h"
#include "letter/page.h"
#include "value/date.h"

#include <stdbool.h>

struct pdf;

struct pdf_info {
	struct slice title, author, subject;
	const char *language; /* "nl" */
	date created;	      /* the PDF's date: never the clock's */
};

struct pdf *pdf_open(void);
/* Replace out by the document. False after an error (70) was reported. */
bool pdf_write(struct pdf *pdf, struct diag *d, const struct pages *pages,
    const struct pdf_info *info, struct buf *out);
void pdf_close(struct pdf *pdf);

/*
 * A document of several parts, each with its own font and logo; what two of them have in common is
 * in it once. Begin, add, end; after false, end all the same.
 */
void pdf_begin(struct pdf *pdf);
bool pdf_add(struct pdf *pdf, struct diag *d, const struct pages *pages);
/* An entry among the document's bookmarks, in ASCII, for the page that is added next. */
void pdf_mark(struct pdf *pdf, const char *title);
void pdf_add_blank(struct pdf *pdf);
bool pdf_end(struct pdf *pdf, struct diag *d, const struct pdf_info *info, struct buf *out);

#endif
