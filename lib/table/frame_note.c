#include "table/frame_parts.h"

#include "table/marks.h"

#include "base/banned.h"

/*
 * Where the fields of a stretch of the buffer are, whatever records they are of. How many commas
 * the next bytes have is nothing that a processor could foretell, and each wrong guess costs it
 * more than a field: so a block is noted without a branch that depends on them, more than there are
 * where need be.
 */

/* Whether one more block has room, each byte of which may be a comma. */
static inline bool has_room(const struct stretch *s)
{
	return s->count <= FRAME_NOTED - MARKS_BLOCK;
}

/* The lowest one goes; where there is none, nothing is said of its place. No branch. */
static inline unsigned take_lowest(uint64_t *bits)
{
	const unsigned place = (unsigned)__builtin_ctzll(*bits | UINT64_C(1) << (MARKS_BLOCK - 1));

	*bits &= *bits - 1;
	return place;
}

/* Those past the end are left out. */
static inline struct marks within(struct marks m, size_t left)
{
	const uint64_t inside = (UINT64_C(1) << left) - 1;

	return (struct marks){m.stops & inside, m.breaks & inside, m.odd & inside};
}

/* Those of the block at `at`. */
__attribute__((always_inline)) static inline void note(struct stretch *s, size_t at, struct marks m)
{
	uint16_t *begins = s->begins + 1 + s->count, *breaks = s->breaks + s->nbreaks;

	s->count += (size_t)__builtin_popcountll(m.stops);
	s->nbreaks += (size_t)__builtin_popcountll(m.breaks);
	s->odd[at / MARKS_BLOCK] = m.odd;
	s->odd_somewhere |= m.odd;
	do {
		begins[0] = (uint16_t)(at + take_lowest(&m.stops) + 1);
		begins[1] = (uint16_t)(at + take_lowest(&m.stops) + 1);
		begins[2] = (uint16_t)(at + take_lowest(&m.stops) + 1);
		begins[3] = (uint16_t)(at + take_lowest(&m.stops) + 1);
		begins[4] = (uint16_t)(at + take_lowest(&m.stops) + 1);
		begins[5] = (uint16_t)(at + take_lowest(&m.stops) + 1);
		begins[6] = (uint16_t)(at + take_lowest(&m.stops) + 1);
		begins[7] = (uint16_t)(at + take_lowest(&m.stops) + 1);
		begins += 8;
	} while (m.stops != 0);
	do {
		breaks[0] = (uint16_t)(at + take_lowest(&m.breaks));
		breaks[1] = (uint16_t)(at + take_lowest(&m.breaks));
		breaks += 2;
	} while (m.breaks != 0);
}

/* From where one begins to before the next one. */
static void make_fields(struct stretch *s, const char *bytes)
{
	for (size_t i = 0; i < s->count; i++)
		s->fields[i] = (struct slice){
		    bytes + s->begins[i], (size_t)(s->begins[i + 1] - s->begins[i] - 1)};
}

/* For each kind of instructions its own. */
__attribute__((always_inline)) static inline void note_all(
    struct stretch *s, const char *bytes, size_t n, struct marks (*marks)(const char *p))
{
	size_t at = 0;

	for (; at + MARKS_BLOCK <= n && has_room(s); at += MARKS_BLOCK)
		note(s, at, marks(bytes + at));
	if (at < n && has_room(s))
		note(s, at, within(marks(bytes + at), n - at));
	make_fields(s, bytes);
}

static void note_plain(struct stretch *s, const char *bytes, size_t n)
{
	note_all(s, bytes, n, marks_sse2);
}

#ifdef __SSE2__
__attribute__((target("avx2,bmi,popcnt")))
#endif
static void
note_avx2(struct stretch *s, const char *bytes, size_t n)
{
	note_all(s, bytes, n, marks_avx2);
}

#ifdef MARKS_AVX512

