/*
 * As canonical CSV: a row for each line of an entry.
 */
#include "stage/books.h"
#include "table/csv.h"

#include "base/banned.h"

static void account(struct buf *out, enum booking_account place, const char *name)
{
	(void)place;
	buf_add_string(out, name);
}

static void begin(struct buf *out, const struct books *b)
{
	(void)b;
	buf_add_string(out, "id,customer,invoice,instalment,reminder,posting_date,vat_date,account,"
			    "charge,debit,credit,currency,name,level_name\n");
}

static void add_line(struct buf *out, const struct books *b, const struct books_entry *e,
    const struct booking_line *line)
{
	const struct proposal_row *row = e->booking.row;
	char posted[DATE_TEXT], vat_date[DATE_TEXT], debit[MONEY_TEXT], credit[MONEY_TEXT];

	date_format(e->posted, posted);
	date_format(e->vat_date, vat_date);
	money_format(line->amount > 0 ? line->amount : 0, row->item.decimals, debit);
	money_format(line->amount < 0 ? -line->amount : 0, row->item.decimals, credit);
	const struct slice cells[] = {slice_of(e->booking.id), row->item.customer,
	    row->item.invoice, row->item.instalment, row->reminder, slice_of(posted),
	    slice_of(vat_date), buf_slice(&b->accounts[line->account]), slice_of(line->charge),
	    slice_of(debit), slice_of(credit), slice_of(row->item.currency), row->name,
	    row->level_name};
	bool first = true;

	for (size_t i = 0; i < sizeof(cells) / sizeof(*cells); i++)
		csv_add(out, &first, cells[i]);
	csv_end(out);
}

static void entry(struct buf *out, const struct books *b, const struct books_entry *e)
{
	for (size_t i = 0; i < e->booking.count; i++)
		add_line(out, b, e, &e->booking.lines[i]);
}

const struct books_format books_csv = {"csv", account, begin, entry, .empty = true};
