#include "table/pack.h"

#include <string.h>

#include "base/banned.h"

static size_t length_of(const struct slice *fields, size_t count)
{
	size_t length = 0;

	for (size_t i = 0; i < count; i++)
		length += fields[i].n;
	return length;
}

static char *put(char *to, struct slice field)
{
	if (field.n > 0)
		memcpy(to, field.p, field.n);
	return to + field.n;
}

/* The ends of all fields, then their bytes. A record is at most 16 MiB, so 32 bits serve. */
struct packed row_pack(struct arena *a, const struct row *row, size_t count)
{
	uint32_t *ends = arena_alloc(a, count * sizeof *ends + length_of(row->fields, count) + 1);
	char *bytes = (char *)(ends + count), *to = bytes;

	for (size_t i = 0; i < count; i++) {
		to = put(to, row->fields[i]);
		ends[i] = (uint32_t)(to - bytes);
	}
	return (struct packed){ends, row->file, row->line};
}

struct slice row_field(const struct packed *p, size_t count, size_t field)
{
	uint32_t start = field > 0 ? p->ends[field - 1] : 0;

	return (struct slice){(const char *)(p->ends + count) + start, p->ends[field] - start};
}

struct row row_unpack(const struct packed *p, size_t count, struct slice *fields)
{
	for (size_t i = 0; i < count; i++)
		fields[i] = row_field(p, count, i);
	return (struct row){.fields = fields, .file = p->file, .line = p->line};
}

/* A length: seven bits a byte, the low ones first, and the eighth where more follow. */
enum { LENGTH_BITS = 7, LENGTH_MORE = 1 << LENGTH_BITS };

size_t fields_packed(const struct slice *fields, size_t count)
{
	size_t bytes = 0;

	for (size_t i = 0; i < count; i++) {
		bytes += fields[i].n + 1;
		for (size_t n = fields[i].n; n >= LENGTH_MORE; n >>= LENGTH_BITS)
			bytes++;
	}
	return bytes;
}

/* As in a record without quotes: one byte from each field to the next, and none of them is long. */
static bool lie_together(const struct slice *fields, size_t count)
{
	size_t apart = 0, lengths = fields[0].n;

	for (size_t i = 1; i < count; i++) {
		apart |=
		    (uintptr_t)fields[i].p ^ ((uintptr_t)fields[i - 1].p + fields[i - 1].n + 1);
		lengths |= fields[i].n;
	}
	return apart == 0 && lengths < LENGTH_MORE;
}

/* In one piece; a length takes the place of what stands before its field. */
static char *pack_together(char *to, const struct slice *fields, size_t count)
{
	const struct slice *last = &fields[count - 1];

	memcpy(to + 1, fields->p, (size_t)(last->p + last->n - fields->p));
	for (size_t i = 0; i < count; i++) {
		*to = (char)fields[i].n;
		to += fields[i].n + 1;
	}
	return to;
}

char *fields_pack(char *to, const struct slice *fields, size_t count)
{
	if (count > 1 && fields->p != NULL && lie_together(fields, count))
		return pack_together(to, fields, count);
	for (size_t i = 0; i < count; i++) {
		size_t n = fields[i].n;

		for (; n >= LENGTH_MORE; n >>= LENGTH_BITS)
			*to++ = (char)(n | LENGTH_MORE);
		*to++ = (char)n;
		to = put(to, fields[i]);
	}
	return to;
}

const char *fields_unpack(const char *from, struct slice *fields, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		unsigned char byte = (unsigned char)*from++;
		size_t n = byte % LENGTH_MORE;

		for (unsigned bits = LENGTH_BITS; byte >= LENGTH_MORE; bits += LENGTH_BITS) {
			byte = (unsigned char)*from++;
			n |= (size_t)(byte % LENGTH_MORE) << bits;
		}
		fields[i] = (struct slice){from, n};
		from += n;
	}
	return from;
}

const struct slice *fields_copy(struct arena *a, const struct slice *fields, size_t count)
{
	struct slice *copy =
	    arena_alloc(a, count * sizeof *copy + length_of(fields, count) + ROW_BEHIND);
	char *text = (char *)(copy + count);

	for (size_t i = 0; i < count; i++) {
		copy[i] = (struct slice){text, fields[i].n};
		text = put(text, fields[i]);
	}
	return copy;
}
