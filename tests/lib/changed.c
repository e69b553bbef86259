/*
 *   changed FILE OTHER   a ledger in whose place another one is put when the first of its rows were
 *                        read, in the book of the current folder
 */
#include "book/options.h"
#include "stage/ledger.h"

#include <stdio.h>

#include "base/banned.h"

static bool judge(const void *context, size_t place, const struct row *row, void *gist)
{
	const struct ledger *l = context;
	struct item item;

	ledger_see_name(l, place, row);
	return ledger_gist(l, row, &item, gist);
}

/* How many stand there once. */
static size_t take(struct ledger *l, char *const *paths)
{
	const struct table_judge by = {judge, l, sizeof(struct gist)};
	struct table_rows rows;
	struct item item;
	struct row row;
	size_t count = 0;
	bool put = false;

	ledger_expect_ascent(l);
	while (table_next_rows(l->table, &by, &rows)) {
		ledger_take_names(l, &rows);
		for (size_t i = 0; i < rows.count; i++)
			count += table_take_row(l->table, i, &row) && ledger_item(l, &row, &item);
		if (!put && rename(paths[1], paths[0]) != 0)
			return 0;
		put = true;
	}
	return count;
}

int main(int argc, char **argv)
{
	struct diag d = {0};
	struct book book = {0};
	struct options none = OPTIONS_NONE;
	struct ledger l = {0};

	diag_program("changed");
	if (argc != 3)
		return STATUS_USAGE;
	if (book_open(&book, &d, &none, BOOK_CUSTOMERS)) {
		if (ledger_open(&l, &d, &book, argv + 1, 1, NULL))
			printf("%zu\n", take(&l, argv + 1));
		ledger_close(&l);
	}
	book_close(&book);
	return diag_finish(&d);
}
