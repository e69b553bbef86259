#include "table/frame_parts.h"

#include "table/marks.h"

#include "base/banned.h"

/*
 * Common records. How many commas the next bytes have is nothing that a processor could foretell,
 * and each wrong guess costs it more than a field: so they are noted for a stretch of the buffer at
 * once, more than there are where need be, and a record is expected to have as many as the last
 * one. The tests hold this against the general way.
 */

enum { COLUMNS_MOST = 256 /* which a stretch most likely has */ };

/* The lowest one goes; where there is none, nothing is said of its place. No branch. */
static inline unsigned take_lowest(uint64_t *bits)
{
	const unsigned place = (unsigned)__builtin_ctzll(*bits | UINT64_C(1) << (MARKS_BLOCK - 1));

	*bits &= *bits - 1;
	return place;
}

/* Those of the block at `at`; what stands behind the stops that there are means nothing. */
static inline void note(struct stretch *s, size_t at, struct marks m)
{
	uint16_t *out = s->stops + s->count;

	s->count += (size_t)__builtin_popcountll(m.stops);
	s->odd[at / MARKS_BLOCK] = m.odd;
	s->odd_somewhere |= m.odd;
	do {
		out[0] = (uint16_t)(at + take_lowest(&m.stops));
		out[1] = (uint16_t)(at + take_lowest(&m.stops));
		out[2] = (uint16_t)(at + take_lowest(&m.stops));
		out[3] = (uint16_t)(at + take_lowest(&m.stops));
		out[4] = (uint16_t)(at + take_lowest(&m.stops));
		out[5] = (uint16_t)(at + take_lowest(&m.stops));
		out[6] = (uint16_t)(at + take_lowest(&m.stops));
		out[7] = (uint16_t)(at + take_lowest(&m.stops));
		out += 8;
	} while (m.stops != 0);
}

#ifdef __SSE2__
__attribute__((target("avx2,bmi,popcnt")))
#endif
static void
note_all_avx2(struct stretch *s, const char *bytes, size_t n)
{
	for (size_t at = 0; at < n; at += MARKS_BLOCK)
		note(s, at, marks_avx2(bytes + at));
}

static void note_all(struct stretch *s, const char *bytes, size_t n)
{
	for (size_t at = 0; at < n; at += MARKS_BLOCK)
		note(s, at, marks_sse2(bytes + at));
}

/* A stretch that begins with the next record. Past the end of the buffer no stops are. */
static void note_stretch(struct frame *f)
{
	struct stretch *s = &f->stretch;
	const size_t left = f->end - f->start, n = left < FRAME_STRETCH ? left : FRAME_STRETCH;

	s->from = f->start;
	s->count = s->next = 0;
	s->odd_somewhere = 0;
	if (f->avx2)
		note_all_avx2(s, f->bytes + s->from, n);
	else
		note_all(s, f->bytes + s->from, n);
}

/* Up to the next record, where another way took those before it. */
static void catch_up(struct frame *f)
{
	struct stretch *s = &f->stretch;

	while (s->next < s->count && s->from + s->stops[s->next] < f->start)
		s->next++;
	f->marked = false;
}

/* From one byte of the stretch to before another. */
static bool is_odd(const struct stretch *s, size_t from, size_t to)
{
	const size_t last = to / MARKS_BLOCK;
	uint64_t found = 0, wanted = ~UINT64_C(0) << from % MARKS_BLOCK;

	for (size_t i = from / MARKS_BLOCK; i < last; i++, wanted = ~UINT64_C(0))
		found |= s->odd[i] & wanted;
	if (to % MARKS_BLOCK != 0)
		found |= s->odd[last] & wanted & ((UINT64_C(1) << to % MARKS_BLOCK) - 1);
	return found != 0;
}

/* False when other stops are between the fields. */
static inline bool take_fields(struct frame *f, size_t columns, struct slice *text)
{
	const char *const bytes = f->bytes + f->stretch.from, *const from = f->bytes + f->start;
	const uint16_t *stops = f->stretch.stops + f->stretch.next;
	struct slice *fields = f->fields;
	const char *field = from;
	int wrong = 0;

	for (const struct slice *last = fields + columns - 1; fields < last; fields++, stops++) {
		const char *stop = bytes + *stops;

		*fields = (struct slice){field, (size_t)(stop - field)};
		wrong |= *stop ^ ',';
		field = stop + 1;
	}
	*fields = (struct slice){field, (size_t)(bytes + *stops - field)};
	*text = (struct slice){from, (size_t)(bytes + *stops - from)};
	return (wrong | (bytes[*stops] ^ '\n')) == 0;
}

bool frame_common(struct frame *f, struct record *r)
{
	struct stretch *s = &f->stretch;
	struct slice text;

	if (f->columns == 0 || f->columns > COLUMNS_MOST)
		return false;
	if (f->marked)
		catch_up(f);
	if (s->count - s->next < f->columns)
		note_stretch(f);
	if (s->count - s->next < f->columns || !take_fields(f, f->columns, &text))
		return false;
	*r = (struct record){.text = text, .line = f->line++, .nfields = f->columns};
	if (s->odd_somewhere != 0)
		r->odd = is_odd(s, f->start - s->from, f->start - s->from + text.n);
	s->next += f->columns;
	f->start += text.n + 1;
	return true;
}
