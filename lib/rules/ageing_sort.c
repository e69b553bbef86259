#include "rules/ageing.h"

#include "base/begins.h"

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

static void merge(const struct ageing *a, enum ageing_order order, const struct begin *from,
    size_t middle, size_t count, struct begin *to)
{
	size_t left = 0, right = middle;

	for (size_t i = 0; i < count; i++) {
		const bool take_left =
		    left < middle &&
		    (right == count || compare(a, order, from[left].what, from[right].what) <= 0);

		to[i] = take_left ? from[left++] : from[right++];
	}
}

/* The spare array is as long. */
static void sort_whole(const struct ageing *a, enum ageing_order order, struct begin *all,
    size_t count, struct begin *spare)
{
	struct begin *from = all, *to = spare;

	for (size_t width = 1; width < count; width *= 2) {
		struct begin *sorted = to;

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

/* By what they begin with; then what is left to be told apart. */
static void sort_by_begin(
    const struct ageing *a, struct begin *all, size_t count, struct begin *spare)
{
	begins_sort(all, count, spare);
	for (size_t i = 0, end; i < count; i = end) {
		end = begins_end(all, count, i);
		if (end - i > 1)
			sort_whole(a, AGEING_BY_KEY, all + i, end - i, spare);
	}
}

void ageing_sort(struct ageing *a, enum ageing_order order)
{
	struct begin *all = mem_array(a->ngroups, sizeof *all);
	struct begin *spare = mem_array(a->ngroups, sizeof *spare);

	for (size_t i = 0; i < a->ngroups; i++)
		all[i] = (struct begin){
		    a->ncolumns > 0 ? begin_of(a->groups[i]->values[0]) : 0, a->groups[i]};
	if (order == AGEING_BY_KEY)
		sort_by_begin(a, all, a->ngroups, spare);
	else
		sort_whole(a, order, all, a->ngroups, spare);
	for (size_t i = 0; i < a->ngroups; i++)
		a->groups[i] = (struct ageing_group *)(uintptr_t)all[i].what;
	free(all);
	free(spare);
}
