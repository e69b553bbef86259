/*
 * Objects of a libharu document with content of our own: what libharu has no function for, or
 * writes otherwise than it should. Private to pdf.c.
 */
#ifndef LETTER_PDF_OBJECTS_H
#define LETTER_PDF_OBJECTS_H

#include "base/buf.h"
#include "base/slice.h"
#include "letter/font.h"

#include <hpdf.h>

#define OBJECT_FLATE "/Filter /FlateDecode\n"

/* Entries after those that libharu knows, as text. The dictionary takes over what is in b, which is
 * emptied. */
void object_set_entries(HPDF_Dict dict, struct buf *b);
/* A stream whose bytes are encoded already; b has its entries, and is emptied. NULL after an error.
 */
HPDF_Dict object_stream(HPDF_Doc doc, struct buf *b, struct slice bytes);
/* A face as glyphs, with the map back to characters. NULL after an error. */
HPDF_Dict object_font(HPDF_Doc doc, const struct subset *s);
/* A text of the document's information, which can be any. */
void object_add_text(HPDF_Doc doc, HPDF_Dict to, const char *key, struct slice text);

#endif
