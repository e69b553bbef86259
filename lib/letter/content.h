/*
 * A page's marks as the operators of a PDF content stream. Private to letter/pdf.h.
 */
#ifndef LETTER_CONTENT_H
#define LETTER_CONTENT_H

#include "base/buf.h"
#include "letter/page.h"

/* The name of the logo among a page's resources. */
#define CONTENT_LOGO "Logo"

/* "F1" and so on, by the face's number. */
const char *content_font_name(enum face face);
void content_of_page(const struct page *page, const struct subset *const *subsets, struct buf *out);

#endif