/* The places of the bits, each and `at` added up; how many. */
AVX512 size_t put_places(uint16_t *to, uint64_t bits, size_t at)
{
	enum { HALF = MARKS_BLOCK / 2 };
	const __m512i counting = _mm512_set_epi8(63, 62, 61, 60, 59, 58, 57, 56, 55, 54, 53, 52, 51,
	    50, 49, 48, 47, 46, 45, 44, 43, 42, 41, 40, 39, 38, 37, 36, 35, 34, 33, 32, 31, 30, 29,
	    28, 27, 26, 25, 24, 23, 22, 21, 20, 19, 18, 17, 16, 15, 14, 13, 12, 11, 10, 9, 8, 7, 6,
	    5, 4, 3, 2, 1, 0);
	const __m512i places = _mm512_maskz_compress_epi8(bits, counting);
	const __m512i from = _mm512_set1_epi16((short)at);
	const size_t count = (size_t)__builtin_popcountll(bits);

	_mm512_storeu_si512(
	    to, _mm512_add_epi16(from, _mm512_cvtepu8_epi16(_mm512_castsi512_si256(places))));
	if (count > HALF)
		_mm512_storeu_si512(
		    to + HALF, _mm512_add_epi16(from,
				   _mm512_cvtepu8_epi16(_mm512_extracti64x4_epi64(places, 1))));
	return count;
}

/* As make_fields, eight at once. */
AVX512 void make_fields_avx512(struct stretch *s, const char *bytes)
{
	enum { AT_ONCE = 8 };
	const __m512i from = _mm512_set1_epi64((long long)(uintptr_t)bytes);
	const __m512i one = _mm512_set1_epi64(1);
	const __m512i low = _mm512_set_epi64(11, 3, 10, 2, 9, 1, 8, 0);
	const __m512i high = _mm512_set_epi64(15, 7, 14, 6, 13, 5, 12, 4);

	for (size_t i = 0; i < s->count; i += AT_ONCE) {
		const __m512i begins = _mm512_cvtepu16_epi64(
		    _mm_loadu_si128((const __m128i *)(const void *)(s->begins + i)));
		const __m512i next = _mm512_cvtepu16_epi64(
		    _mm_loadu_si128((const __m128i *)(const void *)(s->begins + i + 1)));
		const __m512i p = _mm512_add_epi64(begins, from);
		const __m512i n = _mm512_sub_epi64(_mm512_sub_epi64(next, begins), one);

		_mm512_storeu_si512(s->fields + i, _mm512_permutex2var_epi64(p, low, n));
		_mm512_storeu_si512(
		    s->fields + i + AT_ONCE / 2, _mm512_permutex2var_epi64(p, high, n));
	}
}

/* As the others, without a loop over what a block has. */
AVX512 void note_avx512(struct stretch *s, const char *bytes, size_t n)
{
	for (size_t at = 0; at < n && has_room(s); at += MARKS_BLOCK) {
		const struct marks m = marks_avx512(bytes + at, n - at);

		s->count += put_places(s->begins + 1 + s->count, m.stops, at + 1);
		s->nbreaks += put_places(s->breaks + s->nbreaks, m.breaks, at);
		s->odd[at / MARKS_BLOCK] = m.odd;
		s->odd_somewhere |= m.odd;
	}
	make_fields_avx512(s, bytes);
}
#else
static void note_avx512(struct stretch *s, const char *bytes, size_t n)
{
	note_avx2(s, bytes, n);
}
#endif

void frame_note(struct frame *f)
{
	struct stretch *s = &f->stretch;
	const size_t left = f->end - f->start, n = left < FRAME_STRETCH ? left : FRAME_STRETCH;

	s->from = f->start;
	s->count = s->next = s->nbreaks = s->at_break = 0;
	s->odd_somewhere = 0;
	s->begins[0] = 0;
	if (f->avx512)
		note_avx512(s, f->bytes + s->from, n);
	else if (f->avx2)
		note_avx2(s, f->bytes + s->from, n);
	else
		note_plain(s, f->bytes + s->from, n);
}
