/*
 * What must hold of the entries of any proposal: they balance, and taken
 * back nothing is left.
 */
#include "rules/booking.h"

#include "check.h"

#include <inttypes.h>

#include "base/banned.h"

enum { ROUNDS = 100000 };

static uint64_t state = 20261122;

static uint64_t any(void)
{
	state ^= state << 13;
	state ^= state >> 7;
	state ^= state << 17;
	return state;
}

/* Mostly a common amount, now and then none, sometimes as large as it gets. */
static money any_charge(void)
{
	switch (any() % 8) {
	case 0:
	case 1:
		return 0;
	case 2:
		return (money)(any() >> 1);
	case 3:
		return (money)(any() >> 3);
	default:
		return (money)(any() % 1000000);
	}
}

static const enum fee_column charged[] = {
    F_INTEREST, F_LINE_FEE, F_DAMAGES, F_REMINDER_FEE, F_COST, F_VAT};

/* A row with charges; false when their sum does not fit money. */
static bool make_row(struct proposal_row *row)
{
	bool fits = true;

	*row = (struct proposal_row){.n = (int)(any() % 3)};
	row->item.customer = SLICE_LIT("C1");
	row->item.invoice = SLICE_LIT("2026-1");
	for (size_t i = 0; i < sizeof(charged) / sizeof(*charged); i++) {
		row->fee[charged[i]] = any_charge();
		fits = fits && money_sum(row->fee[F_FEES], row->fee[charged[i]], &row->fee[F_FEES]);
	}
	return fits;
}

static void check_balance(const struct booking *b)
{
	wide sum = 0, account[BOOKING_ACCOUNTS] = {0};

	for (size_t i = 0; i < b->count; i++) {
		CHECK(b->lines[i].amount != 0);
		sum += b->lines[i].amount;
		account[b->lines[i].account] += b->lines[i].amount;
	}
	CHECK(sum == 0);
	const money *fee = b->row->fee;
	const int sign = b->reversal ? -1 : 1;

	CHECK(account[BOOKING_RECEIVABLE] == (wide)sign * fee[F_FEES]);
	CHECK(account[BOOKING_FEES] ==
	      -sign * ((wide)fee[F_REMINDER_FEE] + fee[F_LINE_FEE] + fee[F_COST]));
	CHECK(account[BOOKING_INTEREST] == (wide)-sign * fee[F_INTEREST]);
	CHECK(account[BOOKING_DAMAGES] == (wide)-sign * fee[F_DAMAGES]);
	CHECK(account[BOOKING_VAT] == (wide)-sign * fee[F_VAT]);
}

static void check_back(const struct booking *there, const struct booking *back)
{
	CHECK(there->count == back->count);
	CHECK(strncmp(there->id, back->id, strlen(there->id)) == 0 &&
	      strcmp(back->id + strlen(there->id), "-r") == 0);
	for (size_t i = 0; i < there->count; i++)
		CHECK(there->lines[i].amount == -back->lines[i].amount &&
		      there->lines[i].account == back->lines[i].account &&
		      strcmp(there->lines[i].charge, back->lines[i].charge) == 0);
}

int main(void)
{
	unsigned made = 0, refused = 0, nothing = 0;

	for (unsigned i = 0; i < ROUNDS; i++) {
		struct proposal_row row;
		struct booking there, back;

		if (!make_row(&row)) {
			CHECK(!booking_make(&row, false, &there));
			refused++;
			continue;
		}
		CHECK(booking_make(&row, false, &there));
		CHECK(booking_make(&row, true, &back));
		check_balance(&there);
		check_balance(&back);
		check_back(&there, &back);
		nothing += there.count == 0;
		made++;
		row.fee[F_FEES]++;
		CHECK(!booking_make(&row, false, &there));
	}
	CHECK(made > ROUNDS / 4 && refused > ROUNDS / 100 && nothing > 0);
	printf("%u entries, %u of them nothing, %u refused\n", made, nothing, refused);
	return CHECK_RESULT();
}
