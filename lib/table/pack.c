#include "table/pack.h"

#include <stdint.h>
#include <string.h>

#include "base/banned.h"

/* The ends of all fields, then their bytes. A record is at most 16 MiB, so 32 bits serve. */
struct packed {
	uint32_t ends[1];
};

static const char *bytes_of(const struct packed *p, size_t count)
{
	return (const char *)p + count * sizeof(uint32_t);
}

static const uint32_t *ends_of(const struct packed *p)
{
	return (const uint32_t *)(const void *)p;
}

const struct packed *row_pack(struct arena *a, const struct slice *fields, size_t count)
{
	size_t length = 0;
	uint32_t *ends;
	char *bytes;

	for (size_t i = 0; i < count; i++)
		length += fields[i].n;
	ends = arena_alloc(a, count * sizeof *ends + length + 1);
	bytes = (char *)(ends + count);
	length = 0;
	for (size_t i = 0; i < count; i++) {
		if (fields[i].n > 0)
			memcpy(bytes + length, fields[i].p, fields[i].n);
		length += fields[i].n;
		ends[i] = (uint32_t)length;
	}
	return (const struct packed *)ends;
}

struct slice row_field(const struct packed *p, size_t count, size_t field)
{
	const uint32_t *ends = ends_of(p);
	uint32_t start = field > 0 ? ends[field - 1] : 0;

	return (struct slice){bytes_of(p, count) + start, ends[field] - start};
}

void row_unpack(const struct packed *p, size_t count, struct slice *fields)
{
	for (size_t i = 0; i < count; i++)
		fields[i] = row_field(p, count, i);
}
