#include "stage/books_text.h"

#include "table/width.h"

#include <string.h>

#include "base/banned.h"

/* How many bytes from p on are a control character or any kind of blank; 0: none. */
static size_t blank_at(const unsigned char *p, size_t left)
{
	if (p[0] <= ' ' || p[0] == 0x7f)
		return 1;
	if (left >= 2 && p[0] == 0xc2 && p[1] <= 0xa0)
		return 2;
	if (left < 3)
		return 0;
	/* U+1680, U+2000 to 200A, U+2028, 2029, 202F, U+205F, U+3000. */
	if (memcmp(p, "\xe1\x9a\x80", 3) == 0 || memcmp(p, "\xe3\x80\x80", 3) == 0 ||
	    memcmp(p, "\xe2\x81\x9f", 3) == 0)
		return 3;
	if (p[0] == 0xe2 && p[1] == 0x80 &&
	    (p[2] <= 0x8a || p[2] == 0xa8 || p[2] == 0xa9 || p[2] == 0xaf))
		return 3;
	return 0;
}

void books_add_plain(struct buf *out, struct slice text, const char *barred)
{
	const size_t begin = out->length;
	bool blank = false;

	for (size_t i = 0; i < text.n;) {
		const size_t n = blank_at((const unsigned char *)text.p + i, text.n - i);

		if (n > 0) {
			blank = true;
			i += n;
			continue;
		}
		if (blank && out->length > begin)
			buf_add_char(out, ' ');
		blank = false;
		buf_add_char(out, strchr(barred, text.p[i]) != NULL ? '-' : text.p[i]);
		i++;
	}
}

const char *books_root(enum booking_account account)
{
	switch (account) {
	case BOOKING_RECEIVABLE:
		return "Assets";
	case BOOKING_VAT:
		return "Liabilities";
	default:
		return "Income";
	}
}

bool books_opens(const struct books *b, enum booking_account account)
{
	for (enum booking_account i = 0; i < account; i++)
		if (books_opens(b, i) &&
		    slice_equal(buf_slice(&b->accounts[i]), buf_slice(&b->accounts[account])))
			return false;
	for (size_t i = 0; i < b->count; i++)
		for (size_t j = 0; j < b->entries[i].booking.count; j++)
			if (b->entries[i].booking.lines[j].account == account)
				return true;
	return false;
}

bool books_first_of_currency(const struct books *b, size_t entry)
{
	const char *currency = b->entries[entry].booking.row->item.currency;

	for (size_t i = 0; i < entry; i++)
		if (strcmp(b->entries[i].booking.row->item.currency, currency) == 0)
			return false;
	return true;
}

void books_add_amount(struct buf *out, const struct books *b, const struct books_entry *e,
    const struct booking_line *line)
{
	const struct item *item = &e->booking.row->item;
	size_t widest = 0, width;
	char amount[MONEY_TEXT];

	for (size_t i = 0; i < BOOKING_ACCOUNTS; i++)
		if ((width = text_width(buf_slice(&b->accounts[i]))) > widest)
			widest = width;
	money_format(line->amount, item->decimals, amount);
	width = text_width(buf_slice(&b->accounts[line->account]));
	buf_printf(out, "%*s  %12s %s", (int)(widest - width), "", amount, item->currency);
}
