#include "book/taken.h"

#include "base/map.h"

#include <stdlib.h>

#include "base/banned.h"

enum { SIZE_FIRST = 1024 }; /* sizes are powers of two, at least twice the count */

/* Items. */

/* The place of an item, or the free one where it would stand. */
static size_t find_item(const struct taken *t, const struct taken_item *item)
{
	size_t mask = t->size - 1, i = item->hash & mask;

	while (t->items[i].line != 0 &&
	       (t->items[i].hash != item->hash || t->items[i].more != item->more))
		i = (i + 1) & mask;
	return i;
}

static void resize_items(struct taken *t, size_t size)
{
	struct taken old = *t;

	t->size = size;
	t->items = mem_table(t->size, sizeof *t->items);
	t->sums = t->keep_sums ? mem_array(t->size, sizeof *t->sums) : NULL;
	for (size_t i = 0; i < old.size; i++) {
		if (old.items[i].line == 0)
			continue;
		size_t place = find_item(t, &old.items[i]);

		t->items[place] = old.items[i];
		if (t->keep_sums)
			t->sums[place] = old.sums[i];
	}
	free(old.items);
	free(old.sums);
}

void taken_expect(struct taken *t, size_t count)
{
	size_t size = t->size > 0 ? t->size : SIZE_FIRST;

	while (size / 2 <= count)
		size *= 2;
	if (size > t->size)
		resize_items(t, size);
}

const struct taken_item *taken_add(
    struct taken *t, const struct taken_row *row, size_t file, unsigned long line, uint64_t sum)
{
	size_t place = find_item(t, &row->item);

	if (t->items[place].line != 0)
		return &t->items[place];
	t->items[place] = row->item;
	t->items[place].line = line < UINT32_MAX ? (uint32_t)line : UINT32_MAX;
	t->items[place].file = file < UINT16_MAX ? (uint16_t)file : UINT16_MAX;
	if (t->keep_sums)
		t->sums[place] = sum;
	t->count++;
	return NULL;
}

uint64_t taken_sum(const struct taken *t, const struct taken_item *item)
{
	return t->sums[item - t->items];
}

/* Customers. */

static size_t find_name(const struct taken *t, uint64_t key)
{
	size_t mask = t->names_size - 1, i = key & mask;

	while (t->names[i].key != 0 && t->names[i].key != key)
		i = (i + 1) & mask;
	return i;
}

static void grow_names(struct taken *t)
{
	struct taken old = *t;

	t->names_size = old.names_size > 0 ? 2 * old.names_size : SIZE_FIRST;
	t->names = mem_table(t->names_size, sizeof *t->names);
	t->raws = mem_array(t->names_size, sizeof *t->raws);
	for (size_t i = 0; i < old.names_size; i++) {
		if (old.names[i].key == 0)
			continue;
		size_t place = find_name(t, old.names[i].key);

		t->names[place] = old.names[i];
		t->raws[place] = old.raws[i];
	}
	free(old.names);
	free(old.raws);
}

struct slice taken_name(struct taken *t, const struct taken_row *row, struct slice raw)
{
	size_t place = find_name(t, row->name.key);

	if (t->names[place].key == 0) {
		t->names[place] = row->name;
		t->raws[place] = (struct slice){arena_copy(&t->arena, raw.p, raw.n), raw.n};
		t->names_count++;
	}
	return t->names[place].raw == row->name.raw ? raw : t->raws[place];
}

/* Rows. */

void taken_keys(struct taken_row *row, struct slice customer, struct slice raw,
    struct slice invoice, struct slice instalment)
{
	uint64_t key = hash_bytes(0, customer.p, customer.n);
	uint64_t both = hash_bytes(key, invoice.p, invoice.n);

	row->name.key = key + (key == 0);
	row->name.raw = hash_bytes(1, raw.p, raw.n);
	row->item.hash = hash_bytes(both, instalment.p, instalment.n);
	row->item.more = (uint16_t)(both >> 48);
}

void taken_soon(struct taken *t, const struct taken_row *row)
{
	if (2 * t->count >= t->size)
		taken_expect(t, t->count);
	if (2 * t->names_count >= t->names_size)
		grow_names(t);
	__builtin_prefetch(&t->items[row->item.hash & (t->size - 1)]);
	__builtin_prefetch(&t->names[row->name.key & (t->names_size - 1)]);
}

void taken_free(struct taken *t)
{
	free(t->items);
	free(t->sums);
	free(t->names);
	free(t->raws);
	arena_free(&t->arena);
	*t = (struct taken){.keep_sums = t->keep_sums};
}
