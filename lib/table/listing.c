#include "table/listing.h"

#include "table/csv.h"
#include "table/where.h"

#include <stdlib.h>
#include <string.h>

#include "base/banned.h"

struct listing_line *listing_add(
    struct listing *l, const struct slice *cells, const char *currency, int decimals)
{
	const struct row row = {.fields = cells};
	struct listing_line line = {.decimals = decimals, .place = l->count};

	line.cells = row_pack(&l->arena, &row, l->ncolumns);
	memcpy(line.currency, currency, sizeof(line.currency));
	l->lines = mem_grow(l->lines, l->count, &l->capacity, sizeof(*l->lines));
	l->lines[l->count] = line;
	return &l->lines[l->count++];
}

/* Sorting: a merge sort of our own, since qsort(3) gives its comparison no context. */

/* Empty cells, then the column's own words, then all others. */
static size_t rank_of(const struct listing_column *column, struct slice cell)
{
	const int place = slice_among(cell, column->order, column->norder);

	return cell.n == 0 ? 0 : place >= 0 ? 1 + (size_t)place : 1 + column->norder;
}

static int compare_cells(const struct listing_column *column, struct slice a, struct slice b)
{
	const size_t rank = rank_of(column, a), other = rank_of(column, b);

	return rank != other ? (rank < other ? -1 : 1) : field_order(a, b);
}

static int compare_lines(
    const struct listing *l, const struct listing_line *a, const struct listing_line *b)
{
	for (size_t i = 0; i < l->nkeys; i++) {
		const struct listing_key *key = &l->keys[i];
		const int order = compare_cells(&l->columns[key->column],
		    listing_cell(l, a, key->column), listing_cell(l, b, key->column));

		if (order != 0)
			return key->descending ? -order : order;
	}
	return 0;
}

static void merge_sort(
    const struct listing *l, struct listing_line *lines, struct listing_line *scratch, size_t count)
{
	const size_t half = count / 2;

	if (count < 2)
		return;
	merge_sort(l, lines, scratch, half);
	merge_sort(l, lines + half, scratch, count - half);
	memcpy(scratch, lines, half * sizeof(*lines));
	for (size_t i = 0, j = half, k = 0; i < half; k++)
		if (j < count && compare_lines(l, &lines[j], &scratch[i]) < 0)
			lines[k] = lines[j++];
		else
			lines[k] = scratch[i++];
}

void listing_sort(struct listing *l)
{
	if (l->nkeys == 0 || l->count < 2)
		return;
	struct listing_line *scratch = mem_array(l->count / 2 + 1, sizeof(*scratch));

	merge_sort(l, l->lines, scratch, l->count);
	free(scratch);
}

/* CSV. */

bool listing_csv(const struct listing *l, struct diag *d, struct spool *out)
{
	struct buf *b = &out->memory;
	bool first = true, ok = true;

	for (size_t i = 0; i < l->ncolumns; i++)
		if (!l->columns[i].hidden)
			csv_add(b, &first, slice_of(l->columns[i].name));
	csv_end(b);
	for (size_t n = 0; n < l->count && ok; n++) {
		first = true;
		for (size_t i = 0; i < l->ncolumns; i++)
			if (!l->columns[i].hidden)
				csv_add(b, &first, listing_cell(l, &l->lines[n], i));
		csv_end(b);
		ok = spool_check(d, out);
	}
	return ok;
}

void listing_free(struct listing *l)
{
	free(l->lines);
	arena_free(&l->arena);
	l->lines = NULL;
	l->count = l->capacity = 0;
}
