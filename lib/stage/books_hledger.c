/*
 * As a journal of hledger(1): entries as ledger has them, but a commodity is
 * declared by an amount that shows its decimals.
 */
#include "stage/books_text.h"

#include "base/banned.h"

static void begin(struct buf *out, const struct books *b)
{
	if (b->opened)
		return;
	for (size_t i = 0; i < b->count; i++) {
		const struct item *item = &b->entries[i].booking.row->item;

		if (books_first_of_currency(b, i))
			buf_printf(out, "commodity 1000.%.*s %s\n", item->decimals, "0000000000",
			    item->currency);
	}
	books_ledger_open(out, b);
}

const struct books_format books_hledger = {
    "hledger", books_ledger_account, begin, books_ledger_entry, false};
