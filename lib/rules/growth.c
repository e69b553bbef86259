#include "rules/growth.h"

#include "base/banned.h"

__extension__ typedef unsigned __int128 uwide;

static void big_set(struct big *b, uint64_t value)
{
	b->limb[0] = value;
	b->count = 1;
}

static bool big_push(struct big *b, uint64_t carry)
{
	if (carry == 0)
		return true;
	if (b->count == GROWTH_LIMBS)
		return false;
	b->limb[b->count++] = carry;
	return true;
}

static bool big_multiply(struct big *b, uint64_t factor)
{
	uint64_t carry = 0;

	for (size_t i = 0; i < b->count; i++) {
		uwide product = (uwide)b->limb[i] * factor + carry;

		b->limb[i] = (uint64_t)product;
		carry = (uint64_t)(product >> 64);
	}
	return big_push(b, carry);
}

static bool big_add(struct big *b, const struct big *more)
{
	uint64_t carry = 0;

	while (b->count < more->count)
		b->limb[b->count++] = 0;
	for (size_t i = 0; i < b->count; i++) {
		uwide sum = (uwide)b->limb[i] + (i < more->count ? more->limb[i] : 0) + carry;

		b->limb[i] = (uint64_t)sum;
		carry = (uint64_t)(sum >> 64);
	}
	return big_push(b, carry);
}

/* Subtract what is not more. */
static void big_subtract(struct big *b, const struct big *less)
{
	uint64_t borrow = 0;

	for (size_t i = 0; i < b->count; i++) {
		uwide take = (uwide)(i < less->count ? less->limb[i] : 0) + borrow;

		borrow = b->limb[i] < take;
		b->limb[i] -= (uint64_t)take;
	}
	while (b->count > 1 && b->limb[b->count - 1] == 0)
		b->count--;
}

/* Divide, rounded down. */
static void big_divide(struct big *b, uint64_t divisor)
{
	uint64_t rest = 0;

	for (size_t i = b->count; i-- > 0;) {
		uwide part = (uwide)rest << 64 | b->limb[i];

		b->limb[i] = (uint64_t)(part / divisor);
		rest = (uint64_t)(part % divisor);
	}
	while (b->count > 1 && b->limb[b->count - 1] == 0)
		b->count--;
}

void growth_begin(struct growth *g, money amount, uint64_t unit)
{
	big_set(&g->top, (uint64_t)amount);
	big_set(&g->bottom, 1);
	big_set(&g->less, 0);
	g->unit = unit;
	g->years = 0;
	g->failed = false;
}

void growth_take(struct growth *g, money amount, wide parts)
{
	struct big part = g->bottom;

	if (g->failed || amount < 0 || parts < 0 || parts > INT64_MAX ||
	    !big_multiply(&part, (uint64_t)amount) || !big_multiply(&part, (uint64_t)parts) ||
	    !big_add(&g->less, &part))
		g->failed = true;
}

void growth_add(struct growth *g, wide parts)
{
	wide factor = parts + (wide)g->unit;

	if (g->failed || g->years++ == GROWTH_YEARS || factor < 0 || factor > INT64_MAX ||
	    !big_multiply(&g->top, (uint64_t)factor) || !big_multiply(&g->bottom, g->unit)) {
		g->failed = true;
		return;
	}
	big_subtract(&g->top, &g->less);
	big_set(&g->less, 0);
}

bool growth_amount(const struct growth *g, money *out)
{
	/*
	 * Rounded to the nearest, top / bottom is (2 top + bottom) / (2 bottom)
	 * rounded down; and since bottom is a power of unit, that is a division
	 * by unit for each year, each rounded down, and one by 2.
	 */
	struct big amount = g->top;

	if (g->failed || !big_multiply(&amount, 2) || !big_add(&amount, &g->bottom))
		return false;
	for (unsigned i = 0; i < g->years; i++)
		big_divide(&amount, g->unit);
	big_divide(&amount, 2);
	if (amount.count > 1 || amount.limb[0] > INT64_MAX)
		return false;
	*out = (money)amount.limb[0];
	return true;
}
