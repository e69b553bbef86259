/*
 * The checksum of a row: of its cells, one after the other. It is not made to hold against somebody
 * who wants to deceive, but against a program that changes a cell. The same on every machine.
 */
#ifndef BOOK_CHECK_H
#define BOOK_CHECK_H

#include "base/slice.h"

#include <stddef.h>
#include <stdint.h>

enum { CHECK_TEXT = 9 };

/* What tells the cells' places apart: an odd number whose bits look like chance, a part of pi. */
#define CHECK_PLACE UINT64_C(0x452821e638d01377)

/*
 * The sum with more cells; begin with 0. Their lengths count too, so that moving a digit to the
 * next cell changes it.
 */
uint64_t check_with(uint64_t sum, const struct slice *cells, size_t count);
/* The same with columns of a table's row; one of -1 is an empty cell. */
uint64_t check_with_columns(
    uint64_t sum, const struct slice *fields, const int *columns, size_t count);
/* The same for one cell of which the sum of its own is known. */
uint64_t check_of(struct slice cell);
static inline uint64_t check_with_cell(uint64_t sum, uint64_t cell)
{
	return sum * CHECK_PLACE + cell;
}

/* What cells that are known before make of any sum that they follow. */
struct check_part {
	uint64_t place, sum;
};
struct check_part check_part(const struct slice *cells, size_t count);
static inline uint64_t check_with_part(uint64_t sum, struct check_part part)
{
	return sum * part.place + part.sum;
}
/* Eight letters a to p, so that a spreadsheet takes it for text. */
void check_text(uint64_t sum, char text[CHECK_TEXT]);

#endif
