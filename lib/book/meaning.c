#include "book/meaning.h"

#include <string.h>

#include "base/banned.h"

bool meaning_has(const struct meaning *all, size_t count, const char *name)
{
	for (size_t i = 0; i < count; i++)
		if (strcmp(all[i].name, name) == 0)
			return true;
	return false;
}

void meaning_find(const struct meaning *all, size_t count, const struct table *t, void *places)
{
	for (size_t i = 0; i < count; i++)
		*(int *)(void *)((char *)places + all[i].at) = table_find(t, all[i].name);
}

int meaning_of_word(
    struct table *t, int column, struct slice text, const char *const *words, size_t count)
{
	int place = slice_among(text, words, count);
	struct buf all = {0};

	if (place >= 0)
		return place;
	buf_add_names(&all, words, count);
	table_fault(t, column, "\"%.*s\" is not %s", SLICE_ARG(text), buf_string(&all));
	buf_free(&all);
	return -1;
}
