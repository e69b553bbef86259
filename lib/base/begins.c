#include "base/begins.h"

#include <string.h>

#include "base/banned.h"

/* By one byte; those that have it in common stay in their order. */
static void deal(const struct begin *from, size_t count, unsigned shift, struct begin *to)
{
	size_t at[257] = {0};

	for (size_t i = 0; i < count; i++)
		at[(from[i].number >> shift & 0xff) + 1]++;
	for (size_t i = 1; i < 256; i++)
		at[i] += at[i - 1];
	for (size_t i = 0; i < count; i++)
		to[at[from[i].number >> shift & 0xff]++] = from[i];
}

/* Byte by byte, the last one first, but for those that all have in common. */
void begins_sort(struct begin *all, size_t count, struct begin *spare)
{
	struct begin *from = all, *to = spare;
	uint64_t differ = 0;

	for (size_t i = 0; i < count; i++)
		differ |= all[i].number ^ all[0].number;
	for (unsigned shift = 0; shift < 64; shift += 8) {
		struct begin *sorted = to;

		if ((differ >> shift & 0xff) == 0)
			continue;
		deal(from, count, shift, to);
		to = from;
		from = sorted;
	}
	if (from != all)
		memcpy(all, from, count * sizeof *all);
}

size_t begins_end(const struct begin *all, size_t count, size_t from)
{
	size_t end = from + 1;

	while (end < count && all[end].number == all[from].number)
		end++;
	return end;
}
