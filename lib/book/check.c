#include "book/check.h"

#include "base/word.h"

#include "base/banned.h"

/* Odd numbers whose bits look like chance: parts of pi. */
#define LENGTH UINT64_C(0x243f6a8885a308d3)
#define BEGIN UINT64_C(0x13198a2e03707345)
#define WORD UINT64_C(0xa4093822299f31d1)
#define REST UINT64_C(0x082efa98ec4e6c89)
#define END UINT64_C(0xbe5466cf34e90c6d)

static inline uint64_t begin(size_t n)
{
	return BEGIN + LENGTH * n;
}

static inline uint64_t sum_of(struct slice cell)
{
	uint64_t sum = begin(cell.n);
	const char *p = cell.p;
	size_t n = cell.n;

	for (; n >= 8; n -= 8, p += 8)
		sum = word_fold(sum ^ word_load(p), WORD);
	return word_fold(sum ^ word_load_few(p, n), REST);
}

/* The same of a field of a table's row, with less to decide: what stands behind it can be read. */
static inline uint64_t sum_of_field(struct slice cell)
{
	uint64_t sum = begin(cell.n), rest;
	const char *p = cell.p;
	size_t n = cell.n;

	for (; n >= 8; n -= 8, p += 8)
		sum = word_fold(sum ^ word_load(p), WORD);
	rest = word_load(p) & ((UINT64_C(1) << 8 * n) - 1);
	return word_fold(sum ^ rest, REST);
}

uint64_t check_of(struct slice cell)
{
	return sum_of(cell);
}

/* The cells' sums need not wait for each other; their order counts. */
uint64_t check_with(uint64_t sum, const struct slice *cells, size_t count)
{
	for (size_t i = 0; i < count; i++)
		sum = check_with_cell(sum, sum_of(cells[i]));
	return sum;
}

uint64_t check_with_columns(
    uint64_t sum, const struct slice *fields, const int *columns, size_t count)
{
	const uint64_t none = word_fold(BEGIN, REST);

	for (size_t i = 0; i < count; i++)
		sum =
		    check_with_cell(sum, columns[i] >= 0 ? sum_of_field(fields[columns[i]]) : none);
	return sum;
}

struct check_part check_part(const struct slice *cells, size_t count)
{
	struct check_part part = {1, check_with(0, cells, count)};

	for (size_t i = 0; i < count; i++)
		part.place *= CHECK_PLACE;
	return part;
}

void check_text(uint64_t sum, char text[CHECK_TEXT])
{
	uint64_t bits = (uint32_t)word_fold(sum ^ BEGIN, END);

	/* Four of them in each byte. */
	bits = (bits | bits << 16) & UINT64_C(0x0000ffff0000ffff);
	bits = (bits | bits << 8) & UINT64_C(0x00ff00ff00ff00ff);
	bits = (bits | bits << 4) & UINT64_C(0x0f0f0f0f0f0f0f0f);
	word_store(text, bits + 'a' * UINT64_C(0x0101010101010101));
	text[CHECK_TEXT - 1] = '\0';
}
