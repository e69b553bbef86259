/*
 * Where in 64 bytes of a table the commas, quotes, line ends and other notable
 * bytes are, a bit a byte (the lowest bit is the first byte). With AVX-512, AVX2 or SSE2
 * where the machine has it, else eight bytes at a time in plain integers.
 */
#ifndef TABLE_MARKS_H
#define TABLE_MARKS_H

#include "base/word.h"

#include <stdbool.h>
#include <stdint.h>

#ifdef __SSE2__
#include <immintrin.h>
#if __has_include(<sys/platform/x86.h>)
#include <sys/platform/x86.h>
#endif
#endif

enum { MARKS_BLOCK = 64 };

struct marks {
	uint64_t stops;	 /* a comma, a quote or a newline */
	uint64_t breaks; /* a quote or a newline */
	uint64_t odd;	 /* a control character but newline, or a byte above ASCII */
};

/* A bit for each byte of `word` whose highest bit is set; the word's lowest byte is the first. */
static inline uint64_t marks_gather(uint64_t word)
{
	return ((word >> 7 & UINT64_C(0x0101010101010101)) * UINT64_C(0x0102040810204080)) >> 56;
}

/* The highest bit of each byte that is zero, exactly (no borrow runs over). */
static inline uint64_t marks_zero(uint64_t word)
{
	const uint64_t low = UINT64_C(0x7f7f7f7f7f7f7f7f);

	return ~(((word & low) + low) | word | low);
}

static inline struct marks marks_plain(const char *p)
{
	const uint64_t ones = UINT64_C(0x0101010101010101), low = ones * 0x7f;
	struct marks m = {0, 0, 0};

	for (int i = 0; i < MARKS_BLOCK; i += 8) {
		const uint64_t word = word_load(p + i);
		const uint64_t newline = marks_zero(word ^ ones * '\n');
		const uint64_t comma = marks_zero(word ^ ones * ',');
		const uint64_t quote = marks_zero(word ^ ones * '"');
		const uint64_t control = ~((word & low) + ones * (0x80 - ' '));

		m.stops |= marks_gather(newline | comma | quote) << i;
		m.breaks |= marks_gather(newline | quote) << i;
		m.odd |= marks_gather((word | control) & ~newline) << i;
	}
	return m;
}

/* Where a byte is this one. */
static inline uint64_t marks_like_plain(const char *p, char c)
{
	const uint64_t all = UINT64_C(0x0101010101010101) * (unsigned char)c;
	uint64_t like = 0;

	for (int i = 0; i < MARKS_BLOCK; i += 8)
		like |= marks_gather(marks_zero(word_load(p + i) ^ all)) << i;
	return like;
}

#ifdef __SSE2__
static inline uint64_t marks_like_16(const char *p, __m128i all)
{
	const __m128i bytes = _mm_loadu_si128((const __m128i *)(const void *)p);

	return (uint64_t)(unsigned)_mm_movemask_epi8(_mm_cmpeq_epi8(bytes, all));
}

static inline uint64_t marks_like(const char *p, char c)
{
	const __m128i all = _mm_set1_epi8(c);

	return marks_like_16(p, all) | marks_like_16(p + 16, all) << 16 |
	       marks_like_16(p + 32, all) << 32 | marks_like_16(p + 48, all) << 48;
}

static inline struct marks marks_sse2(const char *p)
{
	const __m128i newline = _mm_set1_epi8('\n'), comma = _mm_set1_epi8(',');
	const __m128i quote = _mm_set1_epi8('"'), blank = _mm_set1_epi8(' ');
	struct marks m = {0, 0, 0};

	for (int i = 0; i < MARKS_BLOCK; i += 16) {
		const __m128i bytes = _mm_loadu_si128((const __m128i *)(const void *)(p + i));
		const __m128i breaks =
		    _mm_or_si128(_mm_cmpeq_epi8(bytes, newline), _mm_cmpeq_epi8(bytes, quote));
		const __m128i stops = _mm_or_si128(breaks, _mm_cmpeq_epi8(bytes, comma));
		/* As signed bytes, those above ASCII are below a blank too. */
		const __m128i low = _mm_cmplt_epi8(bytes, blank);

		m.stops |= (uint64_t)(unsigned)_mm_movemask_epi8(stops) << i;
		m.breaks |= (uint64_t)(unsigned)_mm_movemask_epi8(breaks) << i;
		m.odd |= (uint64_t)(unsigned)_mm_movemask_epi8(low) << i;
	}
	m.odd &= ~m.breaks; /* a quote is not below a blank: of those only the newline is */
	return m;
}

