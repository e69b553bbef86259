#include "book/prints.h"

#include "base/mem.h"

#include <stdlib.h>

#include "base/banned.h"

/* The slot of the print, or the free one where it would stand. */
static uint32_t *slot_of(const struct print_set *s, const struct print *print)
{
	const size_t mask = s->size - 1;
	size_t i = (size_t)print->hash & mask;

	for (; s->slots[i] != 0; i = (i + 1) & mask) {
		const struct print *there = &s->all[s->slots[i] - 1];

		if (there->hash == print->hash && there->part == print->part)
			break;
	}
	return &s->slots[i];
}

static void more_slots(struct print_set *s)
{
	free(s->slots);
	s->size = s->size > 0 ? 4 * s->size : 1024;
	s->slots = mem_table(s->size, sizeof(*s->slots));
	for (size_t n = 0; n < s->count; n++)
		*slot_of(s, &s->all[n]) = (uint32_t)(n + 1);
}

struct print *prints_add(struct print_set *s, const struct print *print)
{
	uint32_t *slot;

	if (2 * s->count >= s->size)
		more_slots(s);
	slot = slot_of(s, print);
	if (*slot != 0)
		return &s->all[*slot - 1];
	s->all = mem_grow(s->all, s->count, &s->capacity, sizeof(*s->all));
	s->all[s->count++] = *print;
	*slot = (uint32_t)s->count;
	return NULL;
}

void prints_soon(const struct print_set *s, uint64_t hash)
{
	if (s->size > 0)
		__builtin_prefetch(&s->slots[(size_t)hash & (s->size - 1)]);
}

void prints_free(struct print_set *s)
{
	free(s->all);
	free(s->slots);
	*s = (struct print_set){0};
}
