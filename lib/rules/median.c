#include "rules/median.h"

#include "base/mem.h"

#include <stdlib.h>

#include "base/banned.h"

void median_expect(struct median *m, int value)
{
	m->values = mem_grow(m->values, m->nvalues, &m->capacity, sizeof(*m->values));
	m->values[m->nvalues++] = value;
}

static int by_value(const void *a, const void *b)
{
	const int x = *(const int *)a, y = *(const int *)b;

	return (x > y) - (x < y);
}

static void prepare(struct median *m)
{
	if (m->tree != NULL)
		return;
	m->tree = mem_array(m->nvalues + 1, sizeof(*m->tree));
	if (m->nvalues > 0)
		qsort(m->values, m->nvalues, sizeof(*m->values), by_value);
}

/* The first place of the value. */
static size_t place_of(const struct median *m, int value)
{
	size_t low = 0, high = m->nvalues;

	while (low < high) {
		const size_t middle = low + (high - low) / 2;

		if (m->values[middle] < value)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

void median_add(struct median *m, int value)
{
	prepare(m);
	for (size_t i = place_of(m, value) + 1; i <= m->nvalues; i += i & -i)
		m->tree[i]++;
	m->count++;
}

void median_add_all(struct median *m)
{
	prepare(m);
	for (size_t i = 0; i < m->nvalues; i++)
		median_add(m, m->values[i]);
}

/* The value that has `before` of those added before it. */
static int value_at(const struct median *m, size_t before)
{
	size_t at = 0, step = 1;

	while (step <= m->nvalues / 2)
		step *= 2;
	for (; step > 0; step /= 2)
		if (at + step <= m->nvalues && m->tree[at + step] <= before) {
			at += step;
			before -= m->tree[at];
		}
	return m->values[at];
}

long median_twice(const struct median *m)
{
	return (long)value_at(m, (m->count - 1) / 2) + value_at(m, m->count / 2);
}

void median_free(struct median *m)
{
	free(m->values);
	free(m->tree);
	*m = (struct median){0};
}

long half_of(long twice)
{
	return (twice + (twice > 0) - (twice < 0)) / 2;
}
