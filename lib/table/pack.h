/*
 * A row kept for later: its fields in one piece of an arena, with four bytes a
 * field besides.
 */
#ifndef TABLE_PACK_H
#define TABLE_PACK_H

#include "base/mem.h"
#include "base/slice.h"

#include <stddef.h>

struct packed;

const struct packed *row_pack(struct arena *a, const struct slice *fields, size_t count);
/* The fields as they were; they point into the arena. */
void row_unpack(const struct packed *p, size_t count, struct slice *fields);
/* One of `count` fields alone. */
struct slice row_field(const struct packed *p, size_t count, size_t field);

#endif
