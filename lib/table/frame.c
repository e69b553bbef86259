#include "table/frame_parts.h"

#include "base/mem.h"
#include "table/marks.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/banned.h"

void frame_open(struct frame *f, int fd, size_t capacity)
{
	*f = (struct frame){.fd = fd,
	    .line = 1,
	    .capacity = capacity,
	    .avx2 = marks_have_avx2(),
	    .avx512 = marks_have_avx512()};
	f->bytes = mem_resize(NULL, f->capacity + MARKS_BLOCK, 1);
}

void frame_free(struct frame *f)
{
	free(f->bytes);
	free(f->fields);
	*f = (struct frame){.fd = -1};
}

/*
 * A byte order mark says nothing of UTF-8, and would hide a quote behind it. Some write two. Where
 * all that was read so far is marks, what follows may be another.
 */
static void skip_mark(struct frame *f)
{
	enum { MARK = 3 };
	static const char mark[] = "\xef\xbb\xbf";

	while (f->end - f->start >= MARK && memcmp(f->bytes + f->start, mark, MARK) == 0)
		f->start += MARK;
	const size_t left = f->end - f->start;
	f->begun = f->at_end || left >= MARK || memcmp(f->bytes + f->start, mark, left) != 0;
}

void frame_grow(struct frame *f)
{
	f->capacity *= 2;
	f->bytes = mem_resize(f->bytes, f->capacity + MARKS_BLOCK, 1);
}

enum frame_result frame_fill(struct frame *f)
{
	const size_t left = f->end - f->start;

	if (left > FRAME_RECORD_MOST)
		return FRAME_TOO_LONG;
	if (left > 0)
		memmove(f->bytes, f->bytes + f->start, left);
	f->start = 0;
	f->end = left;
	if (left > f->capacity / 2)
		frame_grow(f);
	while (f->end < f->capacity && !f->at_end) {
		const ssize_t got = read(f->fd, f->bytes + f->end, f->capacity - f->end);

		if (got < 0 && errno != EINTR)
			return FRAME_UNREADABLE;
		if (got > 0)
			f->end += (size_t)got;
		f->at_end = got == 0;
	}
	memset(f->bytes + f->end, 0, MARKS_BLOCK);
	if (!f->begun)
		skip_mark(f);
	frame_forget(f);
	return FRAME_RECORD;
}

void frame_forget(struct frame *f)
{
	f->marked = false;
	f->stretch.count = f->stretch.next = 0;
}

/* A part of a file in memory. */

void frame_restart(struct frame *f, size_t n)
{
	f->begun = f->at_end = true;
	f->end = n;
	memset(f->bytes + n, 0, MARKS_BLOCK);
	frame_seek(f, 0, 1);
}

void frame_seek(struct frame *f, size_t at, unsigned long line)
{
	f->start = at;
	f->line = line;
	f->columns = 0; /* perhaps it is one record that is wanted, and no stretch */
	frame_forget(f);
}
