#include "letter/letters.h"

#include "stage/statement.h"
#include "table/columns.h"

#include <string.h>

#include "base/banned.h"

static void add_rows(struct letters *l, const struct columns *columns, struct spool *out)
{
	const struct proposal *p = l->proposal;
	struct slice values[STATEMENT_VALUES + LETTER_COLUMNS];
	struct slice *added = l->wish.statements ? values + STATEMENT_VALUES : values;
	struct statement_writer writer;
	struct map by_number = {0};

	for (size_t i = 0; i < p->nreminders; i++)
		*map_at(&by_number, p->reminders[i].number) = &l->pieces[i];
	statement_open(&writer, columns);
	for (size_t i = 0; i < p->count; i++) {
		const struct letters_piece *piece = map_get(&by_number, p->rows[i].reminder);

		if (piece->left_out)
			continue;
		if (l->wish.statements)
			memcpy(values, statement_values(&writer, columns, &p->rows[i]),
			    STATEMENT_VALUES * sizeof(*values));
		added[0] = slice_of(piece->path);
		added[1] = slice_of(piece->hash);
		columns_row(columns, &out->memory, p->rows[i].fields, values);
		if (!spool_check(l->d, out))
			break;
	}
	map_free(&by_number);
}

void letters_write(struct letters *l, struct spool *out)
{
	const char *names[STATEMENT_VALUES + LETTER_COLUMNS];
	struct columns columns;
	size_t count = 0;

	for (size_t i = 0; l->wish.statements && i < STATEMENT_VALUES; i++)
		names[count++] = statement_names[i];
	for (size_t i = 0; i < LETTER_COLUMNS; i++)
		names[count++] = letter_names[i];
	columns_plan(&columns, l->proposal->table, NULL, 0, names, count);
	columns_header(&columns, &out->memory);
	add_rows(l, &columns, out);
	columns_free(&columns);
}
