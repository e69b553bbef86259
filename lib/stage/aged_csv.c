#include "stage/aged.h"

#include <stdlib.h>
#include <string.h>

#include "base/banned.h"

/* It never needs quotes. */
static void add_amount(struct buf *b, bool *first, money amount, int decimals)
{
	if (!*first)
		buf_add_char(b, ',');
	*first = false;
	money_add_to(b, amount, decimals);
}

static void add_name(struct buf *b, bool *first, const char *name)
{
	csv_add(b, first, slice_of(name));
}

static void write_header(const struct aged *a, struct buf *b)
{
	bool first = true;

	for (size_t i = 0; i < a->nby; i++)
		csv_add(b, &first, a->by[i]);
	add_name(b, &first, "currency");
	for (size_t i = 0; i < a->buckets.count; i++)
		add_name(b, &first, a->buckets.names[i]);
	add_name(b, &first, "total");
	csv_end(b);
}

static void write_sums(
    const struct aged *a, const struct slice *values, const struct ageing_sums *s, struct buf *b)
{
	bool first = true;

	for (size_t i = 0; i < a->nby; i++)
		csv_add(b, &first, values[i]);
	add_name(b, &first, s->currency);
	for (size_t i = 0; i < a->buckets.count; i++)
		add_amount(b, &first, s->buckets[i], s->decimals);
	add_amount(b, &first, s->total, s->decimals);
	csv_end(b);
}

static bool write_ageing(struct aged *a, struct spool *out)
{
	struct slice *values = mem_array(a->nby, sizeof *values);
	bool ok = true;

	aged_sort(a, AGEING_BY_KEY);
	write_header(a, &out->memory);
	for (size_t i = 0; i < a->ageing.ngroups && ok; i++) {
		const struct ageing_group *g = a->ageing.groups[i];

		write_sums(a, g->values, g->sums, &out->memory);
		ok = spool_check(a->ledger.d, out);
	}
	values[0] = SLICE_LIT("total");
	for (size_t i = 0; i < a->ageing.ntotals; i++)
		write_sums(a, values, a->ageing.totals[i].sums, &out->memory);
	free(values);
	return ok;
}

/* --- months --- */

/* Nothing where the ledger does not tell. */
static void add_known(struct buf *b, bool *first, bool known, money amount, int decimals)
{
	if (known)
		add_amount(b, first, amount, decimals);
	else
		add_name(b, first, "");
}

static void write_month(const struct turnover *t, size_t i, struct buf *b)
{
	const struct turnover_month *m = turnover_month(t, i);
	const bool known = turnover_known(t);
	char month[DATE_TEXT];
	bool first = true, told;
	long tenths = 0;

	date_format(m->first, month);
	csv_add(b, &first, (struct slice){month, sizeof "2026-11" - 1});
	add_name(b, &first, t->currency);
	add_known(b, &first, known, m->invoiced, t->decimals);
	add_known(b, &first, known, m->open, t->decimals);
	told = turnover_days(t, i, &tenths);
	add_known(b, &first, told, tenths, 1);
	add_known(b, &first, known, (money)m->paid_items, 0);
	add_known(b, &first, known, m->paid, t->decimals);
	add_known(b, &first, known, (money)m->late_items, 0);
	add_known(b, &first, known, m->late, t->decimals);
	told = turnover_late(t, i, &tenths);
	add_known(b, &first, told, tenths, 1);
	csv_end(b);
}

static void write_months(const struct aged *a, struct buf *b)
{
	buf_add_string(b, "month,currency,invoiced,open_at_end,days_outstanding,paid_items,"
			  "paid_amount,late_items,late_amount,late_percent\n");
	for (size_t i = 0; i < a->nbridges; i++)
		for (size_t m = 0; m < a->months; m++)
			write_month(&a->bridges[i].turnover, m, b);
}

bool aged_csv(struct aged *a, struct spool *out)
{
	if (a->months == 0)
		return write_ageing(a, out);
	write_months(a, &out->memory);
	return true;
}
