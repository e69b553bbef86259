/*
 * One file of a font, through HarfBuzz: its characters' widths, and subsets of it.
 * Private to letter/font.h.
 */
#ifndef LETTER_FACE_H
#define LETTER_FACE_H

#include "base/diag.h"
#include "letter/font.h"

#include <stdint.h>

struct face_file;

/* NULL after an error (66 not there, 65 no TrueType font). */
struct face_file *face_open(struct diag *d, const char *path, enum face face);
void face_close(struct face_file *f);
/* In thousandths of the font's size; -1 where the face lacks the character. */
int face_advance(struct face_file *f, uint32_t ch);
const struct subset *face_subset(struct face_file *f, const struct charset *used);

#endif
