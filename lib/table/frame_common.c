#include "table/frame_parts.h"

#include "table/marks.h"

#include "base/banned.h"

/*
 * Common records. The fields of a stretch of the buffer are noted at once, and a record is expected
 * to have as many as the last one: it has, if its first quote or newline is the newline that ends
 * the last of them. The tests hold this against the general way.
 */

enum { COLUMNS_MOST = 256 /* which a stretch most likely has */ };

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

bool frame_common(struct frame *f, struct record *r)
{
	struct stretch *s = &f->stretch;
	const size_t columns = f->columns;
	struct slice *fields;
	const char *end;
	size_t from, to;

	if (columns == 0 || columns > COLUMNS_MOST)
		return false;
	if (f->marked)
		catch_up(f);
	if (s->count - s->next < columns)
		frame_note(f);
	if (s->count - s->next < columns)
		return false;
	fields = s->fields + s->next;
	end = fields[columns - 1].p + fields[columns - 1].n;
	from = f->start - s->from;
	to = (size_t)(end - f->bytes) - s->from;
	if (s->breaks[s->at_break] != to || *end != '\n')
		return false;
	*r = (struct record){
	    .text = {fields->p, to - from},
	    .line = f->line++,
	    .fields = fields,
	    .nfields = columns,
	    .odd = s->odd_somewhere != 0 && is_odd(s, from, to),
	};
	s->next += columns;
	s->at_break++;
	f->start += to - from + 1;
	return true;
}
