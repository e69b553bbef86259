/*
 * One field after the other into a buffer, for whoever writes many rows. Private to lib/table.
 */
#ifndef TABLE_CSV_PUT_H
#define TABLE_CSV_PUT_H

#include "base/word.h"
#include "table/csv.h"

/*
 * What is special (a comma, a quote, a line break, a blank) stands below the hyphen, or begins with
 * the first byte of a byte order mark. Most fields have neither, which takes less to find out.
 */
static inline bool csv_has_low(uint64_t word)
{
	const uint64_t ones = UINT64_C(0x0101010101010101);

	return ((word - ones * '-') & ~word & ones << 7) != 0;
}

/* Copy the field, and maybe up to seven bytes behind it. False when it may be special. */
static inline bool csv_copy(char *to, struct slice field)
{
	enum { WORD = sizeof(uint64_t), MARK = 0xef };
	const uint64_t filled = ~UINT64_C(0);
	bool low = false;
	uint64_t word;

	if (field.n < WORD) {
		word = word_load_few(field.p, field.n);
		word_store(to, word);
		return !csv_has_low(word | filled << 8 * field.n) && (word & 0xff) != MARK;
	}
	for (size_t i = 0; field.n - i > WORD; i += WORD) {
		word = word_load(field.p + i);
		word_store(to + i, word);
		low |= csv_has_low(word);
	}
	word = word_load(field.p + field.n - WORD);
	word_store(to + field.n - WORD, word);
	return !low && !csv_has_low(word) && (unsigned char)field.p[0] != MARK;
}

/* The same of one that was copied and may be special: written anew in quotes, where it is. Returns
 * where it ends. */
char *csv_put_special(char *to, struct slice field);

/* Write the field, for which there is room; returns where it ends. */
static inline char *csv_put(char *to, struct slice field)
{
	return csv_copy(to, field) ? to + field.n : csv_put_special(to, field);
}

/* What a field may need, in quotes and each of its bytes doubled, with a separator before and after
 * it, a NUL, and what is copied behind it. */
static inline size_t csv_room(struct slice field)
{
	return 2 * field.n + 5 + sizeof(uint64_t);
}

#endif
