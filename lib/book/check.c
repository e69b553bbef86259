#include "book/check.h"

#include "base/word.h"

#include "base/banned.h"

/* Odd numbers whose bits look like chance: parts of pi. */
#define LENGTH UINT64_C(0x243f6a8885a308d3)
#define BEGIN UINT64_C(0x13198a2e03707345)
#define WORD UINT64_C(0xa4093822299f31d1)
#define REST UINT64_C(0x082efa98ec4e6c89)
#define PLACE UINT64_C(0x452821e638d01377)
#define END UINT64_C(0xbe5466cf34e90c6d)

/* Bytes as a number, the first one the least, whatever the machine's own order is. */

static uint64_t byte(const char *p, unsigned place)
{
	return (uint64_t)(unsigned char)p[place] << 8 * place;
}

static uint64_t four(const char *p)
{
	return byte(p, 0) | byte(p, 1) | byte(p, 2) | byte(p, 3);
}

/* Fewer than eight: two halves that may lie over each other, so that no loop is needed. */
static uint64_t few(const char *p, unsigned n)
{
	if (n >= 4)
		return four(p) | four(p + n - 4) << 8 * (n - 4);
	return n == 0 ? 0 : byte(p, 0) | byte(p, n / 2) | byte(p, n - 1);
}

static inline uint64_t sum_of(struct slice cell)
{
	uint64_t sum = BEGIN + LENGTH * cell.n;
	const char *p = cell.p;
	size_t n = cell.n;

	if (n == 0)
		return word_fold(BEGIN, REST);
	for (; n >= 8; n -= 8, p += 8)
		sum = word_fold(sum ^ word_load(p), WORD);
	return word_fold(sum ^ few(p, (unsigned)n), REST);
}

/* The cells' sums need not wait for each other; their order counts. */
uint64_t check_with(uint64_t sum, const struct slice *cells, size_t count)
{
	for (size_t i = 0; i < count; i++)
		sum = sum * PLACE + sum_of(cells[i]);
	return sum;
}

uint64_t check_with_columns(
    uint64_t sum, const struct slice *fields, const int *columns, size_t count)
{
	const struct slice none = {"", 0};

	for (size_t i = 0; i < count; i++)
		sum = sum * PLACE + sum_of(columns[i] >= 0 ? fields[columns[i]] : none);
	return sum;
}

void check_text(uint64_t sum, char text[CHECK_TEXT])
{
	uint32_t bits = (uint32_t)word_fold(sum ^ BEGIN, END);

	for (int i = 0; i < CHECK_TEXT - 1; i++, bits >>= 4)
		text[i] = (char)('a' + (bits & 0xf));
	text[CHECK_TEXT - 1] = '\0';
}
