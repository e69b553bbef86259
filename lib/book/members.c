#include "book/members.h"

#include <stdlib.h>

#include "base/mem.h"

#include "base/banned.h"

/* Most lists are no longer. */
enum { FEW = 16 };

struct standing {
	uint32_t mark, event;
	const struct folded *folded;
};

static int compare(const void *left, const void *right)
{
	const struct standing *a = left;
	const struct standing *b = right;

	if (a->mark != b->mark)
		return a->mark < b->mark ? -1 : 1;
	return folded_compare(a->folded, b->folded);
}

static void insert_each(struct standing *s, size_t count)
{
	for (size_t i = 1; i < count; i++) {
		const struct standing moved = s[i];
		size_t at = i;

		for (; at > 0 && compare(&s[at - 1], &moved) > 0; at--)
			s[at] = s[at - 1];
		s[at] = moved;
	}
}

static bool is_sorted(const struct standing *s, size_t count)
{
	for (size_t i = 1; i < count; i++)
		if (compare(&s[i - 1], &s[i]) > 0)
			return false;
	return true;
}

void members_sort(struct member *members, size_t count, const struct folded *folded, bool by_mark)
{
	struct standing few[FEW], *s = few;

	if (count < 2)
		return;
	if (count > FEW)
		s = mem_array(count, sizeof(*s));
	for (size_t i = 0; i < count; i++)
		s[i] = (struct standing){
		    by_mark ? members[i].mark : 0, members[i].event, &folded[members[i].event]};
	if (count <= FEW)
		insert_each(s, count);
	else if (!is_sorted(s, count))
		qsort(s, count, sizeof(*s), compare);
	for (size_t i = 0; i < count; i++)
		members[i] = (struct member){by_mark ? s[i].mark : members[i].mark, s[i].event};
	if (s != few)
		free(s);
}
