/*
 * Fonts: found in the system's folders, measured, and cut down to the characters that a
 * letter writes, ready to be embedded.
 *
 * What is embedded depends on the letter alone, never on the others of the run, so that a
 * letter made again is the same bytes: every face has a fixed set of characters that each
 * letter gets, and a letter that writes others gets these too. A run makes each
 * such subset once.
 */
#ifndef LETTER_FONT_H
#define LETTER_FONT_H

#include "base/diag.h"
#include "base/slice.h"
#include "letter/charset.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* The last one is of another font: it writes the characters that the others lack. */
enum face { FACE_REGULAR, FACE_BOLD, FACE_ITALIC, FACE_FALLBACK, FACES };

struct font;
struct fonts;

struct fonts *fonts_new(void);
/*
 * A font by the name of its family ("DejaVu Sans") or by the path of its regular face (the
 * others lie beside: Name-Bold.ttf, Name-Italic.ttf). NULL or "": $DUN_FONT, else the first family
 * that is installed. NULL after an error (66) that says where was looked, once.
 */
struct font *fonts_get(struct fonts *fonts, struct diag *d, const char *name);
/* The same with a font for what it lacks; NULL or "": $DUN_FONT_FALLBACK, else none. */
struct font *fonts_get_both(
    struct fonts *fonts, struct diag *d, const char *name, const char *fallback);
void fonts_free(struct fonts *fonts);

const char *font_name(const struct font *f);
/* The width of a character, in thousandths of the font's size; -1 where the face lacks it. */
int font_advance(struct font *f, enum face face, uint32_t ch);

enum { FACE_NAME = 40 };

/* A face cut down to some characters, as a PDF wants it. */
struct subset {
	char name[FACE_NAME + 7]; /* "ABCDEF+LiberationSans" */
	struct slice file;	  /* the TrueType file, deflated */
	size_t file_length;	  /* its length before */
	struct slice to_unicode;  /* the CMap from glyphs to characters, deflated */
	struct slice widths;	  /* of its glyphs: "0 [500 600 ...]" */
	struct slice descriptor;  /* the metrics, as entries of a font descriptor */
	/* private: */
	uint32_t *chars;
	uint16_t *glyphs;
	size_t count;
	uint16_t low[256]; /* the glyphs of the first 256 characters */
};

/* Lives as long as the fonts. NULL when the font cannot be cut (it is faulty). */
const struct subset *font_subset(struct font *f, enum face face, const struct charset *used);
uint16_t subset_glyph(const struct subset *s, uint32_t ch);

#endif
