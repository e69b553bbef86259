/*
 * Eight bytes of a text as one number, the first byte its lowest, on any machine; and what hashes
 * and sums make of such numbers.
 */
#ifndef BASE_WORD_H
#define BASE_WORD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

static inline uint64_t word_load(const char *p)
{
	uint64_t word;

	memcpy(&word, p, sizeof(word));
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
	word = __builtin_bswap64(word);
#endif
	return word;
}

static inline void word_store(char *p, uint64_t word)
{
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
	word = __builtin_bswap64(word);
#endif
	memcpy(p, &word, sizeof(word));
}

/* The same number with its first byte the highest: of two, the order of their bytes is theirs. */
static inline uint64_t word_in_order(uint64_t word)
{
	return __builtin_bswap64(word);
}

/* The number of four bytes. */
static inline uint32_t word_load_half(const char *p)
{
	uint32_t half;

	memcpy(&half, p, sizeof(half));
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
	half = __builtin_bswap32(half);
#endif
	return half;
}

static inline uint64_t word_byte(const char *p, size_t place)
{
	return (uint64_t)(unsigned char)p[place] << 8 * place;
}

/* Of a text of fewer than eight bytes, all of them; the others of the number are zero. Two halves
 * may lie over each other, so that no loop is needed: what is in both is the same. */
static inline uint64_t word_load_few(const char *p, size_t n)
{
	enum { HALF = 4 };

	if (n >= HALF)
		return word_load_half(p) | (uint64_t)word_load_half(p + n - HALF) << 8 * (n - HALF);
	return n == 0 ? 0 : word_byte(p, 0) | word_byte(p, n / 2) | word_byte(p, n - 1);
}

/* Whether one of the bytes is c. */
static inline bool word_has(uint64_t word, unsigned char c)
{
	const uint64_t ones = UINT64_C(0x0101010101010101), zero = word ^ ones * c;

	return ((zero - ones) & ~zero & ones << 7) != 0;
}

/* Multiplied, and all bits of the product folded into half of them. (Told so, the compiler keeps
 * both halves in registers.) */
static inline uint64_t word_fold(uint64_t a, uint64_t b)
{
	__extension__ unsigned __int128 product = (unsigned __int128)a * b;

	product ^= product >> 64;
	return (uint64_t)product;
}

#endif
