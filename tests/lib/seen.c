/*
 *   seen LIMIT REJECTS FILE...   items that stand twice, with a limit of its own ("": none)
 *   seen ascent SEED COUNT       pairs of names, and how many of them ascend
 */
#include "book/seen.h"
#include "book/ascent.h"
#include "draw.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/banned.h"

/* The slow way. */
static bool come_after(struct slice a, struct slice b)
{
	return a.n != b.n ? a.n < b.n : slice_compare(a, b) < 0;
}

static struct slice draw_name(char *text)
{
	const size_t n = below(20);

	for (size_t i = 0; i < n; i++)
		text[i] = "ab\xc3"[below(3)];
	return (struct slice){text, n};
}

/* Two names that have most in common, as numbers have. */
static int ascent(unsigned long seed, unsigned long count)
{
	size_t ascending = 0;

	state = seed;
	for (unsigned long i = 0; i < count; i++) {
		char text[2][20];
		struct slice a = draw_name(text[0]), b = draw_name(text[1]);
		struct ascent both = {0};

		if (below(2) == 0) {
			memcpy(text[1], text[0], sizeof text[0]);
			b.n = a.n;
			if (b.n > 0 && below(4) > 0)
				text[1][below(b.n)] ^= 1;
		}
		ascent_add(&both, a);
		ascent_add(&both, b);
		if (ascends(a, b) != come_after(a, b) || both.broken == come_after(a, b))
			printf("\"%.*s\", \"%.*s\"\n", SLICE_ARG(a), SLICE_ARG(b));
		ascending += !both.broken;
	}
	printf("%zu\n", ascending);
	return STATUS_DONE;
}

int main(int argc, char **argv)
{
	struct diag d = {0};
	struct item_columns columns;
	struct item item;
	struct row row;
	size_t fresh = 0;

	diag_program("seen");
	if (argc < 4)
		return STATUS_USAGE;
	if (strcmp(argv[1], "ascent") == 0)
		return ascent(strtoul(argv[2], NULL, 10), strtoul(argv[3], NULL, 10));
	struct table *t =
	    table_open(&d, argv + 3, (size_t)argc - 3, argv[2][0] != '\0' ? argv[2] : NULL);

	if (t == NULL)
		return diag_finish(&d);
	const size_t limit = argv[1][0] ? strtoul(argv[1], NULL, 10) : SEEN_REJECTED;
	struct seen *s = seen_new(limit, 4 * limit);

	if (item_columns_find(&columns, t, "EUR"))
		while (table_next(t, &row))
			fresh +=
			    item_parse(&columns, t, &row, &item) && seen_add(s, t, &row, &item);
	seen_finish(s, &d);
	printf("%zu\n", fresh);
	table_close(t);
	seen_free(s);
	return diag_finish(&d);
}