#define AVX2 __attribute__((target("avx2"))) static inline

/* A bit for each byte of two halves whose highest bit is set. */
AVX2 uint64_t marks_gather_avx2(__m256i first, __m256i second)
{
	return (uint32_t)_mm256_movemask_epi8(first) |
	       (uint64_t)(uint32_t)_mm256_movemask_epi8(second) << 32;
}

/* To be called only where marks_have_avx2. */
AVX2 struct marks marks_avx2(const char *p)
{
	const __m256i newline = _mm256_set1_epi8('\n'), comma = _mm256_set1_epi8(',');
	const __m256i quote = _mm256_set1_epi8('"'), blank = _mm256_set1_epi8(' ');
	const __m256i a = _mm256_loadu_si256((const __m256i *)(const void *)p);
	const __m256i b = _mm256_loadu_si256((const __m256i *)(const void *)(p + 32));
	const __m256i break_a =
	    _mm256_or_si256(_mm256_cmpeq_epi8(a, newline), _mm256_cmpeq_epi8(a, quote));
	const __m256i break_b =
	    _mm256_or_si256(_mm256_cmpeq_epi8(b, newline), _mm256_cmpeq_epi8(b, quote));
	const uint64_t breaks = marks_gather_avx2(break_a, break_b);
	const uint64_t commas =
	    marks_gather_avx2(_mm256_cmpeq_epi8(a, comma), _mm256_cmpeq_epi8(b, comma));
	const uint64_t low =
	    marks_gather_avx2(_mm256_cmpgt_epi8(blank, a), _mm256_cmpgt_epi8(blank, b));

	return (struct marks){commas | breaks, breaks, low & ~breaks};
}

#undef AVX2

#ifdef __LP64__
#define MARKS_AVX512 /* is compiled */
#define AVX512 __attribute__((target("avx512bw,avx512vbmi2,bmi,popcnt"))) static inline

/* Of at most `n` bytes; none behind them is read. */
AVX512 struct marks marks_avx512(const char *p, size_t n)
{
	const uint64_t inside = n < MARKS_BLOCK ? (UINT64_C(1) << n) - 1 : ~UINT64_C(0);
	const __m512i bytes = _mm512_maskz_loadu_epi8(inside, p);
	const uint64_t newlines = _mm512_cmpeq_epi8_mask(bytes, _mm512_set1_epi8('\n'));
	const uint64_t quotes = _mm512_cmpeq_epi8_mask(bytes, _mm512_set1_epi8('"'));
	const uint64_t commas = _mm512_cmpeq_epi8_mask(bytes, _mm512_set1_epi8(','));
	const uint64_t low = _mm512_cmplt_epi8_mask(bytes, _mm512_set1_epi8(' '));

	return (struct marks){
	    commas | newlines | quotes, newlines | quotes, low & inside & ~newlines};
}

/*
 * And with them what finds and counts bits: BMI1, POPCNT. The C library knows, from its own start;
 * to ask the processor anew takes a virtual machine a tenth of a millisecond.
 */
static inline bool marks_have_avx512(void)
{
#ifdef CPU_FEATURE_ACTIVE
	return CPU_FEATURE_ACTIVE(AVX512BW) && CPU_FEATURE_ACTIVE(AVX512_VBMI2) &&
	       CPU_FEATURE_ACTIVE(BMI1) && CPU_FEATURE_ACTIVE(POPCNT);
#else
	return __builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512vbmi2") &&
	       __builtin_cpu_supports("bmi") && __builtin_cpu_supports("popcnt");
#endif
}
#else
static inline bool marks_have_avx512(void)
{
	return false;
}
#endif

static inline bool marks_have_avx2(void)
{
#ifdef CPU_FEATURE_ACTIVE
	return CPU_FEATURE_ACTIVE(AVX2) && CPU_FEATURE_ACTIVE(BMI1) && CPU_FEATURE_ACTIVE(POPCNT);
#else
	return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("bmi") &&
	       __builtin_cpu_supports("popcnt");
#endif
}

#else
static inline uint64_t marks_like(const char *p, char c)
{
	return marks_like_plain(p, c);
}

static inline struct marks marks_sse2(const char *p)
{
	return marks_plain(p);
}

static inline struct marks marks_avx2(const char *p)
{
	return marks_plain(p);
}

static inline bool marks_have_avx2(void)
{
	return false;
}

static inline bool marks_have_avx512(void)
{
	return false;
}
#endif

#endif
