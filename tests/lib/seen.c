/*
 *   seen LIMIT REJECTS FILE...   items that stand twice, with a limit of its own ("": none)
 */
#include "book/seen.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/banned.h"

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
