#include "table/frame_parts.h"

#include "table/marks.h"

#include <string.h>

#include "base/banned.h"

/* Up to the next record, where another way took those before it. */
static void catch_up(struct frame *f)
{
	struct stretch *s = &f->stretch;
	const char *const start = f->bytes + f->start;

	while (s->next < s->count && s->fields[s->next].p < start)
		s->next++;
	while (s->at_break < s->nbreaks && s->from + s->breaks[s->at_break] < f->start)
		s->at_break++;
	f->marked = false;
}

bool frame_expect(struct frame *f)
{
	const struct stretch *s = &f->stretch;

	if (f->columns == 0)
		return false;
	if (f->marked)
		catch_up(f);
	if (s->count - s->next < f->columns)
		frame_note(f);
	return s->count - s->next >= f->columns;
}

bool frame_is_odd(const struct stretch *s, size_t from, size_t to)
{
	const size_t last = to / MARKS_BLOCK;
	uint64_t found = 0, wanted = ~UINT64_C(0) << from % MARKS_BLOCK;

	for (size_t i = from / MARKS_BLOCK; i < last; i++, wanted = ~UINT64_C(0))
		found |= s->odd[i] & wanted;
	if (to % MARKS_BLOCK != 0)
		found |= s->odd[last] & wanted & ((UINT64_C(1) << to % MARKS_BLOCK) - 1);
	return found != 0;
}

/* Whether one of the odd bytes is no part of a character, or a carriage return. */
static bool weigh(const struct frame *f, size_t from, size_t to)
{
	const struct stretch *s = &f->stretch;
	const char *const bytes = f->bytes + s->from;
	uint64_t odd, wanted = ~UINT64_C(0) << from % MARKS_BLOCK;
	size_t passed = from;

	for (size_t i = from / MARKS_BLOCK; i * MARKS_BLOCK < to; i++, wanted = ~UINT64_C(0))
		for (odd = s->odd[i] & wanted; odd != 0; odd &= odd - 1) {
			const size_t at = i * MARKS_BLOCK + (size_t)__builtin_ctzll(odd);
			size_t n;

			if (at < passed)
				continue;
			if (at >= to)
				return false;
			n = slice_character((struct slice){bytes + at, to - at});
			if (n == 0 || bytes[at] == '\r')
				return true;
			passed = at + n;
		}
	return false;
}

void frame_weigh(const struct frame *f, struct record *r)
{
	const size_t from = (size_t)(r->text.p - f->bytes) - f->stretch.from;

	r->odd = true;
	frame_drop_cr(r);
	r->odd = weigh(f, from, from + r->text.n);
}

/* What ends field number i of the stretch. */
static const char *stop(const struct frame *f, size_t i)
{
	return f->bytes + f->stretch.from + f->stretch.begins[i + 1] - 1;
}

/* From field number i on, which begins behind a quote, to the one that the closing quote ends; the
 * stretch's count, where it is not there or a line ends before. */
static size_t closing(const struct frame *f, size_t i, struct record *r)
{
	const struct stretch *s = &f->stretch;

	r->quoted = true;
	for (; i < s->count; i++) {
		const char *at = stop(f, i);

		if (*at == '\n')
			break;
		if (*at != '"')
			continue;
		if (at[1] != '"')
			return i;
		r->folded = true;
		i++;
	}
	return s->count;
}

/* The fields up to the newline, which is the stop of number *last. False: they are not all there,
 * or a quote does not stand round a whole one. */
static bool split(struct frame *f, struct record *r, size_t *last)
{
	struct stretch *s = &f->stretch;
	size_t i = s->next;

	r->fields = s->split;
	for (;; i++) {
		const char *at, *from;

		if (i >= s->count)
			return false;
		at = stop(f, i);
		r->fields[r->nfields++] = s->fields[i];
		if (*at == '"') {
			if (s->fields[i].n > 0)
				return false;
			from = at + 1;
			i = closing(f, i + 1, r);
			if (i + 1 >= s->count || stop(f, i + 1) != stop(f, i) + 1)
				return false;
			at = stop(f, i++);
			r->fields[r->nfields - 1] = (struct slice){from, (size_t)(at - from)};
			at++;
		}
		if (*at == '\n')
			break;
	}
	*last = i;
	return true;
}

bool frame_noted(struct frame *f, struct record *r)
{
	struct stretch *s = &f->stretch;
	const char *const start = f->bytes + f->start;
	const size_t from = f->start - s->from;
	size_t last;

	if (f->columns == 0 || f->marked || s->next >= s->count || s->fields[s->next].p != start)
		return false;
	*r = (struct record){.line = f->line};
	if (!split(f, r, &last) || r->nfields > FRAME_COMMON_MOST)
		return false;
	r->text = (struct slice){start, (size_t)(stop(f, last) - start)};
	if (s->odd_somewhere != 0 && frame_is_odd(s, from, from + r->text.n)) {
		/* A return beside quotes is for libcsv. */
		if (r->quoted && memchr(start, '\r', r->text.n) != NULL)
			return false;
		frame_weigh(f, r);
	}
	f->line++;
	f->columns = r->nfields;
	f->start = (size_t)(stop(f, last) - f->bytes) + 1;
	s->next = last + 1;
	catch_up(f);
	return true;
}
