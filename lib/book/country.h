/*
 * Countries and languages by the names and codes that exports have for them.
 */
#ifndef BOOK_COUNTRY_H
#define BOOK_COUNTRY_H

#include "base/slice.h"

#include <stdbool.h>

enum { COUNTRY_CODE = 3, LANGUAGE_NAME = 16 };

/*
 * The two capitals (ISO 3166) of "Nederland", "Belgium", "NLD", "nl". False when the
 * text is not known as a country.
 */
bool country_find(struct slice text, char code[COUNTRY_CODE]);
/* Whether house numbers stand before the street there. */
bool country_number_first(const char *code);

/*
 * The language of letters that "Nederlands", "NLD", "nl-NL", "NL" stand for: nl. A group
 * of the user's own, as nl-vip, stays what it is. False when it is not known.
 */
bool language_find(struct slice text, char name[LANGUAGE_NAME]);

#endif
