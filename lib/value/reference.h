/*
 * Structured payment references, which a bank carries to the creditor as they
 * are and whose check digits show a slip:
 *
 *   OGM (VCS)   +++090/9337/55493+++   Belgium: ten digits, and those modulo 97 (97 for 0)
 *   RF          RF18539007547034       ISO 11649: up to 21 letters and digits, mod 97-10
 *   NL          5000056789012345       betalingskenmerk: a weighted sum modulo 11 in front
 *
 * A betalingskenmerk has 16 digits (check digit and 15); 9 to 14 (check digit, the last digit of
 * how many follow, and those 7 to 12); or 7, which nothing checks.
 */
#ifndef VALUE_REFERENCE_H
#define VALUE_REFERENCE_H

#include "base/slice.h"

#include <stdbool.h>

enum reference_scheme { REFERENCE_NONE, REFERENCE_OGM, REFERENCE_RF, REFERENCE_NL };

enum { REFERENCE_TEXT = 26 };

/* "ogm", "rf" or "nl", else REFERENCE_NONE. */
enum reference_scheme reference_named(struct slice name);

/*
 * Make the reference of an invoice: of its digits (OGM, NL; zeros before them say nothing), or of
 * its letters and digits in upper case (RF); what else it has is left out. False where that is not
 * possible; *why is a phrase for the user then.
 */
bool reference_make(enum reference_scheme scheme, struct slice invoice, char made[REFERENCE_TEXT],
    const char **why);

/*
 * Which scheme the text is a valid reference of. Blanks and letter case are ignored. An OGM may
 * have stars for its pluses, and may lack these or its slashes; other punctuation is wrong.
 * `canonical` gets it as reference_make writes it, so that two ways to write one reference are
 * equal. REFERENCE_NONE: *why is a phrase for the user.
 */
enum reference_scheme reference_check(
    struct slice text, char canonical[REFERENCE_TEXT], const char **why);

#endif
