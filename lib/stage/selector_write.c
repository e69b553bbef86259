#include "stage/selector.h"

#include "base/turns.h"

#include "base/banned.h"

/* Bins are written by two threads, and put together in order. */

struct sheet {
	_Alignas(CACHE_LINE) size_t bin;
	struct propose propose;
	struct kept_rows rows;
	struct buf text;
};

struct sheets {
	const struct selection *selection;
	size_t next; /* bin */
	struct sheet at[TURNS_ROOM];
};

static bool begin_sheet(void *context, size_t place)
{
	struct sheets *sheets = context;

	sheets->at[place].bin = sheets->next++;
	return sheets->next < sheets->selection->nbins;
}

static void write_sheet(void *context, size_t place)
{
	struct sheets *sheets = context;
	const struct selection *selection = sheets->selection;
	struct sheet *sheet = &sheets->at[place];

	selection_read(selection, sheet->bin, &sheet->rows);
	buf_truncate(&sheet->text, 0);
	for (size_t i = 0; i < sheet->rows.count; i++) {
		const struct kept *k = sheet->rows.all[i];
		const struct letter *letter = selection_letter(selection, sheet->bin, k);

		if (propose_has(&sheet->propose, k, letter))
			propose_row(&sheet->propose, k, letter, &sheet->text);
	}
}

static void sheet_free(struct sheet *sheet)
{
	propose_free(&sheet->propose);
	kept_rows_free(&sheet->rows);
	buf_free(&sheet->text);
}

void selector_write(const struct selector *s, struct spool *out)
{
	struct sheets sheets = {.selection = &s->selection};
	struct turns *turns;
	size_t place;
	bool good = true;

	if (s->rejects && !table_write_rejects(s->ledger.table))
		return;
	out->direct = true;
	for (size_t i = 0; i < TURNS_ROOM; i++)
		propose_open(&sheets.at[i].propose, &s->selection, s->ledger.table, s->mode);
	propose_header(&sheets.at[0].propose, &out->memory);
	turns = turns_open(&(struct turns_work){begin_sheet, write_sheet, &sheets});
	while (good && turns_next(turns, &place))
		good = selection_check(&s->selection, s->ledger.d) &&
		       spool_add(s->ledger.d, out, buf_slice(&sheets.at[place].text));
	turns_close(turns);
	for (size_t i = 0; i < TURNS_ROOM; i++)
		sheet_free(&sheets.at[i]);
}
