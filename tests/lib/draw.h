/*
 * Numbers by chance, the same ones everywhere: splitmix64.
 */
#ifndef TESTS_DRAW_H
#define TESTS_DRAW_H

#include <stddef.h>
#include <stdint.h>

/* The seed, then where the row of numbers stands. */
static uint64_t state;

/* From 0 to n - 1; 0 where n is none. */
static size_t below(size_t n)
{
	uint64_t z = state += UINT64_C(0x9e3779b97f4a7c15);

	z = (z ^ z >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
	z = (z ^ z >> 27) * UINT64_C(0x94d049bb133111eb);
	return n > 0 ? (size_t)((z ^ z >> 31) % n) : 0;
}

#endif
