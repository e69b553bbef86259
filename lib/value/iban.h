/*
 * Bank account numbers (IBAN, ISO 13616) and bank codes (BIC, ISO 9362).
 */
#ifndef VALUE_IBAN_H
#define VALUE_IBAN_H

#include "base/slice.h"

#include <stdbool.h>

enum { IBAN_TEXT = 35, IBAN_PRINTED = 43 };

/*
 * Check an IBAN: country known, its length, letters and digits where the
 * country's structure has them, mod 97. Blanks and letter case are ignored,
 * other punctuation is wrong. On success `electronic` holds it without blanks, in
 * upper case. Otherwise *why is a phrase for the user ("has 17 characters, NL has 18"), which may
 * lie in `electronic`.
 */
bool iban_check(struct slice text, char electronic[IBAN_TEXT], const char **why);
/* In groups of four. */
void iban_print(const char *electronic, char printed[IBAN_PRINTED]);
bool bic_check(struct slice text);

#endif
