#include "rules/booking.h"

#include <stdio.h>

#include "base/sha256.h"

#include "base/banned.h"

/* What is booked where, in the order of the lines. */
static const struct {
	enum fee_column column;
	enum booking_account account;
} charges[] = {
    {F_REMINDER_FEE, BOOKING_FEES},
    {F_LINE_FEE, BOOKING_FEES},
    {F_COST, BOOKING_FEES},
    {F_INTEREST, BOOKING_INTEREST},
    {F_DAMAGES, BOOKING_DAMAGES},
    {F_VAT, BOOKING_VAT},
};
enum { CHARGES = sizeof(charges) / sizeof(*charges) };
_Static_assert(CHARGES + 1 == BOOKING_LINES, "a line for each, and one for the customer");

const char *booking_account_name(const struct accounts *a, enum booking_account account)
{
	switch (account) {
	case BOOKING_FEES:
		return a->fees;
	case BOOKING_INTEREST:
		return a->interest;
	case BOOKING_DAMAGES:
		return a->damages;
	case BOOKING_VAT:
		return a->vat;
	default:
		return a->receivable;
	}
}

/* Letters from a to p, which no spreadsheet takes for a number. */
static void make_id(struct booking *b)
{
	enum { LENGTH = 16 };
	static const char digits[] = "0123456789abcdef";
	const struct proposal_row *row = b->row;
	struct buf key = {0};
	char hash[SHA256_TEXT];

	item_key(&key, row->item.customer, row->item.invoice, row->item.instalment);
	buf_add_slice(&key, row->terms);
	buf_add_char(&key, '\0');
	buf_add_slice(&key, row->level);
	buf_add_char(&key, '\0');
	buf_printf(&key, "%d", row->n);
	sha256_text(&(struct slice){key.data, key.length}, 1, hash);
	buf_free(&key);
	for (size_t i = 0; i < LENGTH; i++)
		b->id[i] = (char)('a' + (strchr(digits, hash[i]) - digits));
	snprintf(b->id + LENGTH, sizeof(b->id) - LENGTH, "%s", b->reversal ? "-r" : "");
}

static void add_line(
    struct booking *b, enum booking_account account, const char *charge, money amount)
{
	b->lines[b->count++] = (struct booking_line){account, charge, amount};
}

bool booking_make(const struct proposal_row *row, bool reversal, struct booking *out)
{
	money sum = 0;

	*out = (struct booking){.row = row, .reversal = reversal};
	add_line(
	    out, BOOKING_RECEIVABLE, "receivable", reversal ? -row->fee[F_FEES] : row->fee[F_FEES]);
	for (size_t i = 0; i < CHARGES; i++) {
		const money charge = row->fee[charges[i].column];

		if (!money_sum(sum, charge, &sum))
			return false;
		if (charge != 0)
			add_line(out, charges[i].account, fee_names[charges[i].column],
			    reversal ? charge : -charge);
	}
	if (sum != row->fee[F_FEES])
		return false;
	if (out->count == 1)
		out->count = 0;
	make_id(out);
	return true;
}
