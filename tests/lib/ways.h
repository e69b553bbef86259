/*
 * Common records, whose commas are noted ahead, against the way of all others: used by
 * tests/lib/csv.c and tests/fuzz/csv.c.
 */
#ifndef TESTS_WAYS_H
#define TESTS_WAYS_H

#include "table/frame.h"

#include <string.h>

/* Ways to note commas, where the machine has them. */
enum way { WAY_PLAIN, WAY_AVX2, WAY_AVX512, WAYS };

/* The bytes in a frame's memory. */
static void frame_bytes(struct frame *f, struct slice bytes, enum way way)
{
	frame_open(f, -1, FRAME_BUFFER);
	while (f->capacity < bytes.n)
		frame_grow(f);
	if (bytes.n > 0)
		memcpy(f->bytes, bytes.p, bytes.n);
	f->avx2 &= way >= WAY_AVX2;
	f->avx512 &= way >= WAY_AVX512;
	frame_restart(f, bytes.n);
}

static bool same_fields(
    const struct frame *f, const struct record *r, const struct frame *g, const struct record *s)
{
	for (size_t i = 0; i < r->nfields; i++)
		if (r->fields[i].p - f->bytes != s->fields[i].p - g->bytes ||
		    r->fields[i].n != s->fields[i].n)
			return false;
	return true;
}

/* Whether common records are split as all others are. */
static bool ways_agree(struct slice bytes, enum way way)
{
	struct frame f, g;
	struct record r, s;
	enum frame_result result, wanted;
	bool same;

	frame_bytes(&f, bytes, way);
	frame_bytes(&g, bytes, WAY_AVX2);
	do {
		g.columns = 0; /* nothing is expected, so that no record is a common one */
		wanted = frame_next(&g, &s);
		result = frame_next(&f, &r);
		same = result == wanted && f.start == g.start && f.line == g.line;
		if (same && result == FRAME_RECORD)
			same = slice_equal(r.text, s.text) && r.line == s.line &&
			       r.quoted == s.quoted && r.unsplit == s.unsplit &&
			       r.folded == s.folded && r.odd == s.odd && r.nfields == s.nfields &&
			       (r.unsplit || same_fields(&f, &r, &g, &s));
	} while (same && result == FRAME_RECORD);
	frame_free(&f);
	frame_free(&g);
	return same;
}

#endif
