/*
 * Common records, whose commas are noted ahead, against the way of all others: used by
 * tests/lib/csv.c and tests/fuzz/csv.c.
 */
#ifndef TESTS_WAYS_H
#define TESTS_WAYS_H

#include "table/frame.h"

#include <string.h>

/* The bytes in a frame's memory; `fast`: with AVX2 where the machine has it. */
static void frame_bytes(struct frame *f, struct slice bytes, bool avx2)
{
	frame_open(f, -1, FRAME_BUFFER);
	while (f->capacity < bytes.n)
		frame_grow(f);
	if (bytes.n > 0)
		memcpy(f->bytes, bytes.p, bytes.n);
	f->avx2 &= avx2;
	frame_restart(f, bytes.n);
}

static bool same_fields(const struct frame *f, const struct frame *g, const struct record *r)
{
	for (size_t i = 0; i < r->nfields; i++)
		if (f->fields[i].p - f->bytes != g->fields[i].p - g->bytes ||
		    f->fields[i].n != g->fields[i].n)
			return false;
	return true;
}

/* Whether common records are split as all others are, with and without AVX2. */
static bool ways_agree(struct slice bytes, bool avx2)
{
	struct frame f, g;
	struct record r, s;
	enum frame_result result, wanted;
	bool same;

	frame_bytes(&f, bytes, avx2);
	frame_bytes(&g, bytes, true);
	do {
		g.columns = 0; /* nothing is expected, so that no record is a common one */
		wanted = frame_next(&g, &s);
		result = frame_next(&f, &r);
		same = result == wanted && f.start == g.start && f.line == g.line;
		if (same && result == FRAME_RECORD)
			same = slice_equal(r.text, s.text) && r.line == s.line &&
			       r.quoted == s.quoted && r.unsplit == s.unsplit &&
			       r.folded == s.folded && r.odd == s.odd && r.nfields == s.nfields &&
			       (r.unsplit || same_fields(&f, &g, &r));
	} while (same && result == FRAME_RECORD);
	frame_free(&f);
	frame_free(&g);
	return same;
}

#endif
