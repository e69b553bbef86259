/*
 * ICU, which knows how a language writes amounts and dates, and of what kind a character is. It is
 * loaded when the first text asks: with its 30 MB of data and the library of C++ it costs a command
 * more than a millisecond, and a report as text or table, or a run with nothing to write, asks
 * nothing.
 */
#ifndef TEXT_ICU_H
#define TEXT_ICU_H

#include <unicode/uchar.h>
#include <unicode/uclean.h>
#include <unicode/udat.h>
#include <unicode/udatpg.h>
#include <unicode/uloc.h>
#include <unicode/unorm2.h>
#include <unicode/unum.h>
#include <unicode/ustring.h>

/* What we use of it. */
/* clang-format off */
#define ICU_FUNCTIONS(f) \
	f(u_charDirection) f(u_charType) f(u_charsToUChars) f(u_errorName) \
	f(u_hasBinaryProperty) f(u_setMemoryFunctions) f(u_strFromUTF8) f(u_strToUTF8) \
	f(u_strToUpper) f(udat_close) f(udat_format) f(udat_open) f(udatpg_close) \
	f(udatpg_getBestPattern) f(udatpg_open) f(uloc_getDisplayCountry) \
	f(uloc_getISO3Language) f(unorm2_getNFCInstance) f(unorm2_normalize) f(unum_close) \
	f(unum_formatDecimal) f(unum_open) f(unum_setAttribute) f(unum_setTextAttribute)
/* clang-format on */

/* Pointers to these functions, by their names. */
struct icu {
#define ICU_POINTER(name) __typeof__(name) *name;
	ICU_FUNCTIONS(ICU_POINTER)
#undef ICU_POINTER
};

/* Never NULL: where ICU cannot be loaded the program ends, with 75. Not for two threads at once. */
const struct icu *icu(void);

#endif
