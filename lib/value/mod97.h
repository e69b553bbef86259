/*
 * ISO 7064 mod 97-10, the check of account numbers and payment references: a
 * text read as a number in which A is 10 and Z is 35.
 */
#ifndef VALUE_MOD97_H
#define VALUE_MOD97_H

#include <stddef.h>

/*
 * The number modulo 97, after one before it that left `rest` (0 at the beginning). The text is
 * digits and upper-case letters.
 */
int mod97(int rest, const char *p, size_t length);

#endif
