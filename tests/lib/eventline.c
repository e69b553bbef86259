/*
 *   eventline encode HISTORY     each event as X-Dun-Item holds it, a line each
 *   eventline check HISTORY      that each comes back as it was
 */
#include <stdio.h>
#include <string.h>

#include "base/mem.h"
#include "base/spool.h"
#include "book/eventline.h"

#include "base/banned.h"

static bool comes_back(const struct event *e, struct slice line)
{
	struct slice field[HISTORY_COLUMNS];
	struct arena a = {0};
	const char *why;
	bool good = eventline_decode(line, &a, field, &why);

	for (int c = 0; good && c < HISTORY_COLUMNS; c++)
		if (c == H_TIME || c == H_USER || c == H_HASH)
			good = field[c].n == 0;
		else
			good = slice_equal(field[c], e->field[c]);
	arena_free(&a);
	return good;
}

int main(int argc, char **argv)
{
	struct diag d = {0};
	struct history *h = argc == 3 ? history_load(&d, argv[2], HISTORY_ALL) : NULL;
	unsigned bad = h == NULL;

	for (size_t i = 0; h && i < h->count; i++) {
		const struct event *e = history_all(h).events[i];
		struct buf line = {0};
		eventline_encode(e->field, &line);
		if (strcmp(argv[1], "encode") == 0)
			printf("%s\n", buf_string(&line));
		else if (!comes_back(e, buf_slice(&line)))
			bad += printf("not as it was: %s\n", buf_string(&line)) > 0;
		buf_free(&line);
	}
	history_free(h);
	return finish(&d) != 0 || bad > 0;
}
