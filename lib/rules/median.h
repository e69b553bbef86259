/*
 * A median that is asked for again and again while values come in, exact.
 * Which values may come is told first; then each is added when its turn comes.
 * Zero-initialize.
 */
#ifndef RULES_MEDIAN_H
#define RULES_MEDIAN_H

#include <stdbool.h>
#include <stddef.h>

struct median {
	int *values; /* rising, once the first was added; a value may stand there several times */
	size_t nvalues, capacity;
	size_t *tree; /* how often each was added, as a binary indexed tree */
	size_t count; /* of those added */
};

/* Before the first is added: this value will come, or may. */
void median_expect(struct median *m, int value);
void median_add(struct median *m, int value);
/* All that are expected. */
void median_add_all(struct median *m);
/* Twice the median of what was added, of which there is one at least. */
long median_twice(const struct median *m);
void median_free(struct median *m);

/* Half of a number, half away from zero. */
long half_of(long twice);

#endif
