#include "rules/ageing.h"

#include <stdlib.h>
#include <string.h>

#include "base/banned.h"

/* The order of groups: a merge sort of our own, since qsort(3) gives its comparison no context. */

static int compare_values(const struct ageing_group *x, const struct ageing_group *y, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		const int order = slice_compare(x->values[i], y->values[i]);

		if (order != 0)
			return order;
	}
	return 0;
}

static int compare(const struct ageing *a, enum ageing_order order, const struct ageing_group *x,
    const struct ageing_group *y)
{
	const int currency = memcmp(x->sums->currency, y->sums->currency, 3);
	int by_values;

	if (order == AGEING_BY_SIZE && currency != 0)
		return currency;
	if (order == AGEING_BY_SIZE && a->ncolumns > 0) {
		by_values = compare_values(x, y, a->ncolumns - 1);
		if (by_values != 0)
			return by_values;
		if (x->sums->total != y->sums->total)
			return x->sums->total > y->sums->total ? -1 : 1;
	}
	by_values = compare_values(x, y, a->ncolumns);
	return by_values != 0 ? by_values : currency;
}

/* A group, and what its first value begins with, as a number in the order of the bytes: of most
 * pairs that tells all, and no group need be looked at. */
struct sortable {
	uint64_t begin;
	struct ageing_group *group;
};

static uint64_t begin_of(struct slice value)
{
	uint64_t begin = 0;

	for (size_t i = 0; i < sizeof begin; i++)
		begin = begin << 8 | (i < value.n ? (unsigned char)value.p[i] : 0);
	return begin;
}

static void merge(const struct ageing *a, enum ageing_order order, const struct sortable *from,
    size_t middle, size_t count, struct sortable *to)
{
	size_t left = 0, right = middle;

	for (size_t i = 0; i < count; i++) {
		const bool take_left =
		    left < middle &&
		    (right == count || compare(a, order, from[left].group, from[right].group) <= 0);

		to[i] = take_left ? from[left++] : from[right++];
	}
}

/* The spare array is as long. */
static void sort_whole(const struct ageing *a, enum ageing_order order, struct sortable *all,
    size_t count, struct sortable *spare)
{
	struct sortable *from = all, *to = spare;

	for (size_t width = 1; width < count; width *= 2) {
		struct sortable *sorted = to;

		for (size_t i = 0; i < count; i += 2 * width) {
			const size_t left = count - i, middle = width < left ? width : left;

			merge(a, order, from + i, middle, left < 2 * width ? left : 2 * width,
			    to + i);
		}
		to = from;
		from = sorted;
	}
	if (from != all)
		memcpy(all, from, count * sizeof *all);
}

/* By one byte of what they begin with; those that have it in common stay in their order. */
static void deal(const struct sortable *from, size_t count, unsigned shift, struct sortable *to)
{
	size_t at[257] = {0};

	for (size_t i = 0; i < count; i++)
		at[(from[i].begin >> shift & 0xff) + 1]++;
	for (size_t i = 1; i < 256; i++)
		at[i] += at[i - 1];
	for (size_t i = 0; i < count; i++)
		to[at[from[i].begin >> shift & 0xff]++] = from[i];
}

/* Byte by byte, the last one first, but for those that all have in common; then what is left to be
 * told apart. */
static void sort_by_begin(
    const struct ageing *a, struct sortable *all, size_t count, struct sortable *spare)
{
	struct sortable *from = all, *to = spare;
	uint64_t differ = 0;

	for (size_t i = 0; i < count; i++)
		differ |= all[i].begin ^ all[0].begin;
	for (unsigned shift = 0; shift < 64; shift += 8) {
		struct sortable *sorted = to;

		if ((differ >> shift & 0xff) == 0)
			continue;
		deal(from, count, shift, to);
		to = from;
		from = sorted;
	}
	if (from != all)
		memcpy(all, from, count * sizeof *all);
	for (size_t i = 0, end; i < count; i = end) {
		for (end = i + 1; end < count && all[end].begin == all[i].begin;)
			end++;
		if (end - i > 1)
			sort_whole(a, AGEING_BY_KEY, all + i, end - i, spare);
	}
}

void ageing_sort(struct ageing *a, enum ageing_order order)
{
	struct sortable *all = mem_array(a->ngroups, sizeof *all);
	struct sortable *spare = mem_array(a->ngroups, sizeof *spare);

	for (size_t i = 0; i < a->ngroups; i++)
		all[i] = (struct sortable){
		    a->ncolumns > 0 ? begin_of(a->groups[i]->values[0]) : 0, a->groups[i]};
	if (order == AGEING_BY_KEY)
		sort_by_begin(a, all, a->ngroups, spare);
	else
		sort_whole(a, order, all, a->ngroups, spare);
	for (size_t i = 0; i < a->ngroups; i++)
		a->groups[i] = all[i].group;
	free(all);
	free(spare);
}
