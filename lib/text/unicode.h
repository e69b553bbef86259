/*
 * Single characters of UTF-8 text.
 */
#ifndef TEXT_UNICODE_H
#define TEXT_UNICODE_H

#include "base/buf.h"
#include "base/slice.h"

#include <stdbool.h>
#include <stdint.h>

/* Cut the next character off *rest; bytes that are no UTF-8 come out as U+FFFD. False at the end.
 */
bool utf8_next(struct slice *rest, uint32_t *ch);
void utf8_add(struct buf *b, uint32_t ch);
size_t utf8_count(struct slice text);

/* Append text in its composed form (NFC), so that e + accent is one character. */
void unicode_compose(struct slice text, struct buf *out);

/*
 * Take out of the text, from a place on, what turns the direction of all that follows it (U+202A to
 * U+202E and U+2066 to U+2069): in a value it would turn round the words and amounts after it.
 */
void unicode_straighten(struct buf *b, size_t from);

enum unicode_kind {
	UNICODE_VISIBLE, /* to be drawn */
	UNICODE_BLANK,	 /* drawn as a blank: a tab, a line separator */
	UNICODE_IGNORED, /* invisible: a soft hyphen, a direction mark, a variation selector */
	UNICODE_CONTROL, /* has no place in a text */
	UNICODE_RIGHT_TO_LEFT, /* a letter of a script that runs from right to left */
	UNICODE_JOINED	       /* of a script whose letters join, stack or change places */
};
enum unicode_kind unicode_kind(uint32_t ch);

#endif
