/*
 * Rows kept for later, in an arena.
 */
#ifndef TABLE_PACK_H
#define TABLE_PACK_H

#include "base/mem.h"
#include "base/slice.h"
#include "table/csv.h"

#include <stddef.h>
#include <stdint.h>

/* A row folded up: four bytes a field beside its text, and where it came from. */
struct packed {
	const uint32_t *ends; /* private */
	const char *file;
	unsigned long line;
};

struct packed row_pack(struct arena *a, const struct row *row, size_t count);
/* The row as it was: its `count` fields, put into `fields`, point into the arena. */
struct row row_unpack(const struct packed *p, size_t count, struct slice *fields);
/* One of `count` fields alone. */
struct slice row_field(const struct packed *p, size_t count, size_t field);

/* Fields as bytes, each with its length before it: two bytes and more beside the text of a long
 * one.
 */
size_t fields_packed(const struct slice *fields, size_t count); /* how many bytes that takes */
/* Write them; returns what follows. */
char *fields_pack(char *to, const struct slice *fields, size_t count);
/* The first `count` fields, which point into the bytes; returns what follows. */
const char *fields_unpack(const char *from, struct slice *fields, size_t count);

/* The fields as they are, in one piece of the arena. */
const struct slice *fields_copy(struct arena *a, const struct slice *fields, size_t count);

#endif
