#include "table/frame_parts.h"

#include "table/marks.h"

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
