/*
 * As a journal of ledger(1), whose grammar of entries hledger shares.
 *
 * A name is data in it: two blanks would end an account or begin a note, and
 * brackets in a note are read as a date.
 */
#include "stage/books_text.h"

#include <string.h>

#include "base/banned.h"

void books_ledger_account(struct buf *out, enum booking_account account, const char *name)
{
	/* With a colon it is a tree of the user's own. */
	if (strchr(name, ':') == NULL)
		buf_printf(out, "%s:", books_root(account));
	books_add_plain(out, slice_of(name), ";()[]{}\"*!=@|#~<>");
}

void books_ledger_open(struct buf *out, const struct books *b)
{
	for (enum booking_account i = 0; i < BOOKING_ACCOUNTS; i++)
		if (books_opens(b, i))
			buf_printf(out, "account %s\n", buf_string(&b->accounts[i]));
}

static void add_tag(struct buf *out, const char *name, struct slice value)
{
	if (value.n == 0)
		return;
	buf_printf(out, "    ; %s: ", name);
	books_add_plain(out, value, "[]");
	buf_add_char(out, '\n');
}

static const char *const tags[] = {
    "reminder", "customer", "invoice", "instalment", "level", "vat-date", "charge"};

void books_ledger_entry(struct buf *out, const struct books *b, const struct books_entry *e)
{
	const struct proposal_row *row = e->booking.row;
	char posted[DATE_TEXT], vat_date[DATE_TEXT];

	date_format(e->posted, posted);
	date_format(e->vat_date, vat_date);
	const struct slice values[] = {row->reminder, row->item.customer, row->item.invoice,
	    row->item.instalment, row->level_name, slice_of(vat_date)};

	buf_printf(out, "\n%s (%s) ", posted, e->booking.id);
	books_add_plain(out, row->name.n > 0 ? row->name : row->item.customer, ";|");
	buf_add_char(out, '\n');
	for (size_t i = 0; i < sizeof(values) / sizeof(*values); i++)
		add_tag(out, tags[i], values[i]);
	for (size_t i = 0; i < e->booking.count; i++) {
		const struct booking_line *line = &e->booking.lines[i];

		buf_printf(out, "    %s", buf_string(&b->accounts[line->account]));
		books_add_amount(out, b, e, line);
		if (line->account != BOOKING_RECEIVABLE)
			buf_printf(out, "  ; charge: %s", line->charge);
		buf_add_char(out, '\n');
	}
}

static void begin(struct buf *out, const struct books *b)
{
	if (b->opened)
		return;
	for (size_t i = 0; i < b->count; i++)
		if (books_first_of_currency(b, i))
			buf_printf(out, "commodity %s\n", b->entries[i].booking.row->item.currency);
	for (size_t i = 0; i < sizeof(tags) / sizeof(*tags); i++)
		buf_printf(out, "tag %s\n", tags[i]);
	books_ledger_open(out, b);
}

const struct books_format books_ledger = {
    "ledger", books_ledger_account, begin, books_ledger_entry, false};
