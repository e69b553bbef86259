/*
 * The encodings that exports come in: UTF-8, UTF-16 and CP1252 (of which
 * ISO 8859-1 text is a part). A byte order mark decides before all else.
 */
#ifndef TABLE_ENCODING_H
#define TABLE_ENCODING_H

#include "base/buf.h"
#include "base/diag.h"
#include "base/slice.h"

#include <stdbool.h>

enum encoding {
	ENCODING_ANY, /* to be told from the bytes */
	ENCODING_UTF8,
	ENCODING_UTF16LE,
	ENCODING_UTF16BE,
	ENCODING_CP1252
};

/* "utf-8", "utf-16", "utf-16be", "cp1252"; "" for ENCODING_ANY. */
const char *encoding_name(enum encoding e);

/* What bytes that are no text are, with what to do: "is an Excel workbook: ..."; else NULL. */
const char *encoding_not_text(struct slice bytes);

/*
 * *text becomes the bytes as UTF-8 with newlines as line ends, without a byte order mark. Where
 * they are written so already it lies in them, else in `decoded`, which is empty before. *encoding,
 * what it is thought to be, becomes what it is. False after an error was reported (65), with the
 * line of the first byte that has no meaning.
 */
bool encoding_decode(struct diag *d, const char *file, struct slice bytes, enum encoding *encoding,
    struct buf *decoded, struct slice *text);

#endif
