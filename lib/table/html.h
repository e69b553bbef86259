/*
 * HTML pages: data made safe, and the head and foot that every page of ours
 * has. A page is one file that loads nothing: its style is in it, and it
 * prints on A4.
 *
 * The style knows: a table; `class="number"` on its figures (set flush right), "fixed" on
 * what is not to be broken, "long" on what may be broken anywhere; rows of the classes
 * "group" (a heading over rows), "sum" and "total"; `<span class="bar" style="width:40%">` in a
 * cell of class "bars"; `<p class="note">` for small print; `<span class="tick">` for a box to tick
 * off.
 */
#ifndef TABLE_HTML_H
#define TABLE_HTML_H

#include "base/buf.h"
#include "base/slice.h"

/*
 * Data as text, or as an attribute's value in quotes: what means something in HTML is escaped, and
 * a control character becomes U+FFFD.
 */
void html_escape(struct slice text, struct buf *out);

/* Everything up to the page's <h1>, which says the title. The language is as in "nl" or "fr-BE". */
void html_begin(struct buf *b, struct slice title, const char *language);
void html_end(struct buf *b);

/* "<p class="...">text</p>" and its like: an element that holds data; class may be NULL. */
void html_element(struct buf *b, const char *tag, const char *class, struct slice text);

#endif
